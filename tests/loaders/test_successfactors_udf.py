"""SuccessFactors user data file: keys, labels, then users."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.successfactors_udf import successfactors_udf
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "successfactors_udf.csv"
BO, ANA, CY = (f"login:successfactors-10{key}" for key in ("0007", "0123", "0124"))
KEYS = "STATUS,USERID,USERNAME,MANAGER,DEPARTMENT,HIREDATE"
LABELS = "STATUS,USERID,Login,Boss,Unit,Start"


def read(tmp_path, text, encoding="utf-8", **options):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path, **options)
    assert detect(export) is successfactors_udf
    return successfactors_udf.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return successfactors_udf.read(Export.open(SAMPLE))


def test_the_row_of_labels_is_no_user(sample):
    assert sample.rows_read == 4
    assert sample.refused.is_empty()
    assert sample.facts["person"].height == 4


def test_a_user_is_known_by_number_address_and_user_id(sample):
    columns = ("person_id", "employee_id", "email", "logins", "name", "hire_date", "location")
    assert sample.facts["person"].select(columns).row(0) == (
        "employee_id:000107",
        "000107",
        "bo.chen@example.com",
        ["successfactors-100007"],
        "Bo Chen",
        date(2010, 3, 15),
        "Berlin",
    )
    assert sample.facts["person"]["employee_id"].to_list()[3] == "100124"


def test_active_users_are_in_their_department_since_the_hire_date(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "share") == [
        (BO, "5000123", date(2010, 3, 15), None, 1.0),
        (ANA, "5000123", date(2019, 3, 1), None, 1.0),
        (CY, "Audit", date(2020, 11, 23), None, 1.0),
    ]
    assert member(sample, "job_title", "manager_id", "level") == [
        (BO, "Director", None, None),
        (ANA, "Analyst", BO, None),
        (CY, "Auditor, junior", ANA, None),
    ]
    assert any("Rows of 1 people are inactive" in note for note in sample.notes)


def test_departments_have_code_and_name_and_stand_below_their_division(sample):
    assert sample.facts["team"].rows() == [
        ("5000123", "Finance", "division:Corporate"),
        ("Audit", "Audit", "division:Corporate"),
        ("division:Corporate", "Corporate", None),
    ]


def test_private_columns_never_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert all(secret not in kept for secret in ("Long Lane", "G9", "aruiz'"))


def test_labels_may_be_renamed_and_columns_shuffled(tmp_path):
    text = (
        "USERNAME,HIREDATE,CUSTOM01,DEPARTMENT,USERID,STATUS\n"
        "Nutzer,Eintritt,Stufe,Bereich,USERID,Status\n"
        "a,31.01.2020,x,Vertrieb (77),1,active\n"
    )
    parcel = read(tmp_path, text, "utf-16")
    assert member(parcel, "team_id", "valid_from") == [
        ("login:successfactors-1", "77", date(2020, 1, 31))
    ]


def test_ambiguous_days_are_asked_for_and_read_as_told(tmp_path):
    text = f"{KEYS}\n{LABELS}\nactive,1,a,NO_MANAGER,HR,05/06/2020\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    parcel = read(tmp_path, text, day_first=False)
    assert parcel.facts["membership"]["valid_from"].to_list() == [date(2020, 5, 6)]


def test_users_without_an_id_are_refused_and_odd_days_cost_the_cell(tmp_path):
    rows = "active,,a,,HR,2020-01-01", "active,2,b,,HR,0000-00-00", "active,3,c,,HR,soon"
    parcel = read(tmp_path, "\n".join((KEYS, LABELS, *rows)))
    assert parcel.refused.select("row", "column").rows() == [(3, "USERID"), (5, "HIREDATE")]
    assert parcel.facts["membership"].is_empty()
    assert any("Rows of 2 people tell no first day" in note for note in parcel.notes)


def test_an_id_that_a_spreadsheet_has_rounded_is_refused(tmp_path):
    parcel = read(tmp_path, f"{KEYS}\n{LABELS}\nactive,1.00123E+11,a,,HR,2020-01-01\n")
    assert "rounded" in parcel.refused["reason"][0]


def test_without_labels_below_the_keys_it_is_another_file(tmp_path):
    (tmp_path / "export.csv").write_text(f"{KEYS}\nactive,1,a,,HR,2020-01-01\n")
    assert detect(Export.open(tmp_path / "export.csv")) is None
