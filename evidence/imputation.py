"""The headline estimator: what would have been, imputed from untreated unit-periods.

On untreated rows Y = a_i + l_t + theta'f(practice) is fitted; the effect on a treated row is Y
minus that (Borusyak, Jaravel and Spiess 2024; EVIDENCE A2). Every effect is a weighted sum v'Y, so
its standard error is exact in v and conservative in the effects' spread.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from evidence.errors import NotAnswerable
from evidence.influence import estimate
from evidence.panel import Flags, Floats, Panel
from evidence.results import Estimate
from evidence.singular import inverse


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
    fixed      (units, periods) effects of units and periods;  slopes (k,) of the curve
    """

    panel: Panel
    curve: Floats
    untreated: Flags
    imputable: Flags
    seen: Flags
    residual: Floats
    fixed: Floats
    slopes: Floats
    inverse: Floats
    by_unit: Floats
    unit_weight: Floats

    @cached_property
    def effect(self) -> Estimate:
        """Mean over all imputable treated rows, by weight."""
        return self.told(self.over(self.imputable))

    def at(self, curve: Floats | None) -> "Imputed":
        """The same fitted world, with other practice of the treated rows.

        curve   as of `impute`, the same on untreated rows
        raises  NotAnswerable (NO_POST_CELL) where it is told of no treated row with a comparison
        """
        terms, seen = _told_terms(self.panel, curve)
        return replace(
            self,
            curve=terms,
            seen=seen,
            imputable=_imputable(self.panel, seen, self.untreated),
            residual=_residual(self.panel, seen, self.fixed, terms, self.slopes),
        )

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
        of_curve = _rows(self.curve) @ target.ravel()
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
        left = self.panel.weights * np.where(self.untreated, self.residual, 0.0)
        rest = self.inverse[:, periods:]
        of_units = -(self.by_unit @ rest) / self.unit_weight[:, None]
        of_terms = (_rows(self.curve) * left.ravel()).reshape(k, n, periods).sum(axis=2).T
        own = np.concatenate([left, of_terms], axis=1) @ rest
        found: Floats = n * (left.sum(axis=1, keepdims=True) * of_units + own)
        return found

    def _fit_weights(self, of_units: Floats, of_rest: Floats) -> Floats:
        """(units, periods) weights on untreated outcomes of a linear form of the coefficients."""
        rest = self.inverse @ (of_rest - self.by_unit.T @ (of_units / self.unit_weight))
        units = (of_units - self.by_unit @ rest) / self.unit_weight
        periods = self.panel.never
        line = (rest[periods:] @ _rows(self.curve)).reshape(-1, periods) + rest[:periods]
        return np.where(self.untreated, self.panel.weights * (line + units[:, None]), 0.0)

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
    terms, seen = _told_terms(panel, curve)
    untreated = seen & ~panel.treated
    return _fitted(panel, terms, untreated, _imputable(panel, seen, untreated), seen)


def _told_terms(panel: Panel, curve: Floats | None) -> tuple[Floats, Flags]:
    """Terms of practice, 0 where they are not told, and the rows where all is told."""
    seen = np.isfinite(panel.outcome)
    if curve is None:
        return np.zeros((*seen.shape, 0)), seen
    told = np.isfinite(curve)
    if told.all():
        return curve, seen
    return np.where(told, curve, 0.0), seen & told.all(axis=2)


def _imputable(panel: Panel, seen: Flags, untreated: Flags) -> Flags:
    has_before, has_peers = untreated.any(axis=1, keepdims=True), untreated.any(axis=0)
    imputable: Flags = seen & panel.treated & has_before & has_peers
    if not imputable.any():
        raise NotAnswerable(
            "NO_POST_CELL",
            "no period after a rollout has both units with it and comparable ones without it",
            "units that do not have it yet, in some period after the first rollout",
            "Add units without it, or a longer window",
        )
    return imputable


def _rows(curve: Floats) -> Floats:
    """(k, units x periods) terms one after the other."""
    return np.moveaxis(curve, 2, 0).reshape(curve.shape[2], curve.shape[0] * curve.shape[1])


def _fitted(
    panel: Panel, terms: Floats, untreated: Flags, imputable: Flags, seen: Flags
) -> Imputed:
    """Solve the normal equations with the effects of units eliminated (a Schur complement)."""
    (n, periods), k = panel.outcome.shape, terms.shape[2]
    w = np.where(untreated, panel.weights, 0.0)
    outcome = w * np.where(untreated, panel.outcome, 0.0)
    rows = _rows(terms)
    weighted = rows * w.ravel()
    cells = weighted.reshape(k, n, periods)
    unit_weight = np.where(untreated.any(axis=1), w.sum(axis=1), 1.0)
    by_unit = np.concatenate([w, cells.sum(axis=2).T], axis=1)
    across = cells.sum(axis=1)
    gram = np.block([[np.diag(w.sum(axis=0)), across.T], [across, weighted @ rows.T]])
    right = np.concatenate([outcome.sum(axis=0), rows @ outcome.ravel()])
    scaled = by_unit / unit_weight[:, None]
    inverted = inverse(gram - scaled.T @ by_unit)
    sums = outcome.sum(axis=1)
    rest = inverted @ (right - scaled.T @ sums)
    units = (sums - by_unit @ rest) / unit_weight
    fixed = units[:, None] + rest[None, :periods]
    return Imputed(
        panel=panel,
        curve=terms,
        untreated=untreated,
        imputable=imputable,
        seen=seen,
        residual=_residual(panel, seen, fixed, terms, rest[periods:]),
        fixed=fixed,
        slopes=rest[periods:],
        inverse=inverted,
        by_unit=by_unit,
        unit_weight=unit_weight,
    )


def _residual(panel: Panel, seen: Flags, fixed: Floats, terms: Floats, slopes: Floats) -> Floats:
    fitted = (slopes @ _rows(terms)).reshape(fixed.shape) + fixed
    return np.where(seen, panel.outcome - fitted, 0.0)
