from datetime import date

import pytest

from evidence.outcome_retention import cells
from store.errors import NotEnoughData
from tests.evidence.small_histories import TWO, everybody, history, members


def rates(firm):
    rows = cells(firm, TWO).rows
    return {(team, month.month): (rate, n) for team, month, rate, n in rows.iter_rows()}


def test_a_last_day_counts_in_its_month_over_those_who_were_there_as_it_began():
    firm = history(
        person=[
            {"person_id": "a0", "termination_date": "2024-02-01"},
            {"person_id": "a1", "termination_date": "2024-02-29"},
            {"person_id": "b0", "termination_date": None},
        ]
    )
    told = rates(firm)
    assert told["a", 1] == (0.0, 5)
    assert told["a", 2] == (pytest.approx(2 / 5), 5)
    assert told["a", 3] == (0.0, 3)
    assert told["b", 2] == (0.0, 5)


def test_who_moves_leaves_one_team_and_not_the_firm():
    moved = [
        *members("a", ["a0"], "2024-01-01", "2024-02-10"),
        *members("b", ["a0"], "2024-02-10"),
        *everybody(),
    ]
    told = rates(
        history(
            membership=[row for row in moved if row["person_id"] != "a0" or row["team_id"] != "a"]
            + [moved[0]],
            person=[{"person_id": "a0", "termination_date": "2024-03-20"}],
        )
    )
    assert told["a", 2] == (0.0, 5)
    assert told["b", 3] == (pytest.approx(1 / 6), 6)


def test_who_left_before_the_rollout_of_the_team_counts_in_the_months_before():
    # By the team of record at rollout nobody could ever have left before it.
    firm = history(person=[{"person_id": "a0", "termination_date": "2024-01-20"}])
    assert rates(firm)["a", 1] == (pytest.approx(1 / 5), 5)
    assert rates(firm)["a", 2] == (0.0, 4)


def test_without_any_last_day_nobody_was_kept():
    with pytest.raises(NotEnoughData, match="last day"):
        cells(history(person=[{"person_id": "a0"}]), TWO)


def test_months_are_those_of_the_facts():
    firm = history(person=[{"person_id": "a0", "termination_date": "2024-02-01"}])
    months = cells(firm, TWO).rows["month"].unique().sort().to_list()
    assert months == [date(2024, m, 1) for m in (1, 2, 3, 4)]
