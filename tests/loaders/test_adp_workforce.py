"""ADP Workforce Now: positions of associates, in reports and in the census."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.adp_workforce import adp_workforce
from loaders.export import Export
from loaders.free_text import is_free_text

SAMPLE = Path(__file__).parent / "samples" / "adp_workforce.csv"
BO, ANA, CY, DEE = (f"employee_id:SLTWK00000{key}" for key in ("011", "606", "700", "800"))
HEADER = "Associate ID,Position ID,Position Status,Hire Date,Home Department Description"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is adp_workforce
    return adp_workforce.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return adp_workforce.read(Export.open(SAMPLE))


def test_an_associate_is_one_person_with_all_positions(sample):
    people = sample.facts["person"]
    assert people.select("person_id", "employee_id", "email", "name", "logins").rows()[:2] == [
        (BO, "SLTWK00000011", "bo.chen@example.com", "Robert Chen", ["adp-ABC000011"]),
        (
            ANA,
            "SLTWK00000606",
            "ana.ruiz@example.com",
            "Ana Ruiz",
            ["adp-ABC000123", "adp-OLD000123", "adp-XYZ000123"],
        ),
    ]
    columns = ("person_id", "hire_date", "termination_date", "worker_type", "location")
    assert people.select(columns).rows() == [
        (BO, date(2010, 3, 15), None, "employee", "Denver"),
        (ANA, date(2019, 3, 1), None, "employee", "Denver"),
        (CY, date(2021, 2, 1), date(2023, 6, 30), "contractor", "Boulder"),
        (DEE, date(2015, 1, 10), None, "employee", "Boulder"),
    ]


def test_each_position_is_a_team_from_its_own_day_or_the_last_hiring_on(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "share") == [
        (BO, "000410", date(2010, 3, 15), None, 1.0),
        (ANA, "000410", date(2019, 3, 1), None, None),
        (ANA, "000099", date(2021, 7, 15), None, None),
        (ANA, "000099", date(2019, 3, 1), date(2021, 1, 1), None),
        (CY, "000410", date(2021, 2, 1), date(2023, 7, 1), 1.0),
    ]
    assert any("Rows of 1 people are inactive, without a last day" in n for n in sample.notes)


def test_titles_functions_and_managers_by_number_or_preferred_name_are_taken(sample):
    assert member(sample, "job_title", "job_family", "manager_id") == [
        (BO, "Finance Director", "Finance", None),
        (ANA, "Analyst II", "Finance", BO),
        (ANA, "Trainer", "Learning", BO),
        (ANA, "Clerk", "Learning", BO),
        (CY, "Consultant", "Finance", ANA),
    ]


def test_departments_have_their_code_with_its_zeros_and_stand_below_a_business_unit(sample):
    assert sample.facts["team"].rows() == [
        ("000099", "Academy", "business unit:People"),
        ("000410", "Finance", "business unit:Corporate"),
        ("business unit:Corporate", "Corporate", None),
        ("business unit:People", "People", None),
    ]


def test_pay_and_private_columns_never_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert all(secret not in kept for secret in ("198", "1970", "000-00", "Transfer"))


def test_headers_with_sections_stars_blanks_and_line_breaks_are_the_same_columns(tmp_path):
    text = (
        '"Shoe size","Home Department\nDescription (Employment Profile)*",'
        '"Position\xa0Start Date","Position Status (Employment Profile - Status)",'
        '"Position ID*","Reports To Position ID (Employment Profile)"\n'
        "44,HR,01/31/2020,Active,P1,P2\n44,HR,01/31/2020,Active,P2,\n"
    )
    parcel = read(tmp_path, text, "cp1252")
    assert member(parcel, "team_id", "valid_from", "manager_id") == [
        ("login:adp-P1", "HR", date(2020, 1, 31), "login:adp-P2"),
        ("login:adp-P2", "HR", date(2020, 1, 31), None),
    ]


def test_ambiguous_days_are_read_month_first(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\nX1,P1,Active,03/01/2019,HR\n")
    assert member(parcel, "valid_from") == [("employee_id:X1", date(2019, 3, 1))]


def test_one_column_that_shows_the_day_first_tells_the_order_of_all(tmp_path):
    text = f"{HEADER},Position Start Date\nX1,P1,Active,31/01/2019,HR,03/02/2020\n"
    assert member(read(tmp_path, text), "valid_from") == [("employee_id:X1", date(2020, 2, 3))]


def test_rows_without_an_id_are_refused_and_odd_days_cost_the_cell(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\n,,Active,03/01/2019,HR\nX2,P2,Active,soon,HR\nX3,P3")
    assert parcel.refused.select("row", "column").rows() == [(2, "Associate ID"), (3, "Hire Date")]
    assert parcel.facts["person"].height == 2
    assert parcel.facts["membership"].is_empty()


def test_a_workbook_with_a_title_and_day_numbers_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Census", None])
    book.active.append(HEADER.split(","))
    book.active.append(["X1", "P1", "Active", 45352, "HR"])
    book.active.append(["X2", "P2", "Active", date(2024, 1, 31), "HR"])
    book.save(tmp_path / "census.xlsx")
    export = Export.open(tmp_path / "census.xlsx")
    assert detect(export) is adp_workforce
    assert member(adp_workforce.read(export), "valid_from") == [
        ("employee_id:X1", date(2024, 3, 1)),
        ("employee_id:X2", date(2024, 1, 31)),
    ]


def test_an_associate_of_another_system_is_not_taken(tmp_path):
    (tmp_path / "export.csv").write_text("Associate,Associate ID,Current Job Profile\nA,1,X\n")
    found = detect(Export.open(tmp_path / "export.csv"))
    assert found is not None
    assert found.name == "workday_xlsx"


def test_the_names_of_codes_are_no_text_that_people_wrote():
    assert not is_free_text("Job Title Description (Employment Profile)")
    assert not is_free_text("Home Department Description")
    assert is_free_text("Description")
    assert is_free_text("Termination Reason Description")
