"""The extended two-way regression: as R's `etwfe` printed it, and as statsmodels fits it."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm

from evidence.errors import NotAnswerable
from evidence.etwfe import etwfe, etwfe_counts
from evidence.imputation import impute
from evidence.table import read_panel
from tests.evidence.made_panels import made_panel

COUNTY = {"unit": "countyreal", "time": "year", "first": "first.treat", "outcome": "lemp"}


@pytest.fixture(scope="module")
def reference(real_data):
    return json.loads((real_data / "causal" / "reference.json").read_text())["mpdta_etwfe"]


@pytest.fixture(scope="module")
def mpdta(real_data):
    return pl.read_csv(real_data / "causal" / "mpdta.csv")


@pytest.mark.parametrize(
    ("table", "control"),
    [("notyet_no_covariates", "not-yet"), ("never_no_covariates_some", "never")],
)
def test_cells_are_those_of_r(reference, mpdta, table, control):
    found = etwfe(read_panel(mpdta, **COUNTY)[0], control)
    ours = {f"{cell.group}:{cell.time}": cell.effect for cell in found.cells}
    for cell, (estimate, se) in reference[table].items():
        assert ours[cell].estimate == pytest.approx(estimate, abs=1e-8)
        assert ours[cell].se == pytest.approx(se, abs=2e-6)


def test_means_with_a_covariate_are_those_of_r(reference, mpdta):
    found = etwfe(read_panel(mpdta, **COUNTY, covariates=("lpop",))[0])
    tables = {"event": found.by_event, "group": found.by_group, "calendar": found.by_calendar}
    for kind, table in tables.items():
        assert {str(key) for key in table} == set(reference["lpop_notyet"][kind])
        for key, (estimate, se) in reference["lpop_notyet"][kind].items():
            assert table[int(key)].estimate == pytest.approx(estimate, abs=1e-8)
            assert table[int(key)].se == pytest.approx(se, abs=2e-6)
    estimate, se = reference["lpop_notyet"]["simple"]
    assert found.simple.estimate == pytest.approx(estimate, abs=1e-8)
    assert found.simple.se == pytest.approx(se, abs=2e-6)


def test_counts_with_a_covariate_are_those_of_r(reference, mpdta):
    rows = mpdta.with_columns(lemp=pl.col("lemp").exp())
    found = etwfe_counts(read_panel(rows, **COUNTY, covariates=("lpop",))[0]).effects
    for event in range(4):
        estimate, se = reference["poisson_lpop_event"][str(event)]
        assert found.by_event[event].estimate == pytest.approx(estimate, abs=1e-6)
        assert found.by_event[event].se == pytest.approx(se, abs=1e-4)


def test_a_balanced_panel_gives_the_same_as_imputation():
    panel = made_panel(seed=1)
    assert etwfe(panel).simple.estimate == pytest.approx(impute(panel).effect.estimate, abs=1e-10)


def counts(seed=1, effect=0.5, units=60, periods=8):
    """Counts whose mean is multiplied by 1 + effect, of units that work 50 to 150 days."""
    rng = np.random.default_rng(seed)
    panel = made_panel(seed=seed, units=units, periods=periods)
    days = rng.uniform(50, 150, panel.outcome.shape)
    rate = np.exp(rng.normal(-2, 0.3, (units, 1))) * np.where(panel.treated, 1 + effect, 1.0)
    return replace(panel, outcome=rng.poisson(days * rate).astype(float), exposure=days)


def test_a_share_more_is_found_in_counts_with_zeros_and_an_exposure():
    found = etwfe_counts(counts(effect=0.5))
    assert found.relative.low < 0.5 < found.relative.high
    assert found.relative.estimate == pytest.approx(0.5, abs=0.1)
    assert found.log.estimate == pytest.approx(np.log1p(found.relative.estimate))


def test_counts_are_fitted_as_statsmodels_fits_them():
    panel = counts(seed=3)
    found = etwfe_counts(panel)
    n, periods = panel.outcome.shape
    i, t = np.divmod(np.arange(n * periods), periods)
    first = panel.first[i]
    columns = [np.ones(len(i)), *(first == g for g in (4, 6)), *(t == s for s in range(1, periods))]
    pairs = [(g, s) for g in (4, 6) for s in range(g, periods)]
    columns += [(first == g) & (t == s) for g, s in pairs]
    design = np.column_stack(columns).astype(float)
    fit = sm.GLM(
        panel.outcome.ravel(),
        design,
        family=sm.families.Poisson(),
        exposure=panel.exposure.ravel(),
    ).fit(tol=1e-12, cov_type="cluster", cov_kwds={"groups": i})
    without = design.copy()
    without[:, -len(pairs) :] = 0
    treated = panel.treated.ravel()
    theirs = fit.predict(design, exposure=panel.exposure.ravel())[treated].sum()
    theirs /= fit.predict(without, exposure=panel.exposure.ravel())[treated].sum()
    assert found.relative.estimate == pytest.approx(theirs - 1, abs=1e-8)


@pytest.mark.parametrize("fit", [etwfe, lambda *given: etwfe_counts(*given).effects])
def test_a_covariate_given_twice_costs_its_rows_once(fit):
    panel = replace(counts(seed=4), exposure=None)
    once = np.random.default_rng(4).normal(size=(*panel.outcome.shape, 1))
    alone = fit(replace(panel, covariates=once)).simple
    twice = fit(replace(panel, covariates=np.concatenate([once, once], axis=2))).simple
    assert twice.estimate == pytest.approx(alone.estimate, abs=1e-8)
    assert twice.se == pytest.approx(alone.se, rel=1e-6)


@pytest.mark.parametrize("fit", [etwfe, lambda *given: etwfe_counts(*given).effects])
def test_as_many_coefficients_as_rows_give_an_effect_and_no_error(fit):
    """Two teams that start on their own and one that never does: every row is fitted."""
    outcome = np.array([[5.0, 4.0, 9.0, 2.0], [3.0, 6.0, 7.0, 4.0], [4.0, 4.0, 5.0, 6.0]])
    panel = replace(made_panel(units=3, periods=4), outcome=outcome, first=np.array([1, 2, 4]))
    found = fit(panel, "never").simple
    assert np.isfinite(found.estimate)
    assert np.isnan([found.se, found.low, found.high]).all()


@pytest.mark.parametrize("fit", [etwfe, lambda *given: etwfe_counts(*given).effects])
def test_one_cluster_gives_an_effect_and_no_error(fit):
    panel = counts(seed=5)
    found = fit(replace(panel, clusters=np.zeros_like(panel.clusters))).simple
    assert np.isfinite(found.estimate)
    assert np.isnan([found.se, found.low, found.high]).all()


@pytest.mark.parametrize("with_it", [True, False])
def test_a_share_of_nothing_or_down_to_nothing_is_not_told(with_it):
    panel = counts(seed=6)
    gets_it = (panel.first < panel.never)[:, None]
    is_none = gets_it & (panel.treated == with_it)
    with pytest.raises(NotAnswerable) as refused:
        etwfe_counts(replace(panel, outcome=np.where(is_none, 0.0, panel.outcome)))
    assert refused.value.code == "COUNT_TOO_FEW"
