"""Clustered standard errors from influence functions."""

import math
from functools import cache

import numpy as np
from scipy import stats

from evidence.judged import judged
from evidence.panel import Floats, Ints
from evidence.results import Estimate

ZERO = 1e-9  # below it a standard error is the accident of rounding: nothing varies


def by_cluster(influence: Floats, clusters: Ints) -> Floats:
    """(clusters, k) sums of the (units, k) influence functions over the units of a cluster."""
    n_clusters = int(clusters.max()) + 1
    if n_clusters == len(clusters) and np.array_equal(clusters, np.arange(n_clusters)):
        return influence
    summed = np.zeros((n_clusters, influence.shape[1]))
    np.add.at(summed, clusters, influence)
    return summed


def covariance(influence: Floats, clusters: Ints) -> Floats:
    """(k, k) covariance of k estimates from their (units, k) influence functions."""
    summed = by_cluster(influence, clusters)
    found: Floats = summed.T @ summed / len(influence) ** 2
    return found


def standard_errors(influence: Floats, clusters: Ints) -> Floats:
    """(k,) standard errors, without a factor for few clusters as R's `did` has them."""
    summed = by_cluster(influence, clusters)
    found = np.sqrt(np.einsum("ck,ck->k", summed, summed)) / len(influence)
    return np.where(found < ZERO, np.nan, found)


def estimate(value: float, se: float, n_clusters: int) -> Estimate:
    """An effect with the interval of t(G-1) and the factor sqrt(G/(G-1)) (EVIDENCE A2)."""
    if n_clusters < 2 or not np.isfinite(se):  # noqa: PLR2004
        return Estimate(value, se, float("nan"), float("nan"))
    reach = se * _reach(n_clusters)
    return Estimate(value, se, value - reach, value + reach)


@cache
def _reach(n_clusters: int) -> float:
    """How many standard errors the interval reaches to each side."""
    quantile = float(stats.t.ppf(1 - judged()["alpha"] / 2, n_clusters - 1))
    return quantile * math.sqrt(n_clusters / (n_clusters - 1))
