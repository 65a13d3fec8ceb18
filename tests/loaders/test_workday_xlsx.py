"""Workday's reports from the screen: titles above the header, names with brackets."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.workday_xlsx import workday_xlsx

SAMPLE = Path(__file__).parent / "samples" / "workday_xlsx.xlsx"
BO, ANA, CY, DEE = (f"employee_id:{key}" for key in ("021000", "021001", "C-77", "021003"))


def read(tmp_path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "report.xlsx")
    export = Export.open(tmp_path / "report.xlsx")
    assert detect(export) is workday_xlsx
    return workday_xlsx.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return workday_xlsx.read(Export.open(SAMPLE))


def test_workers_are_read_below_the_titles_with_numbers_as_written(sample):
    people = sample.facts["person"].sort("person_id")
    columns = ("person_id", "employee_id", "name", "email", "hire_date", "termination_date")
    assert people.select(columns).rows() == [
        (BO, "021000", "Bo Chen", "bo.chen@example.com", date(2010, 3, 15), None),
        (ANA, "021001", "Ana Ruiz", "ana.ruiz@example.com", date(2015, 1, 1), None),
        (DEE, "021003", "Dee Fox", "dee.fox@example.com", None, None),
        (CY, "C-77", "Cy Day", None, date(2021, 2, 1), date(2023, 6, 30)),
    ]
    assert people["worker_type"].to_list() == ["employee", "employee", "employee", "contractor"]
    assert people["location"].to_list() == ["Leeds", "Leeds", "York", "York"]
    assert sample.rows_read == 4


def test_teams_begin_with_the_hire_date_and_who_has_none_is_in_no_team(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "fte", "share") == [
        (BO, "Finance", date(2010, 3, 15), None, 1.0, 1.0),
        (ANA, "Finance", date(2015, 1, 1), None, 0.6, 1.0),
        (CY, "Audit", date(2021, 2, 1), date(2023, 7, 1), None, 1.0),
    ]
    assert any("Rows of 1 people tell no first day" in note for note in sample.notes)
    assert sample.facts["team"].rows() == [("Audit", "Audit", None), ("Finance", "Finance", None)]


def test_titles_grades_and_managers_by_name_are_taken_and_pay_is_not(sample):
    assert member(sample, "job_title", "level", "manager_id", "hourly_cost") == [
        (BO, "Finance Director", "G9", None, None),
        (ANA, "Accountant", "G4", BO, None),
        (CY, "Consultant", None, BO, None),
    ]
    assert any("1 rows name a manager whom no single name" in note for note in sample.notes)


def test_a_report_of_workers_with_other_columns_in_another_order_is_read(tmp_path):
    header = ["Shoe size", "Management Level", "Business Title", "Employee ID", "Worker"]
    parcel = read(
        tmp_path,
        ["Talent", None],
        [*header, "Department", "Supervisory Organization", "Hire Date", "Manager ID"],
        [44, "8", "Clerk", 1001, "Ana Ruiz (1001)", "HR", "Pay", 45352, 1000],
    )
    assert member(parcel, "team_id", "level", "job_title", "valid_from", "manager_id") == [
        ("employee_id:1001", "team:Pay", "8", "Clerk", date(2024, 3, 1), "employee_id:1000")
    ]
    assert parcel.facts["person"]["name"].to_list() == ["Ana Ruiz"]


def test_a_csv_with_titles_in_a_western_code_page_is_read(tmp_path):
    text = (
        'Headcount,,,\nAs of,"January, 2024",,\n\n'
        "Worker,Employee ID,Supervisory Organization,Hire Date\n"
        "Zoë Ruíz,0007,Zürich,2020-01-31\n,,,\nBroken,\n"
    )
    (tmp_path / "report.csv").write_text(text, encoding="cp1252")
    export = Export.open(tmp_path / "report.csv")
    assert detect(export) is workday_xlsx
    parcel = workday_xlsx.read(export)
    assert member(parcel, "team_id", "valid_from") == [
        ("employee_id:0007", "Zürich", date(2020, 1, 31))
    ]
    assert parcel.facts["person"]["name"].to_list() == ["Zoë Ruíz"]
    assert parcel.refused.select("row", "column").rows() == [(7, "Employee ID")]


def test_a_report_on_learning_is_not_taken(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Worker", "Employee ID", "Worker Type", "Learning content"])
    book.active.append(["Ana Ruiz", "1", "Employee", "Fire safety"])
    book.save(tmp_path / "report.xlsx")
    assert detect(Export.open(tmp_path / "report.xlsx")) is None
