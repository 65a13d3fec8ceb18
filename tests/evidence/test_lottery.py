"""Start dates by lot, and what a plan would find."""

from collections import Counter
from datetime import date

import numpy as np
import pytest

from evidence.lottery import draw
from evidence.planner import firm_covariance, plan_study, teams_needed
from evidence.power import TeamCovariance, mde_of_design
from store.errors import RequestError

TEAMS = [f"team {i:02}" for i in range(20)]
START = date(2026, 11, 1)


def drawn(seed=7, **changed):
    asked = {"teams": TEAMS, "first_month": START, "waves": 3, "months_between": 2, "seed": seed}
    return draw(**{**asked, **changed})


def test_the_same_seed_draws_the_same_list_whatever_the_order_of_the_teams():
    assert drawn() == drawn(teams=TEAMS[::-1])
    assert drawn() != drawn(seed=8)


def test_every_team_is_drawn_once_into_waves_of_one_size():
    found = drawn()
    assert sorted(each.team_id for each in found) == TEAMS
    assert sorted(Counter(each.wave for each in found).values()) == [6, 7, 7]


def test_waves_start_so_many_months_apart_and_the_last_one_stays_without_it():
    months = {each.wave: each.first_month for each in drawn()}
    assert months == {1: START, 2: date(2027, 1, 1), 3: None}
    assert {each.first_month for each in drawn(keeps_last=False)} == {
        START, date(2027, 1, 1), date(2027, 3, 1),
    }  # fmt: skip


def test_novice_teams_are_in_every_wave_alike():
    practice = {team: float(i) for i, team in enumerate(TEAMS)}
    for seed in range(20):
        found = drawn(seed=seed, waves=2, practice=practice)
        lower = Counter(each.wave for each in found if practice[each.team_id] < 10)
        assert lower == {1: 5, 2: 5}


def test_each_team_comes_first_as_often_as_any_other():
    firsts = Counter(
        each.team_id for seed in range(600) for each in drawn(seed=seed) if each.wave == 1
    )
    assert min(firsts.values()) > 150  # 7 of 20 in 600 draws: 210 expected, SD 12
    assert max(firsts.values()) < 270


@pytest.mark.parametrize("wrong", [{"waves": 1}, {"waves": 21}, {"months_between": 0}])
def test_a_draw_that_cannot_be_made_says_what_can(wrong):
    with pytest.raises(RequestError, match="a team for each"):
        drawn(**wrong)


PLAN = {"waves": 3, "months_between": 3, "months_before": 12, "seed": 7}


def test_the_smallest_effect_is_that_of_the_design_that_was_drawn():
    covariance = TeamCovariance(0.0, 0.15**2, 0.5)
    plan = plan_study(TEAMS, START, **PLAN, covariance=covariance)
    assert plan.months_after == 9  # the second wave starts in month 3 and has half a year
    first = np.repeat([12, 15, 21], [7, 7, 6])
    assert plan.mde == pytest.approx(mde_of_design(first, 21, covariance))


def test_teams_that_would_do_grow_with_the_square():
    assert teams_needed(40, 0.06, 0.03) == 160
    plan = plan_study(TEAMS, START, **PLAN, pays=0.01)
    assert plan.teams_needed == int(np.ceil(20 * (plan.mde / 0.01) ** 2))
    assert not plan.finds_what_pays


def test_a_plan_that_finds_what_pays_asks_for_nothing_more():
    plan = plan_study(TEAMS, START, **PLAN, pays=0.9)
    assert plan.finds_what_pays
    assert (plan.teams_needed, plan.months_needed) == (None, None)


def test_months_that_would_do_are_the_first_that_find_what_pays():
    whole = plan_study(TEAMS, START, **PLAN)
    nearly = whole.mde * 0.97
    plan = plan_study(TEAMS, START, **PLAN, pays=nearly)
    assert plan.months_needed > plan.months_after
    assert plan_study(TEAMS, START, **PLAN, months_after=plan.months_needed).mde <= nearly
    assert plan_study(TEAMS, START, **PLAN, months_after=plan.months_needed - 1).mde > nearly


def test_without_months_of_the_firm_the_spread_is_assumed_and_said_to_be():
    covariance, is_assumed = firm_covariance(None)
    assert is_assumed
    assert covariance == TeamCovariance(0.0, 0.15**2, 0.5)
    assert any("assumed" in note for note in plan_study(TEAMS, START, **PLAN).notes)


def test_with_months_of_the_firm_the_spread_is_its_own():
    rng = np.random.default_rng(1)
    months = rng.normal(0, 0.2, (300, 24)) + rng.normal(0, 1, (300, 1)) + rng.normal(0, 1, (1, 24))
    covariance, is_assumed = firm_covariance(months)
    assert not is_assumed
    assert (covariance.white + covariance.lasting * (1 - covariance.rho)) ** 0.5 == pytest.approx(
        0.2, rel=0.1
    )


def test_an_outcome_told_by_quarter_is_planned_in_quarters():
    covariance = TeamCovariance(0.01, 0.0, 0.0)
    plan = plan_study(TEAMS, START, **PLAN, covariance=covariance, months_a_period=3)
    first = np.repeat([4, 5, 7], [7, 7, 6])
    assert plan.mde == pytest.approx(mde_of_design(first, 7, covariance))


@pytest.mark.parametrize(
    ("before", "found", "do"),
    [(11, "11 months with facts", "start 1 month later"), (0, "0 months", "start 12 months later")],
)
def test_a_plan_needs_four_quarters_before_its_first_wave(before, found, do):
    with pytest.raises(RequestError, match=found) as refused:
        plan_study(TEAMS, START, **{**PLAN, "months_before": before})
    assert refused.value.expected.startswith("12 months")
    assert refused.value.do.endswith(do)


@pytest.mark.parametrize(
    ("teams", "waves", "found", "do"),
    [
        (7, 2, "4 teams in the early waves and 3 teams in the late one", "Plan 9 teams for 2"),
        (8, 3, "6 teams in the early waves and 2 teams in the late one", "or 9 teams for 3"),
        (5, 4, "4 teams in the early waves and 1 team in the late one", "or 12 teams for 4"),
    ],
)
def test_a_plan_needs_five_early_teams_and_three_late_ones(teams, waves, found, do):
    with pytest.raises(RequestError, match=found) as refused:
        plan_study(TEAMS[:teams], START, **{**PLAN, "waves": waves})
    assert refused.value.expected.startswith("5 early ones and 3 late ones")
    assert do in refused.value.do


@pytest.mark.parametrize(("teams", "waves"), [(9, 2), (9, 3), (12, 4)])
def test_the_teams_that_a_refusal_asks_for_are_enough(teams, waves):
    asked = {**PLAN, "waves": waves}
    assert plan_study(TEAMS[:teams], START, **asked).mde > 0
    with pytest.raises(RequestError, match="early waves"):
        plan_study(TEAMS[: teams - 1], START, **asked)


def test_a_plan_says_how_long_its_last_wave_must_wait():
    [note] = [note for note in plan_study(TEAMS, START, **PLAN).notes if "last wave" in note]
    assert "within 9 months of the first wave" in note
