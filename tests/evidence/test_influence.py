"""Influence functions against their definition, and intervals by hand.

An influence function tells how an estimate moves when one unit counts a little more: the derivative
by the unit's weight, times the number of units. That is taken here by a small difference, for every
estimator that carries one, first steps and estimated shares included.
"""

from dataclasses import replace

import numpy as np
import pytest

from evidence.aggregate import by_event, effects, mean_of, pre_test
from evidence.group_time import group_time
from evidence.imputation import impute
from evidence.influence import estimate, standard_errors
from evidence.practice import at_own_pace, practice_adjusted
from tests.evidence.made_panels import learning_panel, made_panel

STEP = 1e-5
CLOSE = 1e-5  # of a central difference with that step


def moved(panel, unit, told):
    """Derivative of `told(panel)` by the weight of a unit, times the number of units."""
    found = []
    for sign in (1, -1):
        weights = panel.weights.copy()
        weights[unit] *= 1 + sign * STEP
        found.append(np.asarray(told(replace(panel, weights=weights))))
    return (found[0] - found[1]) / (2 * STEP) * len(panel.units)


def weighted(panel, seed=1):
    weights = np.random.default_rng(seed).uniform(0.5, 2.0, (len(panel.units), 1))
    whole = np.broadcast_to(weights / weights.mean(), panel.outcome.shape)
    return replace(panel, weights=whole.copy())


def with_covariate(panel):
    values = np.random.default_rng(2).normal(size=(len(panel.units), 1, 1))
    covariates = np.broadcast_to(values, (*panel.outcome.shape, 1))
    return replace(panel, covariates=covariates.copy())


@pytest.mark.parametrize("unit", [0, 1, 2])
@pytest.mark.parametrize("adjust", ["reg", "dr", "ipw"])
@pytest.mark.parametrize("make", [weighted, lambda p: with_covariate(weighted(p))])
def test_cells_and_their_means_move_as_their_influence_says(make, adjust, unit):
    panel = make(made_panel(seed=20, units=30, periods=8))
    cells = group_time(panel, adjust=adjust)
    slope = moved(panel, unit, lambda p: group_time(p, adjust=adjust).effect)
    assert cells.influence[unit] == pytest.approx(slope, abs=CLOSE)
    after = np.flatnonzero(cells.event >= 0)
    slope = moved(panel, unit, lambda p: mean_of(group_time(p, adjust=adjust), after).value)
    assert mean_of(cells, after).influence[unit] == pytest.approx(float(slope), abs=CLOSE)


@pytest.mark.parametrize("unit", [0, 7, 55])
@pytest.mark.parametrize("base", ["varying", "universal"])
def test_the_second_opinion_carries_the_error_of_the_curve(base, unit):
    panel = weighted(learning_panel(seed=21, units=60, months=20))
    terms = at_own_pace(panel)

    def cells_of(weighed):
        return practice_adjusted(impute(weighed, terms), base)

    cells = cells_of(panel)
    assert cells.influence[unit] == pytest.approx(
        moved(panel, unit, lambda p: cells_of(p).effect), abs=1e-4
    )


@pytest.mark.parametrize("unit", [0, 7, 55])
def test_the_slopes_of_the_curve_move_as_their_influence_says(unit):
    panel = weighted(learning_panel(seed=22, units=60, months=20))
    terms = at_own_pace(panel)
    found = impute(panel, terms).slope_influence()[unit]
    assert found == pytest.approx(moved(panel, unit, lambda p: impute(p, terms).slopes), abs=1e-4)


def test_months_of_unknown_practice_do_not_move_the_slopes_error_of_a_cell():
    panel = weighted(learning_panel(seed=23, units=60, months=20))
    practice = panel.practice.copy()
    practice[::3, 4] = np.nan
    panel = replace(panel, practice=practice)
    terms = at_own_pace(panel)
    cells = practice_adjusted(impute(panel, terms))
    slope = moved(panel, 3, lambda p: practice_adjusted(impute(p, terms)).effect)
    assert cells.influence[3] == pytest.approx(slope, abs=1e-4)


def test_shares_of_cohorts_are_those_of_the_first_period():
    panel = made_panel(seed=24, units=30)
    weights = np.random.default_rng(3).uniform(0.5, 2.0, panel.outcome.shape)
    panel = replace(panel, weights=weights)
    cells = group_time(panel)
    at_start = np.flatnonzero(cells.event == 0)
    shares = [weights[panel.first == group, 0].sum() for group in cells.group[at_start]]
    by_hand = np.average(cells.effect[at_start], weights=shares)
    assert by_event(cells)[0].value == pytest.approx(by_hand, abs=1e-12)


def test_an_interval_is_that_of_t_with_the_factor_of_few_clusters():
    """Five clusters: t(4) = 2.776445, times sqrt(5 / 4)."""
    found = estimate(1.0, 0.1, 5)
    assert found.high - 1.0 == pytest.approx(0.1 * 2.776445 * 1.118034, abs=1e-6)
    assert 1.0 - found.low == pytest.approx(found.high - 1.0)


def test_one_cluster_has_no_interval():
    assert np.isnan(estimate(1.0, 0.1, 1).low)


def test_errors_add_up_within_a_cluster_before_they_are_squared():
    influence = np.array([[3.0], [1.0], [-2.0], [-2.0]])
    together = standard_errors(influence, np.array([0, 0, 1, 1]))[0]
    assert together == pytest.approx((4**2 + 4**2) ** 0.5 / 4)
    mixed = standard_errors(influence, np.array([1, 0, 1, 0]))[0]
    assert mixed == pytest.approx((1**2 + 1**2) ** 0.5 / 4)


def test_a_period_in_which_it_may_have_been_felt_is_no_test_of_drift():
    panel = made_panel(seed=25)
    cells = group_time(panel, anticipation=1)
    assert pre_test(cells).df == int((cells.event < -1).sum())


def test_as_many_cells_as_clusters_cannot_be_tested():
    panel = made_panel(seed=26)
    few = replace(panel, clusters=np.arange(len(panel.units)) % 5)
    assert np.isnan(pre_test(group_time(few)).p)


@pytest.mark.parametrize("anticipation", [0, 1, 2])
def test_comparison_units_are_those_that_cannot_have_felt_it_yet(anticipation):
    """Units that start in 6 feel it `anticipation` periods early; no effect of it may leak."""
    panel = made_panel(seed=27, effect=0.0)
    felt = np.arange(8)[None, :] >= panel.first[:, None] - anticipation
    flat = np.zeros_like(panel.outcome) + 3.0 * (felt & (panel.first == 6)[:, None])
    cells = group_time(replace(panel, outcome=flat), anticipation=anticipation)
    assert cells.effect[cells.group == 4] == pytest.approx(np.zeros((cells.group == 4).sum()))


def test_covariates_that_change_are_those_of_the_earlier_date():
    panel = made_panel(seed=28, units=60)
    values = np.random.default_rng(4).normal(size=(*panel.outcome.shape, 1))
    panel = replace(panel, covariates=values)
    cells = group_time(panel, "never", base="universal")
    j = np.flatnonzero((cells.group == 6) & (cells.time == 2))[0]
    rows = (panel.first == 6) | (panel.first == 8)
    change = panel.outcome[rows, 2] - panel.outcome[rows, 5]
    with_it, x = panel.first[rows] == 6, values[rows, 2, 0]
    line = np.polyfit(x[~with_it], change[~with_it], 1)
    by_hand = (change - np.polyval(line, x))[with_it].mean()
    assert cells.effect[j] == pytest.approx(by_hand, abs=1e-10)


def test_event_means_of_the_plain_and_the_universal_base_agree_after_the_rollout():
    panel = made_panel(seed=29)
    plain, universal = effects(group_time(panel)), effects(group_time(panel, base="universal"))
    assert plain.simple == universal.simple
    assert universal.by_event[-1].estimate == 0.0
