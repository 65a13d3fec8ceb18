"""The headline estimator: what would have been, imputed from untreated unit-periods.

On untreated rows Y = a_i + l_t + theta'f(practice) is fitted; the effect on a treated row is Y
minus that (Borusyak, Jaravel and Spiess 2024; EVIDENCE A2). Every effect is a weighted sum v'Y, so
its standard error is exact in v and conservative in the effects' spread.
"""

from collections.abc import Mapping
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
    residual   (units, periods) Y minus fitted Y without treatment; 0 where not observed
    slopes     (k,) of the curve
    """

    panel: Panel
    curve: Floats
    untreated: Flags
    imputable: Flags
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
        residual=np.where(seen, outcome - fitted, 0.0),
        slopes=rest[panel.never :],
        inverse=inverse,
        by_unit=by_unit,
        unit_weight=unit_weight,
    )


def imputation_effects(panel: Panel, curve: Floats | None = None) -> Effects:
    """Imputed effects over all rows, by cohort, period and event time, and of each cell.

    simple   by row;  group: cohorts by their treated rows' units;  calendar, dynamic: plain means
             over the rows of their tables (as of `aggregate.effects`)
    """
    imputed = impute(panel, curve)
    times = panel.times
    event = times[None, :] - times[np.minimum(panel.first, panel.never - 1)][:, None]
    cohort = np.broadcast_to(panel.first[:, None], event.shape)
    period = np.broadcast_to(np.arange(panel.never)[None, :], event.shape)
    groups, by_group = _by(imputed, cohort)
    periods, by_calendar = _by(imputed, period)
    events, by_event = _by(imputed, event)
    sizes = np.array([float(panel.weights[panel.first == g, 0].sum()) for g in groups])
    return Effects(
        method="imputation",
        control="not-yet",
        simple=imputed.effect,
        group=imputed.told(_mix(list(groups.values()), sizes)),
        calendar=imputed.told(_mix(list(periods.values()))),
        dynamic=imputed.told(_mix(list(events.values()))),
        by_group={int(times[key]): told for key, told in by_group.items()},
        by_calendar={int(times[key]): told for key, told in by_calendar.items()},
        by_event=by_event,
        cells=_cell_effects(imputed),
    )


def _by(imputed: Imputed, key: Ints) -> tuple[Mapping[int, Linear], dict[int, Estimate]]:
    found = {int(value): imputed.over(key == value) for value in np.unique(key[imputed.imputable])}
    return found, {value: imputed.told(effect) for value, effect in found.items()}


def _mix(effects: list[Linear], sizes: Floats | None = None) -> Linear:
    shares = np.ones(len(effects)) if sizes is None else sizes
    shares = shares / shares.sum()
    return Linear(
        value=float(sum(s * e.value for s, e in zip(shares, effects, strict=True))),
        weights=sum((s * e.weights for s, e in zip(shares, effects, strict=True)), np.zeros(1)),
        scores=sum((s * e.scores for s, e in zip(shares, effects, strict=True)), np.zeros(1)),
    )


def _cell_effects(imputed: Imputed) -> tuple[CellEffect, ...]:
    panel, found = imputed.panel, []
    for g in np.unique(panel.first[imputed.imputable.any(axis=1)]):
        rows = panel.first == g
        for t in np.flatnonzero(imputed.imputable[rows].any(axis=0)):
            cell = np.zeros_like(imputed.imputable)
            cell[rows, t] = True
            found.append(
                CellEffect(
                    group=int(panel.times[g]),
                    time=int(panel.times[t]),
                    n_units=int((cell & imputed.imputable).sum()),
                    effect=imputed.told(imputed.over(cell)),
                )
            )
    return tuple(found)
