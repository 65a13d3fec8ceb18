"""A cohort's mean change against the comparison's, for all periods at once; without covariates."""

from dataclasses import dataclass

import numpy as np

from evidence.panel import Flags, Floats, Ints, Panel
from evidence.results import Control


@dataclass(frozen=True)
class Pairs:
    """Which periods of one cohort are compared with which.

    group         position of the cohort's first treated period
    time, before  (cells,) positions of the period and of the one that it is compared with
    anticipation  how long before the rollout it may have worked already, as `times` counts
    """

    group: int
    time: Ints
    before: Ints
    anticipation: int


def without_it(panel: Panel, control: Control, pairs: Pairs) -> Flags:
    """(units, cells) who is compared with: not treated up to the later of the two periods."""
    until = panel.times[np.maximum(pairs.time, pairs.before)] + pairs.anticipation
    last = np.searchsorted(panel.times, until, side="right") - 1
    first = panel.first[:, None]
    found = first == panel.never if control == "never" else first > last[None, :]
    here: Flags = np.broadcast_to(found, (len(first), len(until))) & (first != pairs.group)
    return here


@dataclass(frozen=True)
class MeanChanges:
    """Effects of one cohort.

    effect     (cells,) NaN where a cell has no unit with it or none without it
    influence  (units, cells);  n_units (cells,) units of the cohort that were seen at both periods
    """

    effect: Floats
    influence: Floats
    n_units: Ints


def mean_changes(panel: Panel, values: Floats, control: Control, pairs: Pairs) -> MeanChanges:
    """Weighted mean change of the cohort minus that of the comparison, with influence functions.

    values  (units, periods) the outcome, or a term of practice
    """
    change, with_it, without = _compared(panel, values, control, pairs)
    treated_mean, comparison_mean = _mean(with_it, change), _mean(without, change)
    scores = _scores(with_it, change, treated_mean) - _scores(without, change, comparison_mean)
    return MeanChanges(
        effect=treated_mean - comparison_mean,
        influence=len(panel.units) * scores,
        n_units=(with_it > 0).sum(axis=0),
    )


def mean_effects(panel: Panel, values: Floats, control: Control, pairs: Pairs) -> Floats:
    """The (cells,) effects of `mean_changes` alone."""
    change, with_it, without = _compared(panel, values, control, pairs)
    return _mean(with_it, change) - _mean(without, change)


def _compared(
    panel: Panel, values: Floats, control: Control, pairs: Pairs
) -> tuple[Floats, Floats, Floats]:
    """(units, cells) changes, 0 where not seen; and the weights of the two groups, 0 outside."""
    change = values[:, pairs.time] - values[:, pairs.before]
    seen = np.isfinite(change)
    weights = np.where(seen, panel.weights[:, np.minimum(pairs.time, pairs.before)], 0.0)
    with_it = np.where((panel.first == pairs.group)[:, None], weights, 0.0)
    without = np.where(without_it(panel, control, pairs), weights, 0.0)
    return np.where(seen, change, 0.0), with_it, without


def _mean(weights: Floats, change: Floats) -> Floats:
    """(cells,) weighted means, NaN of nobody."""
    total = weights.sum(axis=0)
    sums = np.einsum("ic,ic->c", weights, change)
    found: Floats = np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
    return found


def _scores(weights: Floats, change: Floats, mean: Floats) -> Floats:
    """(units, cells) each unit's part in the error of a mean."""
    total = weights.sum(axis=0)
    return weights * (change - np.nan_to_num(mean)) / np.where(total > 0, total, 1.0)
