"""Leaving by person and month, from facts: a planted ratio is found; few people tell nothing."""

from datetime import date

import numpy as np
import pytest

from evidence.leaving_view import FEW_EXITS, FEW_PEOPLE, leaving_view
from evidence.person_months import exit_hazard
from tests.evidence.leavers import MONTHS, leavers
from tests.evidence.small_histories import history, members, rollout

PLANTED = 0.5


def day(month, of_month=1):
    """A day of the month that the generator numbers from 1, January 2022."""
    return date(2022 + (month - 1) // 12, (month - 1) % 12 + 1, of_month).isoformat()


SPAN = [
    {"task_id": f"watched {m} {d}", "opened_at": day(m, d), "closed_at": day(m, d)}
    for m in range(1, MONTHS + 1)
    for d in (1, 15, 31 if m == MONTHS else 28)
]


def firm_of(made, *, hired=True):
    """Facts of generated people: each joins on a first day and leaves in the middle of a month."""
    starts = np.flatnonzero(np.diff(made.tenure, prepend=99) != 1)
    person, membership = [], []
    for n, at in enumerate(starts):
        came = int(made.month[at] - made.tenure[at])
        gone = int(made.month[at] + made.duration[n] - 1) if made.has_left[n] else None
        key = f"p{n:05}"
        membership += members(f"t{made.team_of[n]:03}", [key], day(came))
        person.append(
            {
                "person_id": key,
                "hire_date": day(came) if hired else None,
                "termination_date": gone and day(gone, 15),
            }
        )
    return history(span=SPAN, membership=membership, person=person)


def course_of(made):
    """The rollout of the generated teams, in the months in which they have it."""
    firsts = {int(team): made.month[made.on & (made.team == team)] for team in np.unique(made.team)}
    return rollout(**{f"t{team:03}": day(int(m.min())) for team, m in firsts.items() if len(m)})


@pytest.fixture(scope="module")
def made():
    return leavers(people=2400, teams=40, ratio=PLANTED, seed=3)


@pytest.fixture(scope="module")
def found(made):
    return leaving_view(firm_of(made), course_of(made))


@pytest.fixture(scope="module")
def large(made):
    """(person-months,) in team-months of five people or more."""
    _, cell, size = np.unique(made.team * 100 + made.month, return_inverse=True, return_counts=True)
    return size[cell] >= 5


def test_the_facts_path_is_the_estimator_on_the_generated_months(made, found, large):
    columns = (made.month, made.tenure, made.on, made.left, made.team)
    own = exit_hazard(*(column[large] for column in columns))
    assert (found.log_ratio.estimate, found.log_ratio.se) == pytest.approx((own.estimate, own.se))
    assert found.person_months == large.sum() < len(made.month)
    assert found.exits_with == (made.left & made.on & large).sum()
    assert found.exits_without == (made.left & ~made.on & large).sum()
    assert found.clusters == 40


def test_a_planted_ratio_of_leaving_is_found(found):
    assert found.log_ratio.low < np.log(PLANTED) < found.log_ratio.high
    assert found.log_ratio.high < np.log(0.75)
    assert found.reason == ""


def test_people_of_before_count_as_without_it_in_their_own_past(made, found, large):
    starts = np.cumsum(np.diff(made.tenure, prepend=99) != 1)
    with_it, without = (
        len(np.unique(starts[mask])) for mask in (made.on & large, ~made.on & large)
    )
    assert (found.people_with, found.people_without) == (with_it, without)
    assert with_it + without > starts.max()


def test_first_days_in_teams_stand_in_for_hire_dates(made, found):
    bare = leaving_view(firm_of(made, hired=False), course_of(made)).log_ratio
    # Only those of the very first month are not known to be new.
    assert bare.estimate == pytest.approx(found.log_ratio.estimate, abs=0.02)
    assert bare.estimate != found.log_ratio.estimate


def test_who_moves_into_a_team_that_has_it_is_with_it_from_then_on():
    people = {team: [f"{team}{n:02}" for n in range(30)] for team in "abcd"}
    many = {"a": 9, "b": 8, "c": 10, "d": 13}  # teams that are all alike would leave no error
    gone = {f"{t}{n:02}": day(3 + n % 6, 15) for t, upto in many.items() for n in range(upto)}
    moved = people["c"][20:]
    stay = [row for t, who in people.items() for row in members(t, set(who) - set(moved), day(1))]
    span = [one for one in SPAN if one["opened_at"] < day(10)]
    person = [{"person_id": who, "termination_date": last} for who, last in gone.items()]
    course = rollout(a=day(4), b=day(6))

    def counted(*where):
        told = leaving_view(history(span=span, membership=[*stay, *where], person=person), course)
        assert told.reason == ""
        return told.people_with, told.people_without

    before = counted(*members("c", moved, day(1)))
    after = counted(*members("c", moved, day(1), day(7)), *members("a", moved, day(7)))
    assert after == (before[0] + len(moved), before[1])


@pytest.mark.parametrize(("leave", "reason"), [(4, FEW_EXITS), (5, "")])
def test_below_five_exits_nothing_is_told_and_nothing_counted(leave, reason):
    teams = {team: [f"{team}{n:02}" for n in range(20)] for team in "abcd"}
    gone = {f"a{n:02}": day(6 + n % 2, 15) for n in range(leave)}
    gone |= {f"{team}{n:02}": day(3 + n, 15) for team in "cd" for n in range(5)}
    firm = history(
        span=[one for one in SPAN if one["opened_at"] < day(10)],
        membership=[row for team, who in teams.items() for row in members(team, who, day(1))],
        person=[{"person_id": who, "termination_date": last} for who, last in gone.items()],
    )
    told = leaving_view(firm, rollout(a=day(4), b=day(6)))
    assert told.reason == reason
    assert (told.log_ratio is None) == bool(reason)
    assert (told.people_with == 0) == bool(reason)


def test_the_reasons_name_no_number_but_five():
    assert not any(letter.isdigit() for letter in FEW_EXITS + FEW_PEOPLE)


def test_without_any_last_day_the_reason_says_so():
    span = [one for one in SPAN if one["opened_at"] < day(10)]
    firm = history(span=span, membership=members("a", [f"a{n}" for n in range(9)], day(1)))
    assert "last day" in leaving_view(firm, rollout(a=day(4))).reason
