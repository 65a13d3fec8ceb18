"""The wild cluster bootstrap, against all signs by hand through a regression with dummies."""

from itertools import product

import numpy as np
import pytest
import statsmodels.api as sm

from evidence.wild_bootstrap import wild_p
from store.errors import NotEnoughData
from tests.evidence.test_few_teams import noise, panel_of


def by_hand(panel):
    """Every sign of every cluster, each a whole regression with dummies and its clustered t."""
    unit, period = np.indices(panel.outcome.shape)
    seen = np.isfinite(panel.outcome).ravel()
    n_units, n_periods = panel.outcome.shape
    dummies = np.column_stack(
        [
            unit.reshape(-1, 1) == np.arange(n_units),
            period.reshape(-1, 1) == np.arange(1, n_periods),
        ]
    ).astype(float)[seen]
    treated = panel.treated.ravel()[seen].astype(float)
    y, groups = panel.outcome.ravel()[seen], panel.clusters[unit.ravel()][seen]
    weights = panel.weights.ravel()[seen]
    restricted = sm.WLS(y, dummies, weights).fit()

    def t_of(answer):
        fit = sm.WLS(answer, np.column_stack([treated, dummies]), weights).fit(
            cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
        )
        return fit.params[0] / fit.bse[0]

    observed = t_of(y)
    drawn = [
        t_of(restricted.fittedvalues + np.array(signs)[groups] * restricted.resid)
        for signs in product([1, -1], repeat=panel.n_clusters)
    ]
    return observed, np.array(drawn)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_equals_all_signs_by_hand(seed):
    outcome = noise(6, 5, seed)
    outcome[0, 1] = np.nan
    outcome[:3, 2:] += 0.8
    weights = np.random.default_rng(seed).uniform(0.5, 1.5, (6, 5))
    panel = panel_of(outcome, [2, 2, 3, 5, 5, 5], weights=weights)
    found, (t, drawn) = wild_p(panel, panel.treated), by_hand(panel)
    assert found.t == pytest.approx(t)
    assert np.sort(found.draws) == pytest.approx(np.sort(drawn), abs=1e-6)
    assert found.p == pytest.approx(np.mean(np.abs(drawn) >= abs(t) * (1 - 1e-9)))


def test_units_of_one_cluster_change_their_sign_together():
    panel = panel_of(noise(8, 4), [2, 2, 2, 2, 4, 4, 4, 4], clusters=[0, 0, 1, 1, 2, 2, 3, 3])
    found, (t, drawn) = wild_p(panel, panel.treated), by_hand(panel)
    assert len(found.draws) == 16
    assert found.t == pytest.approx(t)
    assert np.sort(found.draws) == pytest.approx(np.sort(drawn), abs=1e-6)


def test_with_many_clusters_signs_are_drawn_and_a_large_effect_is_rarer_than_all():
    outcome = noise(30, 8) * 0.3
    outcome[:15, 4:] += 2
    panel = panel_of(outcome, [4] * 15 + [8] * 15)
    assert wild_p(panel, panel.treated, draws=199).p == pytest.approx(1 / 200)


def test_where_nothing_happened_small_p_are_as_rare_as_they_say():
    panels = [panel_of(noise(10, 6, seed), [3] * 5 + [6] * 5) for seed in range(200)]
    told = np.array([wild_p(panel, panel.treated).p for panel in panels])
    assert (told <= 0.05).mean() <= 0.10
    assert 0.4 < told.mean() < 0.6


def test_a_treatment_that_nobody_changes_into_has_no_p():
    panel = panel_of(noise(6, 5), [5] * 6)
    with pytest.raises(NotEnoughData):
        wild_p(panel, panel.treated)
