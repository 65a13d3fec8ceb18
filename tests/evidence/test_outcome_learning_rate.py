from datetime import date

import polars as pl
import pytest

from evidence.outcome_learning_rate import cells
from tests.evidence.small_histories import TWO, history

Q1, Q2, Q3 = date(2024, 1, 1), date(2024, 4, 1), date(2024, 7, 1)


def test_the_change_is_from_one_quarter_to_the_next_in_the_same_craft():
    skill = pl.DataFrame(
        [
            ("a0", "f", Q1, 0.0),
            ("a0", "f", Q2, 0.4),
            ("a1", "f", Q1, 1.0),
            ("a1", "f", Q2, 0.8),
            ("a2", "f", Q1, 0.0),
            ("a2", "g", Q2, 9.0),  # another craft
            ("a3", "f", Q1, 0.0),
            ("a3", "f", Q3, 9.0),  # a quarter between
            ("b0", "f", Q2, 0.0),
            ("b0", "f", Q3, 0.3),
        ],
        schema=["person_id", "job_family", "period", "theta"],
        orient="row",
    )
    found = cells(history(measured={"skill": skill}), TWO)
    assert found.grain == "quarter"
    assert found.rows.rows() == [
        ("a", Q2, pytest.approx((0.4 - 0.2) / 2), 2),
        ("b", Q3, pytest.approx(0.3), 1),
    ]
