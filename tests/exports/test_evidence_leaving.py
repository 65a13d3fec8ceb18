"""The detail of retention in words and as a row: with its counts, or with its reason alone."""

import math
from dataclasses import replace

import pytest

from evidence.outcomes import OUTCOMES
from evidence.results import Estimate, Leaving
from exports.evidence.leaving import leaving, leaving_rows
from exports.evidence.told import StudyTold
from tests.evidence.gallery import FIRST, NOT_ANSWERABLE, WORKED

HALF = Estimate(math.log(0.5), 0.1, math.log(0.4), math.log(0.625))
DETAIL = Leaving(HALF, "", 1500, 1900, 75, 721, 40000, 120)
FEWER = replace(
    WORKED,
    outcome=OUTCOMES["retention"],
    total=Estimate(-0.02, 0.004, -0.03, -0.01),
    leaving=DETAIL,
)
STUDY = StudyTold("course:1", "Careers", "training", 24, FIRST, FIRST)


def test_ratio_interval_people_and_exits_are_told():
    words = leaving(FEWER)
    assert "leaving is 0.50 times as likely (0.40 to 0.62; 95% interval)" in words
    assert (
        "At least 1,500 people were there with it, of whom 75 left; 1,900 without it, 720 left"
    ) in words
    assert "40,000 months of people" in words
    assert "the verdict stands on the change in all" in words
    assert "other way" not in words
    assert "narrow" not in words


def test_where_it_points_the_other_way_a_note_says_so():
    more = replace(FEWER, total=Estimate(0.02, 0.004, 0.01, 0.03))
    assert "points the other way than the change in all" in leaving(more)
    # An outcome that counts who stays, falling, says the same as more who leave.
    staying = replace(FEWER.outcome, better="higher")
    assert "points the other way" in leaving(replace(FEWER, outcome=staying))


def test_two_directions_of_which_neither_is_clear_are_no_disagreement():
    unclear = Estimate(0.02, 0.02, -0.02, 0.06)
    open_ratio = replace(DETAIL, log_ratio=Estimate(-0.1, 0.2, -0.5, 0.3))
    assert "other way" not in leaving(replace(FEWER, total=unclear, leaving=open_ratio))


def test_below_forty_units_of_decision_the_interval_is_said_to_be_too_narrow():
    assert "too narrow" in leaving(replace(FEWER, leaving=replace(DETAIL, clusters=39)))


def test_a_reason_stands_without_any_number():
    bare = replace(FEWER, leaving=Leaving(reason="fewer than five people left with it"))
    words = leaving(bare)
    assert words == "Per person and month: cannot tell, as fewer than five people left with it."
    [row] = leaving_rows(STUDY, bare)
    assert row == {"study": "course:1", "name": "Careers", "words": words}


@pytest.mark.parametrize(
    "other", [WORKED, replace(NOT_ANSWERABLE, leaving=DETAIL), replace(FEWER, total=None)]
)
def test_nothing_stands_beside_another_outcome_or_no_answer(other):
    assert leaving(other) == ""
    assert leaving_rows(STUDY, other) == []


def test_the_row_has_ratios_and_counts_as_numbers():
    [row] = leaving_rows(STUDY, FEWER)
    told = [row[name] for name in ("times", "low", "high")]
    assert told == pytest.approx([0.5, 0.4, 0.625])
    assert (row["exits_with"], row["people_without"], row["clusters"]) == (75, 1900, 120)
