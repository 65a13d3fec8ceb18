"""Power before money is spent, against regressions on dummies, closed forms and planted noise."""

import numpy as np
import pytest

from evidence.power import (
    TeamCovariance,
    hussey_hughes,
    imputation_weights,
    mde,
    mde_of_design,
    team_covariance,
    variance_of_design,
)
from sample_data.team_months import TeamMonths, team_months
from store.errors import NotEnoughData, RequestError

NOISE = TeamCovariance(white=0.0, lasting=0.15**2, rho=0.5)


def design(teams, periods=36, waves=(12, 16, 20, 24, 28), never=1 / 6):
    """As many teams in each wave, as EVIDENCE A10 plans it."""
    first = np.full(teams, periods)
    each = round(teams * (1 - never)) // len(waves)
    first[: each * len(waves)] = np.repeat(waves, each)
    return first


def by_dummies(first, periods):
    """v of the whole table by least squares on dummies of units and months."""
    units = len(first)
    on = (np.arange(periods)[None, :] >= first[:, None]).ravel()
    dummies = np.hstack(
        [np.kron(np.eye(units), np.ones((periods, 1))), np.tile(np.eye(periods), (units, 1))]
    )
    wish = on / on.sum()
    v = wish.copy()
    v[~on] = -np.linalg.pinv(dummies[~on], rcond=1e-10).T @ (dummies[on].T @ wish[on])
    return v.reshape(units, periods)


@pytest.mark.parametrize("waves", [(3, 5, 6), (4,), (2, 7)])
def test_the_weights_are_those_of_a_regression_on_dummies(waves):
    first = design(15, 9, waves, 0.4)
    starts, units = np.unique(first, return_counts=True)
    weights = imputation_weights(starts, units, 9)
    assert weights[np.searchsorted(starts, first)] == pytest.approx(by_dummies(first, 9), abs=1e-12)


def test_the_variance_is_the_sandwich_of_the_whole_table():
    first = design(15, 9, (3, 5, 6), 0.4)
    v = by_dummies(first, 9)
    expected = sum(row @ NOISE.matrix(9) @ row for row in v)
    assert variance_of_design(first, 9, NOISE) == pytest.approx(expected, rel=1e-12)


def test_two_teams_a_side_and_one_month_before_and_after_is_done_by_hand():
    # White noise of 1: the variance of a difference of differences is 2 (1/2 + 1/2) = 2.
    found = variance_of_design(np.array([1, 1, 2, 2]), 2, TeamCovariance(1.0, 0.0, 0.0))
    assert found == pytest.approx(2.0, rel=1e-12)


def test_where_all_start_in_the_end_only_months_with_a_comparison_count():
    # After month 6 everybody has it: nothing that happens then can be told.
    early = variance_of_design(np.array([3, 3, 6, 6]), 6, NOISE)
    assert variance_of_design(np.array([3, 3, 6, 6]), 9, NOISE) == pytest.approx(early, rel=1e-12)


def test_a_team_without_a_month_before_adds_nothing_but_a_comparison_needs_one():
    some = variance_of_design(np.array([3, 3, 6, 6]), 6, NOISE)
    assert variance_of_design(np.array([0, 3, 3, 6, 6]), 6, NOISE) == pytest.approx(some, rel=1e-12)
    with pytest.raises(RequestError, match="no treated month has a comparison"):
        variance_of_design(np.array([3, 3, 3]), 6, NOISE)


def test_hussey_and_hughes_is_generalised_least_squares():
    # Four waves of six clusters, five periods; a share of .05 among 120, spread .01 (EVIDENCE A10).
    first, between, within = np.repeat([1, 2, 3, 4], 6), 0.01**2, 0.05 * 0.95 / 120
    on = (np.arange(5)[None, :] >= first[:, None]).astype(float)
    inverse = np.linalg.inv(within * np.eye(5) + between)
    rows = [np.column_stack([np.eye(5), each]) for each in on]
    by_squares = np.linalg.inv(sum(x.T @ inverse @ x for x in rows))[-1, -1]
    found = hussey_hughes(first, 5, between, within)
    assert found == pytest.approx(3.397371922821024e-05, rel=1e-12)
    assert found == pytest.approx(by_squares, rel=1e-12)


def test_no_estimator_that_takes_any_level_of_teams_beats_the_mixed_model():
    first = design(40)
    bound = hussey_hughes(first, 36, between=0.06, within=0.02)
    assert variance_of_design(first, 36, TeamCovariance(0.02, 0.0, 0.0)) > bound


def test_the_smallest_effect_is_the_two_quantiles_times_the_error():
    # Tables of Student's t: t(.975; 10) = 2.2281, t(.80; 10) = 0.8791.
    assert mde(0.5, 11) == pytest.approx(0.5 * (2.2281 + 0.8791), abs=1e-4)


def test_the_smallest_effects_are_those_of_the_table_of_made_plans():
    # EVIDENCE A10, with normal quantiles: 7.3, 4.5, 2.4 and 1.3 % of cycle time.
    errors = [variance_of_design(design(n), 36, NOISE) ** 0.5 for n in (40, 120, 400, 1500)]
    normal = 1.959964 + 0.841621
    told = [round(100 * (np.exp(normal * se) - 1), 1) for se in errors]
    assert told == [7.3, 4.5, 2.4, 1.3]
    # Student's quantiles ask for a little more of few teams.
    found = [mde_of_design(design(n), 36, NOISE) for n in (40, 120, 400, 1500)]
    more = [each / se / normal for each, se in zip(found, errors, strict=True)]
    assert more == pytest.approx([1.026, 1.008, 1.002, 1.001], abs=0.001)


def test_the_noise_of_teams_is_found_without_the_bias_of_short_tables():
    # 16 months only: moments of demeaned residuals would find a smaller rho here.
    plan = TeamMonths(teams=4_000, months=16, waves=(9, 13), learning=0.0, white=0.1)
    rows = team_months(plan)
    gaps = rows["outcome"].to_numpy().reshape(plan.teams, plan.months).copy()
    first = rows["first"].fill_null(99).to_numpy().reshape(plan.teams, plan.months)
    gaps[np.arange(1, 17)[None, :] >= first] = np.nan
    found = team_covariance(gaps)
    assert found.rho == pytest.approx(0.5, abs=0.05)
    assert found.white == pytest.approx(0.10**2, rel=0.15)
    assert found.lasting == pytest.approx(0.15**2, rel=0.06)


def test_white_noise_is_found_to_be_white_and_a_steady_team_to_vary_by_nothing():
    white = np.random.default_rng(7).normal(0, 0.2, (2_000, 14))
    found = team_covariance(white)
    assert found.white + found.lasting == pytest.approx(0.04, rel=0.02)
    assert found.matrix(3)[0, 1] == pytest.approx(0, abs=0.002)
    still = team_covariance(np.arange(6.0)[:, None] + np.arange(10.0)[None, :])
    assert still.matrix(4).max() == pytest.approx(0, abs=1e-12)


def test_two_months_are_too_few_to_tell_what_lasts():
    with pytest.raises(NotEnoughData, match="three lags"):
        team_covariance(np.random.default_rng(7).normal(size=(50, 3)))
