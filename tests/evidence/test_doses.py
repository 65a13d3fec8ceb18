"""Two doses in one model: what was planted is found, and what cannot be told apart is refused."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from evidence.doses import doses
from evidence.panel import Panel
from store.errors import NotEnoughData, RequestError


def planted(training=-0.02, challenging=-0.05, units=60, periods=20, seed=1, missing=0.0):
    generator = np.random.default_rng(seed)
    trained = generator.exponential(2.0, (units, periods)).cumsum(axis=1)
    worked = generator.exponential(5.0, (units, periods)).cumsum(axis=1)
    outcome = training * trained / 10 + challenging * worked / 10
    outcome += generator.normal(size=(units, 1)) + generator.normal(size=(1, periods))
    outcome += generator.normal(0, 0.05, (units, periods))
    outcome[generator.uniform(size=outcome.shape) < missing] = np.nan
    panel = Panel(
        outcome=outcome,
        first=np.full(units, periods),
        times=np.arange(periods),
        units=np.arange(units).astype(object),
        weights=np.ones((units, periods)),
        clusters=np.arange(units),
        covariates=np.zeros((units, periods, 0)),
    )
    return panel, trained, worked


def test_both_planted_doses_are_found():
    found = doses(*planted())
    assert found.training.low < -0.02 < found.training.high
    assert found.challenging.low < -0.05 < found.challenging.high
    assert found.training.high < 0
    assert found.challenging.high < 0
    assert found.rows == 1200


def test_where_only_challenging_work_does_something_training_shows_nothing():
    told = [doses(*planted(training=0.0, seed=seed)) for seed in range(60)]
    wrong = np.mean([not each.training.low < 0 < each.training.high for each in told])
    assert wrong <= 0.13  # 5 % of sixty, and three standard errors
    assert all(each.challenging.high < 0 for each in told)


def test_it_equals_a_regression_with_dummies_where_rows_are_missing_and_weights_differ():
    panel, trained, worked = planted(units=12, periods=8, missing=0.2)
    panel = replace(panel, weights=np.random.default_rng(3).uniform(0.2, 1.8, (12, 8)))
    found = doses(panel, trained, worked)
    unit, period = np.indices(panel.outcome.shape)
    seen = np.isfinite(panel.outcome).ravel()
    design = np.column_stack([
        trained.ravel() / 10, worked.ravel() / 10,
        unit.reshape(-1, 1) == np.arange(12), period.reshape(-1, 1) == np.arange(1, 8),
    ]).astype(float)[seen]  # fmt: skip
    fit = sm.WLS(panel.outcome.ravel()[seen], design, panel.weights.ravel()[seen]).fit(
        cov_type="cluster",
        cov_kwds={"groups": unit.ravel()[seen], "use_correction": False},
    )
    assert (found.training.estimate, found.challenging.estimate) == pytest.approx(fit.params[:2])
    assert (found.training.se, found.challenging.se) == pytest.approx(fit.bse[:2])


def test_clusters_of_teams_widen_what_teams_share():
    panel, trained, worked = planted()
    together = replace(panel, clusters=np.arange(60) // 6)
    assert doses(together, trained, worked).training.se != doses(panel, trained, worked).training.se


def test_doses_that_move_together_are_refused_in_three_parts():
    panel, trained, _ = planted()
    with pytest.raises(RequestError) as refused:
        doses(panel, trained, 2 * trained + np.arange(20)[None, :])
    assert "move together (correlation 1.00)" in refused.value.found
    assert "0.95" in refused.value.expected
    assert refused.value.do


def test_a_dose_that_every_team_gets_in_the_same_month_is_refused():
    panel, _, worked = planted()
    same = np.tile(np.arange(20.0), (60, 1))
    with pytest.raises(NotEnoughData, match="training"):
        doses(panel, same, worked)


def test_a_dose_that_is_never_told_is_refused():
    panel, trained, worked = planted()
    with pytest.raises(NotEnoughData, match="no team-month"):
        doses(panel, trained * np.nan, worked)
