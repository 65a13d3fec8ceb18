"""ServiceNow incidents: states, people by name, times worked, event logs, and cut files."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from loaders import detect
from loaders.export import Export
from loaders.free_text import is_free_text
from loaders.servicenow import servicenow
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "servicenow.csv"
HEADER = "number,opened_at,state,resolved_at,closed_at\n"
OPENED = "2024-03-12 15:45:10"


def at(day, hour, minute=0, second=0):
    return datetime(2024, 3, day, hour, minute, second, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    export = Export.open(path, **how)
    assert detect(export) is servicenow
    return servicenow.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return servicenow.read(Export.open(SAMPLE))


def test_an_incident_becomes_a_task_that_closes_when_it_was_resolved(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "INC0010023",
        "source": "servicenow",
        "title": "Claims sync down",
        "status": "Closed",
        "priority": 3,
        "components": ["claims-sync"],
        "skills": ["Inquiry / Help"],
        "effort_hours": 1.5,
        "opened_at": at(12, 15, 45, 10),
        "closed_at": at(18, 17),
        "reopened": 1,
    }
    assert tasks(sample, "priority", "skills", "parent_id")[1] == (
        "INC0010024",
        1,
        ["Hardware", "Printer"],
        "INC0010023",
    )


def test_a_canceled_incident_and_one_in_progress_again_have_no_closing(sample):
    assert tasks(sample, "status", "closed_at", "reopened")[2:] == [
        ("INC0010025", "cancelled", None, None),
        ("INC0010026", "In Progress", None, 2),
    ]


def test_a_time_worked_needs_its_units(sample):
    assert [hours for _, hours in tasks(sample, "effort_hours")] == [1.5, 0.75, None, None]
    assert sample.refused.rows() == [
        (
            5,
            "time_worked",
            "a time with its units was expected, like 1 Hour 20 Minutes or 1:20:00",
        )
    ]


def test_a_timer_that_nobody_started_tells_nothing(tmp_path):
    text = f"number,opened_at,time_worked\nINC1,{OPENED},0:00:00\nINC2,{OPENED},2 Days 30 Minutes\n"
    assert tasks(read(tmp_path, text), "effort_hours") == [("INC1", None), ("INC2", 48.5)]


def test_whoever_resolved_it_for_somebody_else_helped_and_groups_are_nobody(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "from_at").rows()
    assert rows == [
        ("INC0010023", "name:Ana Ruiz", "assignee", None),
        ("INC0010023", "name:Bo Chen", "reporter", None),
        ("INC0010024", "name:Cy Day", "assignee", None),
        ("INC0010024", "name:Ana Ruiz", "collaborator", None),
        ("INC0010024", "name:Dee Fox", "reporter", None),
        ("INC0010025", "name:Bo Chen", "reporter", None),
        ("INC0010026", "name:Cy Day", "assignee", None),
        ("INC0010026", "name:Bo Chen", "reporter", None),
    ]
    assert sample.facts["task_event"].rows() == [
        ("INC0010023", "name:Ana Ruiz", at(18, 17), "status", "Resolved"),
        ("INC0010024", "name:Ana Ruiz", at(13, 9), "status", "Resolved"),
    ]
    assert any("two people of one name" in note for note in sample.notes)


def test_raw_values_are_read_codes_records_and_all(tmp_path):
    ana, top = "6816f79cc0a8016401c5a33be04be441", "1" * 32
    text = (
        "number,sys_id,opened_at,incident_state,closed_at,assigned_to,opened_by,parent,priority\n"
        f"INC1,{top},{OPENED},7,2024-03-13 10:00:00,{ana},{ana},,4\n"
        f"INC2,{'2' * 32},{OPENED},8,,,,{top},9\n"
        f"INC3,{'3' * 32},{OPENED},2,2024-03-13 10:00:00,,,{'4' * 32},\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "status", "closed_at", "parent_id", "priority") == [
        ("INC1", "Closed", at(13, 10), None, 4),
        ("INC2", "cancelled", None, "INC1", None),
        ("INC3", "In Progress", None, None, None),
    ]
    assert parcel.facts["participation"].select("person_id", "role").rows() == [
        (f"login:servicenow-{ana}", "assignee"),
        (f"login:servicenow-{ana}", "reporter"),
    ]


def test_labels_of_an_excel_export_and_moved_columns_are_known(tmp_path):
    text = (
        "Assignment group\tShort description\tOpened by\tOpened\tResolved\tCaller\tNumber\n"
        f"Desk\tA\tAna Ruiz\t{OPENED}\t2024-03-13 10:00:00\tBo Chen\tINC1\n"
    )
    parcel = read(tmp_path, text, "utf-16")
    assert tasks(parcel, "title", "closed_at") == [("INC1", "A", at(13, 10))]
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Bo Chen"]


def test_a_workbook_tells_moments_as_cells_or_as_numbers_of_a_spreadsheet(tmp_path):
    book = Workbook()
    book.active.append(["Number", "Opened", "Resolved", "Assignment group"])
    book.active.append(["INC1", datetime(2024, 3, 12, 15, 45), 45364.5, "Desk"])  # noqa: DTZ001
    book.save(tmp_path / "a.xlsx")
    parcel = servicenow.read(Export.open(tmp_path / "a.xlsx"))
    assert tasks(parcel, "opened_at", "closed_at") == [("INC1", at(12, 15, 45), at(13, 12))]


def test_journals_with_line_breaks_are_one_cell_and_a_file_cut_in_one_is_not_loaded(tmp_path):
    text = (
        f'number,opened_at,work_notes\nINC1,{OPENED},"one\ntwo, and\n""three"""\nINC2,{OPENED},\n'
    )
    assert tasks(read(tmp_path, text)) == [("INC1",), ("INC2",)]
    with pytest.raises(SourceError, match="a quotation mark opens a cell and never closes"):
        read(tmp_path, text + f'INC3,{OPENED},"and then the file\nended\nhere')


def test_of_an_event_log_the_last_state_counts(tmp_path):
    text = (
        "number,opened_at,state,sys_mod_count,assigned_to\n"
        f"INC1,{OPENED},Closed,10,Ana Ruiz\nINC1,{OPENED},New,0,Cy Day\n"
        f"INC1,{OPENED},In Progress,9,Cy Day\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "status") == [("INC1", "Closed")]
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Ana Ruiz"]
    assert any(note.startswith("2 rows tell an earlier state") for note in parcel.notes)


def test_a_code_is_a_state_of_incidents_only_for_it_means_something_else_in_changes(tmp_path):
    rows = f"INC1,{OPENED},3,,2024-03-19 09:05:00\nCHG1,{OPENED},3,,2024-03-19 09:05:00\n"
    parcel = read(tmp_path, HEADER + rows)
    assert tasks(parcel, "status", "closed_at") == [
        ("INC1", "On Hold", None),
        ("CHG1", "3", at(19, 9, 5)),
    ]


def test_a_state_of_the_firms_own_leaves_the_dates_to_decide(tmp_path):
    rows = f"INC1,{OPENED},Erledigt,,2024-03-13 10:00:00\nINC2,{OPENED},Wartet,,\n"
    assert tasks(read(tmp_path, HEADER + rows), "status", "closed_at") == [
        ("INC1", "Erledigt", at(13, 10)),
        ("INC2", "Wartet", None),
    ]


def test_the_dates_of_a_user_are_read_in_one_order(tmp_path):
    row = "INC1,3/2/2024 01:16,Closed,,4/2/2024 01:16\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, HEADER + row)
    sure = row + "INC2,29/2/2024 01:16,New,,\n"
    opened = tasks(read(tmp_path, HEADER + sure), "opened_at")
    assert opened[0] == ("INC1", datetime(2024, 2, 3, 1, 16, tzinfo=UTC))


def test_bad_rows_are_refused_with_their_row_and_the_others_load(tmp_path):
    rows = (
        f",{OPENED},New,,\nINC2,,New,,\nINC3,{OPENED},Closed,,2024-01-01 10:00:00\n"
        f"INC4,{OPENED},Closed,soon,0000-00-00 00:00:00\n"
    )
    parcel = read(tmp_path, HEADER + rows, "cp1252")
    assert tasks(parcel, "closed_at") == [("INC4", None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "number"),
        (3, "opened_at"),
        (4, "resolved_at"),
        (5, "resolved_at"),
    ]


def test_a_file_without_moments_and_one_with_rounded_numbers_are_not_loaded(tmp_path):
    with pytest.raises(SourceError, match="does not tell when a task was opened"):
        read(tmp_path, "number,assignment_group\nINC1,Desk\n")
    with pytest.raises(SourceError, match="a spreadsheet has rounded them"):
        read(tmp_path, HEADER + f"1.2E+15,{OPENED},New,,\n")


def test_a_file_of_exactly_ten_thousand_rows_is_probably_cut(tmp_path, sample):
    rows = "".join(f"INC{i:07},{OPENED},New,,\n" for i in range(10_000))
    assert "exactly 10,000 rows" in read(tmp_path, HEADER + rows).cut
    assert sample.cut == ""


def test_a_short_description_is_a_title_and_a_description_is_text_of_people():
    assert not is_free_text("short_description")
    assert not is_free_text("Short description")
    assert is_free_text("description")
    assert is_free_text("task short description of what she said, comments")


def test_work_notes_are_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    kept = "".join(frame.write_csv() for frame in flat)
    assert "hoped" not in kept
    assert "bucket" not in kept
