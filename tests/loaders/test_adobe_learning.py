"""Adobe learner transcripts: a course counts once, without its modules and its programme."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from loaders import detect
from loaders.adobe_learning import adobe_learning
from loaders.export import Export
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "adobe_learning.csv"
HEADER = (
    "email,User Unique ID,LP/Certification/Course,Type,Course,Module,"
    "Enrollment Date (UTC TimeZone),Completion Date (UTC TimeZone),Status,Time Spent(minutes),"
    "Training or Module Duration (mins)"
)


def read_file(path, **how):
    export = Export.open(path, **how)
    assert detect(export) is adobe_learning
    return adobe_learning.read(export)


def read(tmp_path, text, encoding="utf-8", **how):
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))
    return read_file(path, **how)


def training(parcel, *columns):
    columns = columns or ("person_id", "course", "completed_on", "hours")
    return parcel.facts["training"].select(columns).rows()


def test_courses_count_once_without_modules_wholes_and_granted_completions():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 8
    assert training(parcel) == [
        ("email:ana.ruiz@example.com", "Generative AI for teams", date(2026, 2, 3), 1.5),
        ("email:bo.chen@example.com", "Feedback", date(2026, 2, 10), 2.5),
        ("email:dee.park@example.com", "Certified seller", date(2026, 2, 12), 2.0),
    ]
    assert training(parcel, "about_ai") == [(True,), (None,), (None,)]
    assert parcel.notes == (
        "1 rows tell modules; their time is in the rows of the courses.",
        "1 completions were granted for another training; they are left out.",
        "1 programmes and certifications are left out; their courses count.",
        "2 registrations are not completed; they are left out.",
    )
    assert parcel.refused.is_empty()


def test_e_mail_unique_id_and_name_are_tied():
    people = read_file(SAMPLE).facts["person"]
    assert people.select("person_id", "email", "logins", "name").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", ["100123"], "Ana Ruiz"),
        ("email:bo.chen@example.com", "bo.chen@example.com", ["100124"], "Bo Chen"),
        ("email:dee.park@example.com", "dee.park@example.com", None, "Dee Park"),
    ]


def test_without_e_mail_the_unique_id_stands_for_the_person(tmp_path):
    text = f"{HEADER}\n,7,Safety,Course,Safety,,2026-01-01,2026-02-03,Completed,30,60\n"
    assert training(read(tmp_path, text), "person_id", "hours") == [("id:7", 0.5)]


def test_time_that_is_empty_is_not_zero_and_zero_is(tmp_path):
    text = (
        f"{HEADER}\n"
        "a@example.com,,A,Course,A,,2026-01-01,2026-02-03,Completed,,\n"
        "a@example.com,,B,Course,B,,2026-01-01,2026-02-03,Completed,0,60\n"
        "a@example.com,,C,Course,C,,2026-01-01,2026-02-03,Completed,some,60\n"
    )
    parcel = read(tmp_path, text)
    assert training(parcel, "course", "hours") == [("A", None), ("B", 0.0), ("C", 1.0)]
    assert parcel.refused.select("row", "column").rows() == [(4, "Time Spent(minutes)")]


def test_columns_in_another_order_titles_above_and_windows_1252_are_read(tmp_path):
    text = (
        "Learner Transcript;;;;;;\n"
        "Status;Completion Date (Europe/Madrid TimeZone);LP/Certification/Course;Type;email;"
        "Enrollment Date (Europe/Madrid TimeZone);New field\n"
        "Completed;03.02.2026 10:00;Ética;Course;a@example.com;01.01.2026;x\n"
        "Completed;13.02.2026 10:00;Ética 2;Course;a@example.com;01.01.2026;x\n"
    )
    assert training(read(tmp_path, text, "cp1252"), "course", "completed_on") == [
        ("Ética", date(2026, 2, 3)),
        ("Ética 2", date(2026, 2, 13)),
    ]


def test_a_workbook_with_lengths_as_a_clock_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER.split(","))
    row = ["a@example.com", "", "A", "Course", "A", "", date(2026, 1, 1), 46056, "Completed"]
    book.active.append([*row, timedelta(minutes=90), 60])
    path = tmp_path / "transcript.xlsx"
    book.save(path)
    # 46056 is 2026-02-03 in any spreadsheet
    assert training(read_file(path), "completed_on", "hours") == [(date(2026, 2, 3), 1.5)]


def test_completed_rows_that_lack_something_are_refused_and_others_are_not(tmp_path):
    text = (
        f"{HEADER}\n"
        ",,A,Course,A,,2026-01-01,2026-02-03,Completed,,\n"
        "a@example.com,,A,Course,A,,2026-01-01,0000-00-00,Completed,,\n"
        "a@example.com,,A,Course,A,,2026-01-01,soon,Completed,,\n"
        "a@example.com,,A,Course,A,,2026-01-01,soon,Not started,,\n"
        "a@example.com,,A,Course,A,,2026-01-01,2026-02-03,Frozen,,\n"
    )
    parcel = read(tmp_path, text)
    assert training(parcel) == []
    assert parcel.refused.select("row", "column").rows() == [
        (2, "email"),
        (3, "Completion Date"),
        (4, "Completion Date"),
    ]
    assert "2 registrations are not completed; they are left out." in parcel.notes


def test_dates_that_read_both_ways_are_asked_for(tmp_path):
    text = f"{HEADER}\na@example.com,,A,Course,A,,1/1/26,3/2/26,Completed,,\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
