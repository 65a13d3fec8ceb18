"""What must hold for every firm: more cost is never better, nothing freed is never a benefit."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from economics.break_even import pays_redesign, pays_training
from economics.half_rule import half_rule
from economics.inputs import checked, inputs
from economics.treadmill import ranges, treadmill
from economics.value import OPTIONS, line_value, npv, npv_mix, npv_training, option_lines

CEILINGS = {"people": 2e5, "team_size": 50, "session_cost": 5e4, "wage": 5e5, "years": 15}
SKIPPED = {"discount", "years", "launch_instructors", "launch_money", "yearly_money"}
COSTS = ["session_cost", "redesign_team_cost", "upkeep", "dip", "dip_weeks"]


def a_value(key):
    each = inputs()[key]
    high = each.at_most if each.at_most is not None else CEILINGS.get(key, 10 * (each.preset or 1))
    return st.floats(each.at_least, max(high, each.at_least), allow_subnormal=False)


FIRMS = st.fixed_dictionaries(
    {key: a_value(key) for key in inputs() if key not in SKIPPED}
    | {"discount": st.floats(-0.1, 0.5), "years": st.integers(1, 12).map(float)}
).map(checked)


def tolerance(values):
    lines = [line for option in OPTIONS for line in option_lines(values, option).values()]
    return 1e-9 * (1 + sum(abs(float(line_value(line, values["discount"]))) for line in lines))


@settings(max_examples=60, deadline=None)
@given(FIRMS, st.sampled_from(COSTS), st.floats(1, 3))
def test_more_cost_never_raises_the_worth_of_one_option(values, key, factor):
    limit = inputs()[key].at_most
    dearer = {**values, key: min(values[key] * factor, math.inf if limit is None else limit)}
    for option in ("training", "redesign"):
        assert npv(dearer, option) <= npv(values, option) + tolerance(dearer)


@settings(max_examples=60, deadline=None)
@given(FIRMS)
def test_no_freed_hour_redeployed_is_never_a_benefit(values):
    nothing = {**values, "capture": 0.0}
    for option in OPTIONS:
        lines = option_lines(nothing, option)
        benefits = [lines[name] for name in lines if name.endswith("benefit")]
        assert all(money == 0 for line in benefits for money in line)
    assert npv({**nothing, "exits_saved": 0.0}, "training") <= 0
    assert npv(nothing, "redesign") <= 0


@settings(max_examples=60, deadline=None)
@given(FIRMS, st.floats(0, 1))
def test_training_for_a_share_of_the_people_is_that_share_of_its_worth(values, share):
    assert npv_training(values, share) == pytest.approx(
        share * npv_training(values), abs=tolerance(values)
    )


@settings(max_examples=60, deadline=None)
@given(FIRMS)
def test_moving_nothing_is_all_training(values):
    assert npv_mix(values, 0.0) == pytest.approx(npv_training(values), abs=tolerance(values))


@settings(max_examples=60, deadline=None)
@given(FIRMS)
def test_half_of_nothing_is_nothing(values):
    found = half_rule({**values, "launch_money": 0.0, "yearly_money": 0.0})
    assert found.redesign_launch == found.training_launch == found.redesign_yearly == 0
    assert found.redesign_people == 0 or values["redesign_team_cost"] == 0


@settings(max_examples=60, deadline=None)
@given(FIRMS)
def test_both_halves_of_the_money_are_the_money(values):
    found, cost = half_rule(values), treadmill(values)
    assert found.redesign_launch + found.training_launch == pytest.approx(cost.launch_cost)
    assert found.redesign_yearly + found.training_yearly == pytest.approx(cost.yearly_cost)
    assert found.training_launch >= found.ring_fenced_launch - 1e-9 * cost.launch_cost
    assert 0 <= found.redesign_coverage <= 1


@settings(max_examples=60, deadline=None)
@given(FIRMS)
def test_a_finite_break_even_has_a_worth_of_nothing(values):
    for key, option, pays in (
        ("effect_training", "training", pays_training(values)),
        ("effect_redesign", "redesign", pays_redesign(values)),
    ):
        if math.isfinite(pays) and pays > 0:
            there = {**values, key: pays}
            assert npv(there, option) == pytest.approx(0, abs=1e3 * tolerance(there))


@settings(max_examples=60, deadline=None)
@given(FIRMS)
def test_a_range_holds_what_was_entered(values):
    found, here = ranges(values), treadmill(values)
    for name, (low, high) in found.items():
        assert low <= getattr(here, name) <= high
