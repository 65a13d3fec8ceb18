"""What a pilot may cost at most, against the published case and by playing it out (EVIDENCE C3)."""

import numpy as np
import pytest

from economics.inputs import checked
from economics.pilot import pilot_advice, value_of_perfect_information, value_of_pilot
from economics.uncertainty import simulate
from store.errors import RequestError

M = 1e6
PLAYED = 400_000  # games; their mean is within 1 % of the closed form
NEAR = 0.02


@pytest.fixture(scope="module")
def firm():
    values = checked({"capture": 0.4})
    return values, simulate(values)


def test_the_published_values_of_information_come_out():
    assert value_of_perfect_information(-11.63 * M, 29.1 * M) == pytest.approx(6.72 * M, rel=0.005)
    assert value_of_pilot(-11.63 * M, 29.1 * M, 20 * M) == pytest.approx(4.87 * M, rel=0.005)


@pytest.mark.parametrize("mean", [-12.0, 0.0, 8.0])
def test_perfect_information_is_worth_what_playing_it_out_gives(mean):
    truth = np.random.default_rng(7).normal(mean, 29.0, PLAYED)
    played = np.maximum(truth, 0).mean() - max(0.0, mean)
    assert value_of_perfect_information(mean, 29.0) == pytest.approx(played, rel=NEAR)


@pytest.mark.parametrize("mean", [-12.0, 0.0, 8.0])
def test_a_pilot_is_worth_what_playing_it_out_gives(mean):
    rng, sd, se = np.random.default_rng(8), 29.0, 20.0
    truth = rng.normal(mean, sd, PLAYED)
    told = truth + rng.normal(0, se, PLAYED)
    believed = mean + sd**2 / (sd**2 + se**2) * (told - mean)
    played = np.where(believed > 0, truth, 0).mean() - max(0.0, mean)
    assert value_of_pilot(mean, sd, se) == pytest.approx(played, rel=2 * NEAR)


def test_a_pilot_without_error_is_perfect_information_and_a_blind_one_is_worth_nothing():
    assert value_of_pilot(-3.0, 5.0, 0.0) == value_of_perfect_information(-3.0, 5.0)
    assert value_of_pilot(-3.0, 5.0, 1e6) == pytest.approx(0, abs=1e-9)


def test_where_nothing_is_uncertain_nothing_is_worth_knowing():
    assert value_of_perfect_information(-3.0, 0.0) == 0
    assert value_of_pilot(-3.0, 0.0, 1.0) == 0


def test_information_that_cannot_change_the_choice_is_worth_nothing():
    assert value_of_perfect_information(-1000.0, 1.0) == 0


def test_a_pilot_dearer_than_its_worth_is_not_advised(firm):
    values, simulated = firm
    found = pilot_advice(values, 6.6 * M, 0.01, simulated=simulated)
    assert found.cost > found.worth
    assert not found.is_advised
    assert found.sentence.startswith("Not advised")


def test_a_cheap_pilot_is_advised(firm):
    values, simulated = firm
    found = pilot_advice(values, 1 * M, 0.01, simulated=simulated)
    assert found.is_advised
    assert found.sentence.startswith("Advised: ")
    assert found.worth_alone < found.worth < found.perfect


def test_a_pilot_between_must_teach_more_than_the_effect(firm):
    values, simulated = firm
    found = pilot_advice(values, 5 * M, 0.01, simulated=simulated)
    assert found.worth_alone < 5 * M < found.worth
    assert found.sentence.startswith("Advised only if")


def test_the_error_of_the_effect_is_brought_to_money_by_what_one_effect_is_worth(firm):
    values, simulated = firm
    # 53.57 million lie between an effect of -1 % and one of 7 % in the tornado
    by_hand = (23.749 + 29.817) * M / 0.08 * 0.01
    assert pilot_advice(values, 0, 0.01, simulated=simulated).payoff_se == pytest.approx(
        by_hand, rel=1e-4
    )


def test_a_pilot_with_a_negative_cost_is_refused(firm):
    values, simulated = firm
    with pytest.raises(RequestError, match="costs -1"):
        pilot_advice(values, -1, 0.01, simulated=simulated)
