from datetime import date

import pytest

from evidence import outcome_rework_rate, outcome_rework_tickets
from tests.evidence.small_histories import TWO, history, watched

TASKS = [
    {"task_id": "t1", "by": "a0", "closed_at": "2024-01-10", "reopened": 1, "changes_requested": 0},
    {"task_id": "t2", "by": "a0", "closed_at": "2024-01-10", "reopened": 0, "changes_requested": 2},
    {"task_id": "t3", "by": "a0", "closed_at": "2024-01-10", "reopened": 0, "changes_requested": 0},
    {"task_id": "t4", "by": "a0", "closed_at": "2024-01-10", "reopened": 0},
    {"task_id": "t5", "by": "a0", "closed_at": "2024-01-10"},
    {"task_id": "t6", "by": "a0", "closed_at": "2024-02-10", "reopened": 0},
    {"task_id": "t7", "by": "b0", "closed_at": "2024-01-10"},
]


def test_reopened_tasks_and_those_with_changes_requested_came_back():
    rows = outcome_rework_tickets.cells(history(TASKS), TWO).rows.rows()
    assert rows == [
        ("a", date(2024, 1, 1), 2.0),
        ("a", date(2024, 2, 1), 0.0),
        ("b", date(2024, 1, 1), None),
    ]


def test_the_share_is_over_tasks_whose_history_is_held():
    rows = outcome_rework_rate.cells(history(TASKS), TWO).rows.rows()
    assert rows == [
        ("a", date(2024, 1, 1), pytest.approx(2 / 4), 1),
        ("a", date(2024, 2, 1), 0.0, 1),
        ("b", date(2024, 1, 1), None, 0),
    ]


@pytest.mark.parametrize(
    ("last", "kept", "cut"),
    [("2024-04-30", date(2024, 3, 1), 1), ("2024-04-29", date(2024, 2, 1), 2)],
)
def test_months_whose_tasks_had_no_thirty_days_to_come_back_are_cut_for_all(last, kept, cut):
    found = outcome_rework_rate.cells(history(TASKS, span=watched(last=last)), TWO)
    assert (found.last, found.cut) == (kept, cut)
    assert not found.fills
    assert outcome_rework_tickets.cells(history(TASKS), TWO).fills
