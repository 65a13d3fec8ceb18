"""Moodle course completions: the course stands in the name of the file, the last column decides."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from loaders.export import Export
from loaders.moodle_completion import moodle_completion
from store.errors import SourceError
from tests.loaders.recognised import taken, taken_text, training

[SAMPLE] = (Path(__file__).parent / "samples").glob("moodle_completion.*")
HEADER = "ID,Name,Email address,Quiz,Quiz - Completion date,Course complete"


read_file = partial(taken, moodle_completion)
read = partial(taken_text, moodle_completion, name="completion-safety.csv")


def test_who_completed_the_course_has_a_row_on_the_day_of_the_course():
    parcel = read_file(SAMPLE)
    assert parcel.rows_read == 4
    assert training(parcel) == [
        ("email:ana.ruiz@example.com", "prompting-101", date(2026, 2, 3)),
        ("id:100125", "prompting-101", date(2026, 2, 14)),
        ("login:moodle-45", "prompting-101", date(2026, 2, 15)),
    ]
    assert training(parcel, "hours", "about_ai", "cost") == [(None, None, None)] * 3
    assert "1 registrations are not completed; they are left out." in parcel.notes
    assert parcel.refused.is_empty()
    assert not parcel.cut


def test_the_number_of_moodle_is_tied_to_the_e_mail_and_is_no_number_of_the_firm():
    people = read_file(SAMPLE).facts["person"]
    assert people.select("person_id", "email", "logins", "name", "employee_id").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", ["moodle-42"], "Ana Ruiz", None)
    ]


@pytest.mark.parametrize(
    ("name", "course"),
    [
        ("completion-safety.csv", "safety"),
        ("completion-safety_20260301_0915.csv", "safety"),
        ("completion-safety-20260301_0915.csv", "safety"),
        ("completion-safety (1).csv", "safety"),
        ("completion-ai_for_all_20260301.csv", "ai_for_all"),
        ("2026 completion-safety.csv", "safety"),
    ],
)
def test_the_course_is_read_out_of_the_name_of_the_file(tmp_path, name, course):
    text = f'{HEADER}\n42,Ana,ana@example.com,Completed,,"13/02/26, 10:20"\n'
    assert training(read(tmp_path, text, name=name), "course") == [(course,)]


def test_a_file_that_was_renamed_is_refused_and_the_way_out_is_told(tmp_path):
    text = f'{HEADER}\n42,Ana,ana@example.com,Completed,,"13/02/26, 10:20"\n'
    with pytest.raises(SourceError, match=r"does not tell the course.*completion-COURSE\.csv"):
        read(tmp_path, text, name="report.csv")


def test_dates_that_read_both_ways_are_asked_for(tmp_path):
    text = f'{HEADER}\n42,Ana,ana@example.com,Completed,,"3/02/26, 10:20"\n'
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    told = read(tmp_path, text, day_first=False)
    assert training(told, "completed_on") == [(date(2026, 3, 2),)]


def test_months_in_words_and_other_locales_are_read(tmp_path):
    rows = "42,Ana,a@example.com,Completed,,3 Feb 2026 10:20\n43,Bo,b@example.com,Completed,,\n"
    assert training(read(tmp_path, f"{HEADER}\n{rows}"), "completed_on") == [(date(2026, 2, 3),)]


def test_a_completion_without_a_day_that_can_be_read_is_refused_and_the_others_load(tmp_path):
    text = (
        f"{HEADER}\n42,Ana,a@example.com,Completed,,soon\n"
        "43,Bo,b@example.com,Completed,,2026-02-03\n44,Cy,c@example.com,Completed,,0000-00-00\n"
    )
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id") == [("email:b@example.com",)]
    assert parcel.refused.select("row", "column", "reason").rows() == [
        (2, "Course complete", "a day was expected, like 2024-05-31"),
        (4, "Course complete", "a finished training needs a value here"),
    ]


def test_without_columns_of_identity_the_reader_is_told_what_to_switch_on(tmp_path):
    text = "ID,Name,Course complete\n42,Ana,2026-02-03\n"
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id") == [("login:moodle-42",)]
    assert parcel.facts["person"].is_empty()
    assert any("Show user identity" in note for note in parcel.notes)


def test_the_variant_for_excel_in_utf_16_with_tabs_is_read(tmp_path):
    rows = [line.split(",") for line in (HEADER, "42,Ána,ana@example.com,Completed,,13/02/2026")]
    tabs = "\ufeff" + "\n".join("\t".join(row) for row in rows) + "\n"
    parcel = read(tmp_path, tabs, encoding="utf-16-le")
    assert training(parcel) == [("email:ana@example.com", "safety", date(2026, 2, 13))]
    assert parcel.facts["person"]["name"].to_list() == ["Ána"]


def test_windows_1252_is_read_with_its_accents(tmp_path):
    text = f"{HEADER}\n42,Ána Ruíz,ana@example.com,Completed,,13/02/2026\n"
    assert read(tmp_path, text, encoding="cp1252").facts["person"]["name"][0] == "Ána Ruíz"


def test_a_report_without_rows_has_no_facts(tmp_path):
    parcel = read(tmp_path, f"{HEADER}\n")
    assert (parcel.rows_read, training(parcel)) == (0, [])


@pytest.mark.parametrize(
    "header", ["Person,Name,Course complete", "ID,Name,Course complete,Checked", "ID,Name,Complete"]
)
def test_a_table_that_only_looks_alike_is_not_taken(tmp_path, header):
    other = tmp_path / "completion-x.csv"
    other.write_text(f"{header}\n1,a,2026-02-03\n")
    assert not moodle_completion.recognises(Export.open(other))


def test_a_damaged_number_is_refused_and_the_name_does_not_stand_for_it(tmp_path):
    text = f"{HEADER}\nNULL,Ana,,Completed,,13/02/2026\nNA,Bo,b@example.com,Completed,,13/02/2026\n"
    parcel = read(tmp_path, text)
    assert training(parcel, "person_id") == [("email:b@example.com",)]
    assert parcel.refused.select("row", "column").rows() == [(2, "ID")]
