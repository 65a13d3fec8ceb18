"""Asana CSV: what becomes of its rows, of names that stand for tasks, and of damaged files."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.asana_csv import asana_csv
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "asana_csv.csv"
ANA, BO, CY = "email:ana.ruiz@example.com", "email:bo.chen@example.com", "name:Cy Day"
REWRITE, DRAFT, TELL, CHECK = (f"120123456789012{n}" for n in (3, 4, 5, 6))
HEADER = "Task ID,Created At,Completed At,Last Modified,Name,Section/Column\n"


def at(day):
    return datetime(2024, 3, day, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    export = Export.open(path, **how)
    assert detect(export) is asana_csv
    return asana_csv.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return asana_csv.read(Export.open(SAMPLE))


def test_a_row_becomes_a_task_with_its_days_lists_and_blocker(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": REWRITE,
        "source": "asana",
        "title": "Rewrite triage prompt",
        "status": "Done",
        "components": ["Claims"],
        "skills": ["prompting", "claims"],
        "opened_at": at(12),
        "closed_at": at(19),
        "due_at": at(20),
        "depends_on": [DRAFT],
    }
    assert (sample.rows_read, sample.refused.height) == (4, 0)


def test_parents_and_blockers_are_found_by_name_and_else_left_out_and_counted(sample):
    assert tasks(sample, "parent_id", "depends_on") == [
        (REWRITE, None, [DRAFT]),
        (DRAFT, REWRITE, None),
        (TELL, None, [DRAFT]),
        (CHECK, None, None),
    ]
    notes = " ".join(sample.notes)
    assert "1 tasks name a parent that no single task of the file fits" in notes
    assert "1 tasks name blockers that no single task of the file fits" in notes


def test_an_assignee_is_known_by_address_and_when_they_got_the_task_is_unknown(sample):
    assert sample.facts["participation"].select("task_id", "person_id", "role").rows() == [
        (REWRITE, ANA, "assignee"),
        (DRAFT, BO, "assignee"),
        (TELL, CY, "assignee"),
    ]
    assert sample.facts["participation"]["from_at"].null_count() == 3
    assert sample.facts["person"].select("person_id", "email", "name").rows() == [
        (ANA, "ana.ruiz@example.com", "Ana Ruiz"),
        (BO, "bo.chen@example.com", None),
    ]


def test_a_planned_start_is_no_first_work(sample):
    assert sample.facts["task"]["started_at"].null_count() == 4


def test_a_live_sheet_has_an_address_and_blank_rows_above_its_header(tmp_path):
    text = "https://example.com/sheet,,,,,\n,,,,,\n" + HEADER + "1,2024-03-12,,2024-03-12,A,Done\n"
    parcel = read(tmp_path, text)
    assert tasks(parcel, "title", "closed_at") == [("1", "A", None)]


def test_an_older_export_without_sections_is_known_and_columns_may_be_moved(tmp_path):
    text = (
        "\ufeffParent Task,NAME,Last Modified, task id ,Created At,Completed At,Mood\n"
        ",A,2024-03-12,1,2024-03-12,2024-03-13,good\nA,B,2024-03-12,2,2024-03-12,,bad\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "closed_at", "parent_id") == [("1", at(13), None), ("2", None, "1")]


def test_projects_are_components_and_a_list_of_blockers_counts_only_when_all_of_it_is_known(
    sample, tmp_path
):
    assert tasks(sample, "components")[1] == (DRAFT, ["Claims", "Quality"])
    text = (
        "Task ID,Created At,Last Modified,Name,Blocked By (Dependencies)\n"
        '1,2024-03-12,2024-03-12,A,\n2,2024-03-12,2024-03-12,B,"A, lost"\n'
        '3,2024-03-12,2024-03-12,C,"A, B"\n'
    )
    depends = tasks(read(tmp_path, text), "depends_on")
    assert depends == [("1", None), ("2", None), ("3", ["1", "2"])]


def test_two_tasks_of_one_name_are_nobodys_parent(tmp_path):
    text = (
        "Task ID,Created At,Last Modified,Name,Parent task\n"
        "1,2024-03-12,2024-03-12,A,\n2,2024-03-12,2024-03-12,A,\n3,2024-03-12,2024-03-12,B,A\n"
    )
    assert tasks(read(tmp_path, text), "parent_id")[2] == ("3", None)


def test_ids_that_a_spreadsheet_rounded_stop_the_file(tmp_path):
    text = HEADER + "1.20123E+15,2024-03-12,,2024-03-12,A,Done\n"
    with pytest.raises(SourceError, match="a spreadsheet has rounded them"):
        read(tmp_path, text)


def test_bad_rows_are_refused_with_their_row_and_the_others_load(tmp_path):
    rows = (
        ",2024-03-12,,2024-03-12,no id,Done\n"
        "2,,,2024-03-12,no day,Done\n"
        "3,2024-03-12,2024-03-01,2024-03-12,backwards,Done\n"
        "4,2024-03-12,someday,2024-03-12,odd,Done\n"
        "5,2024-03-12,9999-12-31,2024-03-12,never,-\n"
        "5,2024-03-12,,2024-03-11,older,Done\n"
    )
    parcel = read(tmp_path, HEADER + rows)
    assert tasks(parcel, "closed_at", "status") == [("4", None, "Done"), ("5", None, None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Task ID"),
        (3, "Created At"),
        (4, "Completed At"),
        (5, "Completed At"),
        (7, "Task ID"),
    ]


@pytest.mark.parametrize(("encoding", "name"), [("cp1252", "Zoë"), ("utf-16", "Zoë")])
def test_other_encodings_keep_the_names_of_people(tmp_path, encoding, name):
    text = (
        "Task ID,Created At,Last Modified,Name,Section/Column,Assignee\n"
        f"1,2024-03-12,2024-03-12,A,Done,{name} Day\n"
    )
    parcel = read(tmp_path, text, encoding)
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Zoë Day"]


def test_days_of_a_spreadsheet_in_another_order_are_read_once_for_the_file(tmp_path):
    text = HEADER + "1,12/03/2024,19/03/2024,19/03/2024,A,Done\n"
    assert tasks(read(tmp_path, text), "opened_at", "closed_at") == [("1", at(12), at(19))]
    text = HEADER + "1,05/03/2024,,06/03/2024,A,Done\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    assert tasks(read(tmp_path, text, day_first=True), "opened_at") == [("1", at(5))]


def test_notes_of_people_are_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    kept = "".join(frame.write_csv() for frame in flat)
    assert "amused" not in kept
    assert "thresholds" not in kept
