"""Odoo's list of employees, under its labels and under its technical names."""

import os
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.odoo_employee import odoo_employee
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "odoo_employee.csv"
ANA, BO, CY, ELI = (
    "email:ana.ruiz@example.com",
    "email:bo.chen@example.com",
    "email:cy.dunn@example.com",
    "name:Eli Farr",
)
FIELDS = "name,work_email,department_id,job_id,parent_id,first_contract_date"


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path, **how)
    assert detect(export) is odoo_employee
    return odoo_employee.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return odoo_employee.read(Export.open(SAMPLE))


def test_people_are_told_by_address_and_without_one_by_name(sample):
    columns = ("person_id", "email", "name", "worker_type", "location", "termination_date")
    assert sample.facts["person"].select(columns).rows() == [
        (ANA, "ana.ruiz@example.com", "Ana Ruiz", "employee", "Leeds", None),
        (BO, "bo.chen@example.com", "Bo Chen", "contractor", "Leeds", date(2023, 6, 30)),
        (CY, "cy.dunn@example.com", "Cy Dunn", "employee", "Leeds", None),
        (ELI, None, "Eli Farr", "employee", "Leeds", None),
    ]
    assert "1 people have no work address; a name ties nothing." in sample.notes


def test_a_membership_lasts_from_the_first_contract_to_the_departure(sample):
    columns = ("team_id", "valid_from", "valid_to", "share", "job_title", "manager_id")
    assert member(sample, *columns) == [
        (ANA, "Support", date(2021, 9, 30), None, 1.0, "Senior agent", CY),
        (BO, "Support", date(2020, 5, 4), date(2023, 7, 1), 1.0, "Agent", CY),
        (CY, "Support", date(2015, 3, 1), None, 1.0, "Head of support", None),
    ] + [row for row in member(sample, *columns) if row[0] == ELI]


def test_departments_stand_below_their_company_and_notes_stay_out(sample):
    assert sample.facts["team"].rows() == [
        ("Sales", "Sales", "company:Example Ltd"),
        ("Support", "Support", "company:Example Ltd"),
        ("company:Example Ltd", "Example Ltd", None),
    ]
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert "wants to" not in kept


def test_a_department_stands_below_those_that_its_name_names(tmp_path):
    text = (
        f"{FIELDS},company_id\nA B,a@example.com,Services / Support / Tier 2,,,2021-09-30,Ex\n"
        "B C,b@example.com,Services / Support,,,2021-09-30,Ex\n"
        "C D,c@example.com,Sales,,,2021-09-30,Left / Right\n"
        "D E,d@example.com, / Odd,,,2021-09-30,\n"
        "E F,e@example.com,Shared / One,,,2021-09-30,Ex\n"
        "F G,f@example.com,Shared / Two,,,2021-09-30,Left / Right\n"
    )
    teams = read(tmp_path, text).facts["team"].select("team_id", "parent_id").rows()
    assert teams == [
        ("/ Odd", None),
        ("Sales", "company:Left / Right"),
        ("Services", "company:Ex"),
        ("Services / Support", "Services"),
        ("Services / Support / Tier 2", "Services / Support"),
        ("Shared", None),
        ("Shared / One", "Shared"),
        ("Shared / Two", "Shared"),
        ("company:Ex", None),
        ("company:Left / Right", None),
    ]


def test_technical_names_are_read_too(tmp_path):
    text = (
        f"{FIELDS},active\nÁna Ruiz,ana@example.com,HR,Clerk,Cy Dunn,2021-09-30,True\n"
        "Cy Dunn,cy@example.com,HR,Head,,2015-03-01,False\n"
    )
    parcel = read(tmp_path, text, encoding="cp1252")
    assert member(parcel, "team_id", "job_title", "manager_id") == [
        ("email:ana@example.com", "HR", "Clerk", "email:cy@example.com")
    ]
    assert any("inactive, without a last day" in note for note in parcel.notes)


def test_a_list_without_a_first_day_counts_from_the_day_of_the_file_and_says_so(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,work_email,department_id,coach_id\nA B,a@example.com,HR,\n")
    os.utime(path, (1_782_864_000, 1_782_864_000))  # 1 July 2026
    parcel = odoo_employee.read(Export.open(path))
    assert member(parcel, "team_id", "valid_from") == [
        ("email:a@example.com", "HR", date(2026, 7, 1))
    ]
    told = "1 people tell no first day; they count from 2026-07-01, the day of the file, on."
    assert told in parcel.notes


def test_wrong_cells_are_refused_and_days_of_two_readings_are_asked_about(tmp_path):
    text = f"{FIELDS}\n,,HR,Clerk,,2021-09-30\nA B,a@example.com,HR,Clerk,,soon\n"
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [
        (2, "work_email"),
        (3, "first_contract_date"),
    ]
    text = f"{FIELDS}\nA B,a@example.com,HR,Clerk,,05/06/2020\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    assert member(read(tmp_path, text, day_first=False), "valid_from") == [
        ("email:a@example.com", date(2020, 5, 6))
    ]


@pytest.mark.parametrize(
    "header",
    [
        "EMPLOYEE_ID,FIRST_NAME,JOB_ID,MANAGER_ID,DEPARTMENT_ID",
        "Name,Work email,Department,Manager,Employment type,Work location",
        "Name,Work Email,Department,Job Position",
    ],
    ids=["a teaching database", "another personnel system", "a list of addresses"],
)
def test_tables_that_look_alike_are_taken_by_nobody(tmp_path, header):
    path = tmp_path / "export.csv"
    path.write_text(f"{header}\n" + "1," * header.count(",") + "1\n")
    assert detect(Export.open(path)) is None
