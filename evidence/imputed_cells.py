"""Imputed effects of each cohort in each period, and their means over cohorts and periods."""

from dataclasses import dataclass

import numpy as np

from evidence.imputation import Imputed, Linear, impute
from evidence.panel import Floats, Ints, Panel
from evidence.results import CellEffect, Effects, Estimate


@dataclass(frozen=True)
class _Cells:
    """The effect on each cohort in each period that can be told, by cohort and period.

    group, time  (cells,) positions in `Panel.times`;  n_units (cells,) treated rows
    size         (cells,) sum of their weights;  effect (cells,)
    scores       (units, cells); every mean over cells is the same mean of their scores
    """

    group: Ints
    time: Ints
    n_units: Ints
    size: Floats
    effect: Floats
    scores: Floats


def _cells(imputed: Imputed) -> _Cells:
    """All cells at once, as `Imputed.over` would tell them one by one.

    With v = target on treated rows and minus the fitted line on untreated ones, the score of a unit
    is sum(target x spread) - [unit part, period parts, slopes] x (its sums of residuals).
    """
    panel, w = imputed.panel, np.where(imputed.imputable, imputed.panel.weights, 0.0)
    cohorts = np.unique(panel.first[imputed.imputable.any(axis=1)])
    is_in = (panel.first[:, None] == cohorts[None, :]).astype(np.float64)
    total, squares = is_in.T @ w, is_in.T @ w**2
    which, time = np.nonzero(total > 0)
    mean = np.divide(is_in.T @ (w**2 * imputed.residual), squares, where=squares > 0, out=total * 0)
    target = w[:, time] * is_in[:, which] / total[which, time]
    own = target * (imputed.residual[:, time] - mean[which, time])
    rest_wanted = _rest_wanted(imputed, target, time)
    rest = imputed.inverse @ (rest_wanted - imputed.by_unit.T @ _by_weight(imputed, target))
    units = _by_weight(imputed, target - imputed.by_unit @ rest)
    left = np.where(imputed.untreated, panel.weights * imputed.residual, 0.0)
    sums = np.concatenate([left, np.einsum("it,itk->ik", left, imputed.curve)], axis=1)
    return _Cells(
        group=cohorts[which],
        time=time.astype(np.int64),
        n_units=(is_in.T @ (w > 0))[which, time].astype(np.int64),
        size=total[which, time],
        effect=(target * imputed.residual[:, time]).sum(axis=0),
        scores=own - left.sum(axis=1, keepdims=True) * units - sums @ rest,
    )


def _rest_wanted(imputed: Imputed, target: Floats, time: Ints) -> Floats:
    """(periods + k, cells) how much of each period effect and slope the targets hold."""
    of_periods = np.zeros((imputed.panel.never, len(time)))
    of_periods[time, np.arange(len(time))] = target.sum(axis=0)
    of_curve = np.einsum("ick,ic->kc", imputed.curve[:, time], target)
    return np.concatenate([of_periods, of_curve])


def _by_weight(imputed: Imputed, values: Floats) -> Floats:
    return values / imputed.unit_weight[:, None]


def imputation_effects(panel: Panel, curve: Floats | None = None) -> Effects:
    """Imputed effects over all rows, by cohort, period and event time, and of each cell.

    simple   by row;  group: cohorts by their units;  calendar, dynamic: plain means over the rows
             of their tables (as of `aggregate.effects`)
    """
    imputed = impute(panel, curve)
    cells, times = _cells(imputed), panel.times

    def told(shares: Floats) -> Estimate:
        value = float(cells.effect @ shares)
        return imputed.told(Linear(value, np.zeros(0), cells.scores @ shares))

    groups, of_group = _shares(cells, times[cells.group])
    periods, of_period = _shares(cells, times[cells.time])
    events, of_event = _shares(cells, times[cells.time] - times[cells.group])
    units = [float(panel.weights[panel.first == g, 0].sum()) for g in np.unique(cells.group)]
    effects = [told(each) for each in np.eye(len(cells.group))]
    return Effects(
        method="imputation",
        control="not-yet",
        simple=told(cells.size / cells.size.sum()),
        group=told(of_group @ np.array(units) / sum(units)),
        calendar=told(of_period.mean(axis=1)),
        dynamic=told(of_event.mean(axis=1)),
        by_group={int(key): told(own) for key, own in zip(groups, of_group.T, strict=True)},
        by_calendar={int(key): told(own) for key, own in zip(periods, of_period.T, strict=True)},
        by_event={int(key): told(own) for key, own in zip(events, of_event.T, strict=True)},
        cells=tuple(
            CellEffect(int(times[g]), int(times[t]), int(n), effect)
            for g, t, n, effect in zip(cells.group, cells.time, cells.n_units, effects, strict=True)
        ),
    )


def _shares(cells: _Cells, key: Ints) -> tuple[Ints, Floats]:
    """Values of a key, rising, and the (cells, values) weights of the mean over each."""
    values = np.unique(key)
    sizes = np.where(key[:, None] == values[None, :], cells.size[:, None], 0.0)
    return values, sizes / sizes.sum(axis=0)
