"""A study before it begins: whom the lot sends first, and whether it could find what pays.

Money is spent only where the smallest effect that would be found is at most the one that pays
(EVIDENCE A10).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from evidence.imputation import impute
from evidence.judged import judged
from evidence.lottery import Drawn, draw
from evidence.panel import Ints, Panel
from evidence.power import TeamCovariance, mde_of_design, team_covariance
from evidence.practice import at_own_pace
from store.errors import NotEnoughData

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


def firm_covariance(panel: Panel | None) -> tuple[TeamCovariance, bool]:
    """How a team's months vary, and whether that is assumed: from months without the rollout.

    panel  of the outcome; None: there is none, and the numbers of EVIDENCE A10 stand in
    """
    told = judged()
    assumed = TeamCovariance(0.0, told["assumed_sd"] ** 2, told["assumed_rho"])
    if panel is None:
        return assumed, True
    try:
        imputed = impute(panel, at_own_pace(panel))
        gaps = np.where(imputed.untreated, imputed.residual, np.nan)
        return team_covariance(gaps), False
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
) -> StudyPlan:
    """Draw the dates and tell what could be found.

    months_before  months with facts before the first start
    months_after   from the first start on; None: until the last wave that starts has had half a
                   year
    covariance     of a team's months (`firm_covariance`); None: assumed
    raises         RequestError of a draw that cannot be made
    """
    known = covariance or firm_covariance(None)[0]
    after = months_after or (waves - 2) * months_between + 2 * int(judged()["block_months"])
    drawn = draw(teams, first_month, waves, months_between, seed, practice=practice)
    wave = np.array([each.wave - 1 for each in drawn])
    mde = _mde(wave, waves, months_between, months_before, after, known)
    is_short = 0 < pays < mde
    return StudyPlan(
        drawn=drawn,
        seed=seed,
        mde=mde,
        pays=pays,
        teams_needed=teams_needed(len(drawn), mde, pays) if is_short else None,
        months_needed=_months_needed(wave, waves, months_between, months_before, after, known, pays)
        if is_short
        else None,
        months_before=months_before,
        months_after=after,
        is_assumed=covariance is None,
        notes=_notes(len(drawn), waves, months_before, covariance is None),
    )


def teams_needed(teams: int, mde: float, pays: float) -> int:
    """Teams with which an effect that pays would be found: n (MDE / pays)^2 (EVIDENCE A10)."""
    return min(int(np.ceil(teams * (mde / pays) ** 2)), MOST_TEAMS)


def _mde(
    wave: Ints, waves: int, between: int, before: int, after: int, covariance: TeamCovariance
) -> float:
    """Of the design: waves start one after the other, the last one not inside the study."""
    first = np.where(wave == waves - 1, before + after, before + wave * between)
    return float(mde_of_design(first, before + after, covariance))


def _months_needed(
    wave: Ints,
    waves: int,
    between: int,
    before: int,
    after: int,
    covariance: TeamCovariance,
    pays: float,
) -> int | None:
    for months in range(after + 1, LONGEST + 1):
        if _mde(wave, waves, between, before, months, covariance) <= pays:
            return months
    return None


def _notes(teams: int, waves: int, before: int, is_assumed: bool) -> tuple[str, ...]:
    told = judged()
    needed = int(told["block_months"] * told["blocks_before"])
    notes = []
    if before < needed:
        notes.append(
            f"Only {before} months with facts stand before the first start; with {needed} a drift "
            "that was there before can be told from an effect."
        )
    treated = teams - teams // waves
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
