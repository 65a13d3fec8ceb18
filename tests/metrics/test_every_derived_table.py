"""Every derived table: no rows in, no rows out, in the right columns."""

import inspect

import narwhals as nw
import polars as pl
import pytest

from metrics._dataflow import flow, flow_modules, grain_free
from metrics.anchors import constants

COLUMNS = {
    "calendar": "day date is_business week period quarter",
    "periods": "period start_day end_day quarter is_complete",
    "quarters": "period start_day end_day quarter is_complete",
    "reference": "quarter",
    "unit_tree": "team_id unit_id depth",
    "belonging": "person_id team_id start_day end_day share fte job_family",
    "capacity": "team_id person_id period hours is_fte_missing",
    "status": "person_id period status job_family team_id",
    "participation_hours": "task_id person_id period hours weight role team_id job_family",
    "task_hours": "task_id effort_hours effort_basis",
    "success": "task_id y mask",
    "task_family": "task_id family z",
    "ai_flag": "task_id a link",
    "actor": "task_id person_id team_id job_family period quarter",
    "expert_present": "task_id person_id x",
    "difficulty": "task_id b is_in_sample",
    "skill": "person_id job_family period theta se n_tasks",
    "prediction": "person_id job_family quarter theta variance is_in_sample",
    "challenge_threshold": "job_family b67",
    "challenging": "task_id period basis",
    "family_difficulty": "job_family family type component b se n_tasks",
    "skill_parameters": "job_family quarter alpha gamma kappa z_mean z_sd effort_ratio",
}


@pytest.mark.parametrize("grain", ["quarter", "month"])
@pytest.mark.parametrize("name", COLUMNS)
def test_no_facts_make_no_rows_in_the_right_columns(firm, tables, name, grain):
    found = tables(firm(), name, grain=grain)
    assert found.height == 0
    assert set(COLUMNS[name].split()) <= set(found.columns)


def test_columns_have_the_same_types_with_and_without_rows(firm, tables):
    full = firm(
        task=[
            {
                "task_id": f"T{i}",
                "closed_at": f"2024-0{i % 6 + 1}-{i + 1:02d}",
                "due_at": "2024-03-01",
                "effort_hours": 3.0,
                "estimate_hours": 2.0 + i,
            }
            for i in range(20)
        ],
        participation=[
            {"task_id": f"T{i}", "person_id": "a", "role": "assignee"} for i in range(20)
        ],
        membership=[{"person_id": "a", "team_id": "x", "valid_from": "2020-01-01"}],
        ai_usage=[{"person_id": "a", "day": "2024-02-01", "tool": "x", "interactions": 1}],
        person=[{"person_id": "a", "hire_date": "2019-01-01"}],
        team=[{"team_id": "x"}],
    )
    filled, empty = tables(full, *COLUMNS), tables(firm(), *COLUMNS)
    for name, rows, none in zip(COLUMNS, filled, empty, strict=True):
        assert rows.height > 0, name
        types = {column: kind for column, kind in none.schema.items() if kind != pl.Null}
        assert {column: rows.schema[column] for column in types} == types, name


def test_tables_of_the_skill_model_are_the_same_for_every_grain():
    free = set(grain_free(flow()))
    assert {"skill", "prediction", "difficulty", "hard_task", "hours", "belonging"} <= free
    assert not free & {"calendar", "periods", "capacity", "status", "challenging"}


def test_the_type_in_the_signature_says_on_which_side_a_table_stands():
    for module in flow_modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                assert function.__doc__, name
                returns = inspect.signature(function).return_annotation
                assert returns is not inspect.Signature.empty, name


def test_big_tables_are_lazy(firm):
    found = flow().execute(["hours"], inputs={**constants(), "grain": "quarter", **firm()})
    assert isinstance(found["hours"], nw.LazyFrame)
