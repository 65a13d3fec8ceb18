"""Salesforce cases: reports with titles and footers, data exports with ids, damaged files."""

import csv
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.salesforce_cases import salesforce_cases
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "salesforce_cases.csv"
REPORT = '"Case Owner","Case Number","Status","Date/Time Opened","Date/Time Closed"\n'


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    export = Export.open(path, **how)
    assert detect(export) is salesforce_cases
    return salesforce_cases.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


def parts(parcel):
    return parcel.facts["participation"].select("task_id", "person_id", "role", "from_at").rows()


@pytest.fixture(scope="module")
def sample():
    return salesforce_cases.read(Export.open(SAMPLE))


def test_a_case_becomes_a_task_and_its_number_keeps_its_zeros(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "00001042",
        "source": "salesforce",
        "title": "Sync down",
        "type": "Problem",
        "status": "Closed",
        "skills": ["Performance"],
        "opened_at": at(12, 15, 45),
        "closed_at": at(19, 9, 5),
    }
    assert tasks(sample, "parent_id")[2] == ("00001044", "00001042")


def test_totals_and_notices_below_the_cases_are_no_cases(sample):
    assert (sample.rows_read, sample.refused.height) == (5, 0)
    assert any(note.startswith("3 rows below the cases") for note in sample.notes)


def test_a_report_of_two_columns_has_no_footer_in_its_rows(tmp_path):
    text = "Case Number,Date/Time Opened\n00001,2024-03-12T15:45:00Z\n00002,2024-03-12T15:45:00Z\n"
    assert tasks(read(tmp_path, text + "Total,2\n")) == [("00001",), ("00002",)]


def test_an_open_case_with_a_leftover_closing_is_open_and_an_undated_one_is_named(sample):
    assert [closed for _, closed in tasks(sample, "closed_at")] == [
        at(19, 9, 5),
        None,
        None,
        None,
        at(15, 9, 30),
    ]
    assert any(note.startswith("1 cases are closed but nothing") for note in sample.notes)


def test_the_customer_asks_and_without_one_whoever_created_the_case(sample):
    assert parts(sample)[:5] == [
        ("00001042", "name:Ana Ruiz", "assignee", None),
        ("00001042", "name:Dee Fox", "reporter", None),
        ("00001043", "name:Claims Queue", "assignee", None),
        ("00001043", "name:Bo Chen", "reporter", None),
        ("00001044", "name:Cy Day", "assignee", None),
    ]
    assert any("a queue that owns cases looks like a person" in note for note in sample.notes)


def test_a_data_export_tells_people_by_id_and_queues_are_nobody(tmp_path):
    text = (
        "ID,CASENUMBER,PARENTID,OWNERID,CONTACTID,CREATEDBYID,ISCLOSED,CREATEDDATE,CLOSEDDATE\n"
        "5003000000D8cuI,00001,,005300000012abc,,00530000001ZzzzAAC,true,"
        "2024-03-12T15:45:00.000Z,2024-03-13T15:45:00.000+0000\n"
        "5003000000D8cuJAAR,00002,5003000000D8cuIAAR,00G300000012abcAAA,003300000012abc,,false,"
        "2024-03-12T15:45:00.000Z,\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "closed_at", "parent_id") == [
        ("00001", at(13, 15, 45), None),
        ("00002", None, "00001"),
    ]
    assert [(task, who.partition("-")[2], role) for task, who, role, _ in parts(parcel)] == [
        ("00001", "005300000012abcAAA", "assignee"),
        ("00001", "00530000001ZzzzAAC", "reporter"),
        ("00002", "003300000012abcAAA", "reporter"),
    ]


def test_short_ids_are_written_out_as_salesforce_does(tmp_path):
    # the pair of the vendor's own example: 0015500000WO1Zi is 0015500000WO1ZiAAL
    text = (
        "CaseNumber,OwnerId,CreatedDate\n"
        "1,0015500000WO1Zi,2024-03-12\n2,0015500000WO1ZiAAL,2024-03-12\n"
    )
    assert {who for _, who, _, _ in parts(read(tmp_path, text))} == {
        "login:salesforce-0015500000WO1ZiAAL"
    }


def test_a_firm_that_writes_days_first_is_understood_and_a_doubtful_file_is_asked_about(tmp_path):
    row = '"Zoë Day","00001","New","5/3/2024 15:45",""\n'
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, REPORT + row, "cp1252")
    sure = row + '"Zoë Day","00002","Closed","5/3/2024 15:45","25/3/2024 9:05"\n'
    parcel = read(tmp_path, REPORT + sure, "cp1252")
    assert tasks(parcel, "opened_at")[0] == ("00001", at(5, 15, 45))
    assert parts(parcel)[0] == ("00001", "name:Zoë Day", "assignee", None)


def test_bad_rows_are_refused_with_their_row_and_the_others_load(tmp_path):
    rows = (
        '"Ana Ruiz","","New","3/25/2024 3:45 PM",""\n'
        '"Ana Ruiz","2","New","",""\n'
        '"Ana Ruiz","3","Closed","3/25/2024 3:45 PM","3/1/2024"\n'
        '"Ana Ruiz","4","Closed","3/25/2024 3:45 PM","soon"\n'
        '"Cy Day","4","Closed","3/25/2024 3:45 PM",""\n'
    )
    parcel = read(tmp_path, REPORT + rows)
    assert tasks(parcel, "closed_at") == [("4", None)]
    assert parts(parcel) == [("4", "name:Cy Day", "assignee", None)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Case Number"),
        (3, "Date/Time Opened"),
        (4, "Date/Time Closed"),
        (5, "Date/Time Closed"),
        (5, "Case Number"),
    ]


def test_a_report_without_an_opening_and_one_with_rounded_ids_are_not_loaded(tmp_path):
    with pytest.raises(SourceError, match="does not tell when a task was opened"):
        read(tmp_path, "Case Number,Case Owner\n1,Ana Ruiz\n")
    with pytest.raises(SourceError, match="a spreadsheet has rounded them"):
        read(tmp_path, REPORT + '"Ana Ruiz","1.2E+15","New","3/25/2024 3:45 PM",""\n')


def test_moved_columns_and_strangers_between_do_not_matter(tmp_path):
    text = (
        "\ufeffSUBJECT\tMood\tcase number\tDate/Time Closed\tDate/Time Opened\n"
        "A\tgood\t7\t\t2024-03-12T15:45:00Z\n"
    )
    parcel = read(tmp_path, text, "utf-16")
    assert tasks(parcel, "title", "opened_at", "closed_at") == [("7", "A", at(12, 15, 45), None)]


def test_descriptions_are_in_no_fact(sample):
    flat = (
        f.with_columns(pl.col(pl.List(pl.String)).list.join(";")) for f in sample.facts.values()
    )
    kept = "".join(frame.write_csv() for frame in flat)
    assert "shouted" not in kept
    assert "boss" not in kept


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_report_with_titles_and_a_notice_is_read_whatever_parts_its_cells(
    tmp_path, sample, separator
):
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        records = list(csv.reader(file))
    path = tmp_path / "report.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(records)
    parcel = salesforce_cases.read(Export.open(path))
    assert parcel.facts["task"].equals(sample.facts["task"])
