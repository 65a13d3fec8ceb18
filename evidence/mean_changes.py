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
    Counts: where a period is compared with itself nothing changes, and nothing is uncertain.
    """
    change, weights = _compared(panel, values[None], control, pairs)
    side = np.where(panel.first == pairs.group, 0, 1)
    total, mean = _means(change, weights, side)
    known = np.where(total > 0, total, 1.0)
    share = len(side) * np.array([1.0, -1.0]) * (total > 0) / known
    about = change[0] - np.nan_to_num(mean[0])[:, side]
    return MeanChanges(
        effect=mean[0, :, 0] - mean[0, :, 1],
        influence=(weights * share[:, side] * about).T,
        n_units=(weights[:, side == 0] > 0).sum(axis=1),
    )


def mean_effects(panel: Panel, values: Floats, control: Control, pairs: Pairs) -> Floats:
    """(k, cells) effects alone, of (k, units, periods) values that are seen or missing together."""
    if np.isfinite(values[0]).all() and (panel.weights == panel.weights[:, :1]).all():
        return _effects_of_sums(panel, values, control, pairs)
    change, weights = _compared(panel, values, control, pairs)
    mean = _means(change, weights, np.where(panel.first == pairs.group, 0, 1))[1]
    found: Floats = mean[:, :, 0] - mean[:, :, 1]
    return found


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
) -> tuple[Floats, Floats]:
    """Changes (k, cells, units), 0 where not seen; (cells, units) weights, 0 of who is in neither.

    Cell after cell in memory, since all that follows is done by cells.
    """
    by_period = np.ascontiguousarray(np.swapaxes(values, 1, 2))
    change = by_period[:, pairs.time] - by_period[:, pairs.before]
    seen = np.isfinite(change[0])
    used = seen & (without_it(panel, control, pairs).T | (panel.first == pairs.group))
    earlier = np.minimum(pairs.time, pairs.before)
    return np.where(seen, change, 0.0), np.where(used, panel.weights.T[earlier], 0.0)


def _means(change: Floats, weights: Floats, side: Ints) -> tuple[Floats, Floats]:
    """(cells, 2) weights and (k, cells, 2) means of the cohort (0) and the others (1)."""
    sides = np.eye(2)[side]
    total = weights @ sides
    sums = (weights * change) @ sides
    return total, np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
