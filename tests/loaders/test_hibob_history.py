"""HiBob's history: three tables that change on days of their own become one line of places."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.hibob_history import hibob_history

SAMPLE = Path(__file__).parent / "samples" / "hibob_history.jsonl"
ANA, BO, CY = "login:hibob-11", "login:hibob-12", "login:hibob-13"
D2020, D2021, D2022 = "2020-01-01", "2021-01-01", "2022-01-01"
WORK = {"id": 1, "effectiveDate": D2020, "department": "HR", "title": "Clerk"}
PHASE = {"id": 1, "effectiveDate": D2020, "status": "Employed", "reasonType": None}


def read(tmp_path, *entries, **answer):
    document = {"results": [{"employeeId": "11", "values": list(entries)}], **answer}
    path = tmp_path / "export.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is hibob_history
    return hibob_history.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select(columns).rows()


@pytest.fixture(scope="module")
def sample():
    return hibob_history.read(Export.open(SAMPLE))


def test_a_place_holds_until_any_table_changes_it(sample):
    columns = ("person_id", "team_id", "valid_from", "valid_to", "job_title", "fte", "manager_id")
    assert sorted(member(sample, *columns), key=str) == [
        (ANA, "Sales", date(2021, 9, 30), date(2022, 6, 1), "Clerk", 1.0, None),
        (ANA, "Sales", date(2022, 6, 1), date(2023, 1, 10), "Clerk", 0.6, None),
        (ANA, "Support", date(2023, 1, 10), None, "Lead agent", 0.6, CY),
        (BO, "Support", date(2020, 5, 4), date(2023, 6, 30), "Agent", None, CY),
    ]
    assert member(sample, "share") == [(1.0,)] * 4


def test_people_begin_with_the_lifecycle_and_end_with_it(sample):
    columns = ("person_id", "logins", "hire_date", "termination_date", "worker_type", "location")
    assert sample.facts["person"].select(columns).rows() == [
        (ANA, ["hibob-11"], date(2021, 9, 30), None, "employee", "Leeds"),
        (BO, ["hibob-12"], date(2020, 5, 4), date(2023, 6, 30), "contractor", "Leeds"),
    ]
    assert sample.facts["team"]["team_id"].to_list() == ["Sales", "Support"]


def test_reasons_never_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert "promised" not in kept
    assert "found something" not in kept


def test_whoever_comes_back_has_a_gap_and_has_not_left(tmp_path):
    phases = [
        PHASE,
        {**PHASE, "id": 2, "effectiveDate": D2021, "status": "Terminated"},
        {**PHASE, "id": 3, "effectiveDate": D2022, "status": "Employed"},
    ]
    parcel = read(tmp_path, WORK, *phases)
    assert member(parcel, "valid_from", "valid_to") == [
        (date(2020, 1, 1), date(2021, 1, 1)),
        (date(2022, 1, 1), None),
    ]
    assert parcel.facts["person"].select("hire_date", "termination_date").rows() == [
        (date(2020, 1, 1), None)
    ]


def test_an_empty_department_is_not_the_one_of_an_older_entry(tmp_path):
    nowhere = {**WORK, "id": 2, "effectiveDate": D2021, "department": None, "title": "Boss"}
    parcel = read(tmp_path, WORK, nowhere)
    assert member(parcel, "team_id", "valid_to") == [("HR", date(2021, 1, 1))]
    assert any("tell no unit" in note for note in parcel.notes)


def test_of_two_entries_of_one_day_the_higher_id_counts(tmp_path):
    parcel = read(tmp_path, {**WORK, "id": 10, "department": "IT"}, {**WORK, "id": 9})
    assert member(parcel, "team_id") == [("IT",)]


def test_entries_without_a_day_are_refused_and_other_tables_are_told(tmp_path):
    salary = {"id": 1, "effectiveDate": D2020, "base": {"value": 52000}, "payPeriod": "Annual"}
    parcel = read(tmp_path, WORK, {**WORK, "effectiveDate": "0000-00-00"}, salary)
    assert parcel.refused.select("row", "column").rows() == [(2, "effectiveDate")]
    assert "1 entries are of other tables; they were left out." in parcel.notes
    assert member(parcel, "team_id", "hourly_cost") == [("HR", None)]


def test_a_page_that_is_not_the_last_is_cut(tmp_path):
    assert "HiBob has more" in read(tmp_path, WORK, response_metadata={"next_cursor": "x"}).cut
    assert read(tmp_path, WORK, response_metadata={}).cut == ""


def test_salaries_alone_are_taken_by_nobody(tmp_path):
    salary = {"id": 1, "effectiveDate": D2020, "base": {"value": 52000}, "payPeriod": "Annual"}
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"results": [{"employeeId": "11", "values": [salary]}]}))
    assert detect(Export.open(path)) is None


def test_an_answer_with_nothing_in_it_is_left_out_and_the_others_stay(tmp_path):
    answers = [{"results": [{"employeeId": "11", "values": [WORK]}]}, {"results": None}]
    path = tmp_path / "export.jsonl"
    path.write_text("\n".join(map(json.dumps, [*answers, answers[0]])), encoding="utf-8")
    assert member(hibob_history.read(Export.open(path)), "team_id") == [("HR",)]
