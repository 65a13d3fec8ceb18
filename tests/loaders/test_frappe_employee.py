"""Frappe's employees: people as they stand, and the lines of their work history if told."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.frappe_employee import frappe_employee
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "frappe_employee.csv"
ANA, BO, CY = (f"login:frappe-HR-EMP-0000{n}" for n in (1, 2, 3))
HEADER = "ID,Status,Date of Joining,Department,Designation,Reports to,Company Email,Relieving Date"


def read(tmp_path, text, **how):
    path = tmp_path / "export.dat"
    path.write_text(text, encoding="utf-8")
    export = Export.open(path, **how)
    assert detect(export) is frappe_employee
    return frappe_employee.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return frappe_employee.read(Export.open(SAMPLE))


def test_a_person_row_ties_number_address_and_the_id_of_frappe(sample):
    people = sample.facts["person"]
    columns = ("person_id", "employee_id", "email", "logins", "name", "worker_type", "location")
    assert people.select(columns).rows()[:2] == [
        (
            "employee_id:0007",
            "0007",
            "cy.dunn@example.com",
            ["frappe-HR-EMP-00003"],
            "Cy Dunn",
            "employee",
            "Leeds",
        ),
        (
            "employee_id:0059",
            "0059",
            "ana.ruiz@example.com",
            ["frappe-HR-EMP-00001"],
            "Ana Ruiz",
            "employee",
            "Leeds",
        ),
    ]
    [bo] = people.filter(name="Bo Chen").to_dicts()
    assert (bo["person_id"], bo["email"], bo["worker_type"]) == (
        "employee_id:HR-EMP-00002",
        "bo.chen@example.com",
        "contractor",
    )
    assert (bo["hire_date"], bo["termination_date"]) == (date(2020, 5, 4), date(2023, 6, 30))


def test_lines_of_the_work_history_are_places_and_others_stand_since_they_joined(sample):
    columns = ("team_id", "valid_from", "valid_to", "job_title", "level", "manager_id", "share")
    assert sorted(member(sample, *columns), key=str) == [
        (ANA, "Sales - EX", date(2019, 5, 1), date(2023, 1, 1), "Clerk", None, None, 1.0),
        (ANA, "Support - EX", date(2023, 1, 1), None, "Lead agent", "G3", CY, 1.0),
        (BO, "Support - EX", date(2020, 5, 4), date(2023, 7, 1), "Agent", None, CY, 1.0),
        (CY, "Support - EX", date(2015, 3, 1), None, "Head", "G6", None, 1.0),
    ]
    assert sample.rows_read == 5
    assert any("1 people tell that people are away or gone" in note for note in sample.notes)


def test_departments_stand_below_their_company_and_private_fields_stay_out(sample):
    assert sample.facts["team"].rows() == [
        ("Sales - EX", "Sales - EX", "company:Example Ltd"),
        ("Support - EX", "Support - EX", "company:Example Ltd"),
        ("company:Example Ltd", "Example Ltd", None),
    ]
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert not any(word in kept for word in ("home.example", "1990", "52000", "never given"))


def test_an_export_with_rows_of_headings_is_read_in_the_firms_own_order_of_days(tmp_path):
    text = (
        '"Column Labels:","ID","Status","Date of Joining","Department","Designation",'
        '"Reports to"\n'
        '"Column Name:","name","status","date_of_joining","department","designation",'
        '"reports_to"\n'
        '"Mandatory:","Yes","Yes","Yes","No","No","No"\n'
        '"Type:","Data","Select","Date","Link","Link","Link"\n'
        '"Info:","","","dd/mm/yyyy","Valid Department","",""\n'
        '"","""HR-EMP-00001""","Active","05/06/2021","HR","Clerk","HR-EMP-00003"\n'
    )
    parcel = read(tmp_path, text)
    assert member(parcel, "valid_from", "manager_id") == [(ANA, date(2021, 6, 5), CY)]
    assert parcel.rows_read == 1


def test_documents_are_read_with_their_work_history(tmp_path):
    document = {
        "name": "HR-EMP-00001",
        "employee_name": "Ana Ruiz",
        "date_of_joining": "2019-05-01",
        "status": "Active",
        "department": "Support",
        "designation": "Agent",
        "reports_to": None,
        "internal_work_history": [
            {"department": "Sales", "from_date": "2019-05-01", "to_date": "2020-12-31"},
            {"department": "Support", "from_date": "2021-01-01"},
        ],
    }
    other = {**document, "name": "HR-EMP-00002", "internal_work_history": []}
    parcel = read(tmp_path, json.dumps([document, other]))
    assert member(parcel, "team_id", "valid_from") == [
        (ANA, "Sales", date(2019, 5, 1)),
        (ANA, "Support", date(2021, 1, 1)),
        (BO, "Support", date(2019, 5, 1)),
    ]


PAST = ",".join(
    f"{name} (Internal Work History)"
    for name in ("Department", "Designation", "From Date", "To Date")
)


def test_where_all_lines_are_over_todays_place_begins_on_the_day_after(tmp_path):
    text = (
        f"{HEADER},{PAST}\n"
        "HR-EMP-00001,Active,2019-05-01,HR,Lead,,,,Sales,Clerk,2019-05-01,2020-12-31\n"
        ",,,,,,,,Legal,Clerk,2021-01-01,2021-06-30\n"
        "HR-EMP-00002,Left,2019-05-01,HR,Lead,,,2020-12-31,Sales,Clerk,2019-05-01,2020-12-31\n"
        "HR-EMP-00003,Left,2019-05-01,HR,Lead,,,,Sales,Clerk,2019-05-01,2020-12-31\n"
    )
    rows = member(read(tmp_path, text), "team_id", "job_title", "valid_from", "valid_to")
    assert sorted(rows, key=str) == [
        (ANA, "HR", "Lead", date(2021, 7, 1), None),
        (ANA, "Legal", "Clerk", date(2021, 1, 1), date(2021, 7, 1)),
        (ANA, "Sales", "Clerk", date(2019, 5, 1), date(2021, 1, 1)),
        (BO, "Sales", "Clerk", date(2019, 5, 1), date(2021, 1, 1)),
        (CY, "Sales", "Clerk", date(2019, 5, 1), date(2021, 1, 1)),
    ]


def test_lines_of_other_tables_are_no_places_and_no_employees(tmp_path):
    text = (
        f"{HEADER},School (Education)\nHR-EMP-00001,Active,2019-05-01,HR,Clerk,,,,Leeds\n"
        ",,,,,,,,York\nHR-EMP-00002,Active,2019-05-01,HR,Clerk,,,,\n"
    )
    parcel = read(tmp_path, text)
    assert member(parcel, "team_id") == [(ANA, "HR"), (BO, "HR")]
    assert not any("repeat" in note for note in parcel.notes)
    assert parcel.refused.is_empty()


def test_whoever_left_without_a_day_is_in_no_team(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\nHR-EMP-00001,Left,2019-05-01,HR,Clerk,,,\n")
    assert parcel.facts["person"].height == 1
    assert member(parcel) == []


def test_a_row_without_id_is_refused_and_a_wrong_day_costs_no_row(tmp_path):
    text = (
        f"{HEADER}\n,Active,2019-05-01,HR,Clerk,,,\n"
        "HR-EMP-00001,Active,2019-05-01,HR,,,,never\n,Active,2019-05-01,IT,Clerk,,,\n"
    )
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [
        (2, "ID"),
        (3, "Relieving Date"),
        (4, "ID"),
    ]
    assert member(parcel, "team_id") == [(ANA, "HR")]


def test_days_that_can_be_read_two_ways_are_asked_about(tmp_path):
    text = f"{HEADER}\nHR-EMP-00001,Active,05/06/2021,HR,Clerk,,,\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    parcel = read(tmp_path, text, day_first=False)
    assert member(parcel, "valid_from") == [(ANA, date(2021, 5, 6))]
