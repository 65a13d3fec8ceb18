"""What an estimator must not notice: order, labels, constants, and what it must follow: scale."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.aggregate import effects
from evidence.group_time import group_time
from evidence.imputed_cells import imputation_effects
from evidence.twfe import usual_regression
from tests.evidence.made_panels import made_panel

SAME = 1e-9
ESTIMATORS = {
    "cohort-period effects": lambda panel: effects(group_time(panel)).simple,
    "event study": lambda panel: effects(group_time(panel, base="universal")).by_event[-3],
    "imputation": lambda panel: imputation_effects(panel).dynamic,
    "usual regression": usual_regression,
}

every = pytest.mark.parametrize("told", ESTIMATORS.values(), ids=list(ESTIMATORS))
seeds = st.integers(0, 2**32 - 1)
few = settings(max_examples=10, deadline=None)


def panel_with_holes(seed):
    panel = made_panel(seed=seed % 50, units=36, missing=0.08)
    weights = np.random.default_rng(seed).uniform(0.5, 2.0, panel.outcome.shape)
    return replace(panel, weights=weights, clusters=np.arange(36) // 2)


def assert_same(one, other, sign=1.0, scale=1.0):
    assert other.estimate == pytest.approx(sign * scale * one.estimate, abs=SAME * scale)
    assert other.se == pytest.approx(scale * one.se, rel=1e-7)


@every
@few
@given(seeds)
def test_the_order_of_units_is_of_no_meaning(told, seed):
    panel = panel_with_holes(seed)
    order = np.random.default_rng(seed).permutation(36)
    mixed = replace(
        panel,
        outcome=panel.outcome[order],
        first=panel.first[order],
        weights=panel.weights[order],
        clusters=panel.clusters[order],
        covariates=panel.covariates[order],
    )
    assert_same(told(panel), told(mixed))


@every
@few
@given(seeds)
def test_a_constant_of_a_unit_or_of_a_period_changes_nothing(told, seed):
    panel, rng = panel_with_holes(seed), np.random.default_rng(seed)
    shift = rng.normal(0, 5, (36, 1))
    assert_same(told(panel), told(replace(panel, outcome=panel.outcome + shift)))
    season = rng.normal(0, 5, (1, 8))
    assert_same(told(panel), told(replace(panel, outcome=panel.outcome + season)))


@every
@few
@given(seeds, st.sampled_from([-1.0, 1.0]), st.floats(0.1, 50.0))
def test_sign_and_scale_of_the_outcome_are_those_of_the_effect(told, seed, sign, scale):
    panel = panel_with_holes(seed)
    turned = replace(panel, outcome=sign * scale * panel.outcome)
    assert_same(told(panel), told(turned), sign, scale)


@every
@few
@given(seeds, st.integers(-3000, 3000))
def test_names_of_periods_and_clusters_are_of_no_meaning(told, seed, later):
    panel = panel_with_holes(seed)
    labels = np.random.default_rng(seed).permutation(18)
    named = replace(panel, times=panel.times + later, clusters=labels[panel.clusters])
    assert_same(told(panel), told(named))


@every
@few
@given(seeds, st.floats(0.01, 100.0))
def test_weights_count_only_against_each_other(told, seed, factor):
    panel = panel_with_holes(seed)
    assert_same(told(panel), told(replace(panel, weights=panel.weights * factor)))


@every
@few
@given(seeds)
def test_a_unit_of_weight_two_is_two_equal_units_of_one_cluster(told, seed):
    panel = replace(panel_with_holes(seed), weights=np.ones((36, 8)))
    doubled = panel.weights.copy()
    doubled[0] = 2.0
    rows = np.concatenate([[0], np.arange(36)])
    twice = replace(
        panel,
        outcome=panel.outcome[rows],
        first=panel.first[rows],
        weights=panel.weights[rows],
        units=np.arange(37).astype(object),
        clusters=panel.clusters[rows],
        covariates=panel.covariates[rows],
    )
    one, other = told(replace(panel, weights=doubled)), told(twice)
    assert other.estimate == pytest.approx(one.estimate, abs=SAME)
