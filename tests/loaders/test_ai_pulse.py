"""The AI pulse comes back from each tool as the same four items, coded by the same table."""

from datetime import date
from pathlib import Path

import pytest

from loaders import detect
from loaders.ai_pulse import QUESTIONS, as_csv, as_qualtrics
from loaders.export import Export

TEMPLATES = Path(__file__).parent.parent.parent / "docs" / "templates"
ASKED = [question.text for question in QUESTIONS]
LAST = [question.answers[-1] for question in QUESTIONS]
CODES = [float(len(question.answers)) for question in QUESTIONS]


def cell(text):
    return '"' + text.replace('"', '""') + '"'


def line(cells):
    return ",".join(map(cell, cells)) + "\n"


def import_ids(count):
    return [f'{{"ImportId":"QID{n}"}}' for n in range(1, count + 1)]


def qualtrics(answers, names):
    own = ["StartDate", "ResponseId"]
    return (
        line([*own, *names])
        + line(["Start Date", "Response ID", *ASKED])
        + line(['{"ImportId":"startDate"}', '{"ImportId":"_recordId"}', *import_ids(4)])
        + line(["2026-03-02 09:00:00", "R_1", *answers])
    )


FILES = {
    "Microsoft Forms": line(["ID", "Start time", "Completion time", "Email", "Name", *ASKED])
    + line(["1", "2026-03-02 09:00", "2026-03-02 09:01", "anonymous", "", *LAST]),
    "Google Forms": line(["Timestamp", *ASKED]) + line(["2026/03/02 9:00:00 AM GMT+1", *LAST]),
    "Qualtrics, choice text": qualtrics(LAST, ["Q1", "Q2", "Q3", "Q4"]),
    "Qualtrics, coded values": qualtrics(
        [f"{code:.0f}" for code in CODES], ["Q1", "Q2", "Q3", "Q4"]
    ),
    "keys in place of questions": line(
        ["Timestamp", "ai_access", "ai_training", "ai_purpose", "ai_opinion"]
    )
    + line(["2026/03/02 9:00:00", *LAST]),
}


@pytest.mark.parametrize("tool", FILES)
def test_the_pulse_is_recognised_when_it_comes_back(tool, tmp_path):
    path = tmp_path / "pulse.csv"
    path.write_text(FILES[tool], encoding="utf-8")
    export = Export.open(path)
    survey = detect(export).read(export).facts["survey"].sort("item")
    assert survey.select("wave", "item", "score", "construct", "scale_max").rows() == [
        (date(2026, 3, 2), "ai_access", 5.0, "ai", 5.0),
        (date(2026, 3, 2), "ai_opinion", 5.0, "ai", 5.0),
        (date(2026, 3, 2), "ai_purpose", 6.0, "ai", None),
        (date(2026, 3, 2), "ai_training", 5.0, "ai", 5.0),
    ]


def test_an_answer_that_the_pulse_does_not_offer_is_refused_and_the_others_count(tmp_path):
    path = tmp_path / "pulse.csv"
    answers = ["I asked my cousin to do it", *LAST[1:]]
    path.write_text(line(["Timestamp", *ASKED]) + line(["2026/03/02 9:00:00", *answers]))
    parcel = detect(Export.open(path)).read(Export.open(path))
    assert set(parcel.facts["survey"]["item"]) == {"ai_training", "ai_purpose", "ai_opinion"}
    assert parcel.refused.select("row", "column").rows() == [(2, "column 2")]
    assert "cousin" not in repr((parcel.refused.rows(), parcel.notes))


def test_answers_of_one_question_are_different_and_hold_no_separator_of_a_tool():
    for question in QUESTIONS:
        assert len(set(question.answers)) == len(question.answers)
        assert not any(mark in answer for answer in question.answers for mark in ",;")


def test_the_templates_ask_the_questions_that_are_recognised():
    page = (TEMPLATES / "ai-pulse.md").read_text(encoding="utf-8")
    assert (TEMPLATES / "ai-pulse.csv").read_text(encoding="utf-8") == as_csv()
    assert (TEMPLATES / "ai-pulse-qualtrics.txt").read_text(encoding="utf-8") == as_qualtrics()
    for number, question in enumerate(QUESTIONS, start=1):
        assert f"### {number}. {question.text}" in page
        assert f"Key: `{question.item}`" in page
        for code, answer in enumerate(question.answers, start=1):
            assert f"| {code} | {answer} |" in page
