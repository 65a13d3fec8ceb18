"""Asana JSON: tasks inside tasks, pages, and files that are not right."""

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.asana_json import asana_json
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "asana_json.json"
ANA, BO = "login:asana-12", "login:asana-13"
REWRITE, DRAFT, TELL = (f"120123456789012{n}" for n in (3, 4, 5))
TASK = {"gid": "1", "name": "A", "completed": False, "created_at": "2024-03-12T14:45:00Z"}


def at(day, hour=0, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.json"
    path.write_bytes(text.encode(encoding))
    export = Export.open(path)
    assert detect(export) is asana_json
    return asana_json.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return asana_json.read(Export.open(SAMPLE))


def test_a_record_becomes_a_task_with_moments_places_and_its_blocker(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": REWRITE,
        "source": "asana",
        "title": "Rewrite triage prompt",
        "status": "Done",
        "components": ["Claims", "Quality"],
        "skills": ["prompting", "claims"],
        "opened_at": at(12, 14, 45),
        "closed_at": at(19, 8, 5),
        "due_at": at(20),
        "depends_on": [DRAFT],
    }
    assert (sample.rows_read, sample.refused.height, sample.cut) == (2, 0, "")


def test_a_subtask_inside_is_a_task_below_and_one_that_is_only_named_is_counted(sample):
    assert tasks(sample, "parent_id", "due_at") == [
        (REWRITE, None, at(20)),
        (TELL, REWRITE, at(21, 15, 30)),
        (DRAFT, "1201234567890100", None),
    ]
    assert any(note.startswith("1 subtasks are only named") for note in sample.notes)


def test_an_open_task_with_a_leftover_completion_is_open(sample):
    assert tasks(sample, "closed_at")[2] == (DRAFT, None)


def test_people_are_known_by_their_account_and_followers_have_no_part(sample):
    assert sample.facts["participation"].select(
        "task_id", "person_id", "role", "from_at"
    ).rows() == [
        (REWRITE, ANA, "assignee", None),
        (TELL, BO, "assignee", None),
    ]
    assert sample.facts["person"].select("person_id", "logins", "name").rows() == [
        (ANA, ["asana-12"], "Ana Ruiz"),
        (BO, ["asana-13"], "Bo Chen"),
    ]


def test_pages_back_to_back_are_one_file_and_a_next_page_means_that_it_is_cut(tmp_path):
    page = {"data": [TASK], "next_page": {"offset": "e", "path": "/tasks", "uri": "https://x"}}
    last = {"data": [{**TASK, "gid": "2"}], "next_page": None}
    whole = read(tmp_path, json.dumps(page, indent=1) + "\n" + json.dumps(last, indent=1))
    assert [task_id for (task_id,) in tasks(whole)] == ["1", "2"]
    assert whole.cut == ""
    cut = read(tmp_path, json.dumps(page, indent=1))
    assert "names a next page" in cut.cut


def test_one_record_a_line_loads_and_a_broken_line_is_refused(tmp_path):
    lines = [json.dumps(TASK), '{"gid": "2", "na', json.dumps({**TASK, "gid": "3"})]
    parcel = read(tmp_path, "\n".join(lines) + "\n")
    assert [task_id for (task_id,) in tasks(parcel)] == ["1", "3"]
    assert parcel.refused.rows() == [(2, "", "the line is not a JSON record")]
    assert parcel.rows_read == 3


def test_a_file_that_breaks_off_is_not_loaded(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text(encoding="utf-8")[:900], encoding="utf-8")
    with pytest.raises(SourceError, match="breaks off or is damaged"):
        detect(Export.open(path))


def test_records_that_cannot_be_tasks_are_refused_and_the_others_load(tmp_path):
    records = [
        TASK,
        {**TASK, "gid": None},
        {**TASK, "gid": "3", "created_at": None},
        {**TASK, "gid": "4", "created_at": "soon"},
        {**TASK, "gid": "5", "completed": True, "completed_at": "2024-03-01T00:00:00Z"},
    ]
    parcel = read(tmp_path, json.dumps({"data": records}), "utf-16")
    assert [task_id for (task_id,) in tasks(parcel)] == ["1"]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "gid"),
        (3, "created_at"),
        (4, "created_at"),
        (5, "completed_at"),
    ]


def test_notes_of_people_are_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    assert "thresholds" not in "".join(frame.write_csv() for frame in flat)
