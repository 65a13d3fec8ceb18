"""A study before it begins: whom the lot sends first, and whether it could find what pays.

Money is spent only where the smallest effect that would be found is at most the one that pays
(EVIDENCE A10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

import numpy as np

from evidence.judged import judged
from evidence.lottery import Drawn, draw
from evidence.panel import Floats, Ints
from evidence.power import TeamCovariance, mde_of_design, team_covariance
from store.errors import NotEnoughData, RequestError

LONGEST: Final = 36  # months after the first start that are tried
MOST_TEAMS: Final = 100_000


@dataclass(frozen=True)
class StudyPlan:
    """A drawn plan with what it would find.

    mde            smallest effect found four times out of five, in the scale of the outcome's model
    pays           the gain from which on it pays, in the same scale; 0: not asked
    teams_needed   teams that would do with the same waves; None: not asked, or it does already
    months_needed  months after the first start that would do; None: not asked, it does, or no
                   number of months up to three years would
    months_after   of this plan, from the first start to the end of the study
    is_assumed     no months of this firm could tell how much teams vary: EVIDENCE A10's stand in
    """

    drawn: tuple[Drawn, ...]
    seed: int
    mde: float
    pays: float
    teams_needed: int | None
    months_needed: int | None
    months_before: int
    months_after: int
    is_assumed: bool
    notes: tuple[str, ...]

    @property
    def finds_what_pays(self) -> bool:
        """Whether it is worth beginning."""
        return self.pays > 0 and self.mde <= self.pays


def firm_covariance(outcome: Floats | None) -> tuple[TeamCovariance, bool]:
    """How a team's periods vary, and whether that is assumed.

    outcome  (teams, periods) in the scale of its model, NaN where missing; None: there is none, and
             the numbers of EVIDENCE A10 stand in
    """
    told = judged()
    assumed = TeamCovariance(0.0, told["assumed_sd"] ** 2, told["assumed_rho"])
    if outcome is None:
        return assumed, True
    try:
        return team_covariance(outcome), False
    except NotEnoughData:
        return assumed, True


def plan_study(
    teams: Sequence[str],
    first_month: date,
    *,
    waves: int,
    months_between: int,
    months_before: int,
    seed: int,
    pays: float = 0.0,
    months_after: int | None = None,
    covariance: TeamCovariance | None = None,
    practice: Mapping[str, float] | None = None,
    months_a_period: int = 1,
) -> StudyPlan:
    """Draw the dates and tell what could be found.

    months_before  months with facts before the first start
    months_after   from the first start on; None: until the last wave that starts has had half a
                   year
    covariance     of a team's periods (`firm_covariance`); None: assumed
    months_a_period of the outcome: 3 where it is told by quarter
    raises         RequestError, with what would do, of a draw that cannot be made, and of a plan
                   with too short a history or too few teams on either side (EVIDENCE A6, A10)
    """
    after = months_after or (waves - 2) * months_between + 2 * int(judged()["block_months"])
    drawn = draw(teams, first_month, waves, months_between, seed, practice=practice)
    _check_history(months_before)
    _check_arms(len(drawn), waves)
    design = _Design(
        wave=np.array([each.wave - 1 for each in drawn]),
        waves=waves,
        between=months_between,
        before=months_before,
        months_a_period=months_a_period,
        covariance=covariance or firm_covariance(None)[0],
    )
    mde = design.mde(after)
    is_short = 0 < pays < mde
    return StudyPlan(
        drawn=drawn,
        seed=seed,
        mde=mde,
        pays=pays,
        teams_needed=teams_needed(len(drawn), mde, pays) if is_short else None,
        months_needed=design.months_needed(after, pays) if is_short else None,
        months_before=months_before,
        months_after=after,
        is_assumed=covariance is None,
        notes=_notes(len(drawn), waves, after, covariance is None),
    )


@dataclass(frozen=True)
class _Design:
    """Waves that start one after the other; the last one not inside the study.

    wave  (teams,) from 0 on
    """

    wave: Ints
    waves: int
    between: int
    before: int
    months_a_period: int
    covariance: TeamCovariance

    def mde(self, after: int) -> float:
        """Smallest effect that is found within so many months after the first start."""
        periods = (self.before + after) // self.months_a_period
        start = -(-(self.before + self.wave * self.between) // self.months_a_period)
        first = np.where(self.wave == self.waves - 1, periods, start)
        return mde_of_design(first, periods, self.covariance)

    def months_needed(self, after: int, pays: float) -> int | None:
        """Months after the first start that would do; None: no number up to three years."""
        for months in range(after + 1, LONGEST + 1):
            if self.mde(months) <= pays:
                return months
        return None


def teams_needed(teams: int, mde: float, pays: float) -> int:
    """Teams with which an effect that pays would be found: n (MDE / pays)^2 (EVIDENCE A10)."""
    return min(int(np.ceil(teams * (mde / pays) ** 2)), MOST_TEAMS)


def _check_history(before: int) -> None:
    """Blocks enough before the first wave to see whether teams drift apart by themselves (A10)."""
    told = judged()
    needed = int(told["block_months"] * told["blocks_before"])
    if before < needed:
        raise RequestError(
            f"{_months(before)} with facts before the first wave",
            f"{needed} months, to see whether teams drift apart by themselves",
            f"Load earlier months, or let the first wave start {_months(needed - before)} later",
        )


def _check_arms(teams: int, waves: int) -> None:
    """Teams enough for a verdict on either side of the lot: those that start, and the late wave."""
    early, late = _arms(teams, waves)
    limits = judged()
    if not _is_enough(teams, waves):
        needed = next(n for n in count(waves) if _is_enough(n, waves))
        fewer = "fewer waves, or " if waves > 2 else ""  # noqa: PLR2004 -- early and late
        raise RequestError(
            f"{_teams(early)} in the early waves and {_teams(late)} in the late one",
            f"{limits['fewest_treated']} early ones and {limits['fewest_comparison']} late ones, "
            "below which an effect is the teams' own accident",
            f"Plan {fewer}{needed} teams for {waves} waves",
        )


def _is_enough(teams: int, waves: int) -> bool:
    early, late = _arms(teams, waves)
    limits = judged()
    return bool(early >= limits["fewest_treated"] and late >= limits["fewest_comparison"])


def _arms(teams: int, waves: int) -> tuple[int, int]:
    """Teams that start inside the study, and those of the last wave, as `draw` deals them."""
    late = teams // waves
    return teams - late, late


def _months(n: int) -> str:
    return "1 month" if n == 1 else f"{n} months"


def _teams(n: int) -> str:
    return "1 team" if n == 1 else f"{n} teams"


def _notes(teams: int, waves: int, after: int, is_assumed: bool) -> tuple[str, ...]:
    told = judged()
    notes = [
        f"The last wave is the comparison: let none of its teams start within {after} months of "
        "the first wave."
    ]
    treated, _ = _arms(teams, waves)
    if treated < told["small_arm"] or teams < told["few_clusters"]:
        notes.append(
            f"With {teams} teams the answer rests on shuffling the dates as well, which is exact "
            "because they were drawn."
        )
    if is_assumed:
        notes.append(
            "How much teams vary is assumed, as no months of this firm could tell it: the smallest "
            "effect is a guess."
        )
    return tuple(notes)
