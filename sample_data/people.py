"""People of the made firm: who came, rose, moved, left and came back."""

from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl

from sample_data.leaving import drawn_leavers
from sample_data.plan import Plan
from sample_data.rollouts import Rollouts
from sample_data.roster import EXPERT, INTERMEDIATE, NOVICE, Roster
from sample_data.teams import Team

EARLIEST_AT_LEVEL: Final = (30, 540, 1500)  # days before the start, by status
# Six years in a craft make an expert by time alone (R3): nobody below Senior gets there.
LATEST_AT_LEVEL: Final = (450, 1400, 5500)
DAYS_BEFORE_PROMOTION: Final = 365
EXPERTS_AMONG_LEAVERS: Final = 0.3  # where more than one expert is there
FOR_GOOD: Final = 1000  # quarter of the last event of those who came back: they stay
HOURS_A_WEEK: Final = 40.0
PAY: Final = (38_000, 56_000, 81_000)  # a year, in the firm's currency


def make_people(
    plan: Plan,
    teams: tuple[Team, ...],
    rollouts: Rollouts,
    rng: np.random.Generator,
    rng_of_leavers: np.random.Generator,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """People and their job history.

    person  one row per person: names, accounts, dates, pace [tasks a quarter], fte, start_skill
    stint   one row per person, team and level: valid_from, valid_to (the first day after)
    """
    roster = Roster(plan, teams, rng)
    for number, team in enumerate(teams):
        counts = (team.novices, team.people - team.novices - team.experts, team.experts)
        for status, count in enumerate(counts):
            for _ in range(count):
                ago = int(rng.integers(EARLIEST_AT_LEVEL[status], LATEST_AT_LEVEL[status]))
                roster.hire(number, status, plan.first_day, plan.first_day - timedelta(days=ago))
    for quarter in range(plan.quarters + 1):
        _settle(roster, quarter)
        for number in range(len(teams)):
            _rise_and_leave(roster, number, quarter)
        _swap(roster, quarter)
        _replace(roster, rollouts, quarter, rng_of_leavers)
    stint = pl.DataFrame(roster.stints).with_columns(pl.col("valid_to").cast(pl.Date))
    stint = stint.filter(pl.col("valid_from") < plan.export_day)
    person = pl.DataFrame(roster.people).with_columns(pl.col("termination_date").cast(pl.Date))
    person = person.filter(pl.col("hire_date") < plan.export_day)
    return person, stint.sort("person", "valid_from")


def _settle(roster: Roster, quarter: int) -> None:
    """What earlier quarters left to do: novices hired, people leaving, people coming back."""
    now = [item for item in roster.due if item[0] == quarter]
    start = roster.plan.quarter_starts[quarter]
    for _, kind, target in now:
        soon = start + timedelta(days=int(roster.rng.integers(0, 10)))
        if kind == "hire":
            person = roster.hire(target, NOVICE, soon)
            roster.workers[person].touched = quarter
        elif kind == "return":
            worker = roster.workers[target]
            worker.is_here, worker.touched = True, FOR_GOOD
            roster.people[target]["hire_date"] = soon
            roster.open_stint(target, soon)
        else:
            _let_go(roster, target, quarter)


def _let_go(roster: Roster, team: int, quarter: int) -> None:
    """One intermediate or expert leaves; for an expert, the longest-serving intermediate rises."""
    experts = roster.here(team, EXPERT, quarter)
    others = roster.here(team, INTERMEDIATE, quarter)
    day = roster.day_in(quarter)
    if len(experts) > 1 and others and roster.rng.random() < EXPERTS_AMONG_LEAVERS:
        leaver = int(roster.rng.choice(experts))
        heir = min(others, key=lambda person: roster.workers[person].since)
        roster.workers[heir].touched = quarter
        roster.promote(heir, day)
    elif len(others) > 1:
        leaver = int(roster.rng.choice(others))
        returns = sum(kind == "return" for _, kind, _ in roster.due)
        if returns < roster.plan.rehires and quarter + 3 < roster.plan.quarters:
            roster.due.append((quarter + 3, "return", leaver))
    else:
        return
    roster.workers[leaver].touched = quarter
    roster.leave(leaver, day)


def _rise_and_leave(roster: Roster, team: int, quarter: int) -> None:
    """Novices who rise or leave; a hire follows, unless the team stopped hiring."""
    plan, frozen = roster.plan, roster.teams[team].frozen
    novices = roster.here(team, NOVICE, quarter)
    for person in novices:
        worker = roster.workers[person]
        day = roster.day_in(quarter)
        ready = (day - worker.since).days >= DAYS_BEFORE_PROMOTION
        if frozen and len(roster.here(team, NOVICE, quarter)) <= 3:  # noqa: PLR2004 -- R10
            return
        rises = ready and roster.rng.random() < plan.promotion_chance
        leaves = roster.rng.random() < plan.novice_leaving_chance
        if rises:
            roster.promote(person, day)
            roster.due.append((quarter + 1, "leave", team))
        elif leaves:
            roster.leave(person, day)
        if rises or leaves:
            worker.touched = quarter
            if not frozen:
                roster.due.append((quarter + 1, "hire", team))


def _swap(roster: Roster, quarter: int) -> None:
    """Two intermediates of one craft change places between teams, so that sizes stay."""
    for _ in range(max(1, roster.plan.moves_per_20_teams * len(roster.teams) // 20)):
        one, other = (int(i) for i in roster.rng.choice(len(roster.teams), 2, replace=False))
        if roster.teams[one].craft != roster.teams[other].craft:
            continue
        first = roster.here(one, INTERMEDIATE, quarter)
        second = roster.here(other, INTERMEDIATE, quarter)
        if not first or not second:
            continue
        day = roster.day_in(quarter)
        for person, team in ((first[0], other), (second[0], one)):
            roster.workers[person].team = team
            roster.workers[person].touched = quarter
            roster.open_stint(person, day)


def _replace(roster: Roster, rollouts: Rollouts, quarter: int, rng: np.random.Generator) -> None:
    """People who leave by the month; somebody of their level comes on the day they are gone."""
    can_leave = [
        person
        for person, worker in enumerate(roster.workers)
        if worker.is_here and worker.touched < quarter
    ]
    team = np.array([roster.workers[person].team for person in can_leave])
    for place, day in drawn_leavers(roster.plan, rollouts, team, quarter, rng):
        worker = roster.workers[can_leave[place]]
        roster.leave(can_leave[place], day)
        worker.touched = quarter
        newcomer = roster.hire(worker.team, worker.status, day)
        roster.workers[newcomer].touched = quarter
