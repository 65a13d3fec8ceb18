"""Exports that were cut stay known until something makes them whole."""

from datetime import UTC, date, datetime

import polars as pl

from loaders.contract import shaped
from store.ledger import cuts, span
from store.workspace import SourceFile, Workspace

FIRST, LAST = date(2026, 1, 5), date(2026, 2, 7)
NOBODY = pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "reason": pl.String})


def ledger(*lines):
    schema = {"id": pl.Int64, "loader": pl.String, "cut": pl.String}
    rows = pl.DataFrame(lines, schema=schema, orient="row")
    return rows.with_columns(first_day=pl.lit(FIRST), last_day=pl.lit(LAST))


def test_an_export_that_was_cut_is_known_with_the_days_of_its_tasks():
    told = cuts(ledger((1, "jira_csv", "stops at 1,000"), (2, "linear", "")))
    assert told.rows() == [("jira_csv", FIRST, LAST, "stops at 1,000")]


def test_a_later_whole_export_of_the_source_makes_it_whole_and_an_earlier_one_does_not():
    cut, whole = "stops at 1,000", ""
    assert cuts(
        ledger((1, "jira_csv", cut), (2, "jira_csv", cut), (3, "jira_csv", whole))
    ).is_empty()
    assert cuts(ledger((1, "jira_csv", whole), (2, "jira_csv", cut))).height == 1


def task(*rows):
    frame = pl.DataFrame(rows, schema=["task_id", "opened_at", "closed_at"], orient="row")
    return {"task": shaped("task", frame)}


def test_a_file_spans_the_days_from_its_first_opening_to_its_last_closing():
    early, late = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 2, 7, 17, tzinfo=UTC)
    assert span(task(("a", early, late), ("b", early, None))) == (FIRST, LAST)
    assert span(task(("a", early, None))) == (FIRST, FIRST)
    assert span({}) == (None, None)


def test_a_workspace_tells_of_a_cut_export_until_it_is_whole(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    opened = datetime(2026, 1, 5, tzinfo=UTC)
    for number, cut in enumerate(("stops at 1,000", "")):
        workspace.load(
            task((f"T{number}", opened, opened)),
            refused=NOBODY,
            rows_read=1,
            notes=[],
            source=SourceFile(f"{number}.csv", str(number), 1),
            loader="jira_csv",
            loader_version=1,
            by="test",
            cut=cut,
        )
        assert workspace.cuts().height == (1 if cut else 0)
