"""HiBob's training tables: whose trainings they are, which are completed, and what they cost."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.hibob_training import hibob_training

SAMPLE = Path(__file__).parent / "samples" / "hibob_training.json"
ANA, BO = "login:hibob-3332883884017713938", "login:hibob-3332883884017713939"
ENTRY = {
    "id": 1,
    "name": "Ethics",
    "status": "Completed",
    "effectiveDate": "2026-01-01",
    "endDate": "2026-02-03",
    "cost": None,
}


def written(tmp_path, *documents):
    path = tmp_path / "export.json"
    path.write_text("\n".join(map(json.dumps, documents)) + "\n", encoding="utf-8")
    return Export.open(path)


def read(tmp_path, *documents):
    export = written(tmp_path, *documents)
    assert detect(export) is hibob_training
    return hibob_training.read(export)


def training(parcel, *columns):
    return parcel.facts["training"].select(columns).rows()


def test_completed_trainings_are_rows_of_their_people():
    parcel = hibob_training.read(Export.open(SAMPLE))
    assert parcel.rows_read == 3
    columns = ("person_id", "course", "completed_on", "cost", "currency", "hours")
    assert training(parcel, *columns) == [
        (ANA, "Prompting basics", date(2026, 2, 3), 250.5, "GBP", None),
        (BO, "Prompting basics", date(2026, 2, 4), None, None, None),
    ]
    assert "1 trainings are not completed; they do not count." in parcel.notes
    assert "manager" not in str(parcel.facts["training"].to_dicts())


@pytest.mark.parametrize(
    "document",
    [
        {"results": [{"employeeId": "7", "values": [ENTRY]}], "response_metadata": {}},
        {"results": [{"employeeId": "7", "values": [{"values": [ENTRY]}]}]},
        {"employeeId": "7", "values": [ENTRY]},
        [{**ENTRY, "employeeId": 7}],
    ],
    ids=["answer for everybody", "wrapped once more", "one employee", "entries with the number"],
)
def test_entries_are_found_in_every_kind_of_answer(tmp_path, document):
    assert training(read(tmp_path, document), "person_id", "course") == [
        ("login:hibob-7", "Ethics")
    ]


def test_answers_one_a_line_are_read_and_a_broken_line_is_told(tmp_path):
    path = tmp_path / "export.json"
    lines = [{"employeeId": "7", "values": [ENTRY]}, {"employeeId": "8", "values": [ENTRY]}]
    text = "\n".join([json.dumps(lines[0]), '{"employeeId": "9", "val', json.dumps(lines[1])])
    path.write_text(text, encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is hibob_training
    parcel = hibob_training.read(export)
    assert training(parcel, "person_id") == [("login:hibob-7",), ("login:hibob-8",)]
    assert any(note.startswith("Line 2 was left out") for note in parcel.notes)


def test_trainings_of_nobody_are_taken_by_nobody(tmp_path):
    assert detect(written(tmp_path, {"values": [ENTRY]})) is None
    assert detect(written(tmp_path, {"results": [{"values": [ENTRY]}]})) is None


def test_an_answer_of_nobody_among_others_is_refused(tmp_path):
    parcel = read(tmp_path, {"employeeId": "7", "values": [ENTRY]}, {"values": [ENTRY]})
    assert training(parcel, "person_id") == [("login:hibob-7",)]
    assert parcel.refused.select("row", "column").rows() == [(2, "employeeId")]


def test_where_no_status_reads_completed_the_day_of_completion_decides(tmp_path):
    done = {**ENTRY, "status": "Erledigt"}
    parcel = read(tmp_path, {"employeeId": "7", "values": [done, {**done, "endDate": None}]})
    assert training(parcel, "completed_on") == [(date(2026, 2, 3),)]
    assert any("No status reads Completed" in note for note in parcel.notes)


def test_entries_that_lack_something_are_refused_with_their_place(tmp_path):
    bad = [{**ENTRY, "name": None}, {**ENTRY, "endDate": "soon"}, {**ENTRY, "cost": {"value": "x"}}]
    parcel = read(tmp_path, {"employeeId": "7", "values": bad})
    assert parcel.refused.select("row", "column").rows() == [
        (1, "name"),
        (2, "endDate"),
        (3, "cost.value"),
    ]
    assert training(parcel, "course") == [("Ethics",)]


def test_an_answer_that_names_a_next_page_is_cut(tmp_path):
    page = {"results": [{"employeeId": "7", "values": [ENTRY]}]}
    whole = read(tmp_path, {**page, "response_metadata": {"next_cursor": None}})
    cut = read(tmp_path, {**page, "response_metadata": {"next_cursor": "c2"}})
    assert whole.cut == ""
    assert "HiBob has more" in cut.cut
