"""Coefficients of the extended two-way regression with clustered errors: linear, and for counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import linalg

from evidence.etwfe_design import Cell, Design, design_of
from evidence.influence import ZERO, estimate
from evidence.panel import Floats, Panel
from evidence.results import Control, Estimate

ROUNDS: Final = 100  # of Newton's method; eight are the rule
CONVERGED: Final = 1e-12
SMALLEST: Final = 1e-12  # singular values below this share of the largest are none
HALVINGS: Final = 60  # of a step that does not lead uphill
ROUNDING: Final = 1e-12  # of a likelihood


@dataclass(frozen=True)
class Fit:
    """A fitted regression.

    coefficients  (p,) in the order of the design's columns;  covariance (p, p), clustered
    """

    panel: Panel
    control: Control
    design: Design
    coefficients: Floats
    covariance: Floats

    def told(self, value: float, gradient: Floats) -> Estimate:
        """A function of the coefficients with its error by the delta method.

        Counts: no error is known (nan) where its clusters are fitted whatever the truth.
        """
        variance = float(gradient @ self.covariance @ gradient)
        se = variance**0.5 if variance > ZERO**2 else float("nan")
        n_clusters = self.panel.n_clusters
        found = estimate(value, se * (1 - 1 / n_clusters) ** 0.5, n_clusters)
        return replace(found, se=se)


def least_squares(panel: Panel, control: Control, terms: Floats | None) -> Fit:
    """Ordinary least squares, weighted by `Panel.weights`, with one step of refinement."""
    design = design_of(panel, control, terms)

    def outcome(cell: Cell) -> Floats:
        found: Floats = panel.outcome[cell.units, cell.time]
        return found

    inverse, rank = _inverse(_gram(design, lambda cell: _weights(panel, cell)))
    right = _right(design, lambda cell: _weights(panel, cell) * outcome(cell))
    found = inverse @ right

    def residual(cell: Cell) -> Floats:
        rest: Floats = outcome(cell) - cell.rows @ found[cell.columns]
        return np.asarray(_weights(panel, cell) * rest)

    found = found + inverse @ _right(design, residual)  # one step more: the last digits
    covariance = _clustered(panel, design, inverse, rank, residual)
    return Fit(panel, control, design, found, covariance)


def poisson(panel: Panel, control: Control, terms: Floats | None) -> Fit:
    """Newton's method on the Poisson likelihood; `Panel.exposure` is taken as its exposure."""
    design = design_of(panel, control, terms)
    found = np.zeros(design.width)
    seen = panel.outcome[np.isfinite(panel.outcome)]
    found[0] = np.log(max(float(seen.mean()), CONVERGED)) - _mean_log_exposure(panel)
    for _ in range(ROUNDS):
        inverse, rank, step = _newton(panel, design, found)
        step = _uphill(panel, design, found, step)
        found = found + step
        if np.abs(step).max() < CONVERGED * max(1.0, float(np.abs(found).max())):
            break
    covariance = _clustered(panel, design, inverse, rank, lambda cell: _rest(panel, cell, found))
    return Fit(panel, control, design, found, covariance)


def mean_counts(panel: Panel, cell: Cell, coefficients: Floats, without: bool = False) -> Floats:
    """(rows,) fitted counts; `without`: with the effects of the rollout set to 0."""
    own = coefficients[cell.columns]
    line = cell.rows @ (np.where(cell.is_effect, 0.0, own) if without else own)
    scale = 1.0 if panel.exposure is None else panel.exposure[cell.units, cell.time]
    found: Floats = scale * np.exp(line)
    return found


def _gram(design: Design, weight: Callable[[Cell], Floats]) -> Floats:
    """X'WX, summed cell by cell over the columns that a cell uses."""
    total = np.zeros((design.width, design.width))
    for cell in design.cells:
        block = (cell.rows * weight(cell)[:, None]).T @ cell.rows
        total[np.ix_(cell.columns, cell.columns)] += block
    return total


def _right(design: Design, values: Callable[[Cell], Floats]) -> Floats:
    total = np.zeros(design.width)
    for cell in design.cells:
        total[cell.columns] += cell.rows.T @ values(cell)
    return total


def _inverse(gram: Floats) -> tuple[Floats, int]:
    """The inverse where there is one, and how many coefficients the rows can tell apart."""
    inverse, rank = linalg.pinvh(gram, rtol=SMALLEST, return_rank=True)
    return inverse, int(rank)


def _clustered(
    panel: Panel, design: Design, inverse: Floats, rank: int, residual: Callable[[Cell], Floats]
) -> Floats:
    """Sandwich with the sums of scores of each cluster, and statsmodels' small-sample factor.

    Counts: nan throughout with one cluster, and where the regression has as many coefficients as
    rows, for then every row is fitted whatever the truth.
    """
    scores = np.zeros((panel.n_clusters, design.width))
    n_rows = 0
    for cell in design.cells:
        own = cell.rows * residual(cell)[:, None]
        np.add.at(scores, (panel.clusters[cell.units][:, None], cell.columns[None, :]), own)
        n_rows += len(own)
    n_clusters = panel.n_clusters
    if n_rows <= rank or n_clusters < 2:  # noqa: PLR2004 -- one cluster has no spread
        return np.full((design.width, design.width), np.nan)
    factor = n_clusters / (n_clusters - 1) * (n_rows - 1) / (n_rows - rank)
    spread: Floats = factor * inverse @ (scores.T @ scores) @ inverse
    return spread


def _weights(panel: Panel, cell: Cell) -> Floats:
    found: Floats = panel.weights[cell.units, cell.time]
    return found


def _newton(panel: Panel, design: Design, coefficients: Floats) -> tuple[Floats, int, Floats]:
    """Inverse of the information, its rank, and the step towards the maximum."""

    def weight(cell: Cell) -> Floats:
        found: Floats = _weights(panel, cell) * mean_counts(panel, cell, coefficients)
        return found

    inverse, rank = _inverse(_gram(design, weight))
    return inverse, rank, inverse @ _right(design, lambda cell: _rest(panel, cell, coefficients))


def _uphill(panel: Panel, design: Design, coefficients: Floats, step: Floats) -> Floats:
    """The step, halved until it does not lead downhill: a whole one may overshoot and overflow."""
    here = _likelihood(panel, design, coefficients)
    for _ in range(HALVINGS):
        if _likelihood(panel, design, coefficients + step) >= here - ROUNDING * abs(here):
            return step
        step = step / 2
    return np.zeros_like(step)


def _likelihood(panel: Panel, design: Design, coefficients: Floats) -> float:
    """Logarithm of the Poisson likelihood, but for what the coefficients do not move."""
    total = 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        for cell in design.cells:
            line, count = (
                cell.rows @ coefficients[cell.columns],
                panel.outcome[cell.units, cell.time],
            )
            gain = count * line - mean_counts(panel, cell, coefficients)
            total += float((_weights(panel, cell) * gain).sum())
    return total if np.isfinite(total) else -np.inf


def _mean_log_exposure(panel: Panel) -> float:
    return 0.0 if panel.exposure is None else float(np.nanmean(np.log(panel.exposure)))


def _rest(panel: Panel, cell: Cell, coefficients: Floats) -> Floats:
    gap = panel.outcome[cell.units, cell.time] - mean_counts(panel, cell, coefficients)
    found: Floats = _weights(panel, cell) * gap
    return found
