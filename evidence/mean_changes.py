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
    change, with_it, without = _compared(panel, values[None], control, pairs)
    treated_mean, comparison_mean = _mean(with_it, change)[0], _mean(without, change)[0]
    change = change[0]
    scores = _scores(with_it, change, treated_mean) - _scores(without, change, comparison_mean)
    return MeanChanges(
        effect=treated_mean - comparison_mean,
        influence=len(panel.units) * scores,
        n_units=(with_it > 0).sum(axis=0),
    )


def mean_effects(panel: Panel, values: Floats, control: Control, pairs: Pairs) -> Floats:
    """(k, cells) effects alone, of (k, units, periods) values that are seen or missing together."""
    if np.isfinite(values[0]).all() and (panel.weights == panel.weights[:, :1]).all():
        return _effects_of_sums(panel, values, control, pairs)
    change, with_it, without = _compared(panel, values, control, pairs)
    return _mean(with_it, change) - _mean(without, change)


def _effects_of_sums(panel: Panel, values: Floats, control: Control, pairs: Pairs) -> Floats:
    """The same where nothing is missing and weights stay: sums by cohort are enough."""
    cohorts, one = np.unique(panel.first, return_index=True)
    weighted = np.where(panel.first[None, :] == cohorts[:, None], panel.weights[:, 0], 0.0)
    sums = weighted @ values
    change = sums[:, :, pairs.time] - sums[:, :, pairs.before]
    size = weighted.sum(axis=1)[:, None]
    without = without_it(panel, control, pairs)[one].astype(np.float64)
    total = (without * size).sum(axis=0)
    compared = (without * change).sum(axis=1)
    of_comparison = np.divide(compared, total, out=np.full_like(compared, np.nan), where=total > 0)
    own = int(np.searchsorted(cohorts, pairs.group))
    found: Floats = change[:, own] / size[own] - of_comparison
    return found


def _compared(
    panel: Panel, values: Floats, control: Control, pairs: Pairs
) -> tuple[Floats, Floats, Floats]:
    """Changes (k, units, cells), 0 where not seen; (units, cells) weights of the two groups."""
    change = values[:, :, pairs.time] - values[:, :, pairs.before]
    seen = np.isfinite(change[0])
    weights = np.where(seen, panel.weights[:, np.minimum(pairs.time, pairs.before)], 0.0)
    with_it = np.where((panel.first == pairs.group)[:, None], weights, 0.0)
    without = np.where(without_it(panel, control, pairs), weights, 0.0)
    return np.where(seen, change, 0.0), with_it, without


def _mean(weights: Floats, change: Floats) -> Floats:
    """(k, cells) weighted means, NaN of nobody."""
    total = weights.sum(axis=0)
    sums = np.stack([np.einsum("ic,ic->c", weights, each) for each in change])
    found: Floats = np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
    return found


def _scores(weights: Floats, change: Floats, mean: Floats) -> Floats:
    """(units, cells) each unit's part in the error of a mean."""
    total = weights.sum(axis=0)
    return weights * (change - np.nan_to_num(mean)) / np.where(total > 0, total, 1.0)
