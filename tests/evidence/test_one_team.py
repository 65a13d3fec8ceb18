"""One treated team: weights by hand, the published case of Proposition 99, and placebo ranks."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from evidence.one_team import mix, one_team, placebo_gaps, ratios, simplex_weights
from store.errors import NotEnoughData
from tests.evidence.made_panels import made_panel


def test_weights_find_the_mix_that_a_team_is():
    rng = np.random.default_rng(1)
    others = rng.normal(size=(30, 4))
    found = simplex_weights(others, others @ [0.25, 0.75, 0, 0], 1e-9, about_mean=False)
    assert found == pytest.approx([0.25, 0.75, 0, 0], abs=1e-6)
    assert found.sum() == pytest.approx(1)


def test_no_weight_is_below_zero_and_levels_may_differ():
    rng = np.random.default_rng(2)
    others = rng.normal(size=(30, 5))
    found = simplex_weights(others, others[:, 1] * 1.5 + 100, 1e-6, about_mean=True)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)
    assert found.argmax() == 1


@pytest.fixture(scope="module")
def california(real_data):
    rows = pl.read_csv(real_data / "causal" / "california_prop99.csv", separator=";")
    wide = rows.pivot("Year", index="State", values="PacksPerCapita").sort("State")
    is_treated = pl.col("State") == "California"
    wide = pl.concat([wide.filter(~is_treated), wide.filter(is_treated)])
    reference = json.loads((real_data / "causal" / "reference.json").read_text())
    years = [int(name) for name in wide.columns[1:]]
    return wide.drop("State").to_numpy(), years.index(1989), reference["california_prop99"]


@pytest.mark.parametrize("kind", ["sdid", "did"])
def test_proposition_99_is_as_published(california, kind):
    outcome, start, reference = california
    expected, tolerance = reference[kind], reference["tolerance"][kind]
    assert mix(outcome, start, kind).estimate == pytest.approx(expected, abs=tolerance)


def test_proposition_99_by_synthetic_control_is_the_exact_optimum(california):
    """The published -19.62 stops early; the optimum has the smaller loss and -19.514."""
    outcome, start, reference = california
    found = mix(outcome, start, "sc")
    assert found.estimate == pytest.approx(-19.514, abs=0.001)
    assert found.estimate == pytest.approx(
        reference["sc_published"], abs=reference["tolerance"]["sc"]
    )
    gap = outcome[-1, :start] - found.donors @ outcome[:-1, :start]
    assert (gap**2).mean() == pytest.approx(2.7437, abs=1e-3)


def test_proposition_99_ranks_third_of_39(california):
    outcome, start, reference = california
    expected = reference["in_space_placebo_p_no_covariates"]
    grown = ratios(placebo_gaps(outcome, start), start)
    assert (grown >= grown[-1]).mean() == pytest.approx(expected, abs=1e-4)


def alone(units=30, effect=3.0):
    panel = made_panel(units=units, periods=16, effect=0.0)
    first = np.full(units, panel.never)
    first[0] = 10
    outcome = panel.outcome + effect * (np.arange(16) >= 10) * (np.arange(units) == 0)[:, None]
    names = np.array([f"team {i}" for i in range(units)], dtype=object)
    return replace(panel, first=first, outcome=outcome, units=names)


def test_a_planted_jump_is_found_and_ranks_first():
    found = one_team(alone())
    assert found.estimate == pytest.approx(3.0, abs=0.5)
    assert found.rank_p == pytest.approx(1 / 30)
    assert found.start == 11
    assert sum(found.donors.values()) == pytest.approx(1, abs=0.02)
    assert "larger than in 97%" in found.sentence


def test_too_few_other_teams_make_a_small_p_impossible():
    found = one_team(alone(units=12))
    assert found.smallest_p == pytest.approx(1 / 12)
    assert found.sentence.startswith("One team alone cannot tell")
    assert "8 more teams" in found.sentence  # 19 others are needed for 1/20


def test_a_team_like_all_others_is_not_told_from_them():
    assert "cannot tell" in one_team(alone(effect=0.0)).sentence


def test_two_treated_teams_are_not_one():
    with pytest.raises(NotEnoughData):
        one_team(made_panel())
