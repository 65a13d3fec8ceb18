"""The evidence workbook as a file: real numbers in readers' units, safe text, nothing forbidden."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from evidence.results import Code
from evidence.words import lines
from exports.evidence.told import EvidenceBook, PlanTold, Start, StudyTold
from exports.evidence_workbook import build_evidence_workbook, write_evidence_workbook
from tests.evidence.gallery import (
    CANNOT_TELL,
    FIRST,
    HARMED,
    LAST,
    NOT_ANSWERABLE,
    WORKED,
)
from tests.exports.recalculate import errors, recalculated

HOSTILE = '=HYPERLINK("http://x","y")'
SHEETS = [
    "About", "Register", "Verdicts", "In words", "Event study", "Sensitivity", "Leaving",
    "Doubts", "Plan lists", "Methods",
]  # fmt: skip
TOLD = EvidenceBook(
    studies=(
        StudyTold(
            "move:pairs", "Advice pairs", "redesign", 120, FIRST, LAST, by_lot=True,
            findings=(WORKED, NOT_ANSWERABLE, HARMED),
        ),
        StudyTold("course:7", HOSTILE, "training", 24, FIRST, FIRST, findings=(CANNOT_TELL,)),
        StudyTold("course:9", "Everybody", "training", 0, None, None, reason="no team is left"),
    ),
    plans=(
        PlanTold(
            "plan:1", "+ Next wave", 20261123,
            (Start("T1", "@Payments", 1, date(2027, 1, 1)), Start("T2", "Search", 2, None)),
            datetime(2026, 11, 23, 8, 30, tzinfo=UTC), "cfo",
        ),
    ),
    versions={"the facts": "12"},
    chosen=("course:7", "climate"),
)  # fmt: skip


@pytest.fixture(scope="module")
def book():
    file = BytesIO()
    build_evidence_workbook(TOLD).save(file)
    return load_workbook(file)


def rows(sheet):
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def verdict_of(book, study, outcome):
    return next(
        row
        for row in rows(book["Verdicts"])
        if (row["Study, key"], row["Outcome, key"]) == (study, outcome)
    )


def test_sheets_stand_in_the_order_of_the_page(book):
    assert book.sheetnames == SHEETS


def test_a_change_stands_as_a_number_in_percent_with_its_unit(book):
    row = verdict_of(book, "move:pairs", "cycle_time")
    # the finding is in logs: e^-0.0525 - 1
    assert row["Change in all"] == pytest.approx(100 * (math.exp(-0.0525) - 1))
    assert row["Change in all, low"] == pytest.approx(100 * (math.exp(-0.0695) - 1))
    assert row["Unit of the change"] == "%"
    assert row["Pays from a change of"] == pytest.approx(100 * (math.exp(-0.034) - 1))
    assert row["False alarms of this firm"] == pytest.approx(0.055)
    assert row["Teams"] == 180


def test_points_and_standard_deviations_keep_their_scale(book):
    assert verdict_of(book, "move:pairs", "retention")["Change in all"] == pytest.approx(-1.2)
    assert verdict_of(book, "course:7", "climate")["Change in all"] == pytest.approx(0.06)


def test_no_number_stands_beside_not_answerable(book):
    row = verdict_of(book, "move:pairs", "throughput")
    told = {name for name, value in row.items() if isinstance(value, int | float)}
    assert row["Verdict"] == "not answerable"
    assert told == {"Outcomes tested"}
    for sheet in ("Event study", "Sensitivity"):
        assert "throughput" not in {each["Outcome, key"] for each in rows(book[sheet])}


def test_numbers_that_slipped_into_a_not_answerable_finding_are_not_written():
    slipped = replace(WORKED, verdict=NOT_ANSWERABLE.verdict)
    study = replace(TOLD.studies[0], findings=(slipped,))
    book = build_evidence_workbook(replace(TOLD, studies=(study,)))
    row = [cell.value for cell in book["Verdicts"][2]]
    assert [value for value in row if isinstance(value, float)] == []
    assert book["Event study"].max_row == 1
    assert book["Sensitivity"].max_row == 1


def test_what_the_reader_looked_at_comes_first_and_has_the_first_picture(book):
    assert rows(book["Verdicts"])[0]["Outcome, key"] == "climate"
    assert rows(book["Event study"])[0]["Outcome, key"] == "climate"
    built = build_evidence_workbook(TOLD)["Event study"]
    charts = built._charts
    assert len(charts) == 3  # one a finding with numbers
    assert {line.val.numRef.f.split("!")[0] for line in charts[0].series} == {"'Event study'"}
    assert [chart.anchor for chart in charts] == ["O2", "O20", "O38"]


def test_the_pictures_hold_the_quarters_of_their_own_finding_and_no_month(book):
    lines = list(book["Event study"].iter_rows(min_row=2, values_only=True))
    for chart in build_evidence_workbook(TOLD)["Event study"]._charts:
        first, last = (
            int(part.rpartition("$")[2]) for part in chart.series[0].val.numRef.f.split(":")
        )
        within = lines[first - 2 : last - 1]
        assert {row[4] for row in within} == {"quarter"}
        assert len({row[:2] for row in within}) == 1
        assert len(within) == 5


def test_text_of_others_never_becomes_a_formula(book):
    formulas = [
        (sheet.title, cell.column)
        for sheet in book.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    ]
    assert {title for title, _ in formulas} == {"Verdicts"}
    assert len({column for _, column in formulas}) == 2
    assert HOSTILE in {row["Programme or move"] for row in rows(book["Register"])}


def test_everything_that_is_always_printed_stands_in_words_in_its_order(book):
    told = [row for row in rows(book["In words"]) if row["Outcome, key"] == "climate"]
    assert [row["What"] for row in told] == [what for what, _ in lines(CANNOT_TELL)]
    assert told[0]["In words"] == CANNOT_TELL.verdict.sentence
    refused = [row for row in rows(book["In words"]) if row["Outcome, key"] == "throughput"]
    assert [row["What"] for row in refused] == ["Verdict", "Warnings"]


def test_days_are_days_and_every_sheet_keeps_its_keys(book):
    register = rows(book["Register"])
    assert register[0]["First start"].date() == FIRST
    assert register[2]["Why no study is possible"] == "no team is left"
    assert register[2]["First start"] is None
    for sheet in ("Verdicts", "Event study", "Sensitivity", "Doubts"):
        assert [cell.value for cell in book[sheet][1]][:2] == ["Study, key", "Outcome, key"]
    [one, two] = rows(book["Plan lists"])
    assert one["Seed of the draw"] == 20261123
    assert one["Starts in"].date() == date(2027, 1, 1)
    assert two["Starts in"] is None


def test_codes_stand_with_what_they_do(book):
    told = {(row["Outcome, key"], row["Code"]): row["What it does"] for row in rows(book["Doubts"])}
    assert told["climate", "PRE_TREND"] == "no 'worked' and no 'harmed'"
    assert told["throughput", "OUTCOME_STARTS_AFTER_ROLLOUT"] == "no number is given"


def test_judged_numbers_and_outcomes_stand_on_methods(book):
    told = rows(book["Methods"])
    assert {row["Key"] for row in told if row["What"] == "outcome"} == {
        "climate", "cycle_time", "retention", "throughput"
    }  # fmt: skip
    [alpha] = [row for row in told if row["Key"] == "alpha"]
    assert (alpha["Value"], alpha["Unit"]) == (0.05, "chance")


def test_headers_of_a_table_are_all_different(book):
    for sheet in book.worksheets[1:]:
        head = [cell.value for cell in sheet[1]]
        assert len(head) == len(set(head)), sheet.title


def test_words_that_we_do_not_use_stand_nowhere(book):
    for sheet in book.worksheets:
        for line in sheet.iter_rows(values_only=True):
            for cell in line:
                told = str(cell).casefold()
                assert "significan" not in told
                assert "***" not in told


def test_the_formulas_agree_with_the_finding_once_a_spreadsheet_computes_them(tmp_path):
    path = write_evidence_workbook(TOLD, tmp_path / "evidence.xlsx")
    [computed] = recalculated([path], tmp_path)
    assert errors(computed) == []
    row = verdict_of(computed, "move:pairs", "cycle_time")
    share = [100 * math.expm1(each) for each in (-0.0525, -0.042, -0.034)]
    assert row["Learning by doing (in all less equal practice)"] == pytest.approx(
        share[0] - share[1]
    )
    assert row["Gain beyond break-even"] == pytest.approx(share[2] - share[0])  # shorter is better
    other = verdict_of(computed, "course:7", "climate")
    assert other["Learning by doing (in all less equal practice)"] in (None, "")


def test_an_empty_register_makes_a_workbook_that_says_so():
    book = build_evidence_workbook(EvidenceBook(()))
    assert book.sheetnames == SHEETS
    assert book["Register"].max_row == 1


def test_a_code_that_begins_like_a_formula_stays_text():
    coded = replace(CANNOT_TELL, codes=(Code("X", "=1+1", "warns"),))
    study = replace(TOLD.studies[1], findings=(coded,))
    sheet = build_evidence_workbook(replace(TOLD, studies=(study,)))["Doubts"]
    assert sheet.cell(2, 7).data_type == "s"
