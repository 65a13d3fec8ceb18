"""The register: courses and moves arrive by themselves, with the month in which a team had them."""

from datetime import date

import polars as pl
import pytest

from evidence.register import register

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
NO_MOVES = pl.DataFrame(
    schema={"team_id": pl.String, "move": pl.String, "name": pl.String, "decided_on": pl.Date}
)
NO_PLANS = pl.DataFrame(
    schema={"key": pl.String, "name": pl.String, "team_id": pl.String, "first_month": pl.Date}
)


def epoch(day):
    return (day - date(1970, 1, 1)).days


def belonging(*rows):
    """(person, team, from, until) rows; None: still there."""
    told = [
        (person, team, epoch(since), epoch(until) if until else 10**9, True)
        for person, team, since, until in rows
    ]
    names = ["person_id", "team_id", "start_day", "end_day", "is_main"]
    return pl.DataFrame(told, schema=names, orient="row")


def training(*rows):
    names = {"person_id": pl.String, "course": pl.String, "completed_on": pl.Date}
    return pl.DataFrame(rows, schema=names, orient="row")


START = date(2025, 1, 1)
FIRM = belonging(
    *((p, "one", START, None) for p in "abcdef"),
    *((p, "two", START, None) for p in "ghijkl"),
    *((p, "three", START, None) for p in "mnopqr"),
)


def starts(found):
    return {
        each.rollout.key: each.rollout.starts.select("team_id", "first_month").rows()
        for each in found
    }


def test_a_team_has_a_course_from_the_month_in_which_half_of_its_people_have_done_it():
    done = training(
        ("a", "Prompts", date(2026, 1, 20)),
        ("b", "Prompts", date(2026, 2, 3)),
        ("c", "Prompts", date(2026, 2, 27)),  # now three of six
        ("d", "Prompts", date(2026, 4, 1)),
        ("g", "Prompts", date(2026, 1, 5)),  # one of six: not reached
    )
    found = register(done, FIRM, NO_MOVES, NO_PLANS, APR)
    assert starts(found) == {"training:Prompts": [("one", FEB)]}
    assert found[0].rollout.starts["reach"].to_list() == [0.5]
    assert found[0].rollout.kind == "training"
    assert found[0].reason == ""


def test_what_somebody_brings_from_another_team_counts_and_who_left_counts_no_more():
    firm = belonging(
        *((f"a{i}", "one", START, date(2026, 2, 10)) for i in range(3)),
        *((f"a{i}", "two", date(2026, 2, 10), None) for i in range(3)),
        *((f"b{i}", "one", START, None) for i in range(3)),
        *((f"c{i}", "two", START, None) for i in range(3)),
    )
    done = training(*((f"a{i}", "Prompts", date(2026, 1, 20)) for i in range(3)))
    assert starts(register(done, firm, NO_MOVES, NO_PLANS, APR)) == {
        # Half of team one in January; from February on half of team two.
        "training:Prompts": [("one", JAN)]
    }


@pytest.mark.parametrize(("people", "is_told"), [(4, False), (5, True)])
def test_what_a_team_of_fewer_than_five_completed_is_not_told(people, is_told):
    names = [f"p{i}" for i in range(people)]
    firm = belonging(*((name, "one", START, None) for name in names))
    done = training(*((name, "Return after illness", date(2026, 1, 20)) for name in names))
    assert bool(register(done, firm, NO_MOVES, NO_PLANS, APR)) is is_told


def test_a_small_team_beside_a_large_one_has_the_course_too_and_is_no_comparison():
    firm = belonging(
        *((f"a{i}", "large", START, None) for i in range(5)),
        *((f"b{i}", "small", START, None) for i in range(2)),
    )
    done = training(
        *((f"a{i}", "Prompts", date(2026, 3, 2)) for i in range(5)),
        ("b0", "Prompts", date(2026, 1, 20)),
    )
    found = register(done, firm, NO_MOVES, NO_PLANS, APR)
    assert starts(found) == {"training:Prompts": [("large", MAR), ("small", JAN)]}


def test_the_first_completion_of_a_yearly_course_counts():
    done = training(
        *((p, "Safety", day) for p in "abc" for day in (date(2025, 3, 2), date(2026, 3, 2)))
    )
    found = register(done, FIRM, NO_MOVES, NO_PLANS, APR)
    assert starts(found)["training:Safety"] == [("one", date(2025, 3, 1))]


def test_a_move_counts_from_the_month_of_its_first_acceptance():
    accepted = pl.DataFrame(
        {
            "team_id": ["two", "one", "one"],
            "move": ["novice_joins"] * 3,
            "name": ["Novice joins"] * 3,
            "decided_on": [date(2026, 2, 28), date(2026, 1, 1), date(2026, 3, 1)],
        }
    )
    found = register(training(), FIRM, accepted, NO_PLANS, APR)
    assert starts(found) == {"move:novice_joins": [("one", JAN), ("two", FEB)]}
    assert found[0].rollout.name == "Novice joins"


def test_a_drawn_plan_keeps_its_lot_and_those_who_stay_without_it():
    planned = pl.DataFrame(
        {
            "key": ["plan:1"] * 2,
            "name": ["Pairing"] * 2,
            "team_id": ["one", "two"],
            "first_month": [MAR, None],
        }
    )
    [found] = register(training(), FIRM, NO_MOVES, planned, APR)
    assert found.rollout.by_lot
    assert found.rollout.starts.select("team_id", "first_month").rows() == [
        ("one", MAR),
        ("two", None),
    ]


@pytest.mark.parametrize(
    ("done", "last_month", "word"),
    [
        (training(*((p, "C", date(2026, 4, 3)) for p in "abc")), MAR, "not started yet"),
        (
            training(*((p, "C", date(2026, 2, 3)) for p in "abcdefghijklmnopqr")),
            APR,
            "Every team got it in the same month",
        ),
    ],
)
def test_a_rollout_that_cannot_be_studied_says_why(done, last_month, word):
    [found] = register(done, FIRM, NO_MOVES, NO_PLANS, last_month)
    assert word in found.reason
