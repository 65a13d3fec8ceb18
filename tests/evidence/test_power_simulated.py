"""At the effect that a plan promises to find, made rollouts are found four times out of five."""

import numpy as np
import pytest

from evidence.power import (
    TeamCovariance,
    imputation_weights,
    mde_of_design,
    team_covariance,
    variance_of_design,
)
from sample_data.team_months import TeamMonths, team_months

RUNS = 400
NOISE = TeamCovariance(white=0.15**2, lasting=0.12**2, rho=0.6)


def found(plan, seed):
    """Whether an effect is told apart from 0, with the noise learned from the table itself."""
    rows = team_months(plan, seed)
    shape = (plan.teams, plan.months)
    outcome = rows["outcome"].to_numpy().reshape(shape)
    first = rows["first"].fill_null(plan.months + 1).to_numpy().reshape(shape)[:, 0] - 1
    starts, units = np.unique(first, return_counts=True)
    v = imputation_weights(starts, units, plan.months)[np.searchsorted(starts, first)]
    untreated = np.where(np.arange(plan.months) < first[:, None], outcome, np.nan)
    se = variance_of_design(first, plan.months, team_covariance(untreated)) ** 0.5
    return abs((v * outcome).sum()) > 1.98 * se  # Student's t with 119 degrees of freedom


@pytest.mark.slow
@pytest.mark.parametrize(("times", "expected"), [(0, 0.05), (1, 0.80)])
def test_the_planned_effect_is_found_four_times_out_of_five_and_none_once_in_twenty(
    times, expected
):
    first = np.resize([12, 18, 24], 72).tolist() + [36] * 48
    planned = mde_of_design(np.array(first), 36, NOISE)
    plan = TeamMonths(teams=120, learning=0.0, effect=-planned * times)
    hits = np.mean([found(plan, seed) for seed in range(RUNS)])
    assert hits == pytest.approx(expected, abs=3 * (expected * (1 - expected) / RUNS) ** 0.5)
