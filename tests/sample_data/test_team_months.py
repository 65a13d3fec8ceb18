"""The planted truth of made team-months, against the plan and against numpy's own moments."""

import numpy as np
import polars as pl
import pytest

from sample_data.team_months import TeamMonths, team_months

QUIET = {"white": 0.0, "lasting": 0.0, "team": 0.0, "learning": 0.0}


def grid(rows, name, plan):
    return rows[name].to_numpy().reshape(plan.teams, plan.months)


def test_the_same_seed_gives_the_same_rows_and_another_one_does_not():
    plan = TeamMonths(teams=10)
    assert team_months(plan, 1).equals(team_months(plan, 1))
    assert not team_months(plan, 1).equals(team_months(plan, 2))


def test_outcome_less_untreated_is_the_effect_and_is_nothing_before_the_rollout():
    rows = team_months(TeamMonths(teams=60, effect=-0.06, boost=0.5, ramp=5, spread=0.5))
    assert np.allclose(rows["outcome"] - rows["untreated"], rows["effect"], atol=1e-12)
    assert np.allclose(rows["direct"] + rows["by_practice"], rows["effect"], atol=1e-12)
    on = rows["first"].is_not_null() & (rows["month"] >= rows["first"])
    assert rows.filter(~on.fill_null(False))["effect"].abs().max() == 0
    assert rows.filter(on.fill_null(False))["effect"].max() < 0


def test_waves_are_of_equal_size_and_the_rest_never_starts():
    first = team_months(TeamMonths(teams=100)).unique("team")["first"]
    count = dict(first.value_counts().iter_rows())
    assert count == {None: 40, 13: 20, 19: 20, 25: 20}


def test_a_ramp_of_five_months_reaches_half_in_the_third_and_all_in_the_sixth():
    plan = TeamMonths(teams=10, effect=-0.06, ramp=5, waves=(13,))
    rows = (
        team_months(plan)
        .filter(pl.col("first") == 13)
        .sort("month")
        .unique("month", keep="first", maintain_order=True)
    )
    told = dict(zip(rows["month"], rows["direct"], strict=True))
    assert [told[m] for m in (13, 15, 18, 36)] == pytest.approx([-0.01, -0.03, -0.06, -0.06])


def test_a_spread_of_half_gives_the_waves_one_and_a_half_one_and_half_the_effect():
    rows = team_months(TeamMonths(teams=100, effect=-0.06, spread=0.5)).filter(
        pl.col("month") == 36
    )
    of = {first: rows.filter(pl.col("first") == first)["direct"] for first in (13, 19, 25)}
    assert {first: (s.min(), s.max()) for first, s in of.items()} == {
        first: (pytest.approx(e), pytest.approx(e))
        for first, e in ((13, -0.09), (19, -0.06), (25, -0.03))
    }


def test_the_effect_by_practice_is_the_power_law_of_the_practice_that_was_added():
    plan = TeamMonths(teams=40, boost=0.5, learning=0.2)
    same = TeamMonths(teams=40, boost=0.0, learning=0.2)
    with_it, without = team_months(plan), team_months(same)
    expected = -0.2 * np.log(with_it["practice"] / without["practice"])
    assert np.allclose(with_it["by_practice"], expected, atol=1e-12)
    assert np.allclose(with_it["untreated"], without["outcome"], atol=1e-12)
    assert np.diff(grid(with_it, "practice", plan), axis=1).min() > 0


def test_treated_teams_drift_by_so_much_a_month_and_others_do_not():
    plan = TeamMonths(teams=20, drift=0.005, **QUIET)
    rows = team_months(plan)
    outcome = grid(rows, "outcome", plan)
    ever = ~np.isnan(grid(rows.with_columns(pl.col("first").cast(pl.Float64)), "first", plan)[:, 0])
    gap = outcome[ever].mean(axis=0) - outcome[~ever].mean(axis=0)
    assert gap == pytest.approx(-0.005 * np.arange(36), abs=1e-12)


def test_a_dip_makes_exactly_the_quarter_before_the_rollout_worse():
    plan = TeamMonths(teams=10, dip=0.05, waves=(13,), **QUIET)
    rows = team_months(plan).sort("month")
    treated = rows.filter(pl.col("first") == 13).group_by("month").agg(pl.col("outcome").first())
    never = rows.filter(pl.col("first").is_null()).group_by("month").agg(pl.col("outcome").first())
    gap = treated.join(never, on="month").sort("month")
    found = gap.filter((pl.col("outcome") - pl.col("outcome_right")).abs() > 0.01)
    assert found["month"].to_list() == [10, 11, 12]
    assert (found["outcome"] - found["outcome_right"]).to_list() == pytest.approx([0.05] * 3)


def test_noise_has_the_variance_and_the_correlation_that_were_asked_for():
    plan = TeamMonths(teams=20_000, months=8, waves=(4,), learning=0.0, team=0.0)
    noise = grid(team_months(plan), "untreated", plan)
    found = np.cov(noise, rowvar=False)
    assert found[0, 0] == pytest.approx(0.15**2 + 0.12**2, rel=0.05)  # from the first month on
    assert found[7, 7] == pytest.approx(0.15**2 + 0.12**2, rel=0.05)
    assert found[3, 4] == pytest.approx(0.6 * 0.12**2, rel=0.08)
    assert found[3, 5] == pytest.approx(0.36 * 0.12**2, rel=0.15)


def test_choosing_novices_gives_the_rollout_to_teams_of_less_practice():
    def logs(choice):
        rows = team_months(TeamMonths(choice=choice)).filter(pl.col("month") == 1)
        split = rows.group_by(pl.col("first").is_null()).agg(pl.col("practice").log().mean())
        return dict(split.iter_rows())

    by_lot, chosen = logs(0.0), logs(1.0)
    assert abs(by_lot[True] - by_lot[False]) < 0.2
    assert chosen[True] - chosen[False] > 0.8


def test_teams_of_a_site_start_together():
    rows = team_months(TeamMonths(teams=60, teams_a_site=6))
    assert rows["site"].n_unique() == 10
    assert rows.group_by("site").agg(pl.col("first").n_unique())["first"].max() == 1
