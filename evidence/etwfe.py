"""The extended two-way regression (Wooldridge 2021), also for counts (Wooldridge 2023).

Its effects on a balanced panel without covariates are those of the imputation. For counts it is a
Poisson regression, and an effect is the mean difference of fitted counts with and without it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np

from evidence.codes import code
from evidence.errors import NotAnswerable
from evidence.etwfe_design import Cell
from evidence.etwfe_fit import Fit, least_squares, mean_counts, poisson
from evidence.panel import Floats, Panel
from evidence.results import CellEffect, Control, Effects, Estimate

Family: TypeAlias = Literal["gaussian", "poisson"]

FEWEST: Final = 1e-9  # of all counts: a fitted sum below it runs off towards none
MOST: Final = 1 / FEWEST  # and one above it towards infinity


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


def etwfe(panel: Panel, control: Control = "not-yet", terms: Floats | None = None) -> Effects:
    """Effects by cohort and period from ordinary least squares, errors clustered.

    control  as in `etwfe_design.design_of`;  terms (units, periods, q) of a learning curve
    Counts: each row alike within its cohort-period, so means over cells weigh by rows. Standard
    errors carry the factor G/(G-1) x (N-1)/(N-K), as R's `etwfe` and statsmodels print them.
    """
    return _effects(least_squares(panel, control, terms), _linear_cell)


def etwfe_counts(
    panel: Panel, control: Control = "not-yet", terms: Floats | None = None
) -> CountEffects:
    """Effects on counts from a Poisson regression; `Panel.exposure` is taken as its exposure.

    Counts: zeros are data. The counts need not be Poisson: only the mean must be right, and the
    errors are clustered (Wooldridge 2023).
    raises  NotAnswerable (COUNT_TOO_FEW)
    """
    fit = poisson(panel, control, terms)
    after = [cell for cell in fit.design.cells if cell.is_effect.any() and cell.time >= cell.group]
    with np.errstate(over="ignore", invalid="ignore"):
        with_it, without, slope1, slope0 = _fitted_sums(fit, after)
    whole = float(np.nansum(panel.outcome))
    if not all(FEWEST * whole < each < MOST * whole for each in (with_it, without)):
        raise NotAnswerable(
            "COUNT_TOO_FEW",
            code("COUNT_TOO_FEW").sentence,
            "counts above zero with it and without it, and few covariates",
            "Choose a longer window, leave covariates out, or ask for the outcome as a number",
        )
    ratio = with_it / without
    gradient = slope1 / with_it - slope0 / without
    return CountEffects(
        effects=_effects(fit, _count_cell),
        relative=fit.told(ratio - 1, ratio * gradient),
        log=fit.told(float(np.log(ratio)), gradient),
    )


@dataclass(frozen=True)
class _Linear:
    """A mean effect over some rows: value, gradient by the coefficients, rows behind it."""

    value: float
    gradient: Floats
    rows: int


def _linear_cell(fit: Fit, cell: Cell) -> _Linear:
    """At the cohort's mean covariates, which is the mean over the cohort."""
    column = fit.design.effect[cell.group, cell.time]
    gradient = np.zeros(fit.design.width)
    gradient[column] = 1.0
    return _Linear(float(fit.coefficients[column]), gradient, len(cell.units))


def _count_cell(fit: Fit, cell: Cell) -> _Linear:
    with_it, without, slope1, slope0 = _fitted_sums(fit, [cell])
    n = len(cell.units)
    return _Linear((with_it - without) / n, (slope1 - slope0) / n, n)


def _fitted_sums(fit: Fit, cells: Iterable[Cell]) -> tuple[float, float, Floats, Floats]:
    """Sums over rows of fitted counts with and without it, and their gradients."""
    total1, total0 = 0.0, 0.0
    slope1, slope0 = np.zeros(fit.design.width), np.zeros(fit.design.width)
    for cell in cells:
        count1 = mean_counts(fit.panel, cell, fit.coefficients)
        count0 = mean_counts(fit.panel, cell, fit.coefficients, without=True)
        total1, total0 = total1 + float(count1.sum()), total0 + float(count0.sum())
        slope1[cell.columns] += cell.rows.T @ count1
        slope0[cell.columns] += np.where(cell.is_effect, 0.0, cell.rows.T @ count0)
    return total1, total0, slope1, slope0


def _effects(fit: Fit, of_cell: Callable[[Fit, Cell], _Linear]) -> Effects:
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
