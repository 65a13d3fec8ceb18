"""Linear: started, completed and canceled, people by address, and both of its layouts of dates."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.linear import linear

SAMPLE = Path(__file__).parent / "samples" / "linear.csv"
ANA, BO = "email:ana.ruiz@example.com", "email:bo.chen@example.com"
SHORT = "ID,Team,Title,Status,Cycle Number,Triaged,Created"


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is linear
    return linear.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return linear.read(Export.open(SAMPLE))


def test_an_issue_becomes_a_task_with_its_moments_and_what_blocks_it(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "CLM-42",
        "source": "linear",
        "title": "-Rewrite triage prompt",
        "status": "Done",
        "priority": 2,
        "skills": ["prompting", "claims"],
        "opened_at": at(12, 14, 45),
        "started_at": at(13, 8),
        "closed_at": at(19, 8, 5),
        "due_at": at(20, 0),
        "parent_id": "CLM-40",
        "depends_on": ["CLM-41", "CLM-39"],
    }


def test_canceled_is_cancelled_and_a_row_without_its_last_cells_is_read(sample):
    columns = ("status", "priority", "closed_at", "started_at", "depends_on", "parent_id")
    assert tasks(sample, *columns)[1:] == [
        ("CLM-43", "cancelled", None, None, None, None, None),
        ("CLM-44", "In Progress", 1, None, at(16, 9), None, "CLM-42"),
    ]
    assert any("1 issues were canceled" in note for note in sample.notes)


def test_people_go_by_address_and_an_integration_by_name(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "from_at").rows()
    assert rows == [
        ("CLM-42", ANA, "assignee", None),
        ("CLM-42", BO, "reporter", None),
        ("CLM-43", "name:GitHub", "reporter", None),
        ("CLM-44", BO, "assignee", None),
        ("CLM-44", ANA, "reporter", None),
    ]


@pytest.mark.parametrize("zone", ["(GMT)", "(GMT+00:00)", "(Coordinated Universal Time)"])
def test_dates_as_javascript_prints_them_are_read(tmp_path, zone):
    text = f"{SHORT},Completed\nA-1,A,B,Done,,,Wed Mar 13 2024 08:00:00 GMT+0000 {zone},"
    parcel = read(tmp_path, f"{text}Fri Mar 15 2024 10:30:00 GMT+0200 (CEST)\n")
    assert tasks(parcel, "opened_at", "closed_at") == [("A-1", at(13, 8), at(15, 8, 30))]


def test_of_completed_and_canceled_the_later_counts(tmp_path):
    early, late = "2024-03-14T09:00:00.000Z", "2024-03-15T09:00:00.000Z"
    text = (
        f"{SHORT},Completed,Canceled\n"
        f"A-1,A,B,Done,,,2024-03-13T09:00:00.000Z,{late},{early}\n"
        f"A-2,A,B,Canceled,,,2024-03-13T09:00:00.000Z,{early},{late}\n"
    )
    assert tasks(read(tmp_path, text), "status", "closed_at") == [
        ("A-1", "Done", at(15, 9)),
        ("A-2", "cancelled", None),
    ]


def test_rows_that_cannot_be_read_cost_themselves_or_their_cell_only(tmp_path):
    text = (
        f"{SHORT},Completed,Labels\n"
        "A-1,A,B,Done,,,2024-03-13T09:00:00.000Z,soon,-\n,A,B,Todo,,,2024-03-13T09:00:00.000Z,,\n"
        "A-3,A,B,Todo,,,,,\nA-4,A,B,Todo,,,0000-00-00,,\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "closed_at", "skills") == [("A-1", None, None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Completed"),
        (3, "ID"),
        (4, "Created"),
        (5, "Created"),
    ]


def test_of_two_rows_of_one_issue_the_one_updated_last_counts(tmp_path):
    rows = (
        "A-1,A,New,Done,,,2024-03-13T09:00:00.000Z,2024-03-15T09:00:00.000Z\n"
        "A-1,A,Old,Todo,,,2024-03-13T09:00:00.000Z,2024-03-14T09:00:00.000Z\n"
    )
    parcel = read(tmp_path, f"{SHORT},Updated\n{rows}")
    assert tasks(parcel, "title") == [("A-1", "New")]
    assert parcel.refused.select("row", "column").rows() == [(3, "ID")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_shuffled_and_further_columns_and_other_encodings_do_not_matter(tmp_path, encoding):
    header = "created;Health;TITLE;triaged;cycle number;TEAM;id\n"
    text = f"{header}2024-03-13T09:00:00.000Z;ok;Übergabe;;;A;A-1\n"
    assert tasks(read(tmp_path, text, encoding), "title") == [("A-1", "Übergabe")]
