"""Workday Learning assignments: the completion moment decides, whatever the states are called."""

import json
from datetime import date
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from loaders.free_text import is_free_text
from loaders.workday_learning import workday_learning
from store.errors import SourceError
from tests.loaders.recognised import taken, taken_text, training

SAMPLE = Path(__file__).parent / "samples" / "workday_learning.csv"
HEADER = "Employee ID,Learning content,Assignment_Status,Assigment_Record_Completion_Moment"


read_file = partial(taken, workday_learning)
read = partial(taken_text, workday_learning)


def test_completed_assignments_have_a_row_on_the_day_as_written():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 4
    assert training(parcel) == [
        ("employee_id:0100123", "Working with AI", date(2026, 2, 3)),
        ("employee_id:0100124", "Negotiation", date(2026, 2, 4)),
    ]
    assert training(parcel, "about_ai", "hours") == [(True, None), (None, None)]
    assert parcel.notes == ("2 registrations are not completed; they are left out.",)


def test_json_of_a_report_web_service_with_underlines_in_the_names_is_read(tmp_path):
    entry = {
        "Employee_ID": "0007",
        "Learning_content": "Safety",
        "Assigment_Record_Completion_Moment": "2026-02-03T09:00:00-08:00",
        "Assigned_By": {"Descriptor": "Dee Park"},
    }
    text = json.dumps({"Report_Entry": [entry]})
    parcel = read(tmp_path, text, "report.json")
    assert training(parcel) == [("employee_id:0007", "Safety", date(2026, 2, 3))]


def test_a_workbook_with_titles_and_day_numbers_is_read(tmp_path):
    book = openpyxl.Workbook()
    for title in (["Learning Assignments"], [], ["Run by", "Dee Park"], HEADER.split(",")):
        book.active.append(title)
    book.active.append(["0007", "Safety", "Completed", 46056])
    path = tmp_path / "export.xlsx"
    book.save(path)
    # 46056 is 2026-02-03 in any spreadsheet
    assert training(read_file(path)) == [("employee_id:0007", "Safety", date(2026, 2, 3))]


def test_a_status_of_the_firms_own_decides_nothing(tmp_path):
    text = f"{HEADER}\n7,Safety,Erledigt,2026-02-03\n7,Ethics,Completed,\n7,Talks,Done,9999-12-31\n"
    parcel = read(tmp_path, text)
    assert training(parcel, "course") == [("Safety",)]
    assert parcel.refused.select("row", "column").rows() == [
        (4, "Assigment_Record_Completion_Moment")
    ]


def test_completed_rows_that_lack_something_are_refused_and_others_are_not(tmp_path):
    text = f"{HEADER}\n,Safety,,2026-02-03\n7,NA,,2026-02-03\n7,Safety,,soon\n7,Ética,,2026-02-03\n"
    parcel = read(tmp_path, text, encoding="cp1252")
    assert training(parcel, "course") == [("Ética",)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Employee ID"),
        (3, "Learning content"),
        (4, "Assigment_Record_Completion_Moment"),
    ]


def test_dates_that_read_both_ways_are_asked_for(tmp_path):
    text = f"{HEADER}\n7,Safety,,3/2/26\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    assert training(read(tmp_path, text, day_first=True), "completed_on") == [(date(2026, 2, 3),)]


def test_a_mapping_may_read_the_learning_content_which_is_a_title():
    assert not is_free_text("Learning content")
    assert is_free_text("Content")
