"""LinkedIn learner summaries: hours of a period on its last day, else the report to take."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.linkedin_learning import COURSE, linkedin_learning
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "linkedin_learning.csv"
HEADER = "Start Day (PST/PDT),End Day (PST/PDT),Email,Unique User ID,Hours Viewed ([h]:mm:ss)"


def read_file(path, **how):
    export = Export.open(path, **how)
    assert detect(export) is linkedin_learning
    return linkedin_learning.read(export)


def read(tmp_path, text, **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    return read_file(path, **how)


def training(parcel, *columns):
    return parcel.facts["training"].select(columns or ("person_id", "completed_on", "hours")).rows()


def test_hours_of_a_period_stand_on_its_last_day_under_one_course():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 4
    assert training(parcel) == [
        ("email:ana.ruiz@example.com", date(2026, 1, 31), 2.5),
        ("email:ana.ruiz@example.com", date(2026, 2, 28), pytest.approx(120.01)),
        ("id:100125", date(2026, 1, 31), 0.75),
    ]
    assert set(training(parcel, "course", "provider", "about_ai")) == {
        (COURSE, "LinkedIn Learning", None)
    }
    assert parcel.notes == ("1 rows tell no hours viewed; they are left out.",)
    assert parcel.facts["person"].select("email", "logins", "name").rows() == [
        ("ana.ruiz@example.com", ["100123"], "Ana Ruiz")
    ]


def test_a_report_that_does_not_say_its_days_is_refused_with_the_report_to_take(tmp_path):
    text = (
        "Name,Email,Unique User ID,Days Logged In,Hours Viewed ([h]:mm:ss),Course Views,"
        "Course Completions\nAna,ana@example.com,7,5,2:30:00,3,1\n"
    )
    with pytest.raises(SourceError, match=r"which days it is about.*grouped by week or month"):
        read(tmp_path, text)


def test_totals_of_the_firm_are_refused_with_the_report_to_take(tmp_path):
    text = (
        "Start Day (PST/PDT),End Day (PST/PDT),People Logged In,Unique Viewers,Hours Viewed,"
        "Course Views\n2026-01-01,2026-01-31,9,8,12:00:00,30\n"
    )
    with pytest.raises(SourceError, match=r"totals of the firm.*Learner Summary"):
        read(tmp_path, text)


def test_titles_above_the_header_and_decimal_hours_are_read(tmp_path):
    text = f"Learner Summary,,,,\n,,,,\n{HEADER}\n2026-01-01,2026-01-31,a@example.com,7,1.5\n"
    assert training(read(tmp_path, text), "hours") == [(1.5,)]


def test_rows_without_hours_or_with_none_that_can_be_read_are_told(tmp_path):
    text = (
        f"{HEADER}\n2026-01-01,2026-01-31,a@example.com,7,\n"
        "2026-01-01,2026-01-31,b@example.com,8,some\n"
        "2026-01-01,soon,c@example.com,9,1:00:00\n"
        "2026-01-01,2026-01-31,,,1:00:00\n"
    )
    parcel = read(tmp_path, text)
    assert training(parcel) == []
    assert parcel.refused.select("row", "column").rows() == [
        (3, "Hours Viewed ([h]:mm:ss)"),
        (4, "End Day"),
        (5, "Email"),
    ]
