"""The half rule: 13.5 million, then 7.5 a year, compliance kept apart (EVIDENCE C1, PRODUCT)."""

import pytest

from economics.half_rule import HalfRule, half_rule
from economics.inputs import checked


def of(**values) -> HalfRule:
    return half_rule(checked(values))


def test_half_of_the_money_moves():
    found = of()
    assert (found.redesign_launch, found.redesign_yearly) == pytest.approx((13.5e6, 7.5e6))
    assert (found.training_launch, found.training_yearly) == pytest.approx((13.5e6, 7.5e6))
    assert (found.redesign_people, found.redesign_teams) == (12_000, 1_500)
    assert (found.trained_people, found.instructors) == (6_000, 9)


def test_the_yearly_money_pays_the_upkeep_and_the_rest_stays_with_the_firm():
    found = of()
    assert found.upkeep_yearly == pytest.approx(0.15 * 13.5e6)
    assert found.yearly_left == pytest.approx(7.5e6 - 2.025e6)
    assert found.launch_left == 0


def test_upkeep_beyond_the_moved_money_is_told_as_new_money():
    found = of(refreshers=0.0, turnover=0.05)
    assert found.yearly_left == pytest.approx(0.5 * 1500 * 0.05 * 2 * 9000 - 2.025e6)
    assert any("new money" in sentence for sentence in found.sentences)


def test_compliance_does_not_move():
    found = of(moved=1.0)
    assert (found.asked, found.moved) == (1, 0.9)
    assert found.training_launch == pytest.approx(found.ring_fenced_launch)
    assert found.compliance_share == pytest.approx(1)
    assert "ring-fenced" in found.sentences[0]


def test_a_firm_without_compliance_may_move_everything():
    found = of(moved=1.0, ring_fence=0.0, capture=0.4)
    assert (found.trained_people, found.instructors) == (0, 0)
    assert found.training_break_even is None


def test_the_money_that_moved_reaches_only_as_many_as_it_pays_for():
    found = of(redesign_team_cost=18_000.0)
    assert found.redesign_coverage == pytest.approx(0.5)
    assert found.redesign_people == pytest.approx(6_000)
    assert found.launch_left == pytest.approx(0)


def test_redesign_that_costs_nothing_reaches_everybody_unless_nothing_moves():
    assert of(redesign_team_cost=0.0).redesign_coverage == 1
    assert of(redesign_team_cost=0.0, moved=0.0).redesign_coverage == 0


def test_what_training_must_still_do_needs_a_capture():
    assert of().training_break_even is None
    found = of(capture=0.4)
    assert found.training_break_even == pytest.approx(0.2012, abs=5e-5)
    # the half that stays must also carry the 3.03 million that redesign loses at 3 %
    assert found.mix_break_even == pytest.approx(
        0.2012 + 3.0338 / (0.5 * 3.8897 * 109.07), abs=1e-4
    )


def test_half_of_nothing_is_nothing():
    found = of(launch_money=0.0, yearly_money=0.0)
    assert (found.redesign_launch, found.redesign_yearly, found.redesign_people) == (0, 0, 0)
