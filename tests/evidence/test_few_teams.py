"""Few teams: the jackknife, and rollout dates given to others by lot."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from evidence.few_teams import (
    imputed_effects,
    leave_one_out,
    practice_halves,
    shuffle_dates,
    without_practice,
)
from evidence.panel import Panel
from store.errors import RequestError


def panel_of(outcome, first, clusters=None, practice=None, weights=None):
    outcome = np.asarray(outcome, dtype=float)
    units, periods = outcome.shape
    return Panel(
        outcome=outcome,
        first=np.asarray(first),
        times=np.arange(periods),
        units=np.array([f"t{i}" for i in range(units)], dtype=object),
        weights=np.ones((units, periods)) if weights is None else weights,
        clusters=np.arange(units) if clusters is None else np.asarray(clusters),
        covariates=np.zeros((units, periods, 0)),
        practice=practice,
    )


def noise(units, periods, seed=3):
    return np.random.default_rng(seed).normal(size=(units, periods))


def dense_imputation(panel, first):
    """The second witness: dummies of units and periods on the untreated rows."""
    treated = np.arange(panel.never)[None, :] >= first[:, None]
    seen = np.isfinite(panel.outcome)
    unit, period = np.indices(panel.outcome.shape)
    design = np.hstack(
        [
            unit.reshape(-1, 1) == np.arange(len(first)),
            period.reshape(-1, 1) == np.arange(panel.never),
        ]
    ).astype(float)
    y, w = panel.outcome.ravel(), np.sqrt(panel.weights.ravel())
    before, after = (~treated & seen).ravel(), (treated & seen).ravel()
    beta = np.linalg.lstsq(design[before] * w[before, None], y[before] * w[before], rcond=None)[0]
    has_before = (~treated & seen).any(axis=1)[unit.ravel()]
    told = (~treated & seen).any(axis=0)[period.ravel()]
    used = after & has_before & told
    return np.average(y[used] - design[used] @ beta, weights=w[used] ** 2)


def test_the_effect_equals_a_regression_with_dummies_where_cells_are_missing_and_weights_differ():
    outcome = noise(9, 7)
    outcome[2, 3] = outcome[5, 0] = np.nan
    weights = np.random.default_rng(5).uniform(0.5, 1.5, size=(9, 7))
    first = np.array([3, 3, 4, 4, 5, 7, 7, 7, 0])
    panel = panel_of(outcome, first, weights=weights)
    found = imputed_effects(panel, panel.outcome, first[None, :])
    assert found[0] == pytest.approx(dense_imputation(panel, first), abs=1e-8)


def test_the_effect_of_two_teams_and_two_periods_is_the_difference_of_differences():
    panel = panel_of([[1.0, 4.0], [2.0, 3.0]], [1, 2])
    assert imputed_effects(panel, panel.outcome, panel.first[None])[0] == pytest.approx(2.0)


def test_the_jackknife_of_a_mean_is_its_usual_standard_error():
    panel = panel_of([[1.0], [2.0], [4.0], [9.0]], [1, 1, 1, 1])
    found = leave_one_out(panel, lambda table: float(table.outcome.mean()))
    # A mean of 1, 2, 4, 9: deviations -3, -2, 0, 5; variance 38/3 over 4; t(3) = 3.18245
    assert found.se == pytest.approx((38 / 3 / 4) ** 0.5)
    assert found.high - found.estimate == pytest.approx(3.18245 * found.se, rel=1e-5)


def test_the_jackknife_leaves_out_whole_clusters():
    panel = panel_of([[0.0], [2.0], [4.0], [6.0]], [1, 1, 1, 1], clusters=[0, 0, 1, 1])
    found = leave_one_out(panel, lambda table: float(table.outcome.mean()))
    assert found.se == pytest.approx((0.5 * (2.0**2 + 2.0**2)) ** 0.5)


def test_an_effect_that_hangs_on_one_cluster_has_no_interval():
    def only_with_the_last(table):
        if "t2" not in table.units:
            raise RequestError("nobody has it", "somebody", "Add somebody")
        return 1.0

    found = leave_one_out(panel_of(noise(3, 2), [1, 2, 2]), only_with_the_last)
    assert found.estimate == 1.0
    assert np.isnan(found.se)


def test_shuffles_of_a_tiny_table_come_near_the_p_of_all_orders():
    outcome = noise(5, 4)
    first = np.array([2, 2, 4, 4, 4])
    panel = panel_of(outcome, first)
    every = np.array([first[list(order)] for order in permutations(range(5))])
    effects = np.abs(imputed_effects(panel, panel.outcome, every))
    observed = abs(dense_imputation(panel, first))
    exact = np.mean(effects >= observed * (1 - 1e-9))
    assert shuffle_dates(panel, runs=4000).p == pytest.approx(exact, abs=0.025)


def test_a_large_effect_has_the_smallest_p_that_the_shuffles_allow():
    outcome = noise(16, 8) * 0.1
    first = np.array([4] * 8 + [8] * 8)
    outcome[:8, 4:] += 3.0
    assert shuffle_dates(panel_of(outcome, first), runs=99).p == pytest.approx(0.01)


def test_a_table_on_which_every_shuffle_is_the_same_has_p_one():
    panel = panel_of(noise(4, 4), [2, 2, 2, 2])
    found = shuffle_dates(
        panel_of(noise(4, 4), [2, 2, 4, 4]), strata=np.array([0, 0, 1, 1]), runs=9
    )
    assert found.p == 1.0
    assert np.isnan(shuffle_dates(panel, runs=9).p)


def test_whole_clusters_get_dates():
    clusters = np.repeat(np.arange(4), 5)
    first = np.array([3, 3, 6, 6])[clusters]
    panel = panel_of(noise(20, 6), first, clusters=clusters)
    # Four clusters, two of them with it: only six ways, of which three differ from their mirror
    effects = shuffle_dates(panel, runs=200).effects
    assert len(np.unique(effects.round(10))) == 6


def test_units_of_one_cluster_with_different_dates_are_refused():
    panel = panel_of(noise(4, 4), [2, 3, 4, 4], clusters=[0, 0, 1, 2])
    with pytest.raises(RequestError, match="different rollout dates"):
        shuffle_dates(panel)


def test_dates_stay_within_halves_of_practice():
    """Only novices get it and the others rise by 50: within the halves no deal shows it."""
    upper = np.arange(24) >= 12
    first = np.where(upper, 8, np.where(np.arange(24) % 2, 4, 8))
    level = np.where(upper, 50.0, 0.0)[:, None] * (np.arange(8) >= 4)
    practice = np.tile(np.where(upper, 1000.0, 1.0)[:, None], (1, 8))
    rigged = panel_of(noise(24, 8) + level, first, practice=practice)
    assert practice_halves(rigged).tolist() == upper.astype(int).tolist()
    assert shuffle_dates(rigged, runs=199).p > 0.05
    assert shuffle_dates(replace(rigged, practice=None), runs=199).p < 0.05


def test_fewer_than_twelve_clusters_are_not_halved():
    practice = np.exp(noise(6, 5, seed=9)) + np.array([10, 20, 30, 1, 2, 3.0])[:, None]
    panel = panel_of(noise(6, 5), [2, 5, 5, 3, 5, 5], practice=practice)
    assert practice_halves(panel).tolist() == [0] * 6


def test_practice_is_taken_out_before_dates_are_shuffled():
    generator = np.random.default_rng(2)
    practice = np.exp(generator.normal(size=(12, 10))).cumsum(axis=1)
    first = np.array([5] * 6 + [10] * 6)
    units, periods = generator.normal(size=(12, 1)), generator.normal(size=(1, 10))
    outcome = -0.3 * np.log(practice) + units + periods
    left = without_practice(panel_of(outcome, first, practice=practice))
    panel = panel_of(left, first)
    assert imputed_effects(panel, left, first[None])[0] == pytest.approx(0.0, abs=1e-8)
    assert abs(imputed_effects(panel, outcome, first[None])[0]) > 0.001


def test_the_same_seed_gives_the_same_shuffles():
    panel = panel_of(noise(8, 6), [3, 3, 4, 4, 6, 6, 6, 6])
    one, other = shuffle_dates(panel, runs=20, seed=7), shuffle_dates(panel, runs=20, seed=7)
    assert one.effects.tolist() == other.effects.tolist()


def test_months_without_told_practice_do_not_count():
    practice = np.exp(noise(12, 8, seed=4)).cumsum(axis=1)
    practice[2, 6] = np.nan
    panel = panel_of(noise(12, 8), [4] * 6 + [8] * 6, practice=practice)
    without = panel.outcome.copy()
    without[2, 6] = np.nan
    found = shuffle_dates(panel, runs=20)
    known = np.where(np.isfinite(practice), practice, 1.0)
    other = shuffle_dates(replace(panel, outcome=without, practice=known), runs=20)
    assert found.statistic == pytest.approx(other.statistic, abs=1e-6)
