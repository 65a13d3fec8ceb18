"""Google Forms responses: a timestamp, perhaps an address, and a column for each question."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.google_forms import google_forms

SAMPLE = Path(__file__).parent / "samples" / "google_forms.csv"


def read(path, **told):
    return google_forms.read(Export.open(path, **told))


def file(tmp_path, text):
    path = tmp_path / "form.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sample_in_our_words():
    parcel = read(SAMPLE)
    survey = parcel.facts["survey"]
    whom = "i_know_whom_to_ask_in_my_team"
    nobody, ana = (None, "Payments"), ("email:ana.ruiz@example.com", None)
    assert survey.select("item", "score", "person_id", "team_id", "construct").rows() == [
        ("ai_access", 3.0, *nobody, "ai"),
        ("ai_training", 1.0, *nobody, "ai"),
        (whom, 7.0, *nobody, None),
        ("my_work_stretches_me", 4.0, *nobody, None),
        ("ai_access", 1.0, *nobody, "ai"),
        ("ai_training", 1.0, *nobody, "ai"),
        (whom, 5.0, *nobody, None),
        ("my_work_stretches_me", 5.0, *nobody, None),
        ("ai_access", 5.0, *ana, "ai"),
        ("ai_training", 5.0, *ana, "ai"),
        (whom, 6.0, *ana, None),
        ("my_work_stretches_me", 2.0, *ana, None),
    ]
    assert survey["wave"].unique().to_list() == [date(2026, 3, 2)]
    assert set(survey.filter(item=whom).select("scale_min", "scale_max").rows()) == {(1.0, 7.0)}


def test_two_responses_of_one_second_are_told_apart():
    survey = read(SAMPLE).facts["survey"].filter(item="ai_access")
    assert survey["response_id"].drop_nulls().n_unique() == 2


def test_what_is_left_out_is_told_by_its_place():
    assert "Column 8 was left out: free text." in read(SAMPLE).notes
    assert (
        "Column 9 was left out: numbers that are no scale of up to eleven points."
        in read(SAMPLE).notes
    )


def test_a_sheet_in_another_locale_is_read_with_the_order_told(tmp_path):
    path = file(tmp_path, "Timestamp,My work stretches me\n9/2/2026 18:08:00,4\n")
    assert read(path, day_first=True).facts["survey"]["wave"].to_list() == [date(2026, 2, 9)]


def test_a_row_without_a_readable_moment_counts_in_the_wave_of_the_others(tmp_path):
    path = file(tmp_path, "Timestamp,My work stretches me\n2026-03-02 09:00:00,4\nsoon,5\n")
    parcel = read(path)
    assert parcel.facts["survey"]["score"].to_list() == [4.0, 5.0]
    assert parcel.refused.select("row", "column").rows() == [(3, "Timestamp")]


def test_a_form_that_was_sent_again_is_to_be_exported_wave_by_wave(tmp_path):
    rows = "2026-03-02 09:00:00,4\n2026-05-02 09:00:00,5\n"
    within = read(
        file(tmp_path, f"Timestamp,My work stretches me\n{rows.replace('05-02', '05-01')}")
    )
    beyond = read(file(tmp_path, f"Timestamp,My work stretches me\n{rows}"))
    assert not any("sent again" in note for note in within.notes)
    assert any("sent again" in note for note in beyond.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Timestamp,User,Action\n2026-03-02 09:00:00,ana,login\n",
        "Timestamp,level,message\n2026-03-02 09:00:00,info,started\n",
        "when,My work stretches me\n2026-03-02 09:00:00,4\n",
    ],
    ids=["an audit log", "a log", "another first column"],
)
def test_a_file_that_asks_nothing_is_a_strangers(text, tmp_path):
    assert detect(Export.open(file(tmp_path, text))) is None
