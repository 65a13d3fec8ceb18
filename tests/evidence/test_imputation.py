"""Imputed effects: by hand, against least squares, and on data with a known truth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import polars as pl
import pytest
import statsmodels.api as sm
from diff_diff import ImputationDiD

from evidence.aggregate import effects
from evidence.group_time import group_time
from evidence.imputation import impute
from evidence.imputed_cells import imputation_effects
from evidence.practice import at_equal_practice, at_own_pace, at_pace_before, practice_adjusted
from evidence.table import read_panel
from evidence.twfe import usual_regression
from tests.evidence.made_panels import learning_panel, made_panel


def test_two_periods_are_a_difference_of_differences():
    rows = [(1, 1, 2, 10.0), (1, 2, 2, 16.0), (2, 1, 0, 5.0), (2, 2, 0, 6.0), (3, 1, 0, 1.0)]
    table = pl.DataFrame([*rows, (3, 2, 0, 4.0)], schema=list("utfy"), orient="row")
    panel, _ = read_panel(table, "u", "t", "f", "y")
    assert impute(panel).effect.estimate == pytest.approx(6.0 - 2.0)


def test_effects_are_those_of_least_squares_on_untreated_rows():
    panel = made_panel(seed=3, missing=0.1)
    imputed = impute(panel)
    i, t = np.nonzero(imputed.untreated)
    n, periods = panel.outcome.shape
    design = np.zeros((len(i), n + periods))
    design[np.arange(len(i)), i] = 1
    design[np.arange(len(i)), n + t] = 1
    fit = np.linalg.lstsq(design, panel.outcome[i, t], rcond=None)[0]
    gap = panel.outcome - fit[:n, None] - fit[None, n:]
    assert imputed.effect.estimate == pytest.approx(gap[imputed.imputable].mean(), abs=1e-10)


def test_the_effect_is_its_weights_times_the_outcome():
    panel = made_panel(seed=4)
    effect = impute(panel).over(np.ones(panel.outcome.shape, bool))
    assert (effect.weights * panel.outcome).sum() == pytest.approx(effect.value, abs=1e-10)
    assert effect.weights.sum(axis=0) == pytest.approx(np.zeros(panel.never), abs=1e-10)


def test_one_cell_and_all_means_agree_with_each_other():
    panel = made_panel(seed=5)
    found = imputation_effects(panel)
    sizes = np.array([cell.n_units for cell in found.cells])
    told = np.array([cell.effect.estimate for cell in found.cells])
    assert found.simple.estimate == pytest.approx(told @ sizes / sizes.sum())
    at_start = [cell for cell in found.cells if cell.group == cell.time]
    weighted = sum(cell.n_units * cell.effect.estimate for cell in at_start)
    assert found.by_event[0].estimate == pytest.approx(
        weighted / sum(cell.n_units for cell in at_start)
    )


def test_a_balanced_panel_gives_the_number_that_r_etwfe_gives(real_data):
    table = pl.read_csv(real_data / "causal" / "mpdta.csv")
    panel, _ = read_panel(table, "countyreal", "year", "first.treat", "lemp")
    assert impute(panel).effect.estimate == pytest.approx(-0.0477099182784494, abs=1e-12)


def test_practice_goes_on_at_the_pace_before():
    practice = np.array([[10.0, 14.0, 18.0, 40.0, 80.0], [1.0, 2.0, 3.0, 4.0, 5.0]])
    projected = at_pace_before(practice, np.array([3, 5]))
    assert projected == pytest.approx(np.array([[10.0, 14.0, 18.0, 22.0, 26.0], practice[1]]))


def test_gaps_and_missing_practice_count_by_the_length_of_time():
    nan = float("nan")
    practice = np.array([[10.0, nan, 18.0, nan, 80.0], [nan, nan, nan, 4.0, 5.0]])
    projected = at_pace_before(practice, np.array([3, 3]), np.array([1, 2, 5, 6, 8]))
    # 8 in 4 periods: 2 a period from the 18 of period 5 on; the second has nothing before.
    assert projected[0, 3:] == pytest.approx([20.0, 24.0])
    assert np.isnan(projected[1, 3:]).all()


def test_one_value_before_goes_on_at_the_pace_of_all_and_the_rest_stays_unknown_or_as_it_was():
    nan = float("nan")
    practice = np.array([[5.0, 8.0, 13.0], [nan, 7.0, nan], [2.0, 9.0, 9.0]])
    projected = at_pace_before(practice, np.array([1, 2, 0]))
    assert projected[0] == pytest.approx([5.0, 9.0, 13.0])  # (13 - 5) / 2 a period
    assert np.isnan(projected[1, 2])
    assert projected[2] == pytest.approx(practice[2])  # with it from the first period on


def test_all_cells_at_once_are_the_cells_one_by_one():
    panel = learning_panel(seed=8, units=60, months=24)
    panel.outcome[np.random.default_rng(8).random(panel.outcome.shape) < 0.05] = np.nan
    weights = np.random.default_rng(9).uniform(0.5, 1.5, panel.outcome.shape)
    panel = replace(panel, weights=weights, clusters=np.arange(60) // 2)
    terms = at_own_pace(panel)
    imputed, found = impute(panel, terms), imputation_effects(panel, terms)
    for cell in found.cells:
        rows = (panel.first == cell.group - 1)[:, None] & (panel.times == cell.time)[None, :]
        alone = imputed.told(imputed.over(rows))
        assert cell.effect.estimate == pytest.approx(alone.estimate, abs=1e-10)
        assert cell.effect.se == pytest.approx(alone.se, abs=1e-10)
        assert cell.n_units == (rows & imputed.imputable).sum()
    for event, mean in found.by_event.items():
        rows = (np.arange(24)[None, :] - panel.first[:, None]) == event
        alone = imputed.told(imputed.over(rows))
        assert (mean.estimate, mean.se) == pytest.approx((alone.estimate, alone.se), abs=1e-10)
    whole = imputed.effect
    assert (found.simple.estimate, found.simple.se) == pytest.approx((whole.estimate, whole.se))


def test_without_practice_the_second_opinion_is_the_plain_one():
    panel = made_panel(seed=17)
    assert practice_adjusted(impute(panel)).influence == pytest.approx(group_time(panel).influence)


def test_months_without_practice_stay_out_of_the_second_opinion():
    """Else the unknown practice would count as none, and the months would seem quick or slow."""
    panel = learning_panel(seed=9, units=200, effect=0.0)
    practice = panel.practice.copy()
    practice[::4, 5] = np.nan  # before every rollout
    panel = replace(panel, practice=practice)
    cells = practice_adjusted(impute(panel, at_own_pace(panel)))
    bare = replace(panel, outcome=np.where(np.isfinite(practice), panel.outcome, np.nan))
    assert cells.effect == pytest.approx(
        practice_adjusted(impute(bare, at_own_pace(bare))).effect, abs=1e-12
    )


def test_the_usual_regression_says_nothing_where_treated_follows_from_the_period():
    panel = made_panel(seed=10)
    everyone = replace(panel, first=np.full(len(panel.units), 4))
    assert np.isnan(usual_regression(everyone).estimate)


def test_a_period_in_which_everybody_has_it_has_no_comparison():
    rows = [
        (u, t, 2 + u % 2, u + 2.0 * t + 5.0 * (t >= 2 + u % 2)) for u in range(6) for t in (1, 2, 3)
    ]
    panel, _ = read_panel(pl.DataFrame(rows, schema=list("utfy"), orient="row"), *"utfy")
    imputed = impute(panel)
    assert imputed.effect.estimate == pytest.approx(5.0)
    assert imputed.imputable.sum() == 3  # the early wave in period 2
    assert imputed.dropped == 6  # everybody in period 3
    assert {(cell.group, cell.time) for cell in imputation_effects(panel).cells} == {(2, 2)}


def test_cohorts_count_by_their_units_in_the_mean_over_cohorts():
    rows = [
        (u, t, f, u + t + gain * (t >= f > 0))
        for u, f, gain in [(1, 2, 3.0), (2, 2, 3.0), (3, 3, 9.0), (4, 0, 0.0), (5, 0, 0.0)]
        for t in (1, 2, 3)
    ]
    panel, _ = read_panel(pl.DataFrame(rows, schema=list("utfy"), orient="row"), *"utfy")
    found = imputation_effects(panel)
    assert found.group.estimate == pytest.approx((2 * 3.0 + 9.0) / 3)
    assert found.simple.estimate == pytest.approx((4 * 3.0 + 9.0) / 5)
    assert found.calendar.estimate == pytest.approx((3.0 + 5.0) / 2)


def test_a_curve_on_a_narrow_range_of_practice_is_fitted_as_least_squares_fits_it():
    """The cube of a narrow range is tiny; a coarse inverse would take it for nothing."""
    panel = made_panel(seed=14, units=40)
    practice = 100 * np.exp(np.random.default_rng(14).normal(0, 0.08, panel.outcome.shape))
    terms = at_equal_practice(replace(panel, practice=practice))
    imputed = impute(panel, terms)
    i, t = np.nonzero(imputed.untreated)
    design = np.column_stack([np.eye(40)[i], np.eye(panel.never)[t][:, 1:], terms[i, t]])
    fit = np.linalg.lstsq(design, panel.outcome[i, t], rcond=None)[0]
    assert imputed.slopes == pytest.approx(fit[-3:], rel=1e-5)


def test_the_usual_regression_weighs_rows_and_leaves_out_missing_ones():
    panel = made_panel(seed=15, missing=0.1)
    weights = np.random.default_rng(15).uniform(0.5, 2.0, panel.outcome.shape)
    found = usual_regression(replace(panel, weights=weights))
    n, periods = panel.outcome.shape
    i, t = np.nonzero(np.isfinite(panel.outcome))
    design = np.column_stack([panel.treated[i, t], np.eye(n)[i], np.eye(periods)[t][:, 1:]])
    fit = sm.WLS(panel.outcome[i, t], design.astype(float), weights[i, t]).fit(
        cov_type="cluster", cov_kwds={"groups": i, "use_correction": False}
    )
    assert found.estimate == pytest.approx(fit.params[0], abs=1e-9)
    assert found.se == pytest.approx(fit.bse[0], rel=1e-6)


def test_without_the_curve_learning_on_the_job_is_taken_for_the_course():
    panel = learning_panel(seed=1, effect=0.0)
    plain = impute(panel).effect
    with_curve = impute(panel, at_own_pace(panel)).effect
    assert plain.high < -0.02
    assert with_curve.low < 0 < with_curve.high


def test_practice_that_the_redesign_gave_is_told_apart_from_the_course():
    """True: nothing at equal practice; in all what 40 % more practice brings, .25 of a log."""
    panel = learning_panel(seed=2, effect=0.0, more_practice=0.4)
    in_all = impute(panel, at_own_pace(panel)).effect
    at_equal = impute(panel, at_equal_practice(panel)).effect
    more = np.log(panel.practice / at_pace_before(panel.practice, panel.first))
    planted = 0.25 * more[panel.treated].mean()
    assert planted > 0.02
    assert at_equal.estimate - in_all.estimate == pytest.approx(planted, rel=0.2)
    assert at_equal.low < 0 < at_equal.high
    assert in_all.low < -planted < in_all.high


def test_the_second_method_finds_the_planted_effect_on_the_adjusted_outcome():
    panel = learning_panel(seed=3, effect=-0.06)
    found = effects(practice_adjusted(impute(panel, at_own_pace(panel)))).simple
    assert found.low < -0.055 < found.high
    assert found.high < -0.02


def test_the_usual_regression_is_that_of_statsmodels():
    panel = made_panel(seed=6)
    n, periods = panel.outcome.shape
    i, t = np.divmod(np.arange(n * periods), periods)
    design = np.column_stack([panel.treated.ravel(), np.eye(n)[i], np.eye(periods)[t][:, 1:]])
    fit = sm.OLS(panel.outcome.ravel(), design.astype(float)).fit(
        cov_type="cluster", cov_kwds={"groups": i, "use_correction": False}
    )
    found = usual_regression(panel)
    assert found.estimate == pytest.approx(fit.params[0], abs=1e-10)
    assert found.se == pytest.approx(fit.bse[0], rel=1e-8)


def test_another_library_imputes_the_same(recwarn):
    panel = made_panel(seed=7, units=60)
    i, t = np.divmod(np.arange(panel.outcome.size), panel.never)
    frame = pd.DataFrame(
        {"unit": i, "time": t, "y": panel.outcome.ravel(), "first": panel.first[i]}
    )
    frame["first"] = np.where(frame["first"] >= panel.never, 0, frame["first"])
    theirs = ImputationDiD().fit(frame, outcome="y", unit="unit", time="time", first_treat="first")
    ours = impute(panel).effect
    assert ours.estimate == pytest.approx(theirs.overall_att, abs=1e-8)
    assert ours.se == pytest.approx(theirs.overall_se, rel=0.05)
