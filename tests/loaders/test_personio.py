"""Personio's employees: the answer of the interface in any language, and the list in English."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.personio import personio
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "personio.json"
ANA, BO, CY = (f"login:personio-{n}" for n in (2116366, 2116367, 2116370))
HEADER = (
    "First name,Last name,Email,Status,Position,Supervisor,Employment type,Weekly hours,"
    "Hire date,Termination date,Subcompany,Department,Team,Last day of work"
)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.dat"
    path.write_text(text, encoding=encoding)
    export = Export.open(path, **how)
    assert detect(export) is personio
    return personio.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return personio.read(Export.open(SAMPLE))


def test_a_person_row_ties_address_and_the_number_of_personio(sample):
    [ana] = sample.facts["person"].filter(email="ana.ruiz@example.com").to_dicts()
    assert {key: value for key, value in ana.items() if value is not None} == {
        "person_id": "email:ana.ruiz@example.com",
        "email": "ana.ruiz@example.com",
        "logins": ["personio-2116366"],
        "name": "Ana Ruiz",
        "hire_date": date(1983, 9, 1),  # as written: in UTC it would be the day before
        "worker_type": "employee",
        "location": "München",
    }


def test_a_membership_lasts_from_the_hire_date_to_the_termination(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "share", "job_title") == [
        (ANA, "team:Support", date(1983, 9, 1), None, 1.0, "Agent"),
        (BO, "Support", date(2020, 5, 4), date(2023, 7, 1), 1.0, "Agent"),
        (CY, "Support", date(2015, 3, 1), None, 1.0, "Head"),
    ]


def test_hours_of_a_week_become_fte_and_managers_are_found_by_number(sample):
    assert member(sample, "fte", "level", "manager_id") == [
        (ANA, 0.5, "L2", CY),
        (BO, None, None, CY),
        (CY, 1.0, None, None),
    ]


def test_teams_stand_below_departments_below_subcompanies(sample):
    assert sample.facts["team"].rows() == [
        ("Support", "Support", "company:Example GmbH"),
        ("company:Example GmbH", "Example GmbH", None),
        ("team:Support", "Support", "Support"),
    ]


def test_kinds_of_work_are_told_and_private_fields_never_leave_the_loader(sample):
    people = sample.facts["person"].select("name", "worker_type", "termination_date")
    assert people.sort("name").rows() == [
        ("Ana Ruiz", "employee", None),
        ("Bo Chen", "contractor", date(2023, 6, 30)),
        ("Cy Dunn", "employee", None),
    ]
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert not any(secret in kept for secret in ("1960", "4100", "female", "wants to"))


def test_the_list_in_english_is_read_and_a_supervisor_is_found_by_name(tmp_path):
    text = (
        f"Employees,,,,\n{HEADER}\n"
        "Ána,Ruiz,ana@example.com,active,Agent,Cy Dunn,internal,38.5,2021-09-30,,,Support,,\n"
        "Bo,Chen,bo@example.com,active,Agent,cy@example.com,external,40,2021-10-01,,,Support,,\n"
        "Cy,Dunn,cy@example.com,active,Head,,internal,40,2015-03-01,,,Support,,2024-05-31\n"
    )
    parcel = read(tmp_path, text, encoding="cp1252")
    assert member(parcel, "manager_id", "fte", "valid_to") == [
        ("email:ana@example.com", "email:cy@example.com", 38.5 / 40, None),
        ("email:bo@example.com", "email:cy@example.com", 1.0, None),
        ("email:cy@example.com", None, 1.0, date(2024, 6, 1)),
    ]
    assert "Ána Ruiz" in parcel.facts["person"]["name"].to_list()


def test_one_employee_in_an_answer_is_read(tmp_path):
    one = json.loads(SAMPLE.read_text(encoding="utf-8"))["data"][2]
    parcel = read(tmp_path, json.dumps({"success": True, "data": one}))
    assert member(parcel, "team_id") == [(CY, "Support")]


def test_a_list_with_names_and_hire_dates_alone_may_be_anybodys(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("First name,Last name,Hire date,Subcompany\nAna,Ruiz,2021-02-03,X\n")
    assert detect(Export.open(path)) is None


def test_dates_that_can_be_read_two_ways_are_asked_about(tmp_path):
    row = "Ana,Ruiz,ana@example.com,active,,,internal,40,03/02/2021,,,Support,,"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, f"{HEADER}\n{row}\n")
    parcel = read(tmp_path, f"{HEADER}\n{row}\n", day_first=True)
    assert member(parcel, "valid_from") == [("email:ana@example.com", date(2021, 2, 3))]


def test_whoever_is_inactive_without_a_last_day_is_in_no_team(tmp_path):
    row = "Ana,Ruiz,ana@example.com,Inactive,,,internal,40,2021-02-03,,,Support,,"
    parcel = read(tmp_path, f"{HEADER}\n{row}\n")
    assert member(parcel) == []
    assert any("inactive, without a last day" in note for note in parcel.notes)


def test_a_row_without_key_is_refused_and_a_wrong_cell_costs_no_row(tmp_path):
    text = (
        f"{HEADER}\nAna,Ruiz,,active,,,internal,40,2021-02-03,,,Support,,\n"
        "Bo,Chen,bo@example.com,active,,,internal,many,2021-02-03,,,Support,,\n"
    )
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [(2, "Email"), (3, "Weekly hours")]
    assert member(parcel, "fte") == [("email:bo@example.com", None)]
