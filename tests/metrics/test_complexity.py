"""Complexity of units: capacity-weighted over members."""

from datetime import date

import polars as pl
import pytest

from metrics.breadth import breadth
from metrics.complexity import complexity
from metrics.person_complexity import person_complexity, unit_complexity
from metrics.task_complexity import task_complexity

Q = date(2026, 1, 1)
UNITS = pl.DataFrame({"unit_id": ["a"], "period": [Q]})


def members(*rows):
    """(person, capacity, tasks, breadth, task complexity, complexity, hours, labelled hours)."""
    names = ["person_id", "capacity", "tasks", "breadth", "task_complexity", "complexity", "hours"]
    table = pl.DataFrame(rows, schema=[*names, "labelled_hours"], orient="row")
    return table.with_columns(unit_id=pl.lit("a"), period=pl.lit(Q), is_novice=pl.lit(value=False))


def test_half_a_post_counts_half():
    two = members(("p", 400.0, 12, 3.0, 0.5, 0.6, 90.0, 90.0), ("q", 200.0, 12, 6, 0.8, 0.9, 9, 9))
    got = [f(two, UNITS)["value"].item() for f in (breadth, task_complexity, complexity)]
    assert got == pytest.approx([4.0, 0.6, 0.7])


def test_a_member_without_breadth_lowers_the_coverage_of_complexity_not_of_task_complexity():
    two = members(
        ("p", 100.0, 12, 3.0, 0.5, 0.6, 60.0, 60.0), ("q", 100.0, 3, None, 0.8, None, 40.0, 40.0)
    )
    rows = [f(two, UNITS).row(0, named=True) for f in (complexity, task_complexity)]
    assert [row["coverage"] for row in rows] == pytest.approx([0.6, 1.0])
    assert [row["n_people"] for row in rows] == [1, 2]


def test_work_on_tasks_without_components_lowers_the_coverage():
    row = complexity(members(("p", 100.0, 12, 3.0, 0.5, 0.6, 60.0, 45.0)), UNITS)
    assert row["coverage"].item() == 0.75


def person(tasks, of_ten, of_few):
    who = {"person_id": ["p"], "period": [Q]}
    return person_complexity(
        pl.DataFrame({**who, "team_id": ["a"], "weighed": [30.0], "weighed_hours": [60.0]}),
        pl.DataFrame(
            {**who, "tasks": [tasks], "breadth": [of_ten], "breadth_of_few": [of_few]},
            schema_overrides={"breadth": pl.Float64(), "breadth_of_few": pl.Float64()},
        ),
        pl.DataFrame(
            {"job_family": [None, "craft"], "best": [9.0, 4.0], "best_of_few": [9.0, 2.0]}
        ),
        pl.DataFrame({**who, "job_family": ["craft"]}),
        1.5,
        0.5,
    ).row(0, named=True)


def test_few_tasks_are_measured_on_a_ruler_of_their_own():
    assert person(12, 2.0, 1.5)["complexity"] == pytest.approx(0.5 * 2 / 4 + 0.5 * 0.5)
    assert person(7, None, 1.5)["complexity"] == pytest.approx(0.5 * 1.5 / 2 + 0.5 * 0.5)
    assert person(4, None, None)["complexity"] is None


def test_breadth_beyond_the_ruler_is_capped():
    assert person(12, 40.0, 9.0)["complexity"] == pytest.approx(0.5 * 1.5 + 0.5 * 0.5)


def test_hours_are_those_worked_for_the_unit():
    people = pl.DataFrame(
        {"unit_id": ["a", "firm"], "person_id": "p", "period": Q, "hours": 450.0, "is_novice": True}
    )
    one = pl.DataFrame({"person_id": ["p"], "period": [Q], "tasks": [12], "complexity": [0.6]})
    worked = pl.DataFrame(
        {"person_id": "p", "team_id": ["a", "b"], "period": Q, "hours": [30.0, 10.0]}
    ).with_columns(labelled_hours="hours")
    tree = pl.DataFrame({"team_id": ["a", "a", "b"], "unit_id": ["a", "firm", "firm"]})
    found = unit_complexity(people, one, worked, tree)
    assert found.select("unit_id", "hours").rows() == [("a", 30.0), ("firm", 40.0)]
