"""With few teams: the jackknife by hand, and shuffles whose p is right where nothing happened."""

from dataclasses import replace

import numpy as np
import pytest

from evidence.few_teams import leave_one_out, shuffle_p
from evidence.imputation import impute
from tests.evidence.made_panels import made_panel


def effect(panel, kept):
    return impute(panel).effect.estimate


def test_the_jackknife_of_a_mean_is_its_standard_error():
    panel = made_panel(units=10)
    error = leave_one_out(panel, lambda own, kept: float(own.outcome[:, 0].mean()))
    assert error == pytest.approx(panel.outcome[:, 0].std(ddof=1) / np.sqrt(10))


def test_the_jackknife_leaves_out_whole_clusters():
    panel = replace(made_panel(units=12), clusters=np.arange(12) // 3)
    means = panel.outcome[:, 0].reshape(4, 3).mean(axis=1)
    error = leave_one_out(panel, lambda own, kept: float(own.outcome[:, 0].mean()))
    assert error == pytest.approx(means.std(ddof=1) / 2)


def test_with_few_teams_the_jackknife_is_about_the_true_spread():
    told = [impute(made_panel(seed=s, units=15)).effect.estimate for s in range(200)]
    errors = [leave_one_out(made_panel(seed=s, units=15), effect) for s in range(20)]
    assert np.mean(errors) == pytest.approx(np.std(told), rel=0.25)


def test_a_large_effect_is_rarer_than_every_shuffle():
    assert shuffle_p(made_panel(units=30, effect=3.0)) == pytest.approx(1 / 1000)


def test_where_nothing_happened_small_p_are_as_rare_as_they_say():
    told = np.array([shuffle_p(made_panel(seed=s, units=12, effect=0.0)) for s in range(150)])
    assert (told <= 0.05).mean() <= 0.10
    assert 0.40 < told.mean() < 0.60


def test_the_same_seed_gives_the_same_p():
    panel = made_panel(units=12, effect=0.2)
    assert shuffle_p(panel) == shuffle_p(panel)


def test_dates_of_whole_clusters_are_dealt_together():
    """Four clusters, one of them treated: at most four ways to deal, so no p below a quarter."""
    panel = made_panel(units=12, effect=5.0)
    clusters = np.arange(12) // 3
    together = replace(panel, clusters=clusters, first=np.where(clusters == 0, 4, panel.never))
    assert shuffle_p(together) >= 0.2


def test_a_cluster_with_two_dates_cannot_be_shuffled():
    assert shuffle_p(replace(made_panel(units=12), clusters=np.arange(12) // 3)) is None


def test_dates_are_dealt_within_the_halves_of_practice():
    """Only novices get it and the others rise by 50: within the halves no deal shows it."""
    panel = made_panel(units=24, effect=0.0)
    upper = np.arange(24) >= 12
    first = np.where(upper, panel.never, np.where(np.arange(24) % 2, 4, panel.never))
    level = np.where(upper, 50.0, 0.0)[:, None] * (np.arange(panel.never) >= 4)
    practice = np.tile(np.where(upper, 1000.0, 1.0)[:, None], (1, panel.never))
    rigged = replace(panel, first=first, outcome=panel.outcome + level, practice=practice)
    assert shuffle_p(rigged) > 0.05
    assert shuffle_p(replace(rigged, practice=None)) < 0.05


def test_a_missing_month_does_not_stop_the_shuffles():
    assert 0 < shuffle_p(made_panel(units=20, missing=0.1, effect=2.0)) < 0.05
