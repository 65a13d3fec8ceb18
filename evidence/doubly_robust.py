"""Two groups over two periods (Sant'Anna and Zhao 2020), with the influence function.

Shapes: n units of the treated and the comparison group; k covariates, the first all ones.
"""

from typing import Final, Literal, TypeAlias

import numpy as np

from evidence.errors import NotAnswerable
from evidence.judged import judged
from evidence.panel import Flags, Floats, Panel

Adjust: TypeAlias = Literal["reg", "dr", "ipw"]

STEPS: Final = 50  # of Newton's method; ten are the rule
CONVERGED: Final = 1e-10
TRIMMED: Final = 0.995  # comparison units above it get no weight, as R's DRDID trims
FAR: Final = 30.0  # of a logit: beyond it the chance is 0 or 1 to the last digit


class OverlapError(Exception):
    """The covariates tell apart who is treated: there is nobody to compare with."""


def two_by_two(
    change: Floats, treated: Flags, covariates: Floats, weights: Floats, adjust: Adjust
) -> tuple[float, Floats]:
    """Effect on the treated, and the (n,) influence function with mean 0.

    change      (n,) outcome after minus outcome before
    covariates  (n, k); k = 1: no covariates, where all three ways are the same difference of means
    adjust      reg: outcome regression; ipw: inverse probability weights; dr: both
    raises      OverlapError for dr and ipw where a fitted chance reaches the bound of `judged`;
                LinAlgError where covariates of a group are collinear
    """
    weights = weights / weights.mean()
    if covariates.shape[1] == 1 or adjust == "reg":
        return _regression(change, treated, covariates, weights)
    return _weighted(change, treated, covariates, weights, doubly=adjust == "dr")


def check_covariates(panel: Panel) -> None:
    """Raises NotAnswerable (COVARIATES_COLLINEAR) where covariates repeat each other or are fixed.

    No cell can be told then, as R's `did` tells none.
    """
    flat = panel.covariates.reshape(panel.outcome.size, panel.covariates.shape[2])
    flat = flat[np.isfinite(flat).all(axis=1)]
    full = np.column_stack([np.ones(len(flat)), flat])
    if flat.shape[1] and len(flat) and np.linalg.matrix_rank(full) < full.shape[1]:
        raise NotAnswerable(
            "COVARIATES_COLLINEAR",
            "covariates never differ, or repeat each other",
            "covariates of which none follows from the others",
            "Leave one of them out",
        )


def _outcome_model(
    change: Floats, treated: Flags, covariates: Floats, weights: Floats
) -> tuple[Floats, Floats]:
    """Fitted change without treatment, and the (n, k) linear form of its coefficients."""
    w = weights * ~treated
    gram = (covariates * w[:, None]).T @ covariates
    fitted = covariates @ np.linalg.solve(gram, covariates.T @ (w * change))
    scores = (w * (change - fitted))[:, None] * covariates
    linear: Floats = scores @ np.linalg.inv(gram / len(change))
    return fitted, linear


def _regression(
    change: Floats, treated: Flags, covariates: Floats, weights: Floats
) -> tuple[float, Floats]:
    fitted, linear = _outcome_model(change, treated, covariates, weights)
    w = weights * treated
    share = w.mean()
    of_treated, of_comparison = (w * change).mean() / share, (w * fitted).mean() / share
    slope = (w[:, None] * covariates).mean(axis=0)
    influence = w * (change - of_treated) - w * (fitted - of_comparison) - linear @ slope
    return float(of_treated - of_comparison), influence / share


def _chances(treated: Flags, covariates: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """(n,) fitted chance of treatment, and the inverse of the information, by Newton's method."""
    coefficients = np.zeros(covariates.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(covariates @ coefficients, -FAR, FAR)))
        spread = weights * chance * (1 - chance)
        information = (covariates * spread[:, None]).T @ covariates
        step = np.linalg.solve(information, covariates.T @ (weights * (treated - chance)))
        coefficients = coefficients + step
        if np.abs(step).max() < CONVERGED:
            break
    chance = 1 / (1 + np.exp(-np.clip(covariates @ coefficients, -FAR, FAR)))
    spread = weights * chance * (1 - chance)
    inverse = np.linalg.inv((covariates * spread[:, None]).T @ covariates)
    return chance, np.asarray(inverse, dtype=np.float64)


def _weighted(
    change: Floats, treated: Flags, covariates: Floats, weights: Floats, doubly: bool
) -> tuple[float, Floats]:
    n = len(change)
    chance, inverse = _chances(treated, covariates, weights)
    if chance.max() >= judged()["overlap"]:
        raise OverlapError
    of_chance = ((weights * (treated - chance))[:, None] * covariates) @ (inverse * n)
    fitted, linear = np.zeros(n), np.zeros_like(covariates)
    if doubly:
        fitted, linear = _outcome_model(change, treated, covariates, weights)
    rest = change - fitted
    w1 = weights * treated
    w0 = weights * chance * ~treated * (chance < TRIMMED) / (1 - chance)
    of_treated, of_comparison = (w1 * rest).mean() / w1.mean(), (w0 * rest).mean() / w0.mean()
    slope1 = (w1[:, None] * covariates).mean(axis=0)
    slope0 = (w0[:, None] * covariates).mean(axis=0)
    tilt = ((w0 * (rest - of_comparison))[:, None] * covariates).mean(axis=0)
    treated_part = (w1 * (rest - of_treated) - linear @ slope1) / w1.mean()
    comparison_part = w0 * (rest - of_comparison) + of_chance @ tilt - linear @ slope0
    return float(of_treated - of_comparison), treated_part - comparison_part / w0.mean()
