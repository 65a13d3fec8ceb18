"""The planted truth of made team-months, against the plan and against numpy's own moments."""

import numpy as np
import polars as pl
import pytest

from sample_data.team_months import TeamMonths, team_months

QUIET = {"white": 0.0, "noise": 0.0, "team": 0.0, "learning": 0.0}


def grid(rows, name, plan):
    return rows[name].to_numpy().reshape(plan.teams, plan.months)


def starts(rows, plan):
    return grid(rows.with_columns(pl.col("first").fill_null(99)), "first", plan)[:, 0]


def test_the_same_seed_gives_the_same_rows_and_another_one_does_not():
    plan = TeamMonths(teams=10)
    assert team_months(plan, 1).equals(team_months(plan, 1))
    assert not team_months(plan, 1).equals(team_months(plan, 2))


def test_outcome_less_untreated_is_the_effect_and_is_nothing_before_the_rollout():
    rows = team_months(TeamMonths(teams=60, effect=-0.06, boost=0.5))
    assert np.allclose(rows["outcome"] - rows["untreated"], rows["effect"], atol=1e-12)
    assert np.allclose(rows["direct"] + rows["by_practice"], rows["effect"], atol=1e-12)
    on = (rows["month"] >= rows["first"]).fill_null(False)
    assert rows.filter(~on)["effect"].abs().max() == 0
    assert rows.filter(on)["effect"].max() < 0


def test_waves_are_of_equal_size_and_the_rest_never_starts():
    first = team_months(TeamMonths(teams=100, waves=(13, 19, 25))).unique("team")["first"]
    assert dict(first.value_counts().iter_rows()) == {None: 25, 13: 25, 19: 25, 25: 25}


def test_a_ramp_of_four_months_is_a_quarter_at_once_and_all_in_the_fourth():
    rows = team_months(TeamMonths(teams=10, effect=-0.06, waves=(13,)))
    told = dict(rows.filter(pl.col("first") == 13).select("month", "direct").iter_rows())
    assert [told[m] for m in (13, 14, 16, 36)] == pytest.approx([-0.015, -0.03, -0.06, -0.06])


def test_the_mean_effect_of_the_usual_plan_is_the_one_that_was_planted_less_its_ramp():
    # By hand: starts at 12, 15, ... 30 have 25, 22, ... 7 months, 112 in all, and each of the seven
    # waves loses 3/4 + 2/4 + 1/4 = 1.5 full months; -.06 x (112 - 10.5) / 112 = -.054375.
    rows = team_months(TeamMonths(teams=28, never=0.0, effect=-0.06))
    treated = rows.filter(pl.col("month") >= pl.col("first"))
    assert treated["effect"].mean() == pytest.approx(-0.054375, abs=1e-9)


def test_the_effect_by_practice_is_the_power_law_of_the_practice_that_was_added():
    plan = TeamMonths(teams=40, boost=0.5, learning=0.2)
    same = TeamMonths(teams=40, boost=0.0, learning=0.2)
    with_it, without = team_months(plan), team_months(same)
    expected = -0.2 * np.log(with_it["practice"] / without["practice"])
    assert np.allclose(with_it["by_practice"], expected, atol=1e-12)
    assert np.allclose(with_it["untreated"], without["outcome"], atol=1e-12)
    assert np.diff(grid(with_it, "practice", plan), axis=1).min() > 0


def test_with_a_boost_of_a_half_teams_do_half_as_many_tasks_again_each_month():
    plan = TeamMonths(teams=20, boost=0.5, waves=(13,), never=0.0)
    steps = np.diff(grid(team_months(plan), "practice", plan), axis=1)
    assert steps[:, 11:] == pytest.approx(1.5 * steps[:, [0]] * np.ones((1, 24)))


def test_a_plateau_learns_the_exponential_and_its_end_is_near():
    plan = TeamMonths(teams=20, curve="plateau", month=0.0, **(QUIET | {"learning": 0.25}))
    rows = team_months(plan).with_columns(
        expected=-0.55 * (1 - (-pl.col("practice") / 200).exp())
        + 0.05 * (np.pi * pl.col("month") / 6).sin()
        + 3.0
    )
    assert np.allclose(rows["outcome"], rows["expected"], atol=1e-12)


def test_curves_of_their_own_differ_between_teams_about_a_mean_of_one():
    plan = TeamMonths(teams=4000, months=2, waves=(2,), curve="own", month=0.0, **QUIET)
    learning = TeamMonths(**{**vars(plan), "learning": 0.25})
    gap = grid(team_months(plan), "outcome", plan) - grid(team_months(learning), "outcome", plan)
    practice = np.log(grid(team_months(plan), "practice", plan) / 100)
    rate = (gap[:, 1] - gap[:, 0]) / (practice[:, 1] - practice[:, 0]) / 0.25
    assert rate.mean() == pytest.approx(1.0, abs=0.03)
    assert np.log(rate).std() == pytest.approx(0.5, abs=0.02)


def test_treated_teams_drift_by_so_much_a_month_and_others_do_not():
    plan = TeamMonths(teams=20, drift=-0.005, **QUIET)
    rows = team_months(plan)
    outcome, ever = grid(rows, "outcome", plan), starts(rows, plan) <= 36
    gap = outcome[ever].mean(axis=0) - outcome[~ever].mean(axis=0)
    assert gap == pytest.approx(-0.005 * np.arange(1, 37), abs=1e-12)


def test_a_dip_makes_exactly_the_quarter_before_the_rollout_worse():
    plan = TeamMonths(teams=10, dip=0.05, waves=(13,), **QUIET)
    rows = team_months(plan)
    outcome, first = grid(rows, "outcome", plan), starts(rows, plan)
    gap = outcome[first == 13][0] - outcome[first == 99][0]
    assert gap == pytest.approx(np.where(np.isin(np.arange(1, 37), [10, 11, 12]), 0.05, 0.0))


def test_noise_has_the_variance_and_the_correlation_that_were_asked_for():
    plan = TeamMonths(teams=20_000, months=8, waves=(4,), learning=0.0, team=0.0, white=0.1)
    found = np.cov(grid(team_months(plan), "untreated", plan), rowvar=False)
    assert found[0, 0] == pytest.approx(0.15**2 + 0.10**2, rel=0.05)  # from the first month on
    assert found[7, 7] == pytest.approx(0.15**2 + 0.10**2, rel=0.05)
    assert found[3, 4] == pytest.approx(0.5 * 0.15**2, rel=0.05)
    assert found[3, 5] == pytest.approx(0.25 * 0.15**2, rel=0.10)


def test_choosing_novices_gives_the_rollout_to_teams_of_less_practice_and_first_to_the_least():
    def logs(choice):
        rows = team_months(TeamMonths(choice=choice, teams=2000)).filter(pl.col("month") == 1)
        split = rows.group_by("first").agg(pl.col("practice").log().mean())
        return dict(split.iter_rows())

    by_lot, chosen = logs(0.0), logs(1.0)
    assert max(by_lot.values()) - min(by_lot.values()) < 0.35
    assert chosen[12] < chosen[21] < chosen[30] < chosen[None]
    assert chosen[None] - chosen[12] > 1.5


def test_teams_of_a_site_start_together():
    rows = team_months(TeamMonths(teams=60, teams_a_site=6))
    assert rows["site"].n_unique() == 10
    assert rows.group_by("site").agg(pl.col("first").n_unique())["first"].max() == 1
