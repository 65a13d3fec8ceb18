"""Workday's report service: workers, their teams, and reports under other names."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.last_look import last_look
from loaders.workday_raas import workday_raas
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "workday_raas.json"
BO, ANA, CY = "employee_id:21000", "employee_id:21001", "employee_id:C-77"
HEADER = "Employee_ID,Worker,Business_Title,Cost_Center,Cost_Center_-_ID,Manager_ID,Hire_Date"


def read(tmp_path, content, name="export.csv", encoding="utf-8"):
    path = tmp_path / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is workday_raas
    parcel = workday_raas.read(export)
    return parcel, [*export.notes, *parcel.notes]


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return workday_raas.read(Export.open(SAMPLE))


def test_a_worker_is_one_person_whatever_number_of_rows(sample):
    people = sample.facts["person"]
    assert people.select("person_id", "employee_id", "email", "name").rows() == [
        (BO, "21000", "bo.chen@example.com", "Bo Chen"),
        (ANA, "21001", "ana.ruiz@example.com", "Ana Ruiz"),
        (CY, "C-77", None, "Cy Day"),
    ]
    columns = ("hire_date", "termination_date", "worker_type", "location")
    assert people.select(columns).rows() == [
        (date(2010, 3, 15), None, "employee", "Leeds"),
        (date(2015, 1, 1), None, "employee", "Leeds"),
        (date(2021, 2, 1), date(2023, 6, 30), "contractor", None),
    ]


def test_each_row_is_a_team_from_the_hire_date_on_and_full_time_is_per_cent(sample):
    columns = ("team_id", "valid_from", "valid_to", "share", "fte")
    assert member(sample, *columns) == [
        (BO, "team:Human Resources", date(2010, 3, 15), None, 1.0, 1.0),
        (ANA, "team:Human Resources", date(2015, 1, 1), None, None, 0.5),
        (ANA, "team:Sales Training", date(2015, 1, 1), None, None, 0.5),
        (CY, "team:Sales Training", date(2021, 2, 1), date(2023, 7, 1), 1.0, None),
    ]


def test_titles_levels_and_managers_are_taken(sample):
    assert member(sample, "job_title", "job_family", "level", "manager_id") == [
        (BO, "HR Director", "People", "4_Director", None),
        (ANA, "HR Analyst", "People", "8_Individual_Contributor", BO),
        (ANA, "Trainer", None, None, BO),
        (CY, "Consultant", None, None, BO),
    ]


def test_a_supervisory_organisation_stands_below_its_department_without_its_heads_name(sample):
    assert sample.facts["team"].rows() == [
        ("Administration", "Administration", "company:Example Ltd"),
        ("company:Example Ltd", "Example Ltd", None),
        ("team:Human Resources", "Human Resources", "Administration"),
        ("team:Sales Training", "Sales Training", "company:Example Ltd"),
    ]


def test_private_columns_never_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert all(secret not in kept for secret in ("1970", "Male", "40100"))


def test_of_several_managers_in_one_list_the_first_counts_and_that_is_told(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8")
    _, notes = read(tmp_path, text, "export.json")
    assert any("1 lists inside workers hold several records" in note for note in notes)


def test_the_csv_of_a_report_is_read(tmp_path):
    row = "21001,Ana Ruiz,HR Analyst,HR Ops,40100,21000,2015-01-01-08:00"
    parcel, _ = read(tmp_path, f"{HEADER}\n{row}\n")
    assert member(parcel, "team_id", "valid_from", "manager_id") == [
        (ANA, "HR Ops", date(2015, 1, 1), BO)
    ]


def test_teams_with_numbers_keep_them_and_their_parents(tmp_path):
    entry = {
        "Start_Date": "2020-01-01",
        "Full_Name": "Ana Ruiz",
        "Employee_ID": "21001",
        "Manager_Name": "Bo Chen",
        "Manager_ID": "21000",
        "Team_ID": "T2",
        "Team_Name": "Payroll",
        "Parent_Team_ID": "T1",
    }
    other = entry | {"Team_ID": "T1", "Team_Name": "Finance", "Employee_ID": "21000"}
    parcel, _ = read(tmp_path, {"Report_Entry": [entry, other]}, "export.json")
    assert member(parcel, "team_id", "manager_id") == [(ANA, "T2", BO), (BO, "T1", None)]
    assert parcel.facts["team"].row(1) == ("T2", "Payroll", "T1")


def test_a_manager_is_found_by_number_address_or_name_in_one_column_or_another(tmp_path):
    entries = [
        {"Employee_ID": "1", "Worker": "Bo Chen", "Work_Email": "bo@example.com", "Manager": "1"},
        {"Employee_ID": "2", "Worker": "Ana Ruiz", "Manager": "1"},
        {"Employee_ID": "3", "Worker": "Cy Day", "Manager": "Bo Chen (1)"},
        {"Employee_ID": "4", "Worker": "Dee Fox", "Manage_Email_Address": "BO@example.com"},
    ]
    usual = {"Hire_Date": "2020-01-01", "Department": "HR"}
    document = {"Report_Entry": [usual | entry for entry in entries]}
    parcel, _ = read(tmp_path, document, "export.json")
    assert parcel.facts["membership"]["manager_id"].to_list() == [None, *["employee_id:1"] * 3]


@pytest.mark.parametrize(
    ("told", "fte"),
    [
        ({"FTE": "0.5"}, 0.5),
        ({"FTE": "50"}, 0.5),
        ({"full_time_equivalent_percentage": "1"}, 0.01),
        ({"paid_fte": "0.5"}, 0.5),
        ({"FTE": "0"}, None),
    ],
    ids=["share", "per cent", "per cent by name", "share by name", "nothing"],
)
def test_full_time_is_read_on_its_own_scale(tmp_path, told, fte):
    entry = {"Employee_ID": "1", "Hire_Date": "2020-01-01", "Department": "HR", **told}
    parcel, _ = read(tmp_path, {"Report_Entry": [entry]}, "export.json")
    assert parcel.facts["membership"]["fte"].to_list() == [fte]


def test_workers_without_a_number_and_an_address_are_refused_and_odd_cells_cost_the_cell(tmp_path):
    rows = ",Ana Ruiz,Analyst,HR,1,2,2015-01-01", "7,Cy Day,Analyst,HR,1,2,soon"
    parcel, notes = read(tmp_path, "\n".join((HEADER, *rows)))
    assert parcel.refused.select("row", "column").rows() == [(2, "Employee_ID"), (3, "Hire_Date")]
    assert parcel.facts["person"]["person_id"].to_list() == ["employee_id:7"]
    assert any("tell no first day" in note for note in notes)


def test_a_rehired_worker_has_not_left(tmp_path):
    row = "Employee_ID,Supervisory_Organization,Hire_Date,Termination_Date"
    text = f"{row}\n1,HR,2015-01-01,2018-12-31\n1,HR,2021-01-01,9999-12-31\n"
    parcel, _ = read(tmp_path, text)
    assert member(parcel, "valid_from", "valid_to") == [
        ("employee_id:1", date(2015, 1, 1), date(2019, 1, 1)),
        ("employee_id:1", date(2021, 1, 1), None),
    ]
    assert parcel.facts["person"].select("hire_date", "termination_date").row(0) == (
        date(2021, 1, 1),
        None,
    )


def test_circles_of_managers_and_of_teams_are_cut(tmp_path):
    usual = {"Start_Date": "2020-01-01", "Team_Name": "A"}
    one = usual | {"Employee_ID": "1", "Manager_ID": "2", "Team_ID": "A", "Parent_Team_ID": "B"}
    two = usual | {"Employee_ID": "2", "Manager_ID": "1", "Team_ID": "B", "Parent_Team_ID": "A"}
    parcel, notes = read(tmp_path, {"Report_Entry": [one, two]}, "export.json")
    assert last_look(parcel).facts["membership"]["manager_id"].null_count() == 2
    assert parcel.facts["team"]["parent_id"].null_count() == 2
    assert any("below themselves" in note for note in notes)


def test_shuffled_columns_in_utf_16_with_others_beside_them_are_read(tmp_path):
    text = "Shoe\tHire_Date\tSupervisory_Organization\tEmployee_ID\n44\t2020-01-01\tHR\t007\n"
    parcel, _ = read(tmp_path, text, encoding="utf-16")
    assert member(parcel, "team_id") == [("employee_id:007", "HR")]


def test_json_that_breaks_off_is_not_read(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text(encoding="utf-8")[:900], encoding="utf-8")
    with pytest.raises(SourceError, match=r"export\.json"):
        workday_raas.read(Export.open(path))


def test_a_report_on_learning_or_on_something_else_is_not_taken(tmp_path):
    path = tmp_path / "export.json"
    for extra in ({"Learning_Content": "Fire", "Manager": "Bo"}, {"Invoice": "1"}):
        path.write_text(json.dumps({"Report_Entry": [{"Employee_ID": "1", **extra}]}))
        assert not workday_raas.recognises(Export.open(path))
