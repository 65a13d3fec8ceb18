"""The fits of one job family, quarter after quarter, on one ruler (R7, scale link)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from metrics.formulas.chain import Floats
from metrics.formulas.skill_fit import Fit, fit
from metrics.formulas.skill_problem import Beliefs, Responses, Truths, Whole
from metrics.formulas.skill_rows import SCHEMA, Names, Window, shared_rows, theta_rows


@dataclass(frozen=True)
class Priors:
    """The judged numbers of R7; standard deviations in logits."""

    theta_sd: float
    theta_step_sd: float
    family_sd: float
    mask_sd: float
    estimate_sd: float
    ai_sd: float
    ai_step_sd: float
    support_sd: float
    link_least_se: float
    window: int
    tolerance: float


@dataclass(frozen=True)
class _Carried:
    """What tasks that left the window say of skill at its first quarter; NaN where none left."""

    mean: Floats
    variance: Floats

    @property
    def is_there(self) -> Truths:
        return ~np.isnan(self.mean)


class SkillHistory:
    """All fits of one job family.

    work       scored tasks: task_id, person_id, quarter (running number), family, mask, z, a, x, y
    reference  the quarters in which the ruler is frozen
    last       the last quarter that gets a fit
    """

    def __init__(
        self, work: pl.DataFrame, reference: Sequence[int], last: int, priors: Priors
    ) -> None:
        """Sort the tasks, so that no order of rows can move anybody."""
        ordered = work.sort("person_id", "quarter", "task_id")
        people, person = _codes(ordered["person_id"])
        families, family = _codes(ordered["family"])
        masks, mask = _codes(ordered["mask"])
        self.names = Names(people, families, masks)
        self.reference, self.last, self.priors = sorted(reference), last, priors
        self.tasks = Responses(
            person,
            ordered["quarter"].to_numpy(),
            family,
            mask,
            *(ordered[name].cast(pl.Float64).to_numpy() for name in ("z", "a", "x", "y")),
        )
        levels = [len(families), len(masks), 1]
        self.levels_mean = np.zeros(sum(levels))
        self.levels_sd = np.repeat([priors.family_sd, priors.mask_sd, priors.estimate_sd], levels)

    def rows(self) -> pl.DataFrame:
        """One row per estimate of each fit, in the columns of `SCHEMA`.

        Counts: the reference fit sees only its own quarters and tells of each of them; every later
        fit sees the last eight quarters, and tells of the last one.
        """
        return pl.concat(self._all_rows()).cast(SCHEMA)  # type: ignore[arg-type]

    def _all_rows(self) -> Iterator[pl.DataFrame]:
        first, frozen = self.reference[0], self.reference[-1]
        nothing = np.full(len(self.names.people), np.nan)
        carried = _Carried(nothing, nothing)
        inside = np.isin(self.tasks.quarter, self.reference)
        found, who = self._fit(inside, first, frozen, carried)
        window = Window(self.tasks, inside, first, frozen, in_sample=True)
        for quarter in range(first, frozen + 1):
            active = self._seen(inside & (self.tasks.quarter <= quarter))[who]
            theta, se = found.theta[active], found.theta_se[active]
            step = quarter - first
            yield theta_rows(self.names, window, who[active], theta[:, step], se[:, step], quarter)
        yield shared_rows(self.names, window, found)
        self.levels_mean = found.levels
        self.levels_sd = np.maximum(found.levels_se, self.priors.link_least_se)
        yield from self._linked_rows(frozen, carried)

    def _linked_rows(self, frozen: int, carried: _Carried) -> Iterator[pl.DataFrame]:
        earliest = int(self.tasks.quarter.min())
        start = max(earliest, frozen + 2 - self.priors.window)
        for as_of in range(frozen + 1, self.last + 1):
            inside = (self.tasks.quarter >= start) & (self.tasks.quarter <= as_of)
            found, who = self._fit(inside, start, as_of, carried)
            theta, se = self._latest(found, who, carried, as_of - start)
            seen = np.flatnonzero(~np.isnan(theta))
            window = Window(self.tasks, inside, start, as_of, in_sample=False)
            yield theta_rows(self.names, window, seen, theta[seen], se[seen], as_of)
            yield shared_rows(self.names, window, found)
            rolled = max(earliest, as_of + 2 - self.priors.window)
            if rolled > start:
                carried, start = self._left_behind(found, who, carried, inside, start), rolled

    def _fit(self, inside: Truths, start: int, as_of: int, carried: _Carried) -> tuple[Fit, Whole]:
        """The fit of the tasks inside a window, and whom it is about."""
        who, person = np.unique(self.tasks.person[inside], return_inverse=True)
        window = self.tasks[inside]
        first = np.full(len(who), as_of - start)
        np.minimum.at(first, person, window.quarter - start)
        known = carried.is_there[who]
        step = self.priors
        beliefs = Beliefs(
            first=np.where(known, 0, first),
            mean=np.where(known, carried.mean[who], 0.0),
            sd=np.where(known, np.sqrt(carried.variance[who]), step.theta_sd),
            step_sd=step.theta_step_sd,
            levels_mean=self.levels_mean,
            levels_sd=self.levels_sd,
            ai_sd=step.ai_sd,
            ai_step_sd=step.ai_step_sd,
            support_sd=step.support_sd,
        )
        columns = {**vars(window), "person": person, "quarter": window.quarter - start}
        return fit(
            Responses(**columns),
            beliefs,
            families=len(self.names.families),
            masks=len(self.names.masks),
            steps=as_of - start + 1,
            tolerance=step.tolerance,
        ), who

    def _latest(
        self, found: Fit, who: Whole, carried: _Carried, steps: int
    ) -> tuple[Floats, Floats]:
        """Skill of everybody ever seen at the window's last quarter; NaN for the others."""
        theta = carried.mean.copy()
        se = np.sqrt(carried.variance + steps * self.priors.theta_step_sd**2)
        theta[who], se[who] = found.theta[:, -1], found.theta_se[:, -1]
        return theta, se

    def _left_behind(
        self, found: Fit, who: Whole, carried: _Carried, inside: Truths, start: int
    ) -> _Carried:
        """What the window's first quarter says of the next, once it leaves the window.

        Only tasks that leave are counted: those that stay will be counted by the next fit.
        """
        walk = self.priors.theta_step_sd**2
        mean, variance = carried.mean.copy(), carried.variance + walk
        known = carried.is_there[who]
        began = known | self._seen(inside & (self.tasks.quarter == start))[who]
        prior_mean = np.where(known, carried.mean[who], 0.0)
        prior = np.where(known, 1 / carried.variance[who], 1 / self.priors.theta_sd**2)
        precision = prior + found.information[:, 0]
        seen = found.information[:, 0] * found.theta[:, 0] + found.residual[:, 0]
        mean[who[began]] = ((prior * prior_mean + seen) / precision)[began]
        variance[who[began]] = (1 / precision + walk)[began]
        return _Carried(mean, variance)

    def _seen(self, chosen: Truths) -> Truths:
        return np.bincount(self.tasks.person[chosen], minlength=len(self.names.people)) > 0


def _codes(values: pl.Series) -> tuple[pl.Series, Whole]:
    names = values.unique().sort()
    return names, values.cast(pl.Enum(names)).to_physical().cast(pl.Int64).to_numpy()
