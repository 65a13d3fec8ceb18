import polars as pl
import pytest

from evidence.at_once import started_at_once
from evidence.rollouts import Rollout
from tests.evidence.small_histories import rollout

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
