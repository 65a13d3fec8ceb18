"""SuccessFactors job information: intervals by start date and sequence number."""

import json
from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.successfactors_empjob import successfactors_empjob
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "successfactors_empjob.json"
BO, ANA, DEE = (f"login:successfactors-{key}" for key in ("100007", "100123", "100125"))
HEADER = "userId,seqNumber,startDate,endDate,department,emplStatus,managerId"


def read(tmp_path, content, name="export.csv", encoding="utf-8"):
    path = tmp_path / name
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is successfactors_empjob
    return successfactors_empjob.read(export)


def member(parcel, *columns):
    return sorted(parcel.facts["membership"].select("person_id", *columns).rows(), key=str)


@pytest.fixture(scope="module")
def sample():
    return successfactors_empjob.read(Export.open(SAMPLE))


def test_a_job_holds_until_its_end_and_the_highest_number_of_a_day_counts(sample):
    assert member(sample, "team_id", "valid_from", "valid_to", "job_title", "share") == [
        (BO, "5000123", date(2010, 3, 15), None, "FIN-DIR", 1.0),
        (ANA, "5000123", date(2021, 1, 1), None, "Analyst", 1.0),
        (ANA, "5000200", date(2019, 3, 1), date(2021, 1, 1), "Junior Auditor", 1.0),
        (DEE, "5000200", date(2015, 1, 10), date(2022, 7, 1), "Auditor", 1.0),
    ]
    assert "1 rows of one person and day were replaced by later ones." in sample.notes


def test_a_terminated_row_is_the_end_of_the_job_before_and_leave_is_none(sample):
    people = sample.facts["person"].select("person_id", "logins", "termination_date", "location")
    assert people.rows() == [
        (BO, ["successfactors-100007"], None, "BER"),
        (ANA, ["successfactors-100123"], None, "BER"),
        (DEE, ["successfactors-100125"], date(2022, 6, 30), None),
    ]
    assert any("1 rows have a status code of the firm's own" in note for note in sample.notes)


def test_managers_are_user_ids_and_the_top_has_none(sample):
    assert dict(member(sample, "manager_id")) == {BO: None, ANA: BO, DEE: ANA}


def test_units_stand_in_a_chain_of_codes(sample):
    assert sample.facts["team"].rows() == [
        ("5000123", "5000123", "division:CORP"),
        ("5000200", "5000200", "division:CORP"),
        ("business unit:EMEA", "EMEA", "company:1000"),
        ("company:1000", "1000", None),
        ("division:CORP", "CORP", "business unit:EMEA"),
    ]


def test_a_next_page_that_is_missing_is_told(sample):
    assert sample.cut == "The answer names a next page, which is not in the file."


def test_the_same_fields_as_a_table_in_another_order_are_read(tmp_path):
    text = (
        "emplStatus;Shoe size;department;startDate;endDate;seqNumber;userId;personIdExternal\n"
        "A;44;Vertrieb (77);2020-01-31;9999-12-31;1;1;P1\n"
        "A;44;Einkauf (78);2021-01-01;31.12.2021;1;2;P1\n"
    )
    parcel = read(tmp_path, text, encoding="cp1252")
    assert parcel.cut == ""
    assert member(parcel, "team_id", "valid_from", "valid_to", "share") == [
        ("login:successfactors-1", "77", date(2020, 1, 31), None, None),
        ("login:successfactors-2", "78", date(2021, 1, 1), date(2022, 1, 1), None),
    ]
    people = parcel.facts["person"].select("person_id", "employee_id", "logins").rows()
    assert people == [("employee_id:P1", "P1", ["successfactors-1", "successfactors-2"])]


def test_a_rehire_is_a_gap(tmp_path):
    rows = (
        "1,1,2018-01-01,2019-12-31,HR,A,NO_MANAGER",
        "1,1,2020-01-01,2020-12-31,HR,T,NO_MANAGER",
        "1,1,2021-01-01,9999-12-31,HR,A,NO_MANAGER",
    )
    parcel = read(tmp_path, "\n".join((HEADER, *rows)))
    assert member(parcel, "valid_from", "valid_to") == [
        ("login:successfactors-1", date(2018, 1, 1), date(2020, 1, 1)),
        ("login:successfactors-1", date(2021, 1, 1), None),
    ]
    assert parcel.facts["person"]["termination_date"].to_list() == [None]


def test_rows_without_a_user_or_a_day_are_refused(tmp_path):
    rows = (
        ",1,2020-01-01,,HR,A,",
        "2,1,soon,,HR,A,",
        "3,x,2020-01-01,,HR,A,",
        "4,1,2020-01-01,,HR,A,",
    )
    parcel = read(tmp_path, "\n".join((HEADER, *rows)))
    assert parcel.refused.select("row", "column").unique().sort("row").rows() == [
        (2, "userId"),
        (3, "startDate"),
        (4, "seqNumber"),
    ]
    assert member(parcel, "team_id") == [("login:successfactors-4", "HR")]


def test_lines_of_json_load_without_the_broken_one(tmp_path):
    entry = {"userId": "1", "seqNumber": 1, "startDate": "2020-01-01", "department": "HR"}
    lines = [json.dumps(entry | {"jobCode": "A"}), '{"userId": "2", "seq', ""]
    parcel = read(tmp_path, "\n".join(lines), "export.jsonl")
    assert member(parcel, "team_id") == [("login:successfactors-1", "HR")]
    assert any("Line 2 was left out" in note for note in parcel.notes)


def test_an_answer_that_breaks_off_is_not_read(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(SAMPLE.read_text(encoding="utf-8")[:1500], encoding="utf-8")
    with pytest.raises(SourceError, match=r"export\.json"):
        successfactors_empjob.read(Export.open(path))


def test_another_answer_whose_results_are_no_list_is_nobodys_and_stops_nothing(tmp_path):
    path = tmp_path / "export.json"
    path.write_text('{"d": {"results": 5}}', encoding="utf-8")
    assert detect(Export.open(path)) is None
