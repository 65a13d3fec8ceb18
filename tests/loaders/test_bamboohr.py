"""BambooHR reports: people, their present jobs, and reports that are odd or half empty."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.bamboohr import bamboohr
from loaders.export import Export
from loaders.last_look import last_look

SAMPLE = Path(__file__).parent / "samples" / "bamboohr.csv"
BO, DANA, ELI = "login:bamboohr-67", "login:bamboohr-61", "login:bamboohr-62"
HEADER = "id,employeeNumber,workEmail,department,supervisorEId,hireDate,terminationDate,status"


def read(tmp_path, text, name="export.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is bamboohr
    return bamboohr.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return bamboohr.read(Export.open(SAMPLE))


def test_a_person_row_ties_number_address_and_the_number_of_bamboohr(sample):
    dana = sample.facts["person"].row(0, named=True)
    assert {key: value for key, value in dana.items() if value is not None} == {
        "person_id": "employee_id:59",
        "employee_id": "59",
        "email": "dgoodman@example.com",
        "logins": ["bamboohr-61"],
        "name": "Dana Goodman",
        "hire_date": date(2021, 9, 30),
        "worker_type": "contractor",
        "location": "Denver",
        "certificates": ["notary", "first aid"],
    }


def test_a_membership_begins_with_the_job_and_ends_after_the_last_day(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "share", "fte") == [
        (BO, "Engineering", date(2018, 1, 1), None, 1.0, 1.0),
        (DANA, "Human Resources", date(2022, 1, 10), None, 1.0, 0.5),
        (ELI, "Engineering", date(2020, 5, 4), date(2023, 7, 1), 1.0, 1.0),
    ]


def test_pay_becomes_the_cost_of_an_hour(sample):
    # 52,000 a year for 20 hours a week: 52,000 / (52 x 20) = 50
    assert member(sample, "hourly_cost", "currency") == [
        (BO, 104.0, "CAD"),
        (DANA, 50.0, "CAD"),
        (ELI, 80000 / 2080, "CAD"),
    ]


def test_custom_fields_and_managers_are_taken(sample):
    columns = ("job_family", "level", "entry_level", "senior_level", "manager_id")
    assert member(sample, *columns) == [
        (BO, "Software", "L6", False, True, None),
        (DANA, "People", "L1", True, False, BO),
        (ELI, "Software", "L2", False, False, BO),
    ]


def test_departments_stand_below_their_division(sample):
    assert sample.facts["team"].rows() == [
        ("Engineering", "Engineering", "division:North America"),
        ("Human Resources", "Human Resources", "division:North America"),
        ("division:North America", "North America", None),
    ]


def test_private_fields_never_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert all(secret not in kept for secret in ("home.example", "1990", "52000"))


def test_the_example_of_the_vendor_counts_from_the_hire_date(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\n61,59,d@example.com,HR,7,2021-09-30,0000-00-00,Active\n")
    assert member(parcel, "valid_from", "valid_to", "manager_id") == [
        (DANA, date(2021, 9, 30), None, "employee_id:7")
    ]
    assert any("counts from the hire date on" in note for note in parcel.notes)


def test_rows_that_repeat_an_employee_are_a_history_when_their_dates_differ(tmp_path):
    text = (
        "employeeNumber,supervisorEId,workEmail,hireDate,Job Information: Date,department\n"
        "59,7,d@example.com,2020-01-01,2022-01-01,Sales\n"
        "59,7,d@example.com,2020-01-01,2020-01-01,Support\n"
        "59,7,d@example.com,2020-01-01,2022-01-01,Sales\n"
    )
    parcel = read(tmp_path, text)
    assert member(parcel, "team_id", "valid_from", "valid_to") == [
        ("employee_id:59", "Support", date(2020, 1, 1), date(2022, 1, 1)),
        ("employee_id:59", "Sales", date(2022, 1, 1), None),
    ]
    assert parcel.facts["person"].height == 1
    assert any("1 rows repeat an employee" in note for note in parcel.notes)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("61,59,d@example.com,,7,2021-09-30,0000-00-00,Active", "neither a department"),
        ("61,59,d@example.com,HR,7,0000-00-00,0000-00-00,Active", "no first day"),
        ("61,59,d@example.com,HR,7,2021-09-30,0000-00-00,Inactive", "inactive without"),
    ],
    ids=["without a department", "without a first day", "inactive without a last day"],
)
def test_who_cannot_be_placed_is_a_person_without_a_team(tmp_path, row, told):
    parcel = read(tmp_path, f"{HEADER}\n{row}\n")
    assert parcel.facts["person"].height == 1
    assert parcel.facts["membership"].is_empty()
    assert any(told in note for note in parcel.notes)


def test_a_last_day_before_the_first_belongs_to_an_earlier_employment(tmp_path):
    row = "61,59,d@example.com,HR,7,2021-09-30,2019-01-31,Active"
    parcel = read(tmp_path, f"{HEADER}\n{row}\n")
    assert member(parcel, "valid_to") == [(DANA, None)]
    assert parcel.facts["person"]["termination_date"].to_list() == [None]


def test_one_number_with_two_records_is_one_person_with_two_accounts(tmp_path):
    text = (
        f"{HEADER}\n61,59,d@example.com,HR,7,2015-01-01,2018-12-31,Inactive\n"
        "99,59,d@example.com,HR,7,2021-01-01,0000-00-00,Active\n"
    )
    people = read(tmp_path, text).facts["person"]
    assert people.select("person_id", "logins", "hire_date").rows() == [
        ("employee_id:59", ["bamboohr-61", "bamboohr-99"], date(2021, 1, 1))
    ]


def test_cells_that_cannot_be_read_cost_the_cell_and_people_without_a_key_the_row(tmp_path):
    text = (
        f"{HEADER},standardHoursPerWeek\n"
        "61,59,d@example.com,HR,7,2021-09-30,whenever,Active,many\n"
        ",,,HR,7,2021-09-30,0000-00-00,Active,40\n"
    )
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [
        (2, "standardHoursPerWeek"),
        (2, "terminationDate"),
        (3, "employeeNumber"),
    ]
    assert member(parcel, "fte") == [(DANA, None)]


def test_labels_of_the_screen_in_another_order_are_read(tmp_path):
    text = (
        "\ufeffReporting to,Job title,Department,Work Email,Job Information: Date,First name,"
        "Last name,Shoe size\n"
        ",Director,Engineering,bo@example.com,2018-01-01,Bo,Chen,44\n"
        '"Chen, Bo",Developer,Engineering,ana@example.com,2020-01-01,Ána,Ruiz,38\n'
        "Ana Nobody,Developer,Engineering,cy@example.com,2020-01-01,Cy,Day,40\n"
    )
    parcel = read(tmp_path, text)
    assert member(parcel, "job_title", "manager_id") == [
        ("email:bo@example.com", "Director", None),
        ("email:ana@example.com", "Developer", "email:bo@example.com"),
        ("email:cy@example.com", "Developer", None),
    ]
    assert any("1 rows name a manager" in note for note in parcel.notes)


def test_a_manager_is_never_found_by_a_name_that_two_people_bear(tmp_path):
    text = (
        "Reporting to,Job title,Department,Work Email,Job Information: Date,Display name\n"
        ",Lead,Engineering,a@example.com,2018-01-01,Bo Chen\n"
        ",Lead,Sales,b@example.com,2018-01-01,Bo Chen\n"
        "Bo Chen,Developer,Sales,c@example.com,2018-01-01,Cy Day\n"
    )
    assert member(read(tmp_path, text), "manager_id")[2] == ("email:c@example.com", None)


def test_a_department_of_two_divisions_stands_below_none(tmp_path):
    text = (
        "id,employeeNumber,supervisorEId,hireDate,workEmail,department,division\n"
        "1,1,,2020-01-01,a@example.com,Sales,North\n2,2,,2020-01-01,b@example.com,Sales,South\n"
    )
    parcel = read(tmp_path, text)
    assert parcel.facts["team"].select("team_id", "parent_id").rows() == [
        ("Sales", None),
        ("division:North", None),
        ("division:South", None),
    ]
    assert any("several divisions stand below none: Sales" in note for note in parcel.notes)


def test_a_department_named_like_its_division_does_not_become_its_own_parent(tmp_path):
    text = (
        "id,employeeNumber,supervisorEId,hireDate,workEmail,department,division\n"
        "1,1,,2020-01-01,a@example.com,Sales,Sales\n"
    )
    assert read(tmp_path, text).facts["team"].select("team_id", "parent_id").rows() == [
        ("Sales", "division:Sales"),
        ("division:Sales", None),
    ]


def test_managers_are_keys_of_their_own_rows_so_that_circles_are_seen(tmp_path):
    text = f"{HEADER}\n1,1,a@b.c,HR,2,2020-01-01,,Active\n2,2,b@b.c,HR,1,2020-01-01,,Active\n"
    parcel = read(tmp_path, text)
    assert member(parcel, "manager_id") == [
        ("login:bamboohr-1", "login:bamboohr-2"),
        ("login:bamboohr-2", "login:bamboohr-1"),
    ]
    assert any("report to each other in a circle" in note for note in last_look(parcel).notes)


def test_whoever_manages_himself_has_no_manager(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\n1,1,a@b.c,HR,1,2020-01-01,,Active\n")
    assert member(parcel, "manager_id") == [("login:bamboohr-1", None)]


def test_the_json_of_a_report_is_read(tmp_path):
    employee = {
        "id": "61",
        "employeeNumber": "59",
        "supervisorId": "67",
        "hireDate": "2021-09-30",
        "workEmail": "d@example.com",
        "department": "HR",
        "payRate": "30 EUR",
        "paidPer": "Hour",
    }
    fields = [{"id": "employeeNumber", "type": "text", "name": "Employee #"}]
    document = {"title": "All", "fields": fields, "employees": [employee]}
    parcel = read(tmp_path, json.dumps(document), "export.json")
    assert member(parcel, "team_id", "manager_id", "hourly_cost", "currency") == [
        (DANA, "HR", BO, 30.0, "EUR")
    ]
