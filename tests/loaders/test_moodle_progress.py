"""Moodle activity completion: a course counts when all of its activities are completed."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.moodle_progress import moodle_progress
from store.errors import SourceError

[SAMPLE] = (Path(__file__).parent / "samples").glob("moodle_progress.*")
HEADER = ',"Email address","Quiz","","Forum",""'


def read_file(path, **how):
    export = Export.open(path, **how)
    assert detect(export) is moodle_progress
    return moodle_progress.read(export)


def read(tmp_path, text, name="progress.safety.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return read_file(path)


def training(parcel, *columns):
    return (
        parcel.facts["training"].select(columns or ("person_id", "course", "completed_on")).rows()
    )


def test_who_completed_every_activity_has_a_row_on_the_day_of_the_last_one():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 5
    assert training(parcel) == [
        ("email:ana.ruiz@example.com", "prompting-101", date(2026, 2, 5)),
        ("id:100125", "prompting-101", date(2026, 2, 9)),
        ("name:Eli 'Lee' Farr", "prompting-101", date(2026, 2, 10)),
    ]
    assert training(parcel, "hours", "about_ai") == [(None, None)] * 3
    assert parcel.notes == ("2 registrations are not completed; they are left out.",)
    assert parcel.facts["person"].select("person_id", "email", "logins", "name").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", None, "Ana Ruiz")
    ]


def test_whoever_set_a_state_by_hand_is_in_no_fact():
    parcel = read_file(SAMPLE)
    cells = [cell for frame in parcel.facts.values() for row in frame.rows() for cell in row]
    assert not any("set by" in cell for cell in cells if isinstance(cell, str))


def test_the_variant_for_excel_in_utf_16_with_tabs_is_read(tmp_path):
    text = "\ufeff" + SAMPLE.read_text(encoding="utf-8").replace(",", "\t")
    parcel = read(tmp_path, text, encoding="utf-16-le")
    assert training(parcel, "person_id", "course") == [
        ("email:ana.ruiz@example.com", "safety"),
        ("id:100125", "safety"),
        ("name:Eli 'Lee' Farr", "safety"),
    ]


def test_a_course_of_one_activity_without_any_column_of_identity_is_read(tmp_path):
    parcel = read(tmp_path, ',"Quiz",""\n"Ana Ruiz","Completed","2026-02-03 10:15:00"\n')
    assert training(parcel) == [("name:Ana Ruiz", "safety", date(2026, 2, 3))]
    assert any("Show user identity" in note for note in parcel.notes)


def test_states_in_another_language_are_refused_with_the_way_out(tmp_path):
    row = '"Ana","a@example.com","Abgeschlossen","2026-02-03 10:15:00","Nicht abgeschlossen",""'
    with pytest.raises(SourceError, match=r"not in English.*language in Moodle to English"):
        read(tmp_path, f"{HEADER}\n{row}\n")


def test_a_state_that_is_not_known_counts_as_open_and_is_told(tmp_path):
    row = '"Ana","a@example.com","Completed","2026-02-03 10:15:00","Excused","2026-02-03 10:15:00"'
    parcel = read(tmp_path, f"{HEADER}\n{row}\n")
    assert training(parcel) == []
    assert "1 states are not known; they count as open." in parcel.notes


def test_a_completed_activity_without_its_moment_is_refused(tmp_path):
    row = '"Ana","a@example.com","Completed","2026-02-03 10:15:00","Completed",""'
    parcel = read(tmp_path, f"{HEADER}\n{row}\n")
    assert training(parcel) == []
    assert parcel.refused.rows() == [
        (2, "date of the last activity", "a finished training needs a value here")
    ]


def test_a_file_that_was_renamed_is_refused_and_the_way_out_is_told(tmp_path):
    row = (
        '"Ana","a@example.com","Completed","2026-02-03 10:15:00","Completed","2026-02-03 10:15:00"'
    )
    with pytest.raises(SourceError, match=r"does not tell the course.*progress\.COURSE\.csv"):
        read(tmp_path, f"{HEADER}\n{row}\n", "report.csv")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(",a,b\n0,1,2\n1,3,4\n", id="a table with a blank index"),
        pytest.param(",a\n0,2026-02-03 10:15:00\n", id="an index and one column"),
        pytest.param(',a,""\n0,1,x\n1,3,y\n', id="a blank header with words below it"),
        pytest.param("Name,Quiz,\nAna,Completed,2026-02-03 10:15:00\n", id="a header in front"),
    ],
)
def test_other_tables_with_blank_headers_are_not_taken(tmp_path, text):
    path = tmp_path / "progress.x.csv"
    path.write_text(text)
    assert not moodle_progress.recognises(Export.open(path))
