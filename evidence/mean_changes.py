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
    change = values[:, pairs.time] - values[:, pairs.before]
    seen = np.isfinite(change)
    change = np.where(seen, change, 0.0)
    weights = panel.weights[:, np.minimum(pairs.time, pairs.before)]
    treated = (panel.first == pairs.group)[:, None] & seen
    with_it = np.where(treated, weights, 0.0)
    without = np.where(without_it(panel, control, pairs) & seen, weights, 0.0)
    treated_mean, treated_score = _mean(with_it, change)
    comparison_mean, comparison_score = _mean(without, change)
    return MeanChanges(
        effect=treated_mean - comparison_mean,
        influence=len(panel.units) * (treated_score - comparison_score),
        n_units=treated.sum(axis=0),
    )


def _mean(weights: Floats, change: Floats) -> tuple[Floats, Floats]:
    """(cells,) weighted means, NaN of nobody; (units, cells) each unit's part in their error."""
    total = weights.sum(axis=0)
    safe = np.where(total > 0, total, 1.0)
    mean = np.where(total > 0, (weights * change).sum(axis=0) / safe, np.nan)
    return mean, weights * (change - np.nan_to_num(mean)) / safe
