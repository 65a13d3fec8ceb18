"""The smallest effect that pays, and the transfer rate at parity (EVIDENCE C2, METHODS 3.11)."""

import math

import pytest

from economics.break_even import (
    RedesignHours,
    TrainingHours,
    parity_transfer_rate,
    pays_redesign,
    pays_training,
    pays_training_in_mix,
    plausibility,
)
from economics.inputs import checked
from economics.value import annuity, mean_decay, npv_mix, npv_redesign, npv_training
from store.errors import NotEnoughData, RequestError

ROUNDING = 1e-9  # of the money at stake
STAKE = 85e6  # present value of what training costs


def case(**values):
    return checked({"capture": 0.4, **values})


def e14(added: float = 240, low: float = 120, high: float = 360):
    training = TrainingHours(people=20, hours_each=16, rate=80, fees=12_000)
    redesign = RedesignHours(
        expert_hours=60,
        expert_rate=110,
        novice_hours=40,
        novice_rate=60,
        facilitation=20 * 90,
        added_hours=added,
        low=low,
        high=high,
    )
    return parity_transfer_rate(training, redesign)


def test_the_published_break_even_effects_come_out():
    assert pays_training(case()) == pytest.approx(0.2012, abs=5e-5)
    assert pays_redesign(case()) == pytest.approx(0.0345, abs=5e-5)


def test_break_even_of_training_is_the_closed_form_of_the_evidence():
    values = case(exits_saved=25.0)
    by_hand = (27e6 / annuity(0.09, 5) + 15e6 - 25 * 60_000) / (201.6e6 * mean_decay(6, 12))
    assert pays_training(values) == pytest.approx(by_hand, rel=1e-12)


@pytest.mark.parametrize("capture", [0.05, 0.4, 1.0])
def test_present_value_at_break_even_is_nothing(capture):
    values = case(capture=capture, exits_saved=10.0)
    at_training = npv_training({**values, "effect_training": pays_training(values)})
    at_redesign = npv_redesign({**values, "effect_redesign": pays_redesign(values)})
    at_mix = npv_mix({**values, "effect_training": pays_training_in_mix(values)})
    assert [at_training, at_redesign, at_mix] == pytest.approx([0, 0, 0], abs=ROUNDING * STAKE)


def test_nothing_pays_when_no_freed_hour_becomes_money():
    assert pays_training(case(capture=0.0)) == math.inf
    assert pays_redesign(case(capture=0.0)) == math.inf


def test_what_pays_by_the_people_it_keeps_needs_no_effect():
    assert pays_training(case(exits_saved=1000.0)) < 0
    assert pays_training(case(exits_saved=1000.0, capture=0.0)) == 0


def test_an_effect_beyond_all_output_is_called_implausible():
    assert plausibility(pays_training(case(capture=0.05))).startswith("No plausible effect pays")
    assert plausibility(math.inf).startswith("No plausible effect pays")
    assert plausibility(0.2) is None
    assert plausibility(-0.1) == "This pays without any effect on output."


def test_without_a_capture_there_is_no_break_even():
    with pytest.raises(NotEnoughData, match="Enter capture"):
        pays_redesign(checked({}))


def test_parity_is_that_of_the_worked_example():
    found = e14()
    assert found.cost_of_training_hour == pytest.approx(117.50)
    assert found.cost_of_redesign_hour == pytest.approx(45.00)
    assert found.rate == pytest.approx(2.611, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((117.5 / 90, 117.5 / 30))
    assert found.sentence.startswith("Training cannot reach parity")


def test_parity_within_reach_is_told_as_a_share_of_training_hours():
    found = e14(added=60, low=30, high=90)
    assert found.rate == pytest.approx(117.5 / 180)
    assert found.sentence.startswith("65% of the training hours")


@pytest.mark.parametrize(("added", "low", "high"), [(240, 0, 480), (240, -10, 490), (-20, -60, -5)])
def test_a_redesign_that_may_have_added_nothing_establishes_nothing(added, low, high):
    found = e14(added, low, high)
    assert not found.is_established
    assert (found.rate, found.low, found.high, found.cost_of_redesign_hour) == (None,) * 4
    assert found.sentence.startswith("Not established")


def test_training_without_hours_has_no_cost_of_an_hour():
    nothing = RedesignHours(0, 0, 0, 0, 100, 10, 5, 15)
    with pytest.raises(RequestError, match="0 training hours"):
        parity_transfer_rate(TrainingHours(20, 0, 80, 0), nothing)
