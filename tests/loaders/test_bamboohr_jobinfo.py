"""BambooHR job history: intervals, and how it meets the report in one workspace."""

import json
from datetime import date
from pathlib import Path

import narwhals as nw
import polars as pl
import pytest

from loaders import detect
from loaders.bamboohr_jobinfo import bamboohr_jobinfo
from loaders.export import Export
from loaders.load import load_paths
from store.workspace import Workspace

SAMPLES = Path(__file__).parent / "samples"
BO, DANA, ELI = "login:bamboohr-67", "login:bamboohr-61", "login:bamboohr-62"
EPOCH = date(1970, 1, 1)
ROW = {"id": "1", "employeeId": "61", "date": "2020-01-01", "department": "HR", "jobTitle": "A"}


def read(tmp_path, text, name="export.json"):
    path = tmp_path / name
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is bamboohr_jobinfo
    return bamboohr_jobinfo.read(export)


def row(**cells):
    return ROW | {"reportsTo": None} | cells


def member(parcel, *columns):
    return parcel.facts["membership"].select("person_id", *columns).rows()


def test_a_row_holds_until_the_next_one_of_the_employee():
    parcel = bamboohr_jobinfo.read(Export.open(SAMPLES / "bamboohr_jobinfo.json"))
    columns = ("team_id", "valid_from", "valid_to", "job_title", "share")
    assert sorted(member(parcel, *columns)) == [
        (DANA, "Engineering", date(2021, 9, 30), date(2022, 1, 10), "Assistant", 1.0),
        (DANA, "Human Resources", date(2022, 1, 10), None, "Technical Recruiter", 1.0),
        (ELI, "Engineering", date(2020, 5, 4), None, "Developer", 1.0),
        (BO, "Engineering", date(2018, 1, 1), None, "Director", 1.0),
    ]
    assert any("3 rows name a manager whom no single name" in note for note in parcel.notes)


def test_of_two_rows_of_one_day_the_higher_id_counts(tmp_path):
    parcel = read(tmp_path, [row(id="10", department="New"), row(id="9", department="Old")])
    assert member(parcel, "team_id", "valid_to") == [(DANA, "New", None)]


def test_rows_without_employee_day_or_department_are_refused(tmp_path):
    rows = [row(), row(employeeId=None), row(date="soon"), row(date="2021-01-01", department="")]
    parcel = read(tmp_path, rows)
    assert parcel.refused.select("row", "column").rows() == [
        (2, "employeeId"),
        (3, "date"),
        (4, "department"),
    ]
    assert parcel.facts["membership"].height == 1


def test_a_table_with_names_finds_managers_and_other_columns_do_not_matter(tmp_path):
    text = (
        "reportsTo,Shoe size,Display name,jobTitle,department,date,employeeId\n"
        ",44,Bo Chen,Director,Engineering,2018-01-01,67\n"
        '"Chen, Bo",38,Dana Goodman,Recruiter,HR,2022-01-10,61\n'
    )
    parcel = read(tmp_path, text, "export.csv")
    assert member(parcel, "manager_id") == [(BO, None), (DANA, BO)]


def test_a_department_stands_where_its_present_rows_put_it(tmp_path):
    rows = [
        row(division="Old", date="2019-01-01"),
        row(division="New", date="2020-01-01"),
    ]
    parcel = read(tmp_path, rows)
    assert parcel.facts["team"].select("team_id", "parent_id").rows() == [
        ("HR", "division:New"),
        ("division:New", None),
        ("division:Old", None),
    ]


def belonging(tmp_path, report):
    """Who belongs where, as store and metrics put history and report together."""
    from metrics.belonging import belonging as joined

    path = tmp_path / "report.csv"
    path.write_text(report, encoding="utf-8")
    with Workspace.open(tmp_path / "workspace") as workspace:
        load_paths(workspace, [SAMPLES / "bamboohr_jobinfo.json", path], by="test")
        facts = (workspace.facts(name) for name in ("membership", "person"))
        return joined(*(nw.from_native(frame) for frame in facts))


@pytest.mark.parametrize("dated", [True, False], ids=["with the day of the job", "without it"])
def test_history_and_report_together_never_make_two_posts_of_one_person(tmp_path, dated):
    report = (SAMPLES / "bamboohr.csv").read_text(encoding="utf-8")
    if not dated:
        report = report.replace("Job Information: Date", "Something else")
    found = belonging(tmp_path, report)
    assert found["person_id"].n_unique() == 3
    time = found.group_by("person_id", "start_day").agg(
        posts=(pl.col("share") * pl.col("fte")).sum(), teams=pl.col("team_id").n_unique()
    )
    assert time["posts"].max() == 1.0
    assert time["teams"].max() == (1 if dated else 2)


def test_the_last_day_of_the_report_ends_the_open_row_of_the_history(tmp_path):
    found = belonging(tmp_path, (SAMPLES / "bamboohr.csv").read_text(encoding="utf-8"))
    days = found.filter(pl.col("level") == "L2").select("start_day", "end_day").row(0)
    assert days == ((date(2020, 5, 4) - EPOCH).days, (date(2023, 7, 1) - EPOCH).days)
