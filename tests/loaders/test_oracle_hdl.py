"""Worker.dat: objects that point at one another become people, places and their managers."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.oracle_hdl import oracle_hdl

SAMPLE = Path(__file__).parent / "samples" / "oracle_hdl.dat"
ANA, BO, CY = "employee_id:1001", "employee_id:1002", "employee_id:1003"
WORKER = "METADATA|Worker|SourceSystemId|PersonNumber|StartDate\nMERGE|Worker|W1|1001|2019/03/01\n"
HEADING = "METADATA|Assignment|PersonNumber|EffectiveStartDate|EffectiveEndDate|DepartmentName\n"


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "Worker.dat"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is oracle_hdl
    return oracle_hdl.read(export)


def member(parcel, *columns):
    return parcel.facts["membership"].select(columns).rows()


@pytest.fixture(scope="module")
def sample():
    return oracle_hdl.read(Export.open(SAMPLE))


def test_assignments_hold_from_their_first_day_to_their_last_and_managers_cut_them(sample):
    columns = ("person_id", "team_id", "valid_from", "valid_to", "job_title", "level", "manager_id")
    assert sorted(member(sample, *columns), key=str) == [
        (ANA, "Sales", date(2019, 3, 1), date(2022, 1, 1), "CLERK", "G2", CY),
        (ANA, "Support", date(2022, 1, 1), date(2022, 6, 1), "AGENT", "G3", CY),
        (ANA, "Support", date(2022, 6, 1), None, "AGENT", "G3", BO),
        (BO, "Support", date(2020, 5, 4), date(2023, 7, 1), "AGENT", None, None),
    ]
    assert member(sample, "share") == [(1.0,)] * 4


def test_people_are_told_by_their_numbers_with_work_addresses_only(sample):
    columns = ("person_id", "employee_id", "email", "name", "worker_type", "location")
    assert sample.facts["person"].select(columns).rows() == [
        (ANA, "1001", "ana.ruiz@example.com", "Ana Ruiz", "employee", "LEEDS"),
        (BO, "1002", None, "Bo Chen", "contractor", "LEEDS"),
        (CY, "1003", None, None, None, None),
    ]
    assert sample.facts["person"].select("hire_date", "termination_date").rows() == [
        (date(2019, 3, 1), None),
        (date(2020, 5, 4), date(2023, 6, 30)),
        (date(2015, 1, 1), None),
    ]
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert "home.example" not in kept
    assert "1990" not in kept


def test_a_pipe_inside_a_value_parts_nothing(sample):
    assert sample.facts["team"].rows() == [
        ("Sales", "Sales", "company:Example | Sons Ltd"),
        ("Support", "Support", "company:Example | Sons Ltd"),
        ("company:Example | Sons Ltd", "Example | Sons Ltd", None),
    ]


def test_every_line_of_somebody_is_counted_and_deletions_are_told(sample):
    assert sample.rows_read == 19  # 18 of MERGE, 1 of DELETE
    assert "1 lines of DELETE were left out." in sample.notes


def test_lines_that_cannot_be_read_are_refused_with_their_number(tmp_path):
    text = (
        f"{WORKER}MERGE|Assignment|1001|2019/03/01|4712/12/31|HR\n"
        f"{HEADING}MERGE|Assignment|1001|2019/03/01|4712/12/31|HR|more\n"
        "MERGE|Assignment||2019/03/01|4712/12/31|HR\n"
        "MERGE|Assignment|1001|soon|4712/12/31|HR\n"
        "MERGE|Assignment|1001|2019/03/01|4712/12/31|HR\n"
    )
    parcel = read(tmp_path, text)
    assert parcel.refused.select("row", "column").rows() == [
        (3, ""),
        (5, ""),
        (6, "PersonNumber"),
        (7, "EffectiveStartDate"),
    ]
    assert member(parcel, "team_id", "valid_from") == [("HR", date(2019, 3, 1))]


def test_of_several_changes_and_names_the_highest_sequence_and_the_global_one_count(tmp_path):
    heading = HEADING.strip() + "|EffectiveSequence\n"
    text = (
        f"{WORKER}{heading}MERGE|Assignment|1001|2019/03/01|4712/12/31|IT|2\n"
        "MERGE|Assignment|1001|2019/03/01|4712/12/31|HR|1\n"
        "METADATA|PersonName|PersonNumber|NameType|FirstName|LastName\n"
        "MERGE|PersonName|1001|GLOBAL|Ana|Ruiz\nMERGE|PersonName|1001|CN|Another|Script\n"
    )
    parcel = read(tmp_path, text)
    assert member(parcel, "team_id") == [("IT",)]
    assert parcel.facts["person"]["name"].to_list() == ["Ana Ruiz"]


def test_two_assignments_at_once_have_no_share(tmp_path):
    heading = HEADING.strip() + "|AssignmentNumber\n"
    text = (
        f"{WORKER}{heading}MERGE|Assignment|1001|2019/03/01|4712/12/31|HR|A1\n"
        "MERGE|Assignment|1001|2019/03/01|4712/12/31|IT|A2\n"
    )
    assert member(read(tmp_path, text), "team_id", "share") == [("HR", None), ("IT", None)]


def test_another_order_of_objects_and_another_encoding_are_read(tmp_path):
    text = f"{HEADING}MERGE|Assignment|1001|2019/03/01||Büro\n{WORKER}"
    parcel = read(tmp_path, text.replace("\n", "\r\n"), encoding="utf-16")
    assert member(parcel, "team_id", "valid_to") == [("Büro", None)]
    assert parcel.facts["person"]["hire_date"].to_list() == [date(2019, 3, 1)]


def test_other_objects_are_taken_by_nobody(tmp_path):
    path = tmp_path / "Location.dat"
    path.write_text("METADATA|Location|LocationCode|Name\nMERGE|Location|LEEDS|Leeds\n")
    assert detect(Export.open(path)) is None
