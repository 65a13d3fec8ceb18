"""Qualtrics responses: three header rows, coded values or choice text, who counts and who not."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.qualtrics import qualtrics
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "qualtrics.csv"
LEDGER_ONE = "e76825776b0dfb76"  # of sha256("\nR_1anonymous00001\n0")


def read(path):
    return qualtrics.read(Export.open(path))


def changed(tmp_path, change, encoding="utf-8"):
    path = tmp_path / "responses.csv"
    path.write_bytes(change(SAMPLE.read_text(encoding="utf-8")).encode(encoding))
    return read(path)


def survey_rows(parcel, *columns):
    return parcel.facts["survey"].select(columns).rows()


def test_the_sample_in_our_words():
    parcel = read(SAMPLE)
    in_the_way = "what_got_in_the_way_most_of_all"
    rows = survey_rows(parcel, "item", "score", "person_id", "team_id", "construct")
    named, nobody = ("id:100123", None), (None, "Ledger")
    assert rows == [
        ("ai_opinion", 4.0, *named, "ai"),
        ("challenge_1", 7.0, *named, None),
        ("my_work_stretches_me", 4.0, *named, None),
        (in_the_way, 2.0, *named, None),
        ("ai_opinion", 5.0, *nobody, "ai"),
        ("challenge_1", 3.0, *nobody, None),
        ("my_work_stretches_me", 2.0, *nobody, None),
        (in_the_way, 1.0, *nobody, None),
        ("challenge_1", 9.0, *nobody, None),
        (in_the_way, 3.0, *nobody, None),
    ]
    ends = {row for row in survey_rows(parcel, "construct", "scale_min", "scale_max")}
    assert ends == {("ai", 1.0, 5.0), (None, None, None)}
    assert parcel.rows_read == 4


def test_one_file_is_one_wave_on_the_day_of_its_first_real_answer():
    parcel = read(SAMPLE)
    assert set(parcel.facts["survey"]["wave"]) == {date(2026, 3, 1)}  # a preview came in February
    assert "All answers count for the wave of 2026-03-01, the day of the first answer." in (
        parcel.notes
    )


def test_an_anonymous_response_has_a_hash_and_a_named_one_has_none():
    survey = read(SAMPLE).facts["survey"]
    named = survey.filter(person_id="id:100123")
    assert named["response_id"].unique().to_list() == [None]
    hashes = survey.filter(survey["person_id"].is_null())["response_id"]
    assert hashes.n_unique() == 2
    assert LEDGER_ONE in hashes
    assert not any("R_" in each for each in hashes)


def test_the_keys_of_one_response_are_tied():
    person = read(SAMPLE).facts["person"]
    assert person.select("person_id", "employee_id", "email").rows() == [
        ("id:100123", None, "ana.ruiz@example.com")
    ]


def test_an_employee_number_that_was_sent_along_stands_before_the_reference(tmp_path):
    parcel = changed(tmp_path, lambda text: text.replace(",Department\n", ",EmployeeID\n", 1))
    people = set(parcel.facts["survey"]["person_id"])
    assert people == {"employee_id:Payments", "employee_id:Ledger"}


def test_what_is_left_out_is_told_by_its_place():
    notes = read(SAMPLE).notes
    assert "Previews, tests and spam were left out: 1 responses." in notes
    assert "Responses that are not finished count with what they say: 1." in notes
    assert "Columns 20, 23 were left out: free text." in notes
    assert "Columns 21, 22 were left out: ticks of a question with several answers." in notes
    assert "Column 25 was left out: personal details." in notes
    assert not any("Bo" in note or "slow" in note for note in notes)


def test_an_answer_that_no_scale_has_is_refused_without_being_quoted():
    assert read(SAMPLE).refused.select("row", "column").rows() == [(7, "column 26")]


def test_a_label_export_is_read_by_its_words(tmp_path):
    def labels(text):
        names, *rest = text.split("\n")
        for code, words in (("4,2,the", "Agree,A,the"), ("EN,2,1", "EN,Strongly disagree,B")):
            rest = [row.replace(code, words) for row in rest]
        return (
            "\n".join([names, *rest])
            .replace(",0,192", ",IP Address,192")
            .replace(",1,192", ",Survey Preview,192")
        )

    parcel = changed(tmp_path, labels)
    rows = parcel.facts["survey"].filter(item="my_work_stretches_me")
    assert rows.select("score", "scale_min", "scale_max").rows() == [
        (4.0, 1.0, 5.0),
        (1.0, 1.0, 5.0),
    ]
    assert "Previews, tests and spam were left out: 1 responses." in parcel.notes


def test_a_tab_separated_file_in_utf16_is_the_same(tmp_path):
    import csv
    import io

    with SAMPLE.open(newline="", encoding="utf-8") as file:
        records = list(csv.reader(file))
    made = io.StringIO()
    csv.writer(made, delimiter="\t", lineterminator="\n").writerows(records)
    path = tmp_path / "responses.tsv"
    path.write_bytes(made.getvalue().encode("utf-16"))
    assert detect(Export.open(path)) is qualtrics
    assert read(path).facts["survey"].equals(read(SAMPLE).facts["survey"])


def test_columns_in_another_order_and_new_ones_do_not_matter(tmp_path):
    import csv
    import io

    with SAMPLE.open(newline="", encoding="utf-8") as file:
        records = [
            [*reversed(record), extra]
            for record, extra in zip(
                csv.reader(file), ("Extra", "Extra", '{"ImportId":"Extra"}', *"1234"), strict=True
            )
        ]
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows(records)
    path = tmp_path / "responses.csv"
    path.write_text(made.getvalue(), encoding="utf-8")
    columns = ("item", "score", "person_id", "team_id")
    assert sorted(map(repr, survey_rows(read(path), *columns))) == sorted(
        map(repr, survey_rows(read(SAMPLE), *columns))
    )


def test_numbers_for_teams_are_no_teams(tmp_path):
    def coded(text):
        text = text.replace('""Department""', '""QID9""')
        return text.replace("Payments", "1").replace("Ledger", "2")

    parcel = changed(tmp_path, coded)
    assert parcel.facts["survey"]["team_id"].null_count() == parcel.facts["survey"].height
    assert any("export the choice text" in note for note in parcel.notes)


def test_a_file_that_is_cut_in_its_last_row_keeps_what_is_there(tmp_path):
    parcel = changed(tmp_path, lambda text: text[: text.rindex(",3,,,,,9")])
    assert parcel.rows_read == 4
    assert set(parcel.facts["survey"]["person_id"]) == {"id:100123", None}


def test_responses_without_any_day_cannot_be_a_wave(tmp_path):
    def undated(text):
        return text.replace("2026-0", "the day ")

    with pytest.raises(SourceError, match="when it was given"):
        changed(tmp_path, undated)


def test_a_form_that_nobody_answered_is_empty(tmp_path):
    parcel = changed(tmp_path, lambda text: text[: text.index("2026-02-20")])
    assert parcel.rows_read == 0
    assert parcel.facts["survey"].is_empty()


def test_topics_that_the_tool_found_in_text_are_text(tmp_path):
    def topics(text):
        return text.replace('""QID2""', '""QID2_TEXT_eae5a8d0e7fd4bd183e983e5Topics""')

    parcel = changed(tmp_path, topics)
    assert not any("in_the_way" in item for item in parcel.facts["survey"]["item"])
    assert "Columns 19, 20, 23 were left out: free text." in parcel.notes
