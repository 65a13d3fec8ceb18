"""Viva Insights organisational data: stacked snapshots become spans."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.last_look import last_look
from loaders.viva_org import viva_org

SAMPLE = Path(__file__).parent / "samples" / "viva_org.csv"
ANA, BO, CY = (f"email:{name}@example.com" for name in ("ana.ruiz", "bo.chen", "cy.day"))
DEC, JAN = date(2020, 12, 1), date(2021, 1, 1)
HEADER = "PersonId,EffectiveDate,ManagerId,Organization"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is viva_org
    return viva_org.read(export)


def member(parcel, *columns):
    return sorted(parcel.facts["membership"].select("person_id", "valid_from", *columns).rows())


@pytest.fixture(scope="module")
def sample():
    return viva_org.read(Export.open(SAMPLE))


def test_a_person_is_known_by_address_and_number(sample):
    told = sample.facts["person"].select("person_id", "employee_id", "email", "hire_date").rows()
    assert told == [
        (CY, None, "cy.day@example.com", date(2018, 11, 23)),
        ("employee_id:000101", "000101", "bo.chen@example.com", date(2010, 3, 15)),
        ("employee_id:000102", "000102", "ana.ruiz@example.com", date(2014, 1, 3)),
    ]
    assert sample.facts["person"].select("worker_type", "location").rows() == [
        ("contractor", "York"),
        ("employee", "Leeds"),
        ("employee", "Leeds"),
    ]


def test_a_snapshot_holds_until_the_next_and_one_that_changes_nothing_is_no_new_span(sample):
    assert member(sample, "valid_to", "team_id", "share") == [
        (ANA, DEC, JAN, "Info Tech", 1.0),
        (ANA, JAN, None, "Sales", 1.0),
        (BO, DEC, None, "Info Tech", 1.0),
        (CY, DEC, None, "Sales", 1.0),
    ]
    assert sample.facts["team"].rows() == [
        ("Info Tech", "Info Tech", None),
        ("Sales", "Sales", None),
    ]


def test_level_craft_rate_and_manager_are_of_their_span(sample):
    assert member(sample, "level", "job_family", "hourly_cost", "manager_id") == [
        (ANA, DEC, "Junior IC", "Engineering", 45.5, BO),
        (ANA, JAN, "Senior IC", "Engineering", 52.0, BO),
        (BO, DEC, "Executive", "Management", 120.0, None),
        (CY, DEC, "Senior IC", "Sales", None, BO),
    ]
    assert sample.facts["membership"]["currency"].null_count() == 4
    assert any("does not name the currency" in note for note in sample.notes)


def test_who_is_missing_from_the_last_snapshot_is_told(sample):
    assert any("1 people have no row on the last day, 2021-01-01" in n for n in sample.notes)


def test_ambiguous_days_are_read_month_first_and_others_as_the_column_shows(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\na@b.c,05/06/2024,m@b.c,X\n")
    assert parcel.facts["membership"]["valid_from"].to_list() == [date(2024, 5, 6)]
    parcel = read(tmp_path, f"{HEADER}\na@b.c,05/06/2024,m@b.c,X\nd@b.c,31/05/2024,m@b.c,X\n")
    assert parcel.facts["membership"]["valid_from"].to_list() == [
        date(2024, 6, 5),
        date(2024, 5, 31),
    ]


def test_rows_without_a_person_or_a_day_are_refused_and_others_stay(tmp_path):
    rows = ",1/1/2024,m@b.c,X", "a@b.c,soon,m@b.c,X", "b@b.c,,m@b.c,X", "c@b.c,1/1/2024,,"
    parcel = read(tmp_path, "\n".join((HEADER, *rows)))
    assert parcel.refused.select("row", "column").rows() == [
        (2, "PersonId"),
        (3, "EffectiveDate"),
        (4, "EffectiveDate"),
    ]
    assert parcel.facts["person"]["email"].to_list() == ["c@b.c"]
    assert any("tell no unit" in note for note in parcel.notes)


def test_a_rate_or_hire_date_that_cannot_be_read_costs_its_cell_only(tmp_path):
    parcel = read(tmp_path, f"{HEADER},HourlyRate,HireDate\na@b.c,1/1/2024,m@b.c,X,many,9999-99\n")
    assert parcel.refused["column"].to_list() == ["HireDate", "HourlyRate"]
    assert parcel.facts["membership"].height == 1


def test_managers_in_a_circle_are_cut(tmp_path):
    rows = "a@b.c,1/1/2024,b@b.c,X\nb@b.c,1/1/2024,c@b.c,X\nc@b.c,1/1/2024,a@b.c,X\n"
    looked = last_look(read(tmp_path, f"{HEADER}\n{rows}"))
    assert looked.facts["membership"]["manager_id"].null_count() == 3
    assert any("3 people report to each other in a circle" in note for note in looked.notes)


def test_renamed_case_order_more_columns_and_utf_16_do_not_matter(tmp_path):
    text = "organization,Shoe size,MANAGERID,Effective Date,personid\nX,44,,2024-01-31,A@b.c\n"
    parcel = read(tmp_path, text, "utf-16")
    assert member(parcel, "team_id") == [("email:a@b.c", date(2024, 1, 31), "X")]


def test_a_row_that_breaks_off_is_still_a_row(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\na@b.c,1/31/2024,m@b.c,X\nb@b.c,1/31/2024")
    assert parcel.facts["person"].height == 2
    assert parcel.facts["membership"].height == 1


def test_a_workbook_with_true_days_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    book.active.append(["a@b.c", date(2024, 1, 31), "m@b.c", "X"])
    book.active.append(["a@b.c", 45352, "m@b.c", "Y"])  # a day number: 2024-03-01
    book.save(tmp_path / "org.xlsx")
    export = Export.open(tmp_path / "org.xlsx")
    assert detect(export) is viva_org
    assert member(viva_org.read(export), "team_id") == [
        ("email:a@b.c", date(2024, 1, 31), "X"),
        ("email:a@b.c", date(2024, 3, 1), "Y"),
    ]
