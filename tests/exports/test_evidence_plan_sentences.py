"""What a plan and a study of one team say."""

from dataclasses import replace

import pytest

from exports.evidence.plan_sentences import one_team_words, plan_words
from exports.evidence.told import OneTeam, PlanFound
from tests.evidence.gallery import CYCLE_TIME

PLAN = PlanFound("Pairs", "redesign", CYCLE_TIME, 7, (), mde=0.05, pays=0.034, teams_needed=210)
ONE = OneTeam((-1, 0), (0.0, -0.2), (1.1,) * 19 + (3.0,), -0.2, -0.18, rank=1, of=20)


def test_a_plan_that_is_too_coarse_says_what_would_do():
    told = plan_words(PLAN)
    assert "find a change of **4.9%** four times out of five" in told
    assert "It pays from **3.3%**, so the plan is **too coarse**. What would do: 210 teams." in told
    assert "210 teams or 30 months" in plan_words(replace(PLAN, months_needed=30))
    assert "Neither more teams" in plan_words(replace(PLAN, teams_needed=None))


def test_a_plan_that_is_fine_enough_says_so_and_one_without_money_asks_nothing():
    assert "fine enough" in plan_words(replace(PLAN, mde=0.03))
    assert "Nobody has said" in plan_words(replace(PLAN, pays=0.0))
    assert "cannot be told" in plan_words(replace(PLAN, mde=None))


def test_the_rank_is_told_with_the_smallest_chance_that_is_possible():
    assert ONE.chance == pytest.approx(0.05)
    told = one_team_words(ONE)
    assert "each of the 19 other teams moved less" in told
    assert "chance of that by accident is 5%" in told
    assert "none below 5.0% is possible" in told
    assert "one in twenty" not in told


def test_with_few_others_no_chance_below_one_in_twenty_is_possible():
    told = one_team_words(replace(ONE, rank=3, of=12))
    assert "2 of the 11 other teams moved as much or more" in told
    assert "25%" in told
    assert "never make it less than one in twenty" in told
