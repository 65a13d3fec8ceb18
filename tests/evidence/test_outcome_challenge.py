from datetime import date

import polars as pl
import pytest

from evidence.outcome_challenge import cells
from tests.evidence.small_histories import TWO, history

Q1 = date(2024, 1, 1)
FEBRUARY = (date(2024, 2, 10) - date(1970, 1, 1)).days


def measured(hours, margin, experts=()):
    """Tables of one task each for a person: hours, and skill minus difficulty."""
    rows = [(task, who, "a", "assignee", float(h), FEBRUARY, Q1) for task, who, h in hours]
    columns = ["task_id", "person_id", "team_id", "role", "hours", "closed_day", "quarter"]
    return {
        "participation_hours": pl.DataFrame(rows, schema=columns, orient="row"),
        "difficulty": pl.DataFrame(
            [(task, "f", -m) for task, m in margin.items()],
            schema=["task_id", "job_family", "b"],
            orient="row",
        ),
        "prediction": pl.DataFrame(
            [(who, "f", Q1, 0.0, 0.0) for who in sorted({who for _, who, _ in hours})],
            schema=["person_id", "job_family", "quarter", "theta", "variance"],
            orient="row",
        ),
        "expert_present": pl.DataFrame(
            [(task, who, int(task in experts)) for task, who, _ in hours],
            schema=["task_id", "person_id", "x"],
            orient="row",
        ),
    }


def test_hours_are_weighed_by_how_likely_the_work_lies_in_the_learning_zone():
    # Spread .5: a margin of 1.4 lies between ln(.65/.35) = .619 and ln 9 = 2.197:
    # Phi(1.595) - Phi(-1.562) = .94466 - .05914 = .88552; a margin of 10 is routine: 0.
    told = measured([("t", "a0", 3), ("r", "a1", 1)], {"t": 1.4, "r": 10.0})
    rows = cells(history(measured=told), TWO).rows.rows()
    assert rows == [("a", date(2024, 2, 1), 2, pytest.approx(0.75 * 0.88552, abs=2e-4))]


def test_work_beyond_the_zone_counts_with_an_expert_beside():
    told = measured([("t", "a0", 1), ("u", "a1", 1)], {"t": -10.0, "u": -10.0}, experts=["t"])
    assert cells(history(measured=told), TWO).rows["outcome"].to_list() == [pytest.approx(0.5)]


def test_hours_of_unknown_difficulty_are_in_neither():
    told = measured([("t", "a0", 1), ("u", "a1", 9)], {"t": -10.0}, experts=["t"])
    assert cells(history(measured=told), TWO).rows["outcome"].to_list() == [pytest.approx(1.0)]
