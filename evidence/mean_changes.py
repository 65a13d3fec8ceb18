"""A cohort's mean change against the comparison's, for all periods at once; without covariates."""

from collections.abc import Sequence
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
    """(cells, units) who is compared with: not treated up to the later of the two periods."""
    until = panel.times[np.maximum(pairs.time, pairs.before)] + pairs.anticipation
    last = np.searchsorted(panel.times, until, side="right") - 1
    first = panel.first[None, :]
    found = first == panel.never if control == "never" else first > last[:, None]
    here: Flags = np.broadcast_to(found, (len(until), len(panel.first))) & (first != pairs.group)
    return here


@dataclass(frozen=True)
class MeanChanges:
    """Effects of one cohort.

    effect   (cells,) NaN where a cell has no unit with it or none without it
    n_units  (cells,) units of the cohort that were seen at both periods
    """

    effect: Floats
    n_units: Ints


def mean_changes(
    panel: Panel, values: Floats, control: Control, pairs: Pairs, influence: Floats
) -> MeanChanges:
    """Weighted mean change of the cohort minus that of the comparison.

    values     (units, periods) the outcome, or a term of practice
    influence  (cells, units) is filled with the influence functions

    Counts: where a period is compared with itself nothing changes, and nothing is uncertain.
    """
    change, weights = _compared(panel, values[None], control, pairs)
    own = panel.first == pairs.group
    total, mean = _means(change, weights, own)
    known = np.where(np.isfinite(mean[0]), mean[0], 0.0)
    share = len(own) * np.array([1.0, -1.0]) * (total > 0) / np.where(total > 0, total, 1.0)
    np.subtract(change[0], np.where(own, known[:, :1], known[:, 1:]), out=influence)
    influence *= weights
    influence *= np.where(own, share[:, :1], share[:, 1:])
    return MeanChanges(
        effect=mean[0, :, 0] - mean[0, :, 1], n_units=(weights[:, own] > 0).sum(axis=1)
    )


def mean_effects(
    panel: Panel, values: Floats, control: Control, cohorts: Sequence[Pairs]
) -> list[Floats]:
    """(k, cells) effects alone, of (k, units, periods) values that are seen or missing together."""
    if np.isfinite(values[0]).all() and (panel.weights == panel.weights[:, :1]).all():
        return _effects_of_sums(panel, values, control, cohorts)
    own = [panel.first == pairs.group for pairs in cohorts]
    compared = [_compared(panel, values, control, pairs) for pairs in cohorts]
    means = [_means(*each, who)[1] for each, who in zip(compared, own, strict=True)]
    return [mean[:, :, 0] - mean[:, :, 1] for mean in means]


def _effects_of_sums(
    panel: Panel, values: Floats, control: Control, cohorts: Sequence[Pairs]
) -> list[Floats]:
    """The same where nothing is missing and weights stay: sums by cohort are enough."""
    groups, one = np.unique(panel.first, return_index=True)
    weighted = np.where(panel.first[None, :] == groups[:, None], panel.weights[:, 0], 0.0)
    sums, size = weighted @ values, weighted.sum(axis=1)

    def effects(pairs: Pairs) -> Floats:
        change = sums[:, :, pairs.time] - sums[:, :, pairs.before]
        without = without_it(panel, control, pairs)[:, one].T.astype(np.float64)
        total, compared = size @ without, (without * change).sum(axis=1)
        missing = np.full_like(compared, np.nan)
        of_comparison = np.divide(compared, total, out=missing, where=total > 0)
        own = int(np.searchsorted(groups, pairs.group))
        found: Floats = change[:, own] / size[own] - of_comparison
        return found

    return [effects(pairs) for pairs in cohorts]


def _compared(
    panel: Panel, values: Floats, control: Control, pairs: Pairs
) -> tuple[Floats, Floats]:
    """Changes (k, cells, units), 0 where not seen; (cells, units) weights, 0 of who is in neither.

    Cell after cell in memory, since all that follows is done by cells.
    """
    by_period, weights = np.ascontiguousarray(np.swapaxes(values, 1, 2)), panel.weights.T.copy()
    change = by_period[:, pairs.time] - by_period[:, pairs.before]
    seen = np.isfinite(change[0])
    used = seen & (without_it(panel, control, pairs) | (panel.first == pairs.group))
    earlier = np.minimum(pairs.time, pairs.before)
    return np.where(seen, change, 0.0), np.where(used, weights[earlier], 0.0)


def _means(change: Floats, weights: Floats, own: Flags) -> tuple[Floats, Floats]:
    """(cells, 2) weights and (k, cells, 2) means of the cohort and of who it is compared with."""
    sides = np.column_stack([own, ~own]).astype(np.float64)
    total = weights @ sides
    sums = (weights * change) @ sides
    return total, np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0)
