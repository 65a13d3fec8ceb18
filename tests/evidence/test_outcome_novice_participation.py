from datetime import date

import polars as pl

from evidence.outcome_novice_participation import cells
from tests.evidence.small_histories import TWO, history

Q1 = date(2024, 1, 1)


def test_challenging_tasks_count_where_a_novice_is_among_those_who_do_them():
    tasks = [
        {"task_id": f"t{i}", "by": by, "closed_at": "2024-02-10"}
        for i, by in enumerate(["a0", "a0", "a0", "a0", "b0"])
    ]
    easy = {"task_id": "easy", "by": "a1", "closed_at": "2024-02-10"}
    parts = [
        ("t0", "a0", "assignee"),
        ("t0", "a1", "collaborator"),  # a novice at the side: counts
        ("t1", "a0", "assignee"),
        ("t1", "a1", "reviewer"),  # a novice who only looks on: does not
        ("t2", "a0", "assignee"),
        ("t2", "b1", "collaborator"),  # a novice of another team: counts
        ("t3", "a0", "assignee"),
        ("t4", "b0", "assignee"),
        ("easy", "a1", "assignee"),
    ]
    measured = {
        "challenging": pl.DataFrame({"task_id": ["t0", "t1", "t2", "t3", "t4"]}),
        "status": pl.DataFrame(
            [("a1", Q1, "novice"), ("b1", Q1, "novice"), ("a0", Q1, "expert")],
            schema=["person_id", "period", "status"],
            orient="row",
        ),
        "participation_hours": pl.DataFrame(
            [(*part, Q1) for part in parts],
            schema=["task_id", "person_id", "role", "quarter"],
            orient="row",
        ),
    }
    found = cells(history([*tasks, easy], measured=measured), TWO)
    assert found.rows.rows() == [("a", date(2024, 2, 1), 0.5), ("b", date(2024, 2, 1), 0.0)]
    assert not found.fills
