"""Worth of training and redesign against the published case, a second library and by hand."""

import numpy as np
import numpy_financial
import pytest

from economics.inputs import checked, inputs
from economics.value import (
    OPTIONS,
    annuity,
    effect_part,
    line_value,
    mean_decay,
    mix_lines,
    npv,
    npv_mix,
    npv_redesign,
    npv_training,
    option_lines,
    payback,
    pool,
    redesign_lines,
    totals,
    training_lines,
)
from store.errors import NotEnoughData

PUBLISHED = 0.005e6  # EVIDENCE C2 and the prototype print two decimals of a million
EXACT = 1e-12


def case(**values):
    return checked({"capture": 0.4, **values})


def test_the_illustrative_case_returns_its_published_figures():
    assert pool(case()) == pytest.approx(201.6e6, rel=EXACT)
    assert npv_training(case()) == pytest.approx(-76.86e6, abs=PUBLISHED)
    assert npv_redesign(case()) == pytest.approx(-3.03e6, abs=PUBLISHED)
    assert npv_mix(case(), 0.5) == pytest.approx(-41.46e6, abs=PUBLISHED)
    assert payback(case(), "redesign") == pytest.approx(4.83, abs=0.005)


def test_half_of_the_day_one_effect_is_left_on_average_between_yearly_sessions():
    assert mean_decay(6, 12) == pytest.approx(0.5410, abs=5e-5)
    months = (np.arange(100_000) + 0.5) / 100_000 * 12
    assert mean_decay(6, 12) == pytest.approx((2 ** (-months / 6)).mean(), rel=1e-9)


def test_a_year_of_an_annuity_is_one_over_one_plus_the_rate():
    assert annuity(0.09, 5) == pytest.approx(3.8897, abs=5e-5)
    assert annuity(0.0, 4) == 4
    assert annuity(0.09, 5) == pytest.approx(-numpy_financial.pv(0.09, 5, 1), rel=EXACT)


def test_the_ramp_costs_half_of_its_months_and_erosion_a_share_of_each_year():
    values = case(ramp=6.0, erosion=0.05)
    assert effect_part(values, 1) == pytest.approx(9 / 12)
    assert effect_part(values, 2) == pytest.approx(0.95)
    assert effect_part(case(ramp=18.0, erosion=0.0), 1) == pytest.approx(12 * 12 / 36 / 12)
    assert effect_part(case(ramp=18.0, erosion=0.0), 2) == pytest.approx((24 - 9 - 4) / 12)
    assert effect_part(case(ramp=0.0, erosion=0.0), 1) == 1


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("discount", [-0.02, 0.0, 0.09, 0.25])
def test_net_present_value_is_that_of_numpy_financial(option, discount):
    values = case(discount=discount, exits_saved=40.0, moved=0.3)
    flow = totals(option_lines(values, option))
    assert len(flow) == 6
    assert npv(values, option) == pytest.approx(numpy_financial.npv(discount, flow), rel=1e-12)


def test_lines_add_up_to_the_present_value():
    values = case(exits_saved=10.0)
    lines = mix_lines(values, 0.5)
    apart = sum(line_value(line, 0.09) for line in lines.values())
    assert apart == pytest.approx(npv_mix(values, 0.5), rel=EXACT)


def test_secondary_effects_stand_on_a_line_of_their_own_and_need_no_redeployment():
    lines = training_lines(case(capture=0.0, exits_saved=10.0))
    assert lines["exits_saved"][1:] == [600_000.0] * 5
    assert lines["training_benefit"] == [0.0] * 6
    assert set(redesign_lines(case())) == {
        "redesign_set_up",
        "redesign_dip",
        "redesign_upkeep",
        "redesign_benefit",
    }


def test_the_dip_is_lost_whether_or_not_freed_time_becomes_money():
    by_hand = 12_000 * 120_000 * 0.35 * 0.03 * 6 / 52
    assert redesign_lines(case(capture=0.0))["redesign_dip"][0] == pytest.approx(-by_hand)


def test_money_that_was_entered_stands_above_the_treadmill():
    lines = training_lines(case(launch_money=1e6, yearly_money=2e6))
    assert lines["training_launch"][0] == -1e6
    assert lines["training_yearly"][1] == -2e6


def test_moving_nothing_is_all_training():
    assert npv_mix(case(), 0.0) == pytest.approx(npv_training(case()), rel=EXACT)


def test_what_is_ring_fenced_does_not_move():
    assert npv_mix(case(), 1.0) == npv_mix(case(), 0.9)


def test_half_of_the_training_and_redesign_for_everybody_add_up():
    both = npv_training(case(), 0.5) + npv_redesign(case())
    assert npv_mix(case(), 0.5) == pytest.approx(both, rel=EXACT)


def test_what_never_comes_back_has_no_payback():
    assert payback(case(), "training") is None
    assert payback(case(capture=0.0), "redesign") is None


def test_payback_is_counted_by_hand_in_a_small_case():
    # 8 people, pool 8 x 1000 = 8000 a year, effect 10 %: 800 a year against a set-up of 1000
    small = case(
        people=8.0,
        wage=1000.0,
        touched=1.0,
        capture=1.0,
        effect_redesign=0.1,
        ramp=0.0,
        erosion=0.0,
        upkeep=0.0,
        dip=0.0,
        redesign_team_cost=1000.0,
    )
    assert payback(small, "redesign") == pytest.approx(1.25)


def test_no_benefit_is_told_without_a_capture():
    for option in OPTIONS:
        with pytest.raises(NotEnoughData, match="Enter capture"):
            npv(checked({}), option)


@pytest.mark.parametrize("option", OPTIONS)
def test_an_array_of_draws_gives_what_each_draw_gives_alone(option):
    rng = np.random.default_rng(7)
    varied = {
        key: rng.uniform(each.low, each.high, 20)
        for key, each in inputs().items()
        if each.low is not None and key != "tokens_per_day"
    }
    varied["launch_money"] = rng.uniform(5e6, 48e6, 20)
    together = npv({**case(), **varied}, option)
    alone = [
        npv({**case(), **{key: float(each[i]) for key, each in varied.items()}}, option)
        for i in range(20)
    ]
    np.testing.assert_allclose(together, alone, rtol=1e-12)
