"""The extended two-way regression (Wooldridge 2021), also for counts (Wooldridge 2023).

Its effects on a balanced panel without covariates are those of the imputation. For counts it is a
Poisson regression, and an effect is the mean difference of fitted counts with and without it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np
from scipy import linalg

from evidence.etwfe_design import Cell, Design, design_of
from evidence.influence import estimate
from evidence.panel import Floats, Panel
from evidence.results import CellEffect, Control, Effects, Estimate

Family: TypeAlias = Literal["gaussian", "poisson"]

ROUNDS: Final = 100  # of Newton's method; eight are the rule
CONVERGED: Final = 1e-12
SMALLEST: Final = 1e-12  # singular values below this share of the largest are none
STEEPEST: Final = 20.0  # of a log count in one step, so that a first step cannot overflow


@dataclass(frozen=True)
class CountEffects:
    """Effects on counts, and the same as a share.

    effects   differences of mean counts a unit and period, as R's `etwfe` gives them
    relative  all treated rows: fitted count with it, over that without it, minus 1
    log       the logarithm of that ratio, which the verdict of a count is made on
    """

    effects: Effects
    relative: Estimate
    log: Estimate


@dataclass(frozen=True)
class _Fit:
    panel: Panel
    control: Control
    design: Design
    coefficients: Floats
    covariance: Floats
    is_count: bool

    def told(self, value: float, gradient: Floats) -> Estimate:
        se = float(np.sqrt(gradient @ self.covariance @ gradient))
        factor = self.panel.n_clusters / (self.panel.n_clusters - 1)
        found = estimate(value, se / factor**0.5, self.panel.n_clusters)
        return replace(found, se=se)


def etwfe(panel: Panel, control: Control = "not-yet", terms: Floats | None = None) -> Effects:
    """Effects by cohort and period from ordinary least squares, errors clustered.

    control  as in `etwfe_design.design_of`;  terms (units, periods, q) of a learning curve
    Counts: each row alike within its cohort-period, so means over cells weigh by rows. Standard
    errors carry the factor G/(G-1) x (N-1)/(N-K), as R's `etwfe` and statsmodels print them.
    """
    return _effects(_least_squares(panel, control, terms), _linear_cell)


def etwfe_counts(
    panel: Panel, control: Control = "not-yet", terms: Floats | None = None
) -> CountEffects:
    """Effects on counts from a Poisson regression; `Panel.exposure` is taken as its exposure.

    Counts: zeros are data. The counts need not be Poisson: only the mean must be right, and the
    errors are clustered (Wooldridge 2023).
    """
    fit = _poisson(panel, control, terms)
    after = [cell for cell in fit.design.cells if cell.is_effect.any() and cell.time >= cell.group]
    with_it, without, slope1, slope0 = _fitted_sums(fit, after)
    ratio = with_it / without
    gradient = slope1 / with_it - slope0 / without
    return CountEffects(
        effects=_effects(fit, _count_cell),
        relative=fit.told(ratio - 1, ratio * gradient),
        log=fit.told(float(np.log(ratio)), gradient),
    )


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


def _clustered(
    panel: Panel, design: Design, inverse: Floats, residual: Callable[[Cell], Floats]
) -> Floats:
    """Sandwich with the sums of scores of each cluster, and statsmodels' small-sample factor."""
    scores = np.zeros((panel.n_clusters, design.width))
    n_rows = 0
    for cell in design.cells:
        own = cell.rows * residual(cell)[:, None]
        np.add.at(scores, (panel.clusters[cell.units][:, None], cell.columns[None, :]), own)
        n_rows += len(own)
    n_clusters = panel.n_clusters
    factor = n_clusters / (n_clusters - 1) * (n_rows - 1) / (n_rows - design.width)
    spread: Floats = factor * inverse @ (scores.T @ scores) @ inverse
    return spread


def _weights(panel: Panel, cell: Cell) -> Floats:
    found: Floats = panel.weights[cell.units, cell.time]
    return found


def _least_squares(panel: Panel, control: Control, terms: Floats | None) -> _Fit:
    design = design_of(panel, control, terms)

    def outcome(cell: Cell) -> Floats:
        found: Floats = panel.outcome[cell.units, cell.time]
        return found

    inverse = linalg.pinvh(_gram(design, lambda cell: _weights(panel, cell)), rtol=SMALLEST)
    right = _right(design, lambda cell: _weights(panel, cell) * outcome(cell))
    found = inverse @ right

    def residual(cell: Cell) -> Floats:
        rest: Floats = outcome(cell) - cell.rows @ found[cell.columns]
        return np.asarray(_weights(panel, cell) * rest)

    found = found + inverse @ _right(design, residual)  # one step more: the last digits
    covariance = _clustered(panel, design, inverse, residual)
    return _Fit(panel, control, design, found, covariance, is_count=False)


def _poisson(panel: Panel, control: Control, terms: Floats | None) -> _Fit:
    design = design_of(panel, control, terms)
    found = np.zeros(design.width)
    seen = panel.outcome[np.isfinite(panel.outcome)]
    found[0] = np.log(max(float(seen.mean()), CONVERGED)) - _mean_log_exposure(panel)
    for _ in range(ROUNDS):
        inverse, step = _newton(panel, design, found)
        found = found + np.clip(step, -STEEPEST, STEEPEST)
        if np.abs(step).max() < CONVERGED * max(1.0, float(np.abs(found).max())):
            break
    covariance = _clustered(panel, design, inverse, lambda cell: _rest(panel, cell, found))
    return _Fit(panel, control, design, found, covariance, is_count=True)


def _newton(panel: Panel, design: Design, coefficients: Floats) -> tuple[Floats, Floats]:
    """Inverse of the information, and the step towards the maximum."""

    def weight(cell: Cell) -> Floats:
        found: Floats = _weights(panel, cell) * _mean(panel, cell, coefficients)
        return found

    inverse = linalg.pinvh(_gram(design, weight), rtol=SMALLEST)
    return inverse, inverse @ _right(design, lambda cell: _rest(panel, cell, coefficients))


def _mean_log_exposure(panel: Panel) -> float:
    return 0.0 if panel.exposure is None else float(np.nanmean(np.log(panel.exposure)))


def _mean(panel: Panel, cell: Cell, coefficients: Floats, without: bool = False) -> Floats:
    """(rows,) fitted counts; `without`: with the effects of the rollout set to 0."""
    own = coefficients[cell.columns]
    line = cell.rows @ (np.where(cell.is_effect, 0.0, own) if without else own)
    scale = 1.0 if panel.exposure is None else panel.exposure[cell.units, cell.time]
    found: Floats = scale * np.exp(line)
    return found


def _rest(panel: Panel, cell: Cell, coefficients: Floats) -> Floats:
    gap = panel.outcome[cell.units, cell.time] - _mean(panel, cell, coefficients)
    found: Floats = _weights(panel, cell) * gap
    return found


@dataclass(frozen=True)
class _Linear:
    """A mean effect over some rows: value, gradient by the coefficients, rows behind it."""

    value: float
    gradient: Floats
    rows: int


def _linear_cell(fit: _Fit, cell: Cell) -> _Linear:
    """At the cohort's mean covariates, which is the mean over the cohort."""
    column = fit.design.effect[cell.group, cell.time]
    gradient = np.zeros(fit.design.width)
    gradient[column] = 1.0
    return _Linear(float(fit.coefficients[column]), gradient, len(cell.units))


def _count_cell(fit: _Fit, cell: Cell) -> _Linear:
    with_it, without, slope1, slope0 = _fitted_sums(fit, [cell])
    n = len(cell.units)
    return _Linear((with_it - without) / n, (slope1 - slope0) / n, n)


def _fitted_sums(fit: _Fit, cells: Iterable[Cell]) -> tuple[float, float, Floats, Floats]:
    """Sums over rows of fitted counts with and without it, and their gradients."""
    total1, total0 = 0.0, 0.0
    slope1, slope0 = np.zeros(fit.design.width), np.zeros(fit.design.width)
    for cell in cells:
        count1 = _mean(fit.panel, cell, fit.coefficients)
        count0 = _mean(fit.panel, cell, fit.coefficients, without=True)
        total1, total0 = total1 + float(count1.sum()), total0 + float(count0.sum())
        slope1[cell.columns] += cell.rows.T @ count1
        slope0[cell.columns] += np.where(cell.is_effect, 0.0, cell.rows.T @ count0)
    return total1, total0, slope1, slope0


def _effects(fit: _Fit, of_cell: Callable[[_Fit, Cell], _Linear]) -> Effects:
    times = fit.panel.times
    cells = [cell for cell in fit.design.cells if (cell.group, cell.time) in fit.design.effect]
    found = {(cell.group, cell.time): of_cell(fit, cell) for cell in cells}
    after = {pair: each for pair, each in found.items() if pair[1] >= pair[0]}
    groups = _by(after, lambda pair: int(times[pair[0]]))
    calendar = _by(after, lambda pair: int(times[pair[1]]))
    events = _by(found, lambda pair: int(times[pair[1]] - times[pair[0]]))

    def told(each: _Linear) -> Estimate:
        return fit.told(each.value, each.gradient)

    sizes = {int(times[pair[0]]): each.rows for pair, each in after.items()}
    return Effects(
        method="etwfe",
        control=fit.control,
        simple=told(_mix(after.values())),
        group=told(_mix(replace(each, rows=sizes[g]) for g, each in groups.items())),
        calendar=told(_mix(replace(each, rows=1) for each in calendar.values())),
        dynamic=told(_mix(replace(each, rows=1) for e, each in events.items() if e >= 0)),
        by_group={g: told(each) for g, each in groups.items()},
        by_calendar={t: told(each) for t, each in calendar.items()},
        by_event={e: told(each) for e, each in events.items()},
        cells=tuple(
            CellEffect(int(times[g]), int(times[t]), each.rows, told(each))
            for (g, t), each in found.items()
        ),
    )


def _by(
    found: dict[tuple[int, int], _Linear], key: Callable[[tuple[int, int]], int]
) -> dict[int, _Linear]:
    keys = sorted({key(pair) for pair in found})
    return {one: _mix(each for pair, each in found.items() if key(pair) == one) for one in keys}


def _mix(effects: Iterable[_Linear]) -> _Linear:
    """Mean by rows."""
    every = list(effects)
    total = sum(each.rows for each in every)
    return _Linear(
        value=sum(each.rows * each.value for each in every) / total,
        gradient=np.sum([each.rows * each.gradient for each in every], axis=0) / total,
        rows=total,
    )
