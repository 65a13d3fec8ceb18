"""OrangeHRM's personal data: a bridge between numbers and addresses, and nothing more."""

from pathlib import Path

from loaders import detect
from loaders.export import Export
from loaders.orangehrm import orangehrm

SAMPLE = Path(__file__).parent / "samples" / "orangehrm.csv"
HEADER = "first_name,middle_name,last_name,employee_id,other_id,work_email"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is orangehrm
    return orangehrm.read(export)


def people(parcel):
    return parcel.facts["person"].select("person_id", "employee_id", "email", "name").rows()


def test_numbers_and_work_addresses_are_tied():
    parcel = orangehrm.read(Export.open(SAMPLE))
    assert people(parcel) == [
        ("employee_id:0061", "0061", None, "Bo Chen"),
        ("email:cy.dunn@example.com", None, "cy.dunn@example.com", "Cy Dunn"),
        ("employee_id:0059", "0059", "ana.ruiz@example.com", "Ana Ruiz-Farr"),
    ]
    assert set(parcel.facts) == {"person"}
    assert "1 rows repeat an employee; the last counts." in parcel.notes


def test_private_fields_never_leave_the_loader():
    kept = str(orangehrm.read(Export.open(SAMPLE)).facts["person"].to_dicts())
    assert not any(word in kept for word in ("home.example", "1990", "Spanish", "Married", "D123"))


def test_a_row_without_any_key_is_refused(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\nAna,,Ruiz,,,\nBo,,,7,,\n")
    assert parcel.refused.select("row", "column").rows() == [(2, "employee_id")]
    assert people(parcel) == [("employee_id:7", "7", None, "Bo")]


def test_a_number_that_a_spreadsheet_has_rounded_is_refused(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\nAna,,Ruiz,1.2E+15,,ana@example.com\n")
    assert parcel.refused["column"].to_list() == ["employee_id"]
    assert people(parcel) == []


def test_an_old_encoding_and_another_order_are_read(tmp_path):
    text = "work_email;last_name;other_id;middle_name;employee_id;first_name\n;Müller;;;7;Jürgen\n"
    assert people(read(tmp_path, text, encoding="cp1252")) == [
        ("employee_id:7", "7", None, "Jürgen Müller")
    ]
