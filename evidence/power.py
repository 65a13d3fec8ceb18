"""How small an effect a rollout could show, before anything is spent on it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from evidence.judged import judged
from evidence.panel import Flags, Floats, Ints
from evidence.singular import inverse
from store.errors import NotEnoughData, RequestError

RHOS: Final = np.linspace(0.0, 0.98, 50)  # a correlation above lasts longer than any table of ours
LAGS: Final = 12  # months: beyond a year pairs are few and season is in the way
FEWEST_UNITS: Final = 3  # with one mean taken out, two units say nothing about a spread


@dataclass(frozen=True)
class TeamCovariance:
    """What a team's months vary by, once its own level and the common months are taken out.

    white    variance of a month by itself
    lasting  variance of what lasts for some months, an AR(1);  rho its monthly correlation
    A team's level is in neither: unit effects take it out of every estimate.
    """

    white: float
    lasting: float
    rho: float

    def matrix(self, periods: int) -> Floats:
        """(periods, periods) covariance of a team's months."""
        lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
        return np.asarray(self.white * (lag == 0) + self.lasting * self.rho**lag)


def team_covariance(gaps: Floats) -> TeamCovariance:
    """White noise and AR(1) by moments, from residuals of untreated unit-months.

    gaps  (units, periods), NaN where treated or missing. The levels of units and the means of
          periods need not be taken out: both fall away here.
    Half the variance over units of y[t+h] - y[t] is white + lasting (1 - rho^h): no bias by unit
    effects, unlike moments of demeaned residuals, which short tables push towards 0.
    Errors: NotEnoughData when fewer than three lags can be told.
    """
    lags, half, pairs = _variogram(gaps)
    if len(lags) < FEWEST_UNITS:
        raise NotEnoughData(
            f"{len(lags)} lags between untreated months with three teams or more",
            "three lags at least",
            "Wait for more months before the rollout, or take more teams into the table",
        )
    return min((_fit(float(r), lags, half, pairs) for r in RHOS), key=lambda fit: fit[0])[1]


def _variogram(gaps: Floats) -> tuple[Floats, Floats, Floats]:
    """Lags, half the variance of differences at each, and degrees of freedom behind it."""
    told = []
    for lag in range(1, min(LAGS, gaps.shape[1] - 1) + 1):
        step = gaps[:, lag:] - gaps[:, :-lag]
        there = ~np.isnan(step)
        n = there.sum(axis=0)
        filled = np.where(there, step, 0.0)
        mean = filled.sum(axis=0) / np.maximum(n, 1)
        squares = (np.where(there, step - mean, 0.0) ** 2).sum(axis=0)
        use = n >= FEWEST_UNITS
        if use.any():
            freedom = float((n[use] - 1).sum())
            told.append((float(lag), squares[use].sum() / freedom / 2, freedom))
    columns = np.array(told).reshape(-1, 3)
    return columns[:, 0], columns[:, 1], columns[:, 2]


def _fit(rho: float, lags: Floats, half: Floats, pairs: Floats) -> tuple[float, TeamCovariance]:
    """Least squares with both variances at 0 or above; the loss and the fit."""
    shape = np.column_stack([np.ones(len(lags)), 1 - rho**lags])
    root = np.sqrt(pairs)
    corners = [
        np.linalg.lstsq(shape * root[:, None], half * root, rcond=None)[0],
        np.array([np.average(half, weights=pairs), 0.0]),
        np.array([0.0, max(0.0, (pairs * half) @ shape[:, 1] / (pairs @ shape[:, 1] ** 2))]),
    ]
    losses = [(float(pairs @ (half - shape @ c) ** 2), tuple(c)) for c in corners if c.min() >= 0]
    loss, (white, lasting) = min(losses)
    return loss, TeamCovariance(float(white), float(lasting), rho)


def variance_of_design(first: Ints, periods: int, covariance: TeamCovariance) -> float:
    """Variance v'Sv of the imputation estimator: mean over treated unit-months with a comparison.

    first  (units,) position of the first treated period; `periods` or above: never
    """
    matrix = covariance.matrix(periods)
    starts, units = np.unique(np.minimum(first, periods), return_counts=True)
    weights = imputation_weights(starts, units, periods)
    return float(np.einsum("g,gs,st,gt->", units, weights, matrix, weights))


def imputation_weights(starts: Ints, units: Ints, periods: int) -> Floats:
    """(cohorts, periods) weight v of one unit's months, the same for all units of a cohort.

    starts  first treated period of each cohort;  units  how many start then
    Treated months weigh 1/n; the others what unit and month effects, fitted to untreated months,
    make of them: -X0 (X0'X0)^-1 X1' (1/n) (Borusyak, Jaravel and Spiess 2024).
    """
    free: Flags = np.asarray(np.arange(periods)[None, :] < starts[:, None])
    target = _told(free)
    n = float(units @ target.sum(axis=1))
    if n == 0:
        raise RequestError(
            "no treated month has a comparison",
            "a team that starts later or never, and a month before each start",
            "Keep one wave late, or leave some teams out until the end",
        )
    many = units[:, None].astype(float)
    wish = target / n
    # The unit effects by hand, the month effects by solving what is left of the normal equations.
    months = np.maximum(free.sum(axis=1, keepdims=True), 1)
    within = np.diag((many * free).sum(axis=0)) - (many * free).T @ (free / months)
    by_unit = wish.sum(axis=1, keepdims=True) / months
    month = inverse(within) @ ((many * wish).sum(axis=0) - (many * free * by_unit).sum(axis=0))
    unit = by_unit - (free @ month)[:, None] / months
    return np.asarray(np.where(free, -(unit + month[None, :]), wish))


def _told(free: Flags) -> Flags:
    """Treated months of cohorts with a month before, in which somebody is untreated."""
    somebody, before = np.any(free, axis=0), np.any(free, axis=1)
    return np.asarray(~free & np.logical_and.outer(before, somebody))


def mde(se: float, clusters: int) -> float:
    """Smallest effect that is found four times out of five: (t.975 + t.80) SE, G - 1 degrees."""
    from scipy.stats import t  # noqa: PLC0415 -- pages that plan nothing need not wait for it

    chance = judged()
    sides = t.ppf([1 - chance["alpha"] / 2, chance["power"]], clusters - 1)
    return float(sides.sum() * se)


def mde_of_design(first: Ints, periods: int, covariance: TeamCovariance) -> float:
    """Smallest effect that such a rollout would show four times out of five.

    first    (units,) position of the first treated period; `periods` or above: never
    Unit: that of the outcome, in the model's scale. Units are units of decision: where sites
    start together, hand in sites and the covariance of their means.
    """
    return mde(variance_of_design(first, periods, covariance) ** 0.5, len(first))


def hussey_hughes(first: Ints, periods: int, between: float, within: float) -> float:
    """Variance of the effect in a mixed model with unit and month effects, in closed form.

    between  variance of unit levels;  within  variance of a unit-month
    Hussey and Hughes (2007), equation 8; equal to generalised least squares to the last digit.
    """
    on: Floats = np.greater_equal.outer(np.arange(periods), first).T.astype(np.float64)
    units = len(first)
    u, w, v = on.sum(), (on.sum(axis=0) ** 2).sum(), (on.sum(axis=1) ** 2).sum()
    above = units * within * (within + periods * between)
    below = (units * u - w) * within
    below += (u**2 + units * periods * u - periods * w - units * v) * between
    return float(above / below)
