"""Between money and evidence: what pays in an outcome's scale, an effect for the money model."""

import math
from dataclasses import replace

import pytest

from economics.break_even import pays_redesign, pays_training
from economics.inputs import preset
from evidence.results import Estimate
from exports.evidence.pays import did_words, measured, output_effect, pays_from, pays_words
from exports.evidence.told import StudyTold
from tests.evidence.gallery import (
    CANNOT_TELL,
    CYCLE_TIME,
    FIRST,
    HARMED,
    NOT_ANSWERABLE,
    RETENTION,
    THROUGHPUT,
    WORKED,
)

VALUES = {**preset(), "capture": 0.4}


def course(*findings, teams=24, key="c", kind="training"):
    return StudyTold(key, "AI basics", kind, teams, FIRST, FIRST, findings=findings)


def test_a_redesign_that_pays_from_some_output_pays_from_the_log_of_it():
    share = pays_redesign(VALUES)
    assert 0.03 < share < 0.04  # what the page Spend tells: 3.5 %
    assert pays_from("redesign", CYCLE_TIME, VALUES) == pytest.approx(math.log(1 + share))
    assert pays_from("planned", THROUGHPUT, VALUES) == pytest.approx(math.log(1 + share))
    assert pays_from("training", THROUGHPUT, VALUES) == pytest.approx(
        math.log(1 + pays_training(VALUES))
    )


def test_nobody_asks_what_pays_of_another_outcome_or_without_a_capture():
    assert pays_from("redesign", RETENTION, VALUES) == 0
    assert pays_from("redesign", CYCLE_TIME, preset()) == 0
    assert "reckoned in output" in pays_words("redesign", RETENTION, VALUES)
    assert "part of freed time becomes money" in pays_words("redesign", CYCLE_TIME, preset())
    assert "pays from +3.5% of output" in pays_words("redesign", CYCLE_TIME, VALUES)


def test_an_effect_that_nobody_ever_showed_stands_for_all_larger_ones():
    never = {**VALUES, "capture": 0.0}
    assert pays_from("training", THROUGHPUT, never) == pytest.approx(math.log(2))
    assert "No plausible effect" in pays_words("training", THROUGHPUT, never)


def test_a_shorter_time_is_a_gain_in_output_and_its_ends_change_places():
    # 5.1 % less time is 5.4 % more output in the same time: 1 / 0.949
    told = replace(WORKED, total=Estimate(math.log(0.949), 0.01, math.log(0.93), math.log(0.967)))
    effect, low, high = output_effect(told)
    assert effect == pytest.approx(1 / 0.949 - 1)
    assert (low, high) == pytest.approx((1 / 0.967 - 1, 1 / 0.93 - 1))
    assert output_effect(HARMED) is None


def test_without_a_study_the_range_before_anybody_measured_stands_in():
    told = measured("effect_training", [course(WORKED, kind="redesign")])
    assert told.study is None
    assert told.used.tag == "assumed"
    assert did_words([]) == (
        "Cannot tell",
        "Nobody has compared teams with and without training here. All effects below are assumed.",
    )


def test_a_study_that_worked_brings_its_effect_and_one_that_cannot_tell_does_not():
    told = measured("effect_training", [course(WORKED)])
    assert told.used.tag == "measured"
    assert told.used.value == pytest.approx(math.expm1(0.0525))
    unsettled = replace(WORKED, verdict=CANNOT_TELL.verdict)
    assert measured("effect_training", [course(unsettled)]).used.tag == "assumed"
    assert did_words([course(unsettled)])[0] == "Cannot tell"
    word, below = did_words([course(WORKED)])
    assert word == "Worked"
    assert below.startswith("**AI basics**: The redesign shortened cycle time by 5.1% (3.5 to 6.7)")


def test_a_refusal_brings_no_number_and_the_largest_study_counts():
    told = measured("effect_training", [course(NOT_ANSWERABLE)])
    assert told.used.tag == "assumed"
    assert did_words([course(NOT_ANSWERABLE)])[0] == "Not answerable"
    small, large = course(WORKED, teams=24, key="a"), course(NOT_ANSWERABLE, teams=90, key="b")
    assert measured("effect_training", [large, small]).study.key == "a"
    more = course(replace(WORKED, pays=0.01), teams=60, key="d")
    assert measured("effect_training", [more, small]).study.key == "d"


def test_an_effect_on_people_who_leave_is_no_effect_on_output():
    assert measured("effect_training", [course(HARMED)]).study is None
