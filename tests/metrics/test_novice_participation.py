"""Novice participation finds what was planted, and cries wolf seldom (METHODS 5.2, V5 and V11)."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from metrics.log_participation import log_participation
from metrics.novice_participation import novice_participation

Q = date(2026, 1, 1)
SHARE = 0.375  # of capacity, as in the simulations of METHODS
TEAMS = 1500
FLAGGED, FALSE_ALARM, HELD = 0.80, 0.03, 0.90  # pass marks of METHODS 5.2


def planted(ratio, tasks, rng):
    """Hours of novices and of all on the tasks of each team, (teams, tasks)."""
    hours = rng.lognormal(2.3, 0.7, (TEAMS, tasks))
    is_on = rng.random((TEAMS, tasks)) < min(1.0, SHARE * ratio / 0.45)
    return np.where(is_on, rng.beta(3, 3, (TEAMS, tasks)) * 0.9, 0.0) * hours, hours


def readings(novice, hours):
    tasks = hours.shape[1]
    units = pl.DataFrame({"unit_id": [f"t{k:04}" for k in range(TEAMS)]}).with_columns(
        period=pl.lit(Q)
    )
    turns = pl.DataFrame(
        {
            "unit_id": np.repeat(units["unit_id"].to_numpy(), tasks),
            "task_id": np.tile(np.arange(tasks), TEAMS),
            "novice_hours": novice.ravel(),
            "hours": hours.ravel(),
        }
    ).with_columns(period=pl.lit(Q))
    counts = units.with_columns(
        n_people=8, n_novices=3, n_others=5, n_units=tasks, coverage=1.0, novice_share=SHARE
    )
    return novice_participation(log_participation(turns, counts), units)


def flagged(ratio, tasks, seed=20261122):
    return (readings(*planted(ratio, tasks, np.random.default_rng(seed)))["high"] < 1).mean()


def test_a_planted_exclusion_is_seen_in_forty_tasks():
    assert flagged(0.4, 40) >= FLAGGED


@pytest.mark.parametrize("tasks", [20, 40, 80])
def test_parity_is_seldom_called_exclusion(tasks):
    assert flagged(1.0, tasks) <= FALSE_ALARM


@pytest.mark.parametrize("ratio", [1.0, 0.6, 0.4])
def test_the_interval_holds_the_planted_ratio(ratio):
    found = readings(*planted(ratio, 40, np.random.default_rng(7)))
    held = ((found["low"] <= ratio) & (ratio <= found["high"])).mean()
    assert held >= HELD


def test_with_shuffled_labels_the_interval_holds_parity():
    rng = np.random.default_rng(11)
    _, hours = planted(1.0, 40, rng)
    people = rng.dirichlet(np.ones(8), (TEAMS, 40)) * hours[..., None]
    labels = rng.permuted(np.tile(np.arange(8) < 3, (TEAMS, 1)), axis=1)
    found = readings((people * labels[:, None, :]).sum(axis=2), hours)
    assert ((found["low"] <= 1) & (found["high"] >= 1)).mean() >= HELD
