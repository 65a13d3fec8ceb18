import pytest

from redesign.moves.advice_pairs import advice_pairs
from tests.redesign.teams import figure, team


def test_novices_with_few_ties_get_an_assigned_partner():
    # Three pairs x .75 hours x 13 weeks = 29.25 hours.
    proposal = advice_pairs.propose(team("CON low"))
    assert proposal.strength == "STRONG"
    assert "(3)" in proposal.what
    assert proposal.cost_hours == pytest.approx(29.25)
    assert proposal.novices_reached == 3


def test_a_wide_spread_of_skill_is_a_reason_of_its_own():
    assert advice_pairs.propose(team("SKD high")) is not None


def test_as_many_pairs_as_the_experts_have_hours_for():
    # 15 % of 140 hours are 21: two pairs of 9.75.
    assert advice_pairs.propose(team("CON low", hours={"expert_hours": 140.0})).novices_reached == 2
    assert advice_pairs.propose(team("CON low", hours={"expert_hours": 10.0})) is None


def test_without_skilled_peers_or_novices_nothing_is_proposed():
    assert advice_pairs.propose(team("CON low", experts=0)) is None
    assert advice_pairs.propose(team("CON low", novices=0)) is None


def test_good_ties_propose_nothing():
    assert advice_pairs.propose(team(figures={"connection": figure(0.6)})) is None
