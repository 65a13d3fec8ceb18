from datetime import date

from evidence.outcome_throughput import cells
from tests.evidence.small_histories import TWO, history


def test_tasks_count_in_the_month_of_closing_for_the_team_of_whoever_did_them():
    tasks = [
        {"task_id": "t1", "by": "a0", "closed_at": "2024-01-31T23:00"},
        {"task_id": "t2", "by": "a1", "closed_at": "2024-02-01"},
        {"task_id": "t3", "by": "a1", "closed_at": "2024-02-20"},
        {"task_id": "t4", "by": "b1", "closed_at": "2024-02-20"},
        {"task_id": "t5", "by": "b1"},
    ]
    found = cells(history(tasks), TWO)
    assert found.rows.rows() == [
        ("a", date(2024, 1, 1), 1.0),
        ("a", date(2024, 2, 1), 2.0),
        ("b", date(2024, 2, 1), 1.0),
    ]
    assert found.fills
