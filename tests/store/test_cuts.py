"""Exports that were cut stay known until something makes them whole."""

from datetime import UTC, date, datetime, timedelta

import polars as pl

from loaders.contract import shaped
from store.cuts import cuts
from store.ledger import span
from store.spans import spans
from store.state import Import
from store.workspace import SourceFile, Workspace

CUT = "stops at 1,000"
FIRST, LAST = date(2026, 1, 5), date(2026, 2, 7)
NOBODY = pl.DataFrame(schema={"row": pl.Int64, "column": pl.String, "reason": pl.String})


def entry(number, cut="", loader="jira_csv", days=(FIRST, LAST), **projects):
    """An import of tasks; days of projects as pairs."""
    told = {f"task {name}": [str(part) for part in span] for name, span in projects.items()}
    return Import(
        id=number, loader=loader, cut=cut, first_day=days[0], last_day=days[1], spans=told
    )


def whole_after(*later, first=None):
    """Whether later exports make a cut one whole."""
    return cuts([first or entry(1, CUT), *later]).is_empty()


def test_an_export_that_was_cut_is_known_with_the_days_of_its_tasks():
    told = cuts([entry(1, CUT), entry(2, loader="linear")])
    assert told.rows() == [("jira_csv", FIRST, LAST, CUT)]


def test_a_later_whole_export_of_the_source_makes_it_whole_and_an_earlier_one_does_not():
    assert whole_after(entry(2, CUT), entry(3))
    assert cuts([entry(1), entry(2, CUT)]).height == 1


def test_an_export_of_other_days_makes_nothing_whole():
    assert not whole_after(entry(2, days=(date(2026, 1, 6), LAST)))
    assert not whole_after(entry(2, days=(FIRST, date(2026, 2, 6))))
    assert not whole_after(entry(2, days=(date(2026, 2, 8), date(2026, 3, 31))))
    assert whole_after(entry(2, days=(date(2025, 1, 1), date(2026, 3, 31))))


def test_several_later_exports_make_it_whole_together_when_only_a_weekend_lies_between():
    january, friday = (FIRST, date(2026, 1, 30)), date(2026, 1, 30)
    assert whole_after(entry(2, days=january), entry(3, days=(date(2026, 2, 2), LAST)))
    assert whole_after(entry(2, days=(date(2026, 2, 2), LAST)), entry(3, days=january))
    after = friday + timedelta(days=5)
    assert not whole_after(entry(2, days=january), entry(3, days=(after, LAST)))


def test_an_export_of_another_project_makes_nothing_whole():
    both = (FIRST, LAST)
    first = entry(1, CUT, ENG=both)
    assert not whole_after(entry(2, OPS=both), first=first)
    assert whole_after(entry(2, OPS=both, ENG=both), first=first)


def test_each_project_of_a_cut_export_must_be_told_whole_in_its_own_days():
    both, late = (FIRST, LAST), (date(2026, 2, 1), LAST)
    first = entry(1, CUT, ENG=both, OPS=late)
    assert not whole_after(entry(2, ENG=both), first=first)
    assert not whole_after(entry(2, ENG=late, OPS=late, days=both), first=first)
    assert whole_after(entry(2, ENG=both), entry(3, OPS=late, days=late), first=first)


def test_pieces_that_go_on_where_the_former_was_cut_off_make_it_whole():
    def piece(number, cut, low, high, order):
        return entry(number, cut, ENG=(FIRST, date(2026, 1, number + 5), low, high, order))

    first, rest = piece(1, CUT, 1, 1000, "up"), piece(2, CUT, 900, 1899, "up")
    assert cuts([first, rest]).height == 2
    days = (date(2026, 2, 1), LAST)
    last = entry(3, days=days, ENG=(*days, 1900, 1950, "up"))
    assert whole_after(rest, last, first=first)
    beyond = entry(3, days=days, ENG=(*days, 1901, 1950, "up"))
    assert not whole_after(rest, beyond, first=first)
    # One that begins with its newest lost its oldest: what came after it is another month.
    assert not whole_after(last, first=piece(1, CUT, 900, 1899, "down"))
    older = entry(3, days=days, ENG=(*days, 800, 899, "down"))
    assert whole_after(older, first=piece(1, CUT, 900, 1899, "down"))


def test_where_an_import_tells_no_projects_the_days_decide():
    both = (FIRST, LAST)
    assert whole_after(entry(2, ENG=both))
    assert whole_after(entry(2), first=entry(1, CUT, ENG=both))


def task(*rows):
    frame = pl.DataFrame(rows, schema=["task_id", "opened_at", "closed_at"], orient="row")
    return {"task": shaped("task", frame)}


def test_a_file_spans_the_days_from_its_first_opening_to_its_last_closing():
    early, late = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 2, 7, 17, tzinfo=UTC)
    assert span(task(("a", early, late), ("b", early, None))) == (FIRST, LAST)
    assert span(task(("a", early, None))) == (FIRST, FIRST)
    assert span({}) == (None, None)


def test_days_are_told_by_project_queue_or_repository_where_ids_name_one():
    day = datetime(2026, 1, 5, 9, tzinfo=UTC)
    late = datetime(2026, 2, 7, 17, tzinfo=UTC)
    ids = ("ENG-1", "ENG-12", "owner/repo-2#7", "ops/claims!3", "INC0012", "1201", "3f2a-77b1c")
    told = spans(task(*((one, day, late if one == "ENG-12" else None) for one in ids)))
    projects = {"task ENG": "2026-02-07"} | dict.fromkeys(
        ("task ", "task INC", "task ops/claims", "task owner/repo-2"), "2026-01-05"
    )
    assert {name: told[name][:2] for name in told} == {
        name: ["2026-01-05", last] for name, last in projects.items()
    }
    assert told["task ENG"][2:] == ["1", "12", "up"]
    assert told["task "][2:] == []  # one of the two has no number


def test_the_order_of_numbers_in_a_file_is_told_where_there_is_one():
    day = datetime(2026, 1, 5, 9, tzinfo=UTC)
    orders = [
        spans(task(*((f"ENG-{number}", day, None) for number in numbers)))["task ENG"][2:]
        for numbers in ((9, 7, 3), (3, 7, 9), (3, 9, 7))
    ]
    assert orders == [["3", "9", "down"], ["3", "9", "up"], []]


def test_ids_that_all_begin_in_another_way_tell_no_projects():
    day = datetime(2026, 1, 5, 9, tzinfo=UTC)
    assert spans(task(*((f"repo{i}#1", day, None) for i in range(501)))) == {}


def load(workspace, facts, name, cut):
    workspace.load(
        facts,
        refused=NOBODY,
        rows_read=1,
        notes=[],
        source=SourceFile(f"{name}.csv", name, 1),
        loader="jira_csv",
        loader_version=1,
        by="test",
        cut=cut,
    )


def test_a_workspace_tells_of_a_cut_export_until_it_is_whole(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    opened = datetime(2026, 1, 5, tzinfo=UTC)
    for number, cut in enumerate(("stops at 1,000", "")):
        load(workspace, task((f"T-{number}", opened, opened)), str(number), cut)
        assert workspace.cuts().height == (1 if cut else 0)


def test_a_workspace_keeps_a_cut_export_open_when_another_project_is_loaded(tmp_path):
    workspace = Workspace.open(tmp_path / "w")
    opened = datetime(2026, 1, 5, tzinfo=UTC)
    for project, cut, still in (("ENG", CUT, 1), ("OPS", "", 1), ("ENG", "", 0)):
        load(workspace, task((f"{project}-1", opened, opened)), f"{project} {cut}", cut)
        assert workspace.cuts().height == still
