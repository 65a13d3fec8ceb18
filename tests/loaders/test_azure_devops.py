"""Azure Boards: states, people in cells, trees by depth, and dates that only the file decides."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.azure_devops import azure_devops
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "azure_devops.csv"
ANA, BO = "email:ana.ruiz@example.com", "email:bo.chen@example.com"
SHORT = "ID,Work Item Type,Title,State,Created Date"


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path, **how)
    assert detect(export) is azure_devops
    return azure_devops.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return azure_devops.read(Export.open(SAMPLE))


def test_a_work_item_becomes_a_task_with_hours_and_lists(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "AB#1042",
        "source": "azure devops",
        "title": "Rewrite claim triage prompt",
        "type": "User Story",
        "status": "Closed",
        "priority": 2,
        "components": ["Claims\\Triage"],
        "skills": ["prompting", "claims"],
        "estimate_hours": 4.0,
        "effort_hours": 7.5,
        "opened_at": at(12, 15, 45),
        "started_at": at(13, 8),
        "closed_at": at(19, 9, 5),
        "parent_id": "AB#1040",
    }
    assert any("so it is read as hours" in note for note in sample.notes)


def test_what_was_closed_as_a_duplicate_is_cancelled_and_what_is_new_is_open(sample):
    assert tasks(sample, "status", "closed_at", "started_at", "parent_id")[1:] == [
        ("AB#1043", "New", None, None, "AB#1042"),
        ("AB#1044", "cancelled", None, None, None),
    ]


def test_people_go_by_address_by_domain_account_or_by_name(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "from_at").rows()
    assert rows == [
        ("AB#1042", ANA, "assignee", None),
        ("AB#1042", BO, "reporter", None),
        ("AB#1043", "name:CONTOSO\\cdoe", "reporter", None),
        ("AB#1044", "login:CONTOSO\\cdoe", "assignee", None),
        ("AB#1044", "name:Di Evans", "reporter", None),
    ]
    known = sample.facts["person"].select("person_id", "email", "logins", "name").rows()
    assert known == [
        (ANA, "ana.ruiz@example.com", None, "Ana Ruiz"),
        (BO, "bo.chen@example.com", None, "Bo Chen"),
        ("login:CONTOSO\\cdoe", None, ["CONTOSO\\cdoe"], "Cy Doe"),
    ]


def test_steps_are_events_of_those_who_took_them(sample):
    assert sample.facts["task_event"].rows() == [
        ("AB#1042", ANA, at(13, 8), "status", "activated"),
        ("AB#1042", ANA, at(18, 17), "status", "resolved"),
        ("AB#1042", BO, at(19, 9, 5), "status", "closed"),
    ]


def test_depth_tells_the_parent_in_a_tree(tmp_path):
    text = (
        "ID,Work Item Type,Title 1,Title 2,Title 3,State,Created Date\n"
        "1,Epic,Top,,,New,2024-03-01\n2,Feature,,Middle,,New,2024-03-01\n"
        "3,Task,,,Low,New,2024-03-01\n4,Feature,,Second,,New,2024-03-01\n"
        "5,Epic,Other,,,New,2024-03-01\n6,Task,,,Orphan,New,2024-03-01\n"
    )
    assert tasks(read(tmp_path, text), "title", "parent_id") == [
        ("AB#1", "Top", None),
        ("AB#2", "Middle", "AB#1"),
        ("AB#3", "Low", "AB#2"),
        ("AB#4", "Second", "AB#1"),
        ("AB#5", "Other", None),
        ("AB#6", "Orphan", None),
    ]


def test_a_state_of_the_firms_own_is_done_when_it_has_a_closing_date(tmp_path):
    text = (
        f"{SHORT},Closed Date,Activated Date\n"
        "1,Bug,A,Ausgeliefert,2024-03-01,2024-03-05,2024-03-02\n"
        "2,Bug,B,Active,2024-03-01,2024-03-05,2024-03-06\n"
        "3,Bug,C,Removed,2024-03-01,2024-03-05,\n"
        "4,Bug,D,Done,2024-03-01,,\n"
        "5,Bug,E,Done,2024-03-01,2024-03-05,2024-03-06\n"
        "6,Bug,F,,2024-03-01,2024-03-05,\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "status", "closed_at", "started_at") == [
        ("AB#1", "Ausgeliefert", at(5, 0), at(2, 0)),
        ("AB#2", "Active", None, at(6, 0)),
        ("AB#3", "cancelled", None, None),
        ("AB#4", "Done", None, None),
        ("AB#5", "Done", at(5, 0), None),
        ("AB#6", None, at(5, 0), None),
    ]
    assert any("1 items are done but no column tells when" in note for note in parcel.notes)


def test_one_sure_date_decides_all_columns_of_the_file(tmp_path):
    text = f"{SHORT},Closed Date\n1,Bug,A,Done,3/4/2024 7:00:00 AM,25/4/2024 7:00:00 AM\n"
    [(_, opened)] = tasks(read(tmp_path, text), "opened_at")
    assert opened == datetime(2024, 4, 3, 7, tzinfo=UTC)


def test_dates_that_can_be_read_two_ways_are_asked_for(tmp_path):
    text = f"{SHORT}\n1,Bug,A,New,3/4/2024 7:00:00 AM\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    assert tasks(read(tmp_path, text, day_first=False), "opened_at") == [("AB#1", at(4, 7))]


def test_a_query_without_the_day_of_creation_says_what_to_add(tmp_path):
    text = "ID,Work Item Type,Title,Assigned To,State\n1,Bug,A,Ana <a@b.c>,Done\n"
    with pytest.raises(SourceError, match="no column Created Date"):
        read(tmp_path, text)


def test_a_query_without_assignees_says_that_nobody_is_credited(tmp_path):
    parcel = read(tmp_path, f"{SHORT}\n1,Bug,A,New,2024-03-01\n")
    assert any("nobody is credited" in note for note in parcel.notes)


def test_rows_that_cannot_be_read_cost_themselves_or_their_cell_only(tmp_path):
    text = (
        f"{SHORT},Original Estimate,Priority,Closed Date\n"
        "1,Bug,A,New,2024-03-01,much,high,soon\n2,Bug,B,New,sometime,,,\n,Bug,C,New,2024-03-01,,,\n"
        '4,Bug,D,New,2024-03-01,"1,5",NULL,9999-12-31\n1.2E+15,Bug,E,New,2024-03-01,,,\n'
    )
    parcel = read(tmp_path, text)
    columns = ("estimate_hours", "priority", "closed_at")
    assert tasks(parcel, *columns) == [("AB#1", None, None, None), ("AB#4", 1.5, None, None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Closed Date"),
        (2, "Priority"),
        (2, "Original Estimate"),
        (3, "Created Date"),
        (4, "ID"),
        (6, "ID"),
    ]


def test_of_two_rows_of_one_item_the_one_changed_last_counts(tmp_path):
    rows = "1,Bug,New,Done,2024-03-01,2024-03-09\n1,Bug,Old,New,2024-03-01,2024-03-08\n"
    text = f"{SHORT},Changed Date\n{rows}"
    assert tasks(read(tmp_path, text), "title") == [("AB#1", "New")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_shuffled_and_further_columns_and_other_encodings_do_not_matter(tmp_path, encoding):
    header = "created date;Effort;TITLE;id;work item type;Assigned to\n"
    text = f"{header}2024-03-01;3;Übergabe;7;Bug;Ana\n"
    parcel = read(tmp_path, text, encoding)
    assert tasks(parcel, "title") == [("AB#7", "Übergabe")]
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Ana"]
