"""What stands in for the usual interval when few clusters decide (EVIDENCE A4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import stats

from evidence.judged import judged
from evidence.panel import Floats, Ints, Panel
from evidence.practice import curve
from evidence.results import Estimate
from evidence.two_way import period_effects, residuals, unit_effects
from store.errors import RequestError

CELLS_AT_ONCE: Final = 2_000_000  # shuffled tables held in memory at a time: 16 MB a table
HALVES_FROM: Final = 12  # clusters; with fewer a half would hold too few dates to shuffle
FEWEST: Final = 2


@dataclass(frozen=True)
class Shuffled:
    """How often rollout dates given by accident show as large an effect.

    p          (1 + shuffles with at least as large an effect) / (1 + shuffles)
    statistic  effect with the dates that there really were, by imputation
    effects    (shuffles,) effects with shuffled dates; NaN where they cannot be told
    """

    p: float
    statistic: float
    effects: Floats


def leave_one_out(panel: Panel, estimator: Callable[[Panel], float]) -> Estimate:
    """An effect with the interval of the cluster jackknife (CV3; MacKinnon, Nielsen, Webb 2023).

    estimator  table -> effect; it is run once for each cluster, so this is for few of them
    Interval: effect +- t(G-1) x se; se^2 is (G-1)/G times the sum over clusters of
    (effect without it - effect)^2.
    NaN where the effect hangs on one cluster, so that it cannot be told without it.
    """
    whole = estimator(panel)
    n_clusters = panel.n_clusters
    if n_clusters < FEWEST:
        return Estimate(whole, np.nan, np.nan, np.nan)
    try:
        without = np.array([estimator(_without(panel, c)) for c in range(n_clusters)])
    except RequestError:
        return Estimate(whole, np.nan, np.nan, np.nan)
    share = (n_clusters - 1) / n_clusters
    se = float(np.sqrt(share * ((without - whole) ** 2).sum()))
    reach = float(stats.t.ppf(1 - judged()["alpha"] / 2, n_clusters - 1)) * se
    return Estimate(whole, se, whole - reach, whole + reach)


def shuffle_dates(
    panel: Panel, strata: Ints | None = None, runs: int | None = None, seed: int = 1
) -> Shuffled:
    """Give the rollout dates to other clusters, whole clusters at a time, within strata.

    strata  (clusters,); None: halves of practice before the first rollout where practice is told,
            else one. Where practice is told its curve, as it is among untreated unit-periods,
            is taken out of the outcome first: the test is of what practice does not explain.
    raises  RequestError: units of one cluster with different dates
    """
    dates = _dates(panel)
    groups = practice_halves(panel) if strata is None else strata
    generator = np.random.default_rng(seed)
    n_runs = int(judged()["shuffles"] if runs is None else runs)
    orders = np.array([_order(groups, generator) for _ in range(n_runs)])
    outcome = without_practice(panel)
    panel = replace(panel, outcome=outcome)
    statistic = float(imputed_effects(panel, outcome, panel.first[None, :])[0])
    first = dates[orders][:, panel.clusters]
    step = max(1, CELLS_AT_ONCE // panel.outcome.size)
    effects = np.concatenate(
        [imputed_effects(panel, outcome, first[i : i + step]) for i in range(0, n_runs, step)]
    )
    # A shuffle without an answer counts against the effect, and so does a tie up to rounding.
    smaller = np.abs(effects) < abs(statistic) * (1 - 1e-9)
    p = (1 + int((~smaller).sum())) / (1 + n_runs)
    return Shuffled(p if np.isfinite(statistic) else float("nan"), statistic, effects)


def practice_halves(panel: Panel) -> Ints:
    """(clusters,) 1 for clusters with more practice than the middle one before any rollout.

    All 0 where practice is not told, or where halves would hold too few dates.
    """
    n_clusters = panel.n_clusters
    if panel.practice is None or n_clusters < HALVES_FROM:
        return np.zeros(n_clusters, dtype=np.int64)
    until = max(int(panel.first[panel.first > 0].min(initial=panel.never)), 1)
    seen = np.where(np.isfinite(panel.practice), panel.practice, 0.0)
    own = seen[:, :until].mean(axis=1)
    n_units = np.bincount(panel.clusters, minlength=n_clusters)
    mean = np.bincount(panel.clusters, own, minlength=n_clusters) / n_units
    return (mean > np.median(mean)).astype(np.int64)


def without_practice(panel: Panel) -> Floats:
    """(units, periods) the outcome less the cubic in log practice of the untreated unit-periods.

    NaN where practice is not told.
    """
    if panel.practice is None:
        return panel.outcome
    told = np.isfinite(panel.practice)
    weights = np.where(told[None], _untreated(panel, panel.first[None, :]), 0.0)
    terms = np.moveaxis(np.nan_to_num(curve(panel.practice)), 2, 0)
    outcome = np.nan_to_num(panel.outcome)
    left = residuals(np.concatenate([terms, outcome[None]]), weights)
    flat = (left * np.sqrt(weights[0])).reshape(len(terms) + 1, -1)
    slopes = np.linalg.lstsq(flat[:-1].T, flat[-1], rcond=None)[0]
    found: Floats = panel.outcome - np.einsum("k,kut->ut", slopes, terms)
    return np.where(told, found, np.nan)


def imputed_effects(panel: Panel, outcome: Floats, first: Ints) -> Floats:
    """(k,) mean effect over treated unit-periods for k assignments of dates (k, units).

    Unit and period effects come from the untreated unit-periods (Borusyak, Jaravel, Spiess 2024).
    Units without a period before, and periods without untreated units, are left out.
    """
    weights = _untreated(panel, first)
    columns = np.broadcast_to(np.nan_to_num(outcome), weights.shape)
    periods = period_effects(columns, weights)
    units = unit_effects(columns, weights, periods)
    gap = columns - units[:, :, None] - periods[:, None, :]
    seen = np.isfinite(panel.outcome)[None]
    treated = np.arange(panel.never)[None, None, :] >= first[:, :, None]
    used = np.where(treated & seen & np.isfinite(gap), panel.weights[None], 0.0)
    total = used.sum(axis=(1, 2))
    sums = (used * np.nan_to_num(gap)).sum(axis=(1, 2))
    return np.where(total > 0, sums / np.where(total > 0, total, 1.0), np.nan)


def _untreated(panel: Panel, first: Ints) -> Floats:
    """(k, units, periods) weights of the untreated unit-periods with an outcome, else 0."""
    before = np.arange(panel.never)[None, None, :] < first[:, :, None]
    return np.where(before & np.isfinite(panel.outcome)[None], panel.weights[None], 0.0)


def _dates(panel: Panel) -> Ints:
    """(clusters,) the date of each cluster."""
    dates = np.zeros(panel.n_clusters, dtype=np.int64)
    dates[panel.clusters] = panel.first
    differing = len(np.unique(panel.clusters[dates[panel.clusters] != panel.first]))
    if differing:
        raise RequestError(
            f"{differing} clusters hold units with different rollout dates",
            "one date in each cluster, because the cluster is where the rollout was decided",
            "Name the column at whose level dates were decided as the cluster",
        )
    return dates


def _order(strata: Ints, generator: np.random.Generator) -> Ints:
    """(clusters,) whose date each cluster gets."""
    order = np.arange(len(strata))
    for stratum in np.unique(strata):
        members = np.flatnonzero(strata == stratum)
        order[members] = generator.permutation(members)
    return order


def _without(panel: Panel, cluster: int) -> Panel:
    kept = panel.clusters != cluster
    clusters = panel.clusters[kept]
    return replace(
        panel,
        outcome=panel.outcome[kept],
        first=panel.first[kept],
        units=panel.units[kept],
        weights=panel.weights[kept],
        clusters=clusters - (clusters > cluster),
        covariates=panel.covariates[kept],
        practice=None if panel.practice is None else panel.practice[kept],
        exposure=None if panel.exposure is None else panel.exposure[kept],
    )
