"""Zendesk views: statuses, customers, agents by name, and damaged files."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.zendesk_csv import zendesk_csv
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "zendesk_csv.csv"
HEADER = "Id,Requester,Ticket type,Status,Created at,Solved at\n"
DEE, EVE = "email:dee.fox@example.org", "login:zendesk-36002"


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    export = Export.open(path, **how)
    assert detect(export) is zendesk_csv
    return zendesk_csv.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return zendesk_csv.read(Export.open(SAMPLE))


def test_a_ticket_becomes_a_task_that_closes_when_it_was_solved(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "4411",
        "source": "zendesk",
        "title": "Sync down",
        "type": "Incident",
        "status": "Closed",
        "priority": 2,
        "skills": ["claims", "sync"],
        "opened_at": at(12, 15, 45),
        "closed_at": at(18, 17),
        "reopened": 1,
    }
    assert (sample.rows_read, sample.refused.height) == (3, 0)


def test_a_ticket_that_is_open_again_has_no_closing(sample):
    assert tasks(sample, "status", "closed_at", "reopened", "priority", "due_at")[1:] == [
        ("4412", "Open", None, 2, None, None),
        ("4413", "New", None, 0, 1, at(16, 12)),
    ]


def test_requesters_report_and_groups_are_nobody(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "from_at").rows()
    assert rows == [
        ("4411", "name:Ana Ruiz", "assignee", None),
        ("4411", DEE, "reporter", None),
        ("4412", "name:Cy Day", "assignee", None),
        ("4412", EVE, "reporter", None),
        ("4413", DEE, "reporter", None),
    ]


def test_names_of_requesters_are_not_kept_for_most_of_them_are_customers(sample):
    assert sample.facts["person"].select("person_id", "email", "logins", "name").rows() == [
        (DEE, "dee.fox@example.org", ["zendesk-36001"], None),
        (EVE, None, ["zendesk-36002"], None),
    ]


def test_moments_of_assignment_are_no_history(sample):
    assert sample.facts["participation"]["from_at"].null_count() == 5
    assert any("first assignees are unknown" in note for note in sample.notes)


def test_statuses_in_another_language_leave_the_moment_of_solving_to_decide(tmp_path):
    rows = "1,Dee,Frage,Gelöst,2024-03-12 15:45,2024-03-13 15:45\n2,Dee,,Neu,2024-03-12 15:45,\n"
    parcel = read(tmp_path, HEADER + rows, "cp1252")
    assert tasks(parcel, "status", "closed_at") == [
        ("1", "Gelöst", at(13, 15, 45)),
        ("2", "Neu", None),
    ]
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Dee"] * 2
    assert parcel.facts["person"].is_empty()


def test_columns_may_be_moved_and_renamed_as_views_do(tmp_path):
    text = (
        "\ufeffTICKET TYPE\tMood\tRequester\tID\tSolved at\tCreated at\n"
        "Task\tgood\tDee\t9\t\t2024-03-12T15:45:00Z\n"
    )
    assert tasks(read(tmp_path, text, "utf-16"), "opened_at") == [("9", at(12, 15, 45))]


def test_dates_of_a_firm_are_read_in_one_order_or_asked_about(tmp_path):
    row = "1,Dee,Task,Open,5/3/2024 15:45,\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, HEADER + row)
    assert tasks(read(tmp_path, HEADER + row, day_first=True), "opened_at") == [
        ("1", at(5, 15, 45))
    ]
    sure = row + "2,Dee,Task,Solved,5/3/2024 15:45,25/3/2024 15:45\n"
    assert tasks(read(tmp_path, HEADER + sure), "closed_at")[1] == ("2", at(25, 15, 45))


def test_of_two_rows_of_one_ticket_the_one_updated_last_counts(tmp_path):
    text = (
        "Id,Requester,Ticket type,Status,Created at,Updated at\n"
        "1,Dee,Task,Pending,2024-03-12 15:45,2024-03-14 15:45\n"
        "1,Dee,Task,New,2024-03-12 15:45,2024-03-13 15:45\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "status") == [("1", "Pending")]
    assert parcel.refused.select("row", "column").rows() == [(3, "Id")]


def test_bad_rows_are_refused_with_their_row_and_the_others_load(tmp_path):
    rows = (
        ",Dee,Task,Open,2024-03-12 15:45,\n2,Dee,Task,Open,NULL,\n"
        "3,Dee,Task,Solved,2024-03-12 15:45,2024-03-01 15:45\n"
        "4,Dee,Task,Solved,2024-03-12 15:45,45372\n5,Dee,Task,Solved,2024-03-12 15:45,0000-00-00\n"
    )
    parcel = read(tmp_path, HEADER + rows)
    assert tasks(parcel, "closed_at") == [("4", None), ("5", None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Id"),
        (3, "Created at"),
        (4, "Solved at"),
        (5, "Solved at"),
    ]


def test_ids_that_a_spreadsheet_rounded_stop_the_file(tmp_path):
    text = "Id,Requester,Requester id,Ticket type,Created at\n1,Dee,3.6E+11,Task,2024-03-12 15:45\n"
    with pytest.raises(SourceError, match="a spreadsheet has rounded them"):
        read(tmp_path, text)


def test_what_customers_wrote_is_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    kept = "".join(frame.write_csv() for frame in flat)
    assert "patience" not in kept
    assert "press" not in kept
