"""Breadth that does not grow with the workload."""

from datetime import date

import narwhals as nw
import numpy as np
import polars as pl
import pytest

from metrics.person_breadth import (
    breadth_ruler,
    labelled_part,
    labelled_tasks,
    labels_met,
    person_breadth,
)
from metrics.task_labels import task_labels

PERIODS = pl.DataFrame(
    {
        "period": [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)],
        "index": [100, 101, 102],
        "quarter": [date(2025, 7, 1), date(2025, 10, 1), date(2026, 1, 1)],
    }
)
FIRST, SECOND, THIRD = PERIODS["period"]


DAYS = pl.DataFrame({"day": [1, 2, 3], "month": PERIODS["period"], "period": PERIODS["period"]})


def breadth(parts, labels):
    """parts: (task, period, weight) of person p; labels: task -> components."""
    hours = pl.DataFrame(
        [
            (task, "p", float(weight), 1 + [FIRST, SECOND, THIRD].index(q))
            for task, q, weight in parts
        ],
        schema=["task_id", "person_id", "weight", "closed_day"],
        orient="row",
    )
    label = pl.DataFrame(
        [(task, label) for task, found in labels.items() for label in found],
        schema={"task_id": pl.String(), "label": pl.String()},
        orient="row",
    )
    hours, label = (nw.from_native(frame.lazy()) for frame in (hours, label))
    part = labelled_part(hours, label, DAYS, 0.25)
    return person_breadth(labelled_tasks(part), labels_met(part, label), DAYS, PERIODS, 10, 5)


def same(tasks, period=FIRST):
    return [(f"{period}{k}", period, 1) for k in range(tasks)]


def test_one_component_in_every_task_is_one_component():
    row = breadth(same(12), {task: ["x"] for task, *_ in same(12)}).row(0, named=True)
    assert (row["tasks"], row["breadth"], row["breadth_of_few"]) == (12, 1.0, 1.0)


def test_breadth_is_seen_over_two_periods_and_forgotten_after():
    parts = same(6, FIRST) + same(6, SECOND) + same(6, THIRD)
    labels = {task: [str(period)] for task, period, _ in parts}
    found = breadth(parts, labels)
    assert found["tasks"].to_list() == [6, 12, 12]
    assert found["breadth"].to_list() == pytest.approx([None, 2.0, 2.0], abs=1e-12)
    assert found["breadth_of_few"].to_list()[0] == 1.0


def test_nine_tasks_are_read_in_five_and_four_not_at_all():
    nine = breadth(same(9), {task: ["x"] for task, *_ in same(9)}).row(0, named=True)
    four = breadth(same(4), {task: ["x"] for task, *_ in same(4)}).row(0, named=True)
    assert (nine["breadth"], nine["breadth_of_few"]) == (None, 1.0)
    assert (four["breadth"], four["breadth_of_few"]) == (None, None)


def test_a_task_of_unknown_components_is_no_task_without_components():
    labels = {task: ["x"] for task, *_ in same(10)}
    assert breadth(same(14), labels)["tasks"].to_list()[0] == 10


def test_a_part_of_little_weight_shows_nobody_a_component():
    parts = [(task, period, 0.1) for task, period, _ in same(12)]
    assert breadth(parts, {task: ["x"] for task, *_ in parts}).is_empty()


def test_the_same_habits_with_four_times_the_work_are_the_same_breadth():
    rng = np.random.default_rng(7)
    share = 1 / np.arange(1, 13)
    share /= share.sum()

    def mean(tasks):
        found = []
        for _ in range(60):
            drawn = {
                task: [f"c{c}" for c in rng.choice(12, rng.integers(1, 4), False, share)]
                for task, *_ in same(tasks)
            }
            found.append(breadth(same(tasks), drawn)["breadth"][0])
        return np.mean(found)

    assert mean(80) == pytest.approx(mean(20), rel=0.03)  # V4 with its own sampling noise


def test_components_speak_for_a_task_and_skills_where_there_are_none():
    task = pl.DataFrame(
        {
            "task_id": ["a", "b", "c", "d"],
            "components": [["x", "x", "y"], [], None, None],
            "skills": [["s"], ["s"], ["s", "r"], None],
        },
        schema_overrides={"components": pl.List(pl.String), "skills": pl.List(pl.String)},
    )
    found = task_labels(nw.from_native(task.lazy())).collect().to_native()
    assert sorted(found.rows()) == [("a", "x"), ("a", "y"), ("b", "s"), ("c", "r"), ("c", "s")]


def test_the_ruler_is_frozen_in_the_reference_period_and_never_below_one():
    people = pl.DataFrame(
        {
            "person_id": ["p", "q", "r", "p"],
            "period": [FIRST, FIRST, FIRST, THIRD],
            "tasks": 12,
            "breadth": [0.5, 0.6, 4.0, 99.0],
            "breadth_of_few": [0.5, 0.6, 2.0, 99.0],
        }
    )
    status = pl.DataFrame(
        {"person_id": ["p", "q", "r"], "period": FIRST, "job_family": ["dull", "dull", "rich"]}
    )
    ruler = breadth_ruler(people, status, PERIODS, pl.DataFrame({"quarter": [FIRST]}), 0.9)
    by_family = {row["job_family"]: (row["best"], row["best_of_few"]) for row in ruler.to_dicts()}
    assert by_family["dull"] == (1.0, 1.0)
    assert by_family["rich"] == (4.0, 2.0)
    assert by_family[None][0] == pytest.approx(np.quantile([0.5, 0.6, 4.0], 0.9))
