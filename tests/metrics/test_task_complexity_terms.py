"""How complex a task is."""

import narwhals as nw
import polars as pl
import pytest

from metrics.task_complexity_terms import (
    complexity_of_task,
    complexity_ruler,
    task_complexity_terms,
)

LISTS = ("components", "skills", "depends_on")
COUNTS = ("reopened", "estimate_changes", "backward_moves")


def big(frame):
    return nw.from_native(frame.lazy())


def tasks(**told):
    """task -> what is told of it."""
    schema = {"task_id": pl.String()} | dict.fromkeys(LISTS, pl.List(pl.String()))
    schema |= dict.fromkeys(COUNTS, pl.Int64())
    rows = [{"task_id": task, **row} for task, row in told.items()]
    return pl.DataFrame(rows, schema=schema)


def terms(people=(), **told):
    part = pl.DataFrame(
        list(people),
        schema={"task_id": pl.String(), "person_id": pl.String(), "weight": pl.Float64()},
        orient="row",
    )
    found = task_complexity_terms(big(tasks(**told)), big(part)).collect().to_native()
    return {row[0]: row[1:] for row in found.rows()}


def test_components_and_skills_are_counted_once_each():
    found = terms(a={"components": ["x", "x", "y"], "skills": ["s"]})
    assert found["a"][0] == 3.0


def test_a_task_that_tells_no_parts_and_no_history_is_unknown_not_simple():
    assert terms(a={"components": []})["a"] == (None, 0.0, None)


def test_dependencies_count_on_both_of_their_ends():
    found = terms(a={"depends_on": ["b", "b"]}, b={}, c={"depends_on": ["b"]})
    assert {task: row[1] for task, row in found.items()} == {"a": 1.0, "b": 2.0, "c": 1.0}


def test_other_people_count_and_a_reporter_does_not():
    people = [("a", "p", 1.0), ("a", "q", 0.25), ("a", "r", 0.0)]
    assert terms(people, a={})["a"][1] == 1.0


def test_what_is_told_of_a_tasks_history_is_added_up():
    assert terms(a={"reopened": 1, "backward_moves": 2})["a"][2] == 3.0


TERMS = pl.DataFrame(
    {
        "task_id": ["a", "b", "c"],
        "component": [1.0, 3.0, None],
        "coordinative": [0.0, 0.0, 3.0],
        "dynamic": [None, None, None],
    },
    schema_overrides={"dynamic": pl.Float64()},
)
REFERENCE = pl.DataFrame({"task_id": ["a", "b"], "job_family": ["craft", "craft"]})


def test_the_ruler_is_the_upper_end_of_the_reference_tasks_and_at_least_one():
    ruler = complexity_ruler(big(TERMS), big(REFERENCE), 0.9)
    firm, craft = ruler.sort("job_family").rows()
    assert firm == (None, pytest.approx(2.8), 1.0, None)
    assert craft == ("craft", pytest.approx(2.8), 1.0, None)


def test_w_is_the_mean_of_the_terms_that_are_known_and_one_extreme_is_capped():
    ruler = pl.DataFrame(
        {
            "job_family": [None, "craft"],
            "component": [3.0, 3.0],
            "coordinative": [1.0, 1.0],
            "dynamic": [None, None],
        },
        schema_overrides={"dynamic": pl.Float64()},
    )
    actor = pl.DataFrame({"task_id": ["a", "b", "c"], "job_family": ["craft", "craft", "new"]})
    found = complexity_of_task(big(TERMS), ruler, big(actor), 1.5).collect().to_native()
    w = {row["task_id"]: (row["w"], row["is_labelled"]) for row in found.to_dicts()}
    assert w["a"] == (pytest.approx((0.5 + 0) / 2), 1)
    assert w["b"] == (pytest.approx((1 + 0) / 2), 1)
    assert w["c"] == (pytest.approx(1.5), 0)  # log2(4) / log2(2) is 2, by the firm's ruler
