"""The headline estimator: what would have been, imputed from untreated unit-periods.

On untreated rows Y = a_i + l_t + theta'f(practice) is fitted; the effect on a treated row is Y
minus that (Borusyak, Jaravel and Spiess 2024; EVIDENCE A2). Every effect is a weighted sum v'Y, so
its standard error is exact in v and conservative in the effects' spread.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from scipy import linalg

from evidence.errors import NotAnswerable
from evidence.influence import estimate
from evidence.panel import Flags, Floats, Ints, Panel
from evidence.results import CellEffect, Effects, Estimate

# The default of scipy left an error of 3e-4 on a singular but harmless system (EVIDENCE A2).
SMALLEST_SINGULAR: Final = 1e-9


@dataclass(frozen=True)
class Linear:
    """One effect as a weighted sum of outcomes.

    weights  (units, periods) v
    scores   (units,) sum over a unit's periods of v times residual; their clustered sum is the SE
    """

    value: float
    weights: Floats
    scores: Floats


@dataclass(frozen=True)
class Imputed:
    """The fitted world without treatment, and what is left of the outcome above it.

    curve      (units, periods, k) terms of practice; k may be 0
    untreated  (units, periods) rows of the fit;  imputable: treated rows whose unit and period have
               such rows
    seen       (units, periods) rows with an outcome and all terms of practice
    residual   (units, periods) Y minus fitted Y without treatment; 0 where not observed
    slopes     (k,) of the curve
    """

    panel: Panel
    curve: Floats
    untreated: Flags
    imputable: Flags
    seen: Flags
    residual: Floats
    slopes: Floats
    inverse: Floats
    by_unit: Floats
    unit_weight: Floats

    @cached_property
    def effect(self) -> Estimate:
        """Mean over all imputable treated rows, by weight."""
        return self.told(self.over(self.imputable))

    @property
    def dropped(self) -> int:
        """Treated rows with an outcome that have no comparison."""
        seen = np.isfinite(self.panel.outcome) & self.panel.treated
        return int(seen.sum() - (self.imputable & seen).sum())

    def over(self, rows: Flags) -> Linear:
        """Mean effect over some imputable rows, by weight."""
        return self.of(np.where(rows & self.imputable, self.panel.weights, 0.0))

    def of(self, target: Floats) -> Linear:
        """Effect with weights of any size, 0 outside imputable rows; they are made to sum to 1."""
        target = target / target.sum()
        of_curve = np.einsum("itk,it->k", self.curve, target)
        fitted = self._fit_weights(
            target.sum(axis=1), np.concatenate([target.sum(axis=0), of_curve])
        )
        weights = target - fitted
        spread = self._about_cohort(weights, target != 0)
        return Linear(
            value=float((target * self.residual).sum()),
            weights=weights,
            scores=(weights * spread).sum(axis=1),
        )

    def told(self, effect: Linear) -> Estimate:
        """The effect with its clustered standard error."""
        summed = np.bincount(self.panel.clusters, effect.scores)
        return estimate(effect.value, float(np.sqrt((summed**2).sum())), len(summed))

    def slope_influence(self) -> Floats:
        """(units, k) influence functions of the curve's slopes, for what is made with them."""
        n, periods = self.panel.outcome.shape
        k = len(self.slopes)
        columns: list[Floats] = []
        for q in range(k):
            wanted = np.zeros(periods + k)
            wanted[periods + q] = 1.0
            weights = self._fit_weights(np.zeros(n), wanted)
            columns.append(n * (weights * self.residual).sum(axis=1))
        return np.column_stack(columns) if columns else np.zeros((n, 0))

    def _fit_weights(self, of_units: Floats, of_rest: Floats) -> Floats:
        """(units, periods) weights on untreated outcomes of a linear form of the coefficients."""
        rest = self.inverse @ (of_rest - self.by_unit.T @ (of_units / self.unit_weight))
        units = (of_units - self.by_unit @ rest) / self.unit_weight
        periods = self.panel.never
        line = units[:, None] + rest[None, :periods] + self.curve @ rest[periods:]
        return np.where(self.untreated, self.panel.weights * line, 0.0)

    def _about_cohort(self, weights: Floats, used: Flags) -> Floats:
        """Residuals; of treated rows about their cohort-period's mean, weighted by v squared."""
        spread = self.residual.copy()
        squares = np.where(used, weights**2, 0.0)
        for cohort in np.unique(self.panel.first[self.panel.first < self.panel.never]):
            rows = self.panel.first == cohort
            total = squares[rows].sum(axis=0)
            sums = (squares[rows] * self.residual[rows]).sum(axis=0)
            mean = np.divide(sums, total, out=np.zeros_like(total), where=total > 0)
            spread[rows] -= np.where(used[rows], mean[None, :], 0.0)
        return spread


def impute(panel: Panel, curve: Floats | None = None) -> Imputed:
    """Fit the world without treatment on untreated rows.

    curve    (units, periods, k) terms of practice (`practice.curve`); on treated rows they may be
             those at the pace before the rollout (total effect) or as they were (equal practice)
    raises   NotAnswerable (NO_POST_CELL) where no treated row has a comparison
    """
    n, periods = panel.outcome.shape
    terms = np.zeros((n, periods, 0)) if curve is None else curve
    seen = np.isfinite(panel.outcome) & np.isfinite(terms).all(axis=2)
    untreated = seen & ~panel.treated
    has_before, has_peers = untreated.any(axis=1, keepdims=True), untreated.any(axis=0)
    imputable = seen & panel.treated & has_before & has_peers
    if not imputable.any():
        raise NotAnswerable(
            "NO_POST_CELL",
            "no period after a rollout has both units with it and comparable ones without it",
            "units that do not have it yet, in some period after the first rollout",
            "Add units without it, or a longer window",
        )
    terms = np.nan_to_num(terms)
    return _fitted(panel, terms, untreated, imputable, seen)


def _fitted(
    panel: Panel, terms: Floats, untreated: Flags, imputable: Flags, seen: Flags
) -> Imputed:
    """Solve the normal equations with the effects of units eliminated (a Schur complement)."""
    outcome = np.nan_to_num(panel.outcome)
    w = np.where(untreated, panel.weights, 0.0)
    weighted = w[:, :, None] * terms
    unit_weight = np.where(w.any(axis=1), w.sum(axis=1), 1.0)
    by_unit = np.concatenate([w, weighted.sum(axis=1)], axis=1)
    across = weighted.sum(axis=0)
    gram = np.block(
        [
            [np.diag(w.sum(axis=0)), across],
            [across.T, np.einsum("itk,itl->kl", weighted, terms)],
        ]
    )
    right = np.concatenate([(w * outcome).sum(axis=0), np.einsum("itk,it->k", weighted, outcome)])
    scaled = by_unit / unit_weight[:, None]
    inverse = linalg.pinvh(gram - scaled.T @ by_unit, rtol=SMALLEST_SINGULAR)
    sums = (w * outcome).sum(axis=1)
    rest = inverse @ (right - scaled.T @ sums)
    units = (sums - by_unit @ rest) / unit_weight
    fitted = units[:, None] + rest[None, : panel.never] + terms @ rest[panel.never :]
    return Imputed(
        panel=panel,
        curve=terms,
        untreated=untreated,
        imputable=imputable,
        seen=seen,
        residual=np.where(seen, outcome - fitted, 0.0),
        slopes=rest[panel.never :],
        inverse=inverse,
        by_unit=by_unit,
        unit_weight=unit_weight,
    )


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
