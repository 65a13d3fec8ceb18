"""At the effect that a plan promises to find, made rollouts are found four times out of five."""

import numpy as np
import pytest

from evidence.imputation import impute
from evidence.panel import Panel
from evidence.power import (
    TeamCovariance,
    mde_of_design,
    team_covariance,
    variance_of_design,
)
from sample_data.team_months import TeamMonths, team_months

RUNS = 2000  # power then has a Monte Carlo error of .009
NOISE = TeamCovariance(white=0.0, lasting=0.15**2, rho=0.5)
PLAN = TeamMonths(
    teams=120, waves=(12, 16, 20, 24, 28), never=1 / 6, choice=0.0, learning=0.0, ramp=1
)


def panel_of(plan, seed):
    rows = team_months(plan, seed)
    shape = (plan.teams, plan.months)
    first = rows["first"].fill_null(plan.months + 1).to_numpy().reshape(shape)[:, 0] - 1
    return Panel(
        outcome=rows["outcome"].to_numpy().reshape(shape),
        first=first,
        times=np.arange(1, plan.months + 1),
        units=np.arange(plan.teams).astype(object),
        weights=np.ones(shape),
        clusters=np.arange(plan.teams),
        covariates=np.zeros((*shape, 0)),
    )


FIRST = panel_of(PLAN, 0).first


def test_the_planned_error_is_that_of_the_headline_and_of_noise_learned_from_the_table():
    # One table of 2,400 teams tells an error within some percent of the planned one.
    plan = TeamMonths(**(vars(PLAN) | {"teams": 2400}))
    panel = panel_of(plan, 3)
    planned = variance_of_design(panel.first, 36, NOISE) ** 0.5
    fitted = impute(panel)
    assert fitted.effect.se == pytest.approx(planned, rel=0.05)
    gaps = np.where(panel.treated, np.nan, fitted.residual)
    learned = variance_of_design(panel.first, 36, team_covariance(gaps)) ** 0.5
    assert learned == pytest.approx(planned, rel=0.05)


@pytest.mark.slow
@pytest.mark.parametrize(("times", "expected"), [(0, 0.05), (1, 0.80)])
def test_the_planned_effect_is_found_four_times_out_of_five_and_none_once_in_twenty(
    times, expected
):
    planned = mde_of_design(FIRST, 36, NOISE)
    plan = TeamMonths(**(vars(PLAN) | {"effect": -planned * times}))
    told = [impute(panel_of(plan, seed)).effect for seed in range(RUNS)]
    hits = np.mean([each.low > 0 or each.high < 0 for each in told])
    assert hits == pytest.approx(expected, abs=3 * (expected * (1 - expected) / RUNS) ** 0.5)
    spread = np.std([each.estimate for each in told])
    assert spread == pytest.approx(variance_of_design(FIRST, 36, NOISE) ** 0.5, rel=0.05)
