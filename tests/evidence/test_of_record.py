from datetime import date

import pytest

from evidence.of_record import looked_at, of_record
from store.errors import NotEnoughData
from tests.evidence.small_histories import history, members, rollout


def record(membership, course):
    return dict(of_record(history(membership=membership).belonging, course).iter_rows())


def test_a_person_who_moves_stays_of_the_team_in_which_the_rollout_met_them():
    moved = [
        *members("a", ["p"], "2024-01-01", "2024-04-01"),
        *members("c", ["p"], "2024-04-01"),
        *members("c", ["q"]),
    ]
    assert record(moved, rollout(a="2024-03-01")) == {"p": "a", "q": "c"}


def test_of_two_teams_that_got_it_the_earlier_one_has_the_person():
    moved = [
        *members("b", ["p"], "2024-01-01", "2024-03-15"),
        *members("a", ["p"], "2024-03-15"),
    ]
    assert record(moved, rollout(a="2024-04-01", b="2024-03-01")) == {"p": "b"}


def test_comparison_teams_are_looked_at_in_the_lower_median_month():
    two = rollout(a="2024-02-01", b="2024-04-01")
    assert looked_at(two) == date(2024, 2, 1)
    moved = [
        *members("c", ["p"], "2024-01-01", "2024-03-01"),
        *members("d", ["p"], "2024-03-01"),
    ]
    assert record([*moved, *members("a", ["x"]), *members("b", ["y"])], two)["p"] == "c"


@pytest.mark.parametrize(
    ("spells", "expected"),
    [
        pytest.param([("c", "2024-01-01", "2024-02-01")], "c", id="left before"),
        pytest.param([("a", "2024-04-01", None)], "a", id="came later, into a team that has it"),
        pytest.param(
            [("c", "2024-01-01", "2024-02-01"), ("d", "2024-04-01", None)],
            "d",
            id="away on the day: the next team, not the last",
        ),
    ],
)
def test_who_is_nowhere_on_the_day_has_the_nearest_team(spells, expected):
    rows = [row for team, start, end in spells for row in members(team, ["p"], start, end)]
    assert record([*rows, *members("a", ["x"])], rollout(a="2024-03-01"))["p"] == expected


def test_a_rollout_that_nobody_got_cannot_be_looked_at():
    with pytest.raises(NotEnoughData, match="no team got"):
        looked_at(rollout())
