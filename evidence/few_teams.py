"""Errors that hold with few teams: leave one out, and shuffled rollout dates (EVIDENCE A4)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from evidence.errors import NotAnswerable
from evidence.judged import judged
from evidence.panel import Flags, Floats, Ints, Panel

HALVES_FROM: Final = 12  # clusters; with fewer a half would hold too few dates to shuffle
TIE: Final = 1e-12


def leave_one_out(panel: Panel, effect: Callable[[Panel, Flags], float]) -> float:
    """Jackknife standard error over clusters.

    effect  the estimate on the panel and the (units,) flags that are kept; where it cannot be told
            without a cluster, that cluster does not count
    """
    whole = effect(panel, np.ones(len(panel.units), bool))
    found = []
    for cluster in range(panel.n_clusters):
        kept = panel.clusters != cluster
        try:
            found.append(effect(without(panel, ~kept), kept))
        except NotAnswerable:
            continue
    gaps = np.array(found) - whole
    return float(np.sqrt((len(gaps) - 1) / len(gaps) * (gaps**2).sum())) if len(gaps) else np.nan


def without(panel: Panel, dropped: Flags) -> Panel:
    """The panel without some units."""
    kept = ~dropped
    return replace(
        panel,
        outcome=panel.outcome[kept],
        first=panel.first[kept],
        units=panel.units[kept],
        weights=panel.weights[kept],
        clusters=np.unique(panel.clusters[kept], return_inverse=True)[1].astype(np.int64),
        covariates=panel.covariates[kept],
        practice=None if panel.practice is None else panel.practice[kept],
        exposure=None if panel.exposure is None else panel.exposure[kept],
    )


def shuffle_p(panel: Panel, seed: int = 7) -> float | None:
    """Share of shuffles of the rollout dates whose gap is as large as the one that was seen.

    The dates are dealt anew to clusters, within the halves of practice at the start where it is
    told; the statistic is the mean gap of Callaway and Sant'Anna, without covariates. Counts the
    real dates as one shuffle, so that the smallest p is 1 / (shuffles + 1). None where a cluster
    has more than one date: then nothing was decided for it as a whole.

    panel  with the outcome that is to be tested, practice already taken out of it
    """
    dates = _dates(panel)
    if dates is None:
        return None
    rng = np.random.default_rng(seed)
    strata = _halves(panel)
    dealt = np.tile(dates, (int(judged()["shuffles"]) + 1, 1))
    for stratum in np.unique(strata):
        own = np.flatnonzero(strata == stratum)
        dealt[1:, own] = rng.permuted(dealt[1:, own], axis=1)
    gaps = np.abs(_mean_gaps(panel, dealt[:, panel.clusters]))
    return float((gaps >= gaps[0] - TIE).mean())


def _dates(panel: Panel) -> Ints | None:
    """(clusters,) the date of each cluster; None where one has several."""
    low = np.full(panel.n_clusters, panel.never)
    high = np.zeros(panel.n_clusters, dtype=np.int64)
    np.minimum.at(low, panel.clusters, panel.first)
    np.maximum.at(high, panel.clusters, panel.first)
    return low if np.array_equal(low, high) else None


def _halves(panel: Panel) -> Ints:
    """(clusters,) lower or upper half of practice at the start; all 0 where it is not told."""
    if panel.practice is None or panel.n_clusters < HALVES_FROM:
        return np.zeros(panel.n_clusters, dtype=np.int64)
    start = np.nanmean(panel.practice, axis=1)
    seen = np.isfinite(panel.practice[:, 0])
    start = np.where(seen, panel.practice[:, 0], start)
    mean = np.bincount(panel.clusters, start) / np.bincount(panel.clusters)
    rank = np.argsort(np.argsort(mean, kind="stable"), kind="stable")
    return (rank >= panel.n_clusters / 2).astype(np.int64)


def _mean_gaps(panel: Panel, first: Ints) -> Floats:
    """(shuffles,) mean effect over treated unit-periods, for (shuffles, units) rollout dates.

    Only sums by cohort and period are needed. Units' own means are taken out first, so that a unit
    that is missing in a period does not move the mean of its cohort by its level.
    """
    seen = np.isfinite(panel.outcome)
    level = np.nanmean(panel.outcome, axis=1, keepdims=True)
    values = np.where(seen, panel.outcome - level, 0.0)
    dates = np.unique(panel.first)
    member = (first[:, None, :] == dates[None, :, None]).astype(np.float64)
    sums, counts = member @ values, member @ seen.astype(np.float64)
    means = sums / np.maximum(counts, 1.0)
    total, weight = np.zeros(len(first)), np.zeros(len(first))
    for j, date in enumerate(dates):
        if date in (0, panel.never):
            continue
        for time in range(date, panel.never):
            later = dates > time
            if not later.any():
                break
            size = counts[:, later, time]
            change = means[:, later, time] - means[:, later, date - 1]
            size_sum = size.sum(axis=1)
            other = (size * change).sum(axis=1) / np.maximum(size_sum, 1.0)
            own = means[:, j, time] - means[:, j, date - 1] - other
            mass = np.where(size_sum > 0, counts[:, j, time], 0.0)
            total, weight = total + mass * own, weight + mass
    return total / np.maximum(weight, 1.0)
