"""Microsoft Forms responses: the workbook, and the CSV that somebody saved from it."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook

from loaders import detect
from loaders.export import Export
from loaders.microsoft_forms import microsoft_forms
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "microsoft_forms.xlsx"
HEAD = "ID,Start time,Completion time,Email,Name,My work stretches me\n"


def read(path, **told):
    return microsoft_forms.read(Export.open(path, **told))


def csv_of(tmp_path, rows, head=HEAD, encoding="utf-8"):
    path = tmp_path / "form.csv"
    path.write_bytes((head + rows).encode(encoding))
    return path


def test_the_sample_in_our_words():
    parcel = read(SAMPLE)
    survey = parcel.facts["survey"]
    recommend = "how_likely_are_you_to_recommend_your_team"
    bo = ("email:bo.chen@example.com", None)
    nobody = (None, "Payments")
    assert survey.select("item", "score", "person_id", "team_id", "scale_max").rows() == [
        ("ai_opinion", 4.0, *nobody, 5.0),
        ("ai_purpose", 3.0, *nobody, None),
        (recommend, 9.0, *nobody, None),
        ("my_work_stretches_me", 4.0, *nobody, 5.0),
        ("ai_opinion", 3.0, *nobody, 5.0),
        ("my_work_stretches_me", 3.0, *nobody, 5.0),
        ("ai_opinion", 3.0, *bo, 5.0),
        ("ai_purpose", 4.0, *bo, None),
        (recommend, 7.0, *bo, None),
        ("my_work_stretches_me", 2.0, *bo, 5.0),
    ]
    assert survey["wave"].unique().to_list() == [date(2026, 3, 1)]
    assert survey["response_id"].n_unique() == 3  # two anonymous responses, and none for Bo
    assert set(survey.filter(pl.col("scale_min").is_not_null())["scale_min"]) == {1.0}
    assert parcel.rows_read == 4


def test_what_is_left_out_is_told_by_its_place():
    parcel = read(SAMPLE)
    assert "Columns 9, 10 were left out: free text." in parcel.notes
    assert "Earlier responses of people who answered again were left out: 1." in parcel.notes
    assert parcel.refused.select("row", "column").rows() == [(4, "column 11")]
    assert not any("meetings" in note for note in parcel.notes)


def test_points_and_feedback_of_a_quiz_are_no_answers():
    assert not any("points" in item for item in read(SAMPLE).facts["survey"]["item"])


def test_a_csv_in_windows_1252_with_an_answer_in_words_is_read(tmp_path):
    head = HEAD.replace("stretches me", "stretches me \u2013 often")
    path = csv_of(tmp_path, "1,3/1/26 11:00:22,3/31/26 11:01,anonymous,,Agree\n", head, "cp1252")
    assert detect(Export.open(path)) is microsoft_forms
    survey = read(path, day_first=False).facts["survey"]
    assert survey.select("wave", "item", "score").rows() == [
        (date(2026, 3, 1), "my_work_stretches_me_often", 4.0)
    ]


def test_the_workbook_and_its_csv_give_one_response_the_same_hash(tmp_path):
    book = Workbook()
    book.active.append(HEAD.strip().split(","))
    started = datetime(2026, 3, 13, 11, 0, 22)  # noqa: DTZ001 -- workbooks know no zones
    book.active.append([1, started, started, "anonymous", "", "Agree"])
    book.save(tmp_path / "form.xlsx")
    saved = csv_of(tmp_path, "1,3/13/26 11:00,3/13/26 11:00,anonymous,,Agree\n")
    assert read(tmp_path / "form.xlsx").facts["survey"].equals(read(saved).facts["survey"])


def test_a_day_that_can_be_read_two_ways_is_asked_for(tmp_path):
    path = csv_of(tmp_path, "1,3/4/26 11:00:22,3/4/26 11:01,anonymous,,Agree\n")
    with pytest.raises(SourceError, match="day first or month first"):
        read(path)
    assert read(path, day_first=True).facts["survey"]["wave"].to_list() == [date(2026, 4, 3)]


def test_a_question_with_a_line_break_has_the_same_key(tmp_path):
    head = HEAD.replace("My work stretches me", '"My work\r\nstretches, me"')
    path = csv_of(tmp_path, "1,2026-03-01 11:00,2026-03-01 11:01,anonymous,,5\n", head)
    assert read(path).facts["survey"]["item"].to_list() == ["my_work_stretches_me"]


def test_a_form_without_its_ids_is_told_by_the_other_names(tmp_path):
    head = HEAD.removeprefix("ID,")
    path = csv_of(tmp_path, "2026-03-01 11:00,2026-03-01 11:01,anonymous,,5\n", head)
    assert detect(Export.open(path)) is microsoft_forms
    assert read(path).facts["survey"]["response_id"].null_count() == 0


def test_two_forms_with_other_questions_never_share_a_response(tmp_path):
    row = "1,2026-03-01 11:00,2026-03-01 11:01,anonymous,,5\n"
    one = read(csv_of(tmp_path, row)).facts["survey"]
    other = read(csv_of(tmp_path, row, HEAD.replace("My", "Your"))).facts["survey"]
    assert one["response_id"][0] != other["response_id"][0]


def test_a_form_that_nobody_answered_is_empty(tmp_path):
    book = load_workbook(SAMPLE)
    book.active.delete_rows(2, 10)
    book.save(tmp_path / "form.xlsx")
    parcel = read(tmp_path / "form.xlsx")
    assert (parcel.rows_read, parcel.facts["survey"].height) == (0, 0)
