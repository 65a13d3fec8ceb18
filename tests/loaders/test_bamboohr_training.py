"""BambooHR training records: answers as they come, names of types, hours, and prices."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.bamboohr_training import bamboohr_training
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "bamboohr_training.jsonl"
DANA, ELI = "login:bamboohr-61", "login:bamboohr-62"
RECORD = {
    "id": "21",
    "employeeId": "61",
    "completed": "2026-02-03",
    "instructor": "",
    "hours": "4",
    "credits": "",
    "cost": "",
    "type": {"id": "3", "name": "Prompting"},
}


def read(tmp_path, text, **how):
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is bamboohr_training
    return bamboohr_training.read(export)


def read_records(tmp_path, *changes):
    return read(tmp_path, json.dumps([{**RECORD, **change} for change in changes]))


def training(parcel, *columns):
    return parcel.facts["training"].select(columns).rows()


@pytest.fixture(scope="module")
def sample():
    return bamboohr_training.read(Export.open(SAMPLE))


def test_each_completion_is_a_row_named_by_the_list_of_types(sample):
    assert sample.rows_read == 4
    assert training(sample, "person_id", "course", "completed_on", "topic", "mandatory") == [
        (DANA, "Prompting basics", date(2026, 2, 3), "AI", True),
        (DANA, "Negotiation", date(2026, 2, 7), None, False),
        (ELI, "Prompting basics", date(2026, 2, 3), "AI", True),
        (ELI, "BambooHR training 9", date(2026, 3, 9), None, None),
    ]
    assert any("1 records name their training by a number" in note for note in sample.notes)


def test_blank_hours_and_costs_are_unknown_and_currencies_stay_apart(sample):
    assert training(sample, "hours", "cost", "currency") == [
        (1.5, 50.0, "USD"),
        (None, None, None),
        (1.5, 1100.0, "EUR"),
        (4.0, None, None),
    ]


def test_instructors_and_notes_never_leave_the_loader(sample):
    kept = str(sample.facts["training"].to_dicts())
    assert "Ruiz" not in kept
    assert "late" not in kept


def test_a_plain_list_of_records_is_read_too(tmp_path):
    parcel = read_records(tmp_path, {}, {"employeeId": 62, "type": {"id": 5, "name": "Ethics"}})
    assert training(parcel, "person_id", "course") == [(DANA, "Prompting"), (ELI, "Ethics")]


def test_a_cost_without_currency_is_left_out(tmp_path):
    parcel = read_records(tmp_path, {"cost": "50.00"}, {"id": "22", "completed": "2026-02-04"})
    assert training(parcel, "cost", "currency") == [(None, None), (None, None)]
    assert any("1 costs have no currency" in note for note in parcel.notes)


def test_records_that_lack_something_are_refused_with_their_place(tmp_path):
    parcel = read_records(
        tmp_path,
        {"completed": "0000-00-00"},
        {"completed": "soon"},
        {"employeeId": None},
        {"type": None},
        {"hours": "some"},
    )
    assert parcel.refused.select("row", "column").rows() == [
        (1, "completed"),
        (2, "completed"),
        (3, "employeeId"),
        (4, "type.id"),
        (5, "hours"),
    ]
    assert training(parcel, "hours") == [(None,)]


def test_one_training_of_one_day_counts_once(tmp_path):
    parcel = read_records(tmp_path, {"hours": "1"}, {"hours": "2"})
    assert training(parcel, "hours") == [(2.0,)]
    assert any("1 records tell a training of one day again" in note for note in parcel.notes)


def test_a_broken_line_is_told_and_the_others_load(tmp_path):
    text = json.dumps({"21": RECORD}) + '\n{"22": {"id"\n' + json.dumps([RECORD]) + "\n"
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id") == [(DANA,)]
    assert any(note.startswith("Line 2 was left out") for note in parcel.notes)


def test_a_file_that_breaks_off_cannot_be_read(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"21": RECORD}, indent=1)[:-20], encoding="utf-8")
    with pytest.raises(SourceError, match="breaks off"):
        detect(Export.open(path))


@pytest.mark.parametrize(
    "document",
    [
        {"3": {"id": "3", "name": "Prompting", "renewable": False}},
        [{"employeeId": "61", "completed": "2026-02-03", "type": "3"}],
    ],
    ids=["a list of training types", "something else that employees complete"],
)
def test_what_is_no_record_of_a_training_is_taken_by_nobody(tmp_path, document):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(document))
    assert detect(Export.open(path)) is None
