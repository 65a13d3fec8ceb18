"""Quarters of the event study, by hand and against R's HonestDiD."""

import json
from dataclasses import replace

import numpy as np
import pytest

from evidence.blocks import block_study
from evidence.group_time import group_time
from evidence.sensitivity import breakdown, intervals, relative_magnitudes
from tests.evidence.made_panels import made_panel


def monthly(seed=0, units=60, periods=24, effect=1.0, drift=0.0):
    panel = made_panel(seed=seed, units=units, periods=periods, effect=0.0)
    first = np.where(panel.first < periods, panel.first + 9, periods)
    treated = np.arange(periods)[None, :] >= first[:, None]
    grows = drift * np.arange(periods)[None, :] * (first < periods)[:, None]
    return replace(panel, first=first, outcome=panel.outcome + effect * treated + grows)


def test_blocks_are_means_of_three_months_against_the_quarter_before():
    cells = group_time(monthly(), base="universal")
    study = block_study(cells)
    event = {}
    for value, when, group in zip(cells.effect, cells.event, cells.group, strict=True):
        size = (cells.panel.first == group).sum()
        event.setdefault(int(when), []).append((value, size))
    mean = {w: sum(v * n for v, n in x) / sum(n for _, n in x) for w, x in event.items()}
    quarter = {b: np.mean([mean[e] for e in range(3 * b, 3 * b + 3)]) for b in range(-4, 2)}
    assert [block.block for block in study.blocks] == [-4, -3, -2, 0, 1]
    for block in study.blocks:
        assert block.effect.estimate == pytest.approx(quarter[block.block] - quarter[-1])
    assert study.n_before == 3
    assert study.blocks[-2].months == (0, 2)


def test_a_drift_before_the_rollout_is_noticed_and_noise_is_not():
    assert block_study(group_time(monthly(drift=0.05), base="universal")).pretest.p < 0.001
    calm = [
        block_study(group_time(monthly(seed=s), base="universal")).pretest.p for s in range(100)
    ]
    assert 0 < np.mean(np.array(calm) < 0.05) < 0.15


def test_too_short_a_history_has_no_blocks():
    panel = made_panel(periods=12)
    early = replace(panel, first=np.where(panel.first < panel.never, 4, panel.never))
    assert block_study(group_time(early, base="universal")) is None


def test_a_table_of_few_periods_is_looked_at_period_by_period():
    study = block_study(group_time(made_panel(periods=8), base="universal"))
    assert [block.months for block in study.blocks] == [
        (-4, -4), (-3, -3), (-2, -2), (0, 0), (1, 1),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def medicaid(real_data):
    folder = real_data / "causal"
    told = np.load(folder / "ehec_event_study.npz")
    reference = json.loads((folder / "reference.json").read_text())["medicaid_honest_did"]
    return told["b"], told["V"], reference


def test_intervals_under_hidden_drift_are_those_of_r(medicaid):
    estimates, covariance, reference = medicaid
    weights = np.eye(len(estimates) - 5)[0]
    told = reference["relative_magnitudes_first_post"]
    multiples = np.array([float(multiple) for multiple in told])
    found = np.column_stack(intervals(estimates, covariance, 5, weights, multiples))
    assert found == pytest.approx(np.array(list(told.values())), abs=5e-4)


def test_the_multiple_that_erases_the_effect_is_that_of_r(medicaid):
    estimates, covariance, reference = medicaid
    weights = np.eye(len(estimates) - 5)[0]
    low, high = reference["breakdown_mbar"]
    assert low <= breakdown(estimates, covariance, 5, weights) <= high


def test_without_drift_the_interval_is_nearly_the_plain_one():
    study = block_study(group_time(monthly(), base="universal"))
    asked, none = np.array([0.5, 0.5]), np.zeros(1)
    low, high = intervals(study.estimates, study.covariance, study.n_before, asked, none)
    weights = np.array([0, 0, 0, 0.5, 0.5])
    middle = weights @ study.estimates
    reach = 1.96 * np.sqrt(weights @ study.covariance @ weights)
    assert (low[0], high[0]) == pytest.approx((middle - reach, middle + reach), rel=0.05)


def test_a_large_effect_withstands_more_drift_than_a_small_one():
    told = []
    for effect in (0.0, 0.3, 2.0):
        study = block_study(group_time(monthly(effect=effect), base="universal"))
        told.append(relative_magnitudes(study.estimates, study.covariance, study.n_before))
    assert told[0].breakdown == 0
    assert told[0].breakdown < told[1].breakdown < told[2].breakdown
    assert [row[0] for row in told[2].rows] == [0.0, 0.5, 1.0, 1.5, 2.0]
