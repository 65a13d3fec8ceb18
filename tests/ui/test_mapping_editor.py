import polars as pl
import pytest

from loaders.export import Export
from loaders.mapping_propose import propose
from ui.mapping_editor import editor_rows, plan_of, with_tables

TICKETS = """Ticket,Opened,Owner,Spent minutes
A-1,2026-01-05,ana@example.com,30
A-2,2026-01-06,ben@example.com,90
"""


@pytest.fixture
def found(tmp_path):
    path = tmp_path / "tickets.csv"
    path.write_text(TICKETS)
    return propose(Export.open(path))


def line(rows, column, **cells):
    is_it = pl.col("column") == column
    return rows.with_columns(
        pl.when(is_it).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
        for name, value in cells.items()
    )


def test_untouched_lines_make_the_proposed_mapping(found):
    rows = editor_rows(found.plan.fills, found)
    assert plan_of(rows, found.plan.fills, found.plan) == found.plan


def test_a_corrected_line_changes_one_column_and_no_other(found):
    rows = line(
        editor_rows(found.plan.fills, found),
        "effort_hours",
        **{"Column of the file": "Spent minutes", "Unit": "minutes"},
    )
    plan = plan_of(rows, found.plan.fills, found.plan)
    [task] = [fill for fill in plan.fills if fill.table == "task"]
    assert task.origins["effort_hours"].columns == ("Spent minutes",)
    assert task.origins["effort_hours"].unit == "minutes"
    assert task.origins["task_id"] == found.plan.fills[0].origins["task_id"]


def test_an_emptied_line_leaves_the_column_out(found):
    rows = line(editor_rows(found.plan.fills, found), "opened_at", **{"Column of the file": None})
    plan = plan_of(rows, found.plan.fills, found.plan)
    assert "opened_at" not in plan.fills[0].origins


def test_one_text_for_all_rows_needs_no_column(found):
    rows = line(editor_rows(found.plan.fills, found), "source", **{"Same for all rows": "desk"})
    assert plan_of(rows, found.plan.fills, found.plan).fills[0].origins["source"].constant == "desk"


def test_a_table_that_was_not_proposed_begins_empty_and_is_left_out_while_it_is(found):
    fills = with_tables(found.plan.fills, ["task", "participation", "team"])
    assert [fill.table for fill in fills][-1] == "team"
    plan = plan_of(editor_rows(fills, found), fills, found.plan)
    assert "team" not in [fill.table for fill in plan.fills]


def test_needed_columns_carry_a_star_and_proposed_ones_say_why(found):
    rows = {row["Into"]: row for row in editor_rows(found.plan.fills, found).to_dicts()}
    assert rows["task · task id *"]["How sure"] > 0
    assert rows["task · value"]["How sure"] is None
