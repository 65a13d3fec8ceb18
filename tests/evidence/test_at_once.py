import polars as pl
import pytest

from evidence.at_once import ai_arrival, started_at_once
from evidence.rollouts import Rollout
from tests.evidence.small_histories import PEOPLE, everybody, history, rollout, watched

COURSE = rollout(a="2024-07-01", b="2024-09-01")
TEAMS = pl.Series("team_id", ["a", "b", "c", "d"])


def another(name="Stand-ups", **first_months):
    told = rollout(**first_months)
    return Rollout("other", name, "redesign", told.starts)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param({"a": "2024-05-01"}, ["50 %"], id="two months before, in one of two teams"),
        pytest.param({"a": "2024-04-01"}, [], id="a whole quarter before"),
        pytest.param({"a": "2024-07-01", "b": "2024-10-01"}, ["100 %"], id="in both"),
        pytest.param({"c": "2024-07-01"}, [], id="in another team"),
        pytest.param(
            {"a": "2024-07-01", "b": "2024-09-01", "c": "2024-08-01"},
            ["100 %"],
            id="in both, and in one of the two others",
        ),
        pytest.param(
            {"a": "2024-07-01", "b": "2024-09-01", "c": "2024-08-01", "d": "2024-08-01"},
            [],
            id="everywhere",
        ),
    ],
)
def test_what_began_in_half_of_the_teams_within_a_quarter_is_told(other, expected):
    found = started_at_once(COURSE, [another(**other)], TEAMS)
    assert [one.code for one in found] == ["STARTED_AT_ONCE"] * len(expected)
    assert all(
        share in one.sentence and "Stand-ups" in one.sentence
        for share, one in zip(expected, found, strict=True)
    )


def test_a_rollout_is_not_held_against_itself():
    assert started_at_once(COURSE, [COURSE], TEAMS) == ()


def used(person, day, **told):
    return {"person_id": person, "day": day, "tool": "copilot", "interactions": 3, **told}


def test_ai_came_to_a_team_when_half_of_its_people_used_it_regularly():
    rows = [
        used("b0", "2024-01-10"),
        *(
            used(person, f"2024-0{2 + n}-{day:02}")
            for n, person in enumerate(PEOPLE["a"])
            for day in range(5, 15)
        ),
        *(used(person, f"2024-03-{day}") for person in PEOPLE["b"] for day in range(12, 21)),
    ]
    firm = history(ai_usage=rows, membership=everybody(), span=watched(last="2024-09-30"))
    starts = ai_arrival(firm).started
    assert starts.select("team_id", "first_month").rows() == [("a", starts["first_month"][0])]
    assert str(starts["first_month"][0]) == "2024-04-01"  # three of five: February, March, April


def test_use_since_the_first_month_that_is_told_has_no_start():
    days = range(9, 19)
    rows = [used(person, f"2024-01-{day:02}") for person in PEOPLE["a"] for day in days]
    assert ai_arrival(history(ai_usage=rows)).started.is_empty()
