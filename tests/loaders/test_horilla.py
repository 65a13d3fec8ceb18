"""Horilla's sheet: badges that a spreadsheet has bent, managers by name, and pay of an hour."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.horilla import horilla
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "horilla.csv"
ANA, BO, CY = "employee_id:5480", "employee_id:5481", "employee_id:PEP01"
HEADER = "Badge ID,First Name,Last Name,Email,Department,Reporting Manager,Date Joining,Salary Hour"


def read_file(path, **how):
    export = Export.open(path, **how)
    assert detect(export) is horilla
    return horilla.read(export)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    return read_file(path, **how)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return horilla.read(Export.open(SAMPLE))


def test_people_are_told_by_their_badges_without_the_spreadsheets_fraction(sample):
    columns = ("person_id", "employee_id", "email", "name", "hire_date", "worker_type", "location")
    assert sample.facts["person"].select(columns).rows() == [
        (ANA, "5480", "ana.ruiz@example.com", "Ana Ruiz", date(2021, 9, 30), "employee", "Leeds"),
        (BO, "5481", "bo.chen@example.com", "Bo Chen", date(2020, 5, 4), "contractor", "Leeds"),
        (CY, "PEP01", "cy.dunn@example.com", "Cy Dunn", date(2015, 3, 1), "employee", "Leeds"),
    ]


def test_a_membership_begins_with_the_day_of_joining_and_the_inactive_have_none(sample):
    columns = ("team_id", "valid_from", "valid_to", "share", "job_title", "job_family")
    assert member(sample, *columns) == [
        (ANA, "Support", date(2021, 9, 30), None, 1.0, "Agent", "Tier 2"),
        (CY, "Support", date(2015, 3, 1), None, 1.0, "Head", "Management"),
    ]
    assert any("1 people are inactive, without a last day" in note for note in sample.notes)


def test_managers_are_found_by_name_and_pay_of_zero_is_none_entered(sample):
    assert member(sample, "manager_id", "hourly_cost", "currency") == [
        (ANA, CY, 26.5, None),
        (CY, None, None, None),
    ]
    assert "The file does not name the currency of Salary Hour." in sample.notes


def test_departments_stand_below_their_company_and_private_fields_stay_out(sample):
    assert sample.facts["team"].rows() == [
        ("Support", "Support", "company:Example Ltd"),
        ("company:Example Ltd", "Example Ltd", None),
    ]
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert not any(word in kept for word in ("home.example", "1990", "4300"))


def test_a_workbook_with_dates_and_numbers_as_badges_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(
        ["Badge ID", "First Name", "Department", "Reporting Manager", "Date Joining"]
    )
    book.active.append([5480, "Ana", "Support", None, date(2021, 9, 30)])
    book.active.append(["PEP01", "Cy", "Support", None, 42064])
    book.save(tmp_path / "export.xlsx")
    assert member(read_file(tmp_path / "export.xlsx"), "valid_from") == [
        (ANA, date(2021, 9, 30)),
        (CY, date(2015, 3, 1)),  # 42064 is this day in any spreadsheet
    ]


def test_another_order_encoding_and_title_row_do_not_matter(tmp_path):
    text = (
        "Employees of Example Ltd;;;;\nNew;Date Joining;Department;Reporting Manager;Badge ID\n"
        "x;13.02.2021;Büro;;PEP01\n"
    )
    parcel = read(tmp_path, text, encoding="cp1252")
    assert member(parcel, "team_id", "valid_from") == [(CY, "Büro", date(2021, 2, 13))]


def test_a_name_of_two_people_is_nobodys_manager(tmp_path):
    text = (
        f"{HEADER}\n1,Bo,Chen,,HR,,2020-01-01,\n2,Bo,Chen,,HR,,2020-01-01,\n"
        "3,Ana,Ruiz,,HR,Bo Chen,2020-01-01,\n"
    )
    parcel = read(tmp_path, text)
    assert member(parcel, "manager_id")[-1] == ("employee_id:3", None)
    assert any("1 rows name a manager whom no single name" in note for note in parcel.notes)


def test_wrong_cells_are_refused_and_days_of_two_readings_are_asked_about(tmp_path):
    text = f"{HEADER}\n,Ana,Ruiz,,HR,,2020-01-01,\n2,Bo,Chen,,HR,,2020-01-01,much\n"
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [(2, "Badge ID"), (3, "Salary Hour")]
    assert member(parcel, "hourly_cost") == [("employee_id:2", None)]
    text = f"{HEADER}\n2,Bo,Chen,,HR,,05/06/2020,\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    assert member(read(tmp_path, text, day_first=True), "valid_from") == [
        ("employee_id:2", date(2020, 6, 5))
    ]
