import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.codes import code
from evidence.results import Estimate, PreTest, Sensitivity
from evidence.verdict import Gain, decide, doubts, gain, stands
from tests.evidence.cases import CYCLE_TIME, FELL, GROUNDS, THROUGHPUT, estimate, grounds

FRAGILE = code("FRAGILE", breakdown=0.2)
DRIFTED = code("PRE_TREND", chance=0.01)
WARNED = code("PRACTICE_NOT_SEPARATED")


@pytest.mark.parametrize(
    ("low", "high", "pays", "codes", "verdict"),
    [
        (0.03, 0.07, 0.02, (), "WORKED"),
        (0.03, 0.07, 0.02, (WARNED,), "WORKED"),
        (0.01, 0.07, 0.02, (), "WORKED-MAY-NOT-PAY"),
        (0.01, 0.015, 0.02, (), "WORKED-NOT-WORTH-IT"),
        (-0.01, 0.015, 0.02, (), "NO-MEANINGFUL-EFFECT"),
        (-0.01, 0.015, 0.02, (FRAGILE,), "NO-MEANINGFUL-EFFECT"),
        (0.01, 0.015, 0.02, (FRAGILE,), "NO-MEANINGFUL-EFFECT"),
        (-0.01, 0.015, 0.02, (DRIFTED,), "CANNOT-TELL"),
        (-0.01, 0.015, 0.02, (FRAGILE, DRIFTED), "CANNOT-TELL"),
        (-0.07, -0.03, 0.02, (), "HARMED"),
        (-0.015, -0.01, 0.02, (), "HARMED"),
        (-0.07, -0.03, 0.02, (FRAGILE,), "CANNOT-TELL"),
        (0.03, 0.07, 0.02, (FRAGILE,), "CANNOT-TELL"),
        (0.03, 0.07, 0.02, (DRIFTED,), "CANNOT-TELL"),
        (-0.01, 0.03, 0.02, (), "CANNOT-TELL"),
        (-0.03, 0.01, 0.02, (), "CANNOT-TELL"),
        (0.03, 0.07, 0.0, (), "WORKED"),
        (-0.001, 0.001, 0.0, (), "CANNOT-TELL"),
        (math.nan, math.nan, 0.02, (), "CANNOT-TELL"),
    ],
)
def test_a_verdict_follows_the_interval_what_pays_and_what_blocks(low, high, pays, codes, verdict):
    assert decide(Gain(low, high), pays, codes, shuffles=True) == verdict


def test_shuffles_that_disagree_leave_nothing_to_claim():
    assert decide(Gain(0.03, 0.07), 0.02, (), shuffles=False) == "CANNOT-TELL"


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.02 + 1e-13, 0.07, "WORKED-MAY-NOT-PAY"),  # at the line is not above it
        (0.02 + 1e-6, 0.07, "WORKED"),
        (1e-13, 0.07, "CANNOT-TELL"),
        (0.01, 0.02 - 1e-13, "WORKED-MAY-NOT-PAY"),
        (0.01, 0.02 - 1e-6, "WORKED-NOT-WORTH-IT"),
        (-0.02 + 1e-13, 0.01, "CANNOT-TELL"),
    ],
)
def test_a_bound_on_a_line_has_not_passed_it(low, high, verdict):
    assert decide(Gain(low, high), 0.02, (), shuffles=True) == verdict


def test_a_fall_of_what_should_fall_is_a_gain():
    assert gain(CYCLE_TIME, FELL) == Gain(-FELL.high, -FELL.low)
    assert gain(THROUGHPUT, FELL) == Gain(FELL.low, FELL.high)


@settings(max_examples=200, deadline=None)
@given(
    middle=st.floats(-0.2, 0.2), half=st.floats(0, 0.2), pays=st.floats(0, 0.1),
    shift=st.floats(-1e-14, 1e-14),
)  # fmt: skip
def test_the_sign_of_an_outcome_changes_no_verdict(middle, half, pays, shift):
    one = estimate(middle, middle - half, middle + half)
    other = estimate(-middle, -middle - half, -middle + half)
    lower, higher = gain(CYCLE_TIME, one), gain(THROUGHPUT, other)
    # Sums in another order differ in the last digit: so one is added to one side.
    last = shift * max(abs(middle), half)
    higher = Gain(higher.low + last, higher.high + last)
    assert decide(lower, pays, (), shuffles=True) == decide(higher, pays, (), shuffles=True)


def names(told):
    return [each.code for each in doubts(told)]


def test_a_clean_effect_has_no_doubts():
    assert names(GROUNDS) == []
    assert stands(GROUNDS)


def test_teams_that_drifted_apart_before_block():
    assert names(grounds(pretest=PreTest(9.0, 3, 0.049))) == ["PRE_TREND"]
    assert names(grounds(pretest=PreTest(9.0, 3, 0.05))) == []


def test_without_two_quarters_before_drift_is_not_looked_for():
    nothing = PreTest(math.nan, 0, math.nan)
    assert names(grounds(pretest=None, sensitivity=None)) == ["NO_PRE_BLOCKS"]
    assert names(grounds(pretest=nothing, sensitivity=None)) == ["NO_PRE_BLOCKS"]


def test_methods_disagree_only_with_opposite_signs_and_far_apart():
    far = Estimate(0.06, 0.05, -0.04, 0.16)
    assert names(grounds(second=far)) == ["METHODS_DISAGREE"]
    assert names(grounds(second=replace(far, se=0.057))) == []  # 0.1123 is less than 2 x .057
    assert names(grounds(second=replace(far, estimate=-0.3))) == []
    assert names(grounds(second=None)) == []


@pytest.mark.parametrize(
    ("treated", "comparison", "blocked"),
    [(5, 3, False), (4, 3, True), (5, 2, True), (160, 2, True)],
)
def test_too_few_teams_on_either_side_block(treated, comparison, blocked):
    told = names(grounds(treated=treated, comparison=comparison))
    assert told == (["TOO_FEW_TEAMS"] if blocked else [])


def test_an_effect_that_hangs_on_one_team_is_not_claimed():
    one = grounds(hangs_on_one=True)
    assert names(one) == ["HANGS_ON_ONE_TEAM"]
    for total in (one.total, Estimate(0.05, 0.01, 0.03, 0.07)):
        assert decide(gain(CYCLE_TIME, total), 0.01, doubts(one), True) == "CANNOT-TELL"


def test_shuffled_dates_block_only_what_the_interval_claims():
    nothing = estimate(0.0, -0.1, 0.1)
    assert names(grounds(shuffle_p=0.051)) == ["PERMUTATION"]
    assert names(grounds(shuffle_p=0.05)) == []
    assert names(grounds(shuffle_p=0.4, total=nothing)) == []
    assert not stands(grounds(shuffle_p=0.4))


def test_more_than_a_fifth_without_a_comparison_blocks():
    assert names(grounds(share_used=0.8)) == []
    assert names(grounds(share_used=0.79)) == ["NO_COMPARISON_LATE"]


def test_an_effect_that_a_small_drift_erases_is_fragile():
    assert names(grounds(sensitivity=Sensitivity(0.5, ()))) == []
    (told,) = doubts(grounds(sensitivity=Sensitivity(0.49, ())))
    assert told.code == "FRAGILE"
    assert "0.4 times" in told.sentence
    assert names(grounds(sensitivity=None)) == ["FRAGILE"]


def test_fragile_is_asked_only_of_what_would_be_claimed():
    nothing = estimate(0.0, -0.1, 0.1)
    weak = Sensitivity(0.0, ())
    assert names(grounds(sensitivity=weak, total=nothing)) == []
    assert names(grounds(sensitivity=weak, shuffle_p=0.3)) == ["PERMUTATION"]
