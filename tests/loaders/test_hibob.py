"""HiBob's people: who they are, where they stand today, and what is told by numbers only."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.hibob import hibob
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "hibob.json"
ANA, BO = "login:hibob-3332883884017713938", "login:hibob-3332883884017713939"
CY = "login:hibob-3332883884017713940"
PERSON = {
    "id": "7",
    "email": "ana.ruiz@example.com",
    "work": {"department": "Support", "startDate": "2021-09-30", "isManager": False},
}


def read(tmp_path, *people):
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"employees": people}), encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is hibob
    return hibob.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return hibob.read(Export.open(SAMPLE))


def test_a_person_row_ties_number_address_and_the_number_of_hibob(sample):
    [ana] = sample.facts["person"].filter(email="ana.ruiz@example.com").to_dicts()
    assert {key: value for key, value in ana.items() if value is not None} == {
        "person_id": "employee_id:59",
        "employee_id": "59",
        "email": "ana.ruiz@example.com",
        "logins": ["hibob-3332883884017713938"],
        "name": "Ana Ruiz",
        "hire_date": date(2021, 9, 30),
        "worker_type": "employee",
        "location": "Denver",
    }


def test_the_present_place_begins_with_its_own_day_and_ends_after_the_last(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "share", "job_title") == [
        (ANA, "Support", date(2023, 1, 10), None, 1.0, "Support agent"),
        (BO, "Support", date(2020, 5, 4), date(2023, 7, 1), 1.0, "Freelancer"),
        (CY, "Support", date(2015, 3, 1), None, 1.0, "Head of support"),
    ]
    assert any("1 people are inactive, without a last day" in note for note in sample.notes)


def test_managers_are_found_by_number_or_address_and_fte_is_a_percentage(sample):
    assert member(sample, "manager_id", "fte") == [(ANA, CY, 0.5), (BO, CY, 1.0), (CY, None, None)]


def test_names_and_kinds_of_work_are_told(sample):
    people = sample.facts["person"].select("name", "worker_type", "termination_date").sort("name")
    assert people.rows() == [
        ("Ana Ruiz", "employee", None),
        ("Bo Chen", "contractor", date(2023, 6, 30)),
        ("Cy Dunn", None, None),
        ("Eli Farr", None, None),
    ]
    assert sample.facts["team"].rows() == [("Sales", "Sales", None), ("Support", "Support", None)]


def test_private_fields_never_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert not any(secret in kept for secret in ("home.example", "1990", "52000", "Female"))


@pytest.mark.parametrize(
    "internal", [{"status": "Inactive"}, {"lifecycleStatus": "Terminated"}], ids=str
)
def test_whoever_is_gone_without_a_last_day_is_in_no_team(tmp_path, internal):
    parcel = read(tmp_path, {**PERSON, "internal": internal})
    assert member(parcel) == []
    assert parcel.facts["person"].height == 1


def test_people_of_another_system_are_taken_by_nobody(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{"id": "7", "work": {"title": "Clerk"}}]))
    assert detect(Export.open(path)) is None


def test_shares_up_to_one_are_no_percentages(tmp_path):
    part = {**PERSON, "payroll": {"employment": {"fte": 0.8}}}
    full = {**PERSON, "id": "8", "email": None, "payroll": {"employment": {"fte": 1}}}
    assert [fte for _, fte in member(read(tmp_path, part, full), "fte")] == [0.8, 1.0]


def test_departments_told_by_number_are_kept_and_said(tmp_path):
    work = {**PERSON["work"], "department": "251774"}
    parcel = read(tmp_path, {**PERSON, "work": work})
    assert member(parcel, "team_id") == [("login:hibob-7", "251774")]
    assert any("numbers of list items" in note for note in parcel.notes)


def test_a_record_without_any_key_is_refused_and_a_wrong_day_costs_no_row(tmp_path):
    late = {**PERSON, "id": "8", "work": {**PERSON["work"], "startDate": "soon"}}
    parcel = read(tmp_path, {**PERSON, "id": None, "email": None}, late, PERSON)
    assert parcel.refused.select("row", "column").rows() == [(1, "id"), (2, "work.startDate")]
    assert parcel.facts["person"].height == 1  # one address stands for both records


def test_a_manager_beyond_the_file_keeps_the_key(tmp_path):
    work = {**PERSON["work"], "reportsToIdInCompany": 12}
    assert member(read(tmp_path, {**PERSON, "work": work}), "manager_id") == [
        ("login:hibob-7", "employee_id:12")
    ]


def test_a_file_that_breaks_off_cannot_be_read(tmp_path):
    path = tmp_path / "export.json"
    path.write_bytes(SAMPLE.read_bytes()[:-200])
    with pytest.raises(SourceError, match="breaks off"):
        detect(Export.open(path))
