"""The wild cluster bootstrap of one coefficient, the hypothesis imposed (Cameron and others 2008).

Each cluster's residuals keep or change their sign together. With few clusters all signs are tried,
so that the p is exact for what it is and not an accident of the draws.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evidence.panel import Floats, Panel
from evidence.two_way import residuals
from store.errors import NotEnoughData

ALL_SIGNS: Final = 12  # clusters; above them 2^G is more than the draws are worth
DRAWS: Final = 9_999
TIE: Final = 1e-9
ZERO: Final = 1e-12
FEWEST: Final = 2


@dataclass(frozen=True)
class Wild:
    """p that the coefficient is 0; t as seen, and (draws,) t under the hypothesis."""

    p: float
    t: float
    draws: Floats


def wild_p(panel: Panel, regressor: Floats, draws: int = DRAWS, seed: int = 1) -> Wild:
    """Two-sided p of a coefficient beside unit and period effects.

    regressor  (units, periods), as `Panel.treated` for the usual regression
    draws      where there are more than twelve clusters; else all 2^G signs, the first the data's

    t is the coefficient over its clustered error, on the data and on each draw alike, so that a
    factor for few clusters would change nothing.
    raises  NotEnoughData: fewer than two clusters, or a regressor that does not move
    """
    weights = np.where(np.isfinite(panel.outcome), panel.weights, 0.0)[None]
    columns = np.stack([regressor.astype(float), np.nan_to_num(panel.outcome)])
    moving, rest = residuals(columns, weights)
    if panel.n_clusters < FEWEST or (moving**2 * weights[0]).sum() < ZERO:
        raise NotEnoughData(
            f"{panel.n_clusters} clusters, or a treatment that does not change within them",
            "two clusters or more, some of which change",
            "Bring more clusters or a longer window",
        )
    # Under the hypothesis the residuals are those without the regressor. Flipping the signs of a
    # cluster changes the period effects as well, so they are taken out of each cluster's again.
    member = panel.clusters[None, :] == np.arange(panel.n_clusters)[:, None]
    parts = residuals(member[:, :, None] * rest[None], weights)
    weighted = moving * weights[0]
    by_unit = np.einsum("ut,hut->uh", weighted, parts)
    scores = np.zeros((panel.n_clusters, panel.n_clusters))
    np.add.at(scores, panel.clusters, by_unit)
    own = np.zeros(panel.n_clusters)
    np.add.at(own, panel.clusters, (weighted * moving).sum(axis=1))
    signs = _signs(panel.n_clusters, draws, seed)
    observed = float(_t(scores, own, np.ones((1, panel.n_clusters)))[0])
    drawn = _t(scores, own, signs)
    as_large = np.abs(drawn) >= abs(observed) * (1 - TIE)
    if panel.n_clusters <= ALL_SIGNS:
        return Wild(float(as_large.mean()), observed, drawn)
    return Wild((1 + int(as_large.sum())) / (1 + draws), observed, drawn)


def _signs(n_clusters: int, draws: int, seed: int) -> Floats:
    """(draws, clusters) of 1 and -1."""
    if n_clusters <= ALL_SIGNS:
        bits = np.arange(2**n_clusters)[:, None] >> np.arange(n_clusters)[None, :] & 1
        return np.where(bits > 0, -1.0, 1.0)
    signs: Floats = np.random.default_rng(seed).choice([-1.0, 1.0], (draws, n_clusters))
    return signs


def _t(scores: Floats, own: Floats, signs: Floats) -> Floats:
    """(draws,) coefficient over its clustered error.

    scores  (clusters, clusters) what the residuals of one cluster (column) add to the regressor's
            product in another (row);  own: the regressor's own square in each cluster
    """
    by_cluster = signs @ scores.T
    slope = by_cluster.sum(axis=1) / own.sum()
    errors = by_cluster - slope[:, None] * own[None, :]
    size = np.sqrt((errors**2).sum(axis=1)) / own.sum()
    found: Floats = slope / np.where(size > ZERO, size, ZERO)
    return found
