"""Invented rollouts: what they are made of, and what they say of an honest and a rash interval."""

import numpy as np
import pytest

from evidence.false_alarms import false_alarms, false_verdicts, placebos
from evidence.imputation import impute
from evidence.panel import Panel
from evidence.practice import at_own_pace
from evidence.results import Estimate
from evidence.table import read_panel
from sample_data.team_months import TeamMonths, team_months


def table(units=40, periods=24, waves=(12, 18), never=16, clusters=None, seed=7):
    rng = np.random.default_rng(seed)
    first = np.concatenate([np.full(never, periods), np.resize(waves, units - never)])
    return Panel(
        outcome=rng.normal(0.0, 0.1, (units, periods)),
        first=first,
        times=np.arange(periods) + 100,
        units=np.array([f"u{i:03}" for i in range(units)], object),
        weights=np.ones((units, periods)),
        clusters=np.arange(units) if clusters is None else clusters,
        covariates=np.zeros((units, periods, 0)),
        practice=np.cumsum(np.ones((units, periods)), axis=1),
    )


def after_less_before(panel, rash=1.0):
    """Welch's interval of the change of means: honest where months are independent."""
    t = np.arange(len(panel.times))[None, :]
    on = t >= panel.first[:, None]
    n = on.sum(axis=1).clip(1)
    half = (t >= len(panel.times) // 2) & (panel.first[:, None] == panel.never)
    on = on | half
    change = (panel.outcome * on).sum(axis=1) / on.sum(axis=1)
    change -= (panel.outcome * ~on).sum(axis=1) / (~on).sum(axis=1)
    is_treated = panel.first < panel.never
    assert n.min() >= 1
    a, b = change[is_treated], change[~is_treated]
    se = rash * float(np.sqrt(a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b)))
    mean = float(a.mean() - b.mean())
    return Estimate(mean, se, mean - 2.02 * se, mean + 2.02 * se)


def test_an_invented_rollout_sees_months_before_the_first_wave_only():
    panel = table()
    for each in placebos(panel, 5):
        assert each.outcome.shape == (40, 12)
        assert np.array_equal(each.outcome, panel.outcome[:, :12])
        assert each.practice.shape == (40, 12)
        assert each.times.tolist() == list(range(100, 112))
        assert each.weights.mean() == pytest.approx(1)
        assert (each.first < each.never).sum() == 24  # as many as really started
        assert set(each.first) <= {4, 5, 6, 7, 8, 12}


def test_what_happens_after_the_rollout_changes_no_false_alarm():
    panel = table()
    panel.outcome[:, 12:] += 100 * panel.treated[:, 12:]
    assert false_alarms(panel, after_less_before, 50) == false_alarms(
        table(), after_less_before, 50
    )


def test_an_honest_interval_is_wrong_about_once_in_twenty_and_a_rash_one_often():
    found = [false_alarms(table(seed=s), after_less_before, 100) for s in range(6)]
    honest = np.mean([each.share for each in found])
    assert 0.02 < honest < 0.09  # 600 runs: .05 with a standard error of about .01
    rash = false_alarms(table(), lambda p: after_less_before(p, rash=0.5), 200)
    assert rash.runs == 200
    assert rash.share > 0.2  # half the width leaves out 0 in 31 of 100


def test_the_same_table_tells_the_same_share_again():
    first, again = (false_alarms(table(), after_less_before, 40) for _ in range(2))
    assert first == again


def test_clusters_start_together_and_as_many_as_really_did():
    clusters = np.concatenate([np.repeat(np.arange(8), 2), 8 + np.repeat(np.arange(8), 3)])
    for each in placebos(table(clusters=clusters), 5):
        starts = [set(each.first[each.clusters == c]) for c in range(16)]
        assert all(len(s) == 1 for s in starts)
        assert sum(s != {12} for s in starts) == 8


def test_units_that_had_it_from_the_beginning_or_tell_nothing_before_are_left_out():
    panel = table()
    panel.first[0] = 0
    panel.outcome[1, :12] = np.nan
    each = next(iter(placebos(panel, 1)))
    assert each.units.tolist() == panel.units[2:].tolist()
    assert each.clusters.tolist() == list(range(38))


@pytest.mark.parametrize(
    "panel",
    [
        table(waves=(5, 18)),  # five months before the first wave
        table(units=7, never=3),  # no five to start beside three that do not
        table(waves=(0,), never=0),  # everybody had it from the beginning
    ],
)
def test_with_too_little_before_the_rollout_nothing_is_told(panel):
    assert false_alarms(panel, after_less_before, 10) is None
    assert false_verdicts(panel, lambda _: True, 10) is None


def test_verdicts_are_counted_as_the_caller_reads_them():
    said = iter([True, False, False, True])
    found = false_verdicts(table(), lambda _: next(said), 4)
    assert (found.share, found.runs) == (0.5, 4)


def test_the_headline_is_wrong_about_once_in_twenty_where_novices_learn_and_noise_lasts():
    def total(panel):
        return impute(panel, at_own_pace(panel)).effect

    def share(seed):
        rows = team_months(TeamMonths(teams=120, effect=-0.06, waves=(15, 18, 21)), seed)
        panel, _ = read_panel(rows, "team", "month", "first", "outcome", practice="practice")
        return false_alarms(panel, total, 60).share

    assert 0.02 < np.mean([share(seed) for seed in range(8)]) < 0.10  # drawn from eight tables
