from datetime import date

import polars as pl
import pytest

MEMBERS = [{"person_id": "a", "team_id": "x", "valid_from": "2020-01-01", "job_family": "J"}]
LAST = {"task_id": "end", "opened_at": "2024-06-30", "closed_at": "2024-06-30"}


@pytest.fixture
def hard(firm, tables):
    def told(rows: list[dict]) -> pl.DataFrame:
        tasks = [{"opened_at": "2024-01-01", "closed_at": "2024-02-01", **row} for row in rows]
        parts = [{"task_id": r["task_id"], "person_id": "a", "role": "assignee"} for r in rows]
        facts = firm(task=[*tasks, LAST], participation=parts, membership=MEMBERS)
        return tables(facts, "challenging", grain="month").sort("task_id")

    return told


def rows(values: list, **of) -> list[dict]:
    (column, make), *_ = of.items()
    return [{"task_id": f"T{i}", column: make(value)} for i, value in enumerate(values)]


def test_without_outcomes_the_upper_third_by_stakes_is_challenging(hard):
    found = hard(rows([1, 2, 4, 8, 16, 32], estimate_hours=float))
    # The 67th percentile of six lies at rank 3.35 from 0: the two largest are above it.
    assert found.rows() == [
        ("T4", date(2024, 2, 1), "stakes"),
        ("T5", date(2024, 2, 1), "stakes"),
    ]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(rows([6, 5, 4, 3, 2, 1], priority=int), id="priority 1 is the highest"),
        pytest.param(rows(range(6), components=lambda n: ["c"] * n), id="components"),
        pytest.param(rows(range(6), depends_on=lambda n: ["T0"] * n), id="dependencies"),
    ],
)
def test_each_part_of_the_stakes_counts(hard, given):
    assert hard(given)["task_id"].to_list() == ["T4", "T5"]


def test_a_part_that_is_missing_or_alike_everywhere_says_nothing(hard):
    given = [{**row, "priority": 3} for row in rows([1, 2, 4, 8, 16, 32], estimate_hours=float)]
    del given[5]["estimate_hours"]
    given.append({"task_id": "bare"})
    assert hard(given)["task_id"].to_list() == ["T3", "T4"]


def test_tasks_that_tell_of_no_stakes_are_not_challenging(hard):
    assert hard(rows([None] * 4, priority=lambda value: value)).height == 0


def test_the_mark_is_frozen(hard):
    given = rows([1, 2, 4, 8, 16, 32], estimate_hours=float)
    later = [
        {"task_id": f"L{i}", "estimate_hours": 9.0, "closed_at": "2024-09-01"} for i in range(9)
    ]
    later.append({"task_id": "L9", "estimate_hours": 20.0, "closed_at": "2024-09-01"})
    assert hard([*given, *later])["task_id"].to_list() == ["L9", "T4", "T5"]


def test_with_outcomes_difficulty_decides(hard):
    kinds = {"easy": 0, "middle": 2, "hard": 4}  # sent back so many times in five
    given = [
        {"task_id": f"{kind}{i:02d}", "type": kind, "changes_requested": int(i % 5 < failures)}
        for kind, failures in kinds.items()
        for i in range(30)
    ]
    found = hard(given)
    assert set(found["task_id"].str.head(4)) == {"hard"}
    assert found.height == 30
    assert set(found["basis"]) == {"difficulty"}
