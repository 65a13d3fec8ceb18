"""The made firm, through its vendors' files: the cube against what was planted in it."""

import numpy as np
import polars as pl
import pytest

from store.workspace import Workspace

pytestmark = pytest.mark.slow

# indicator, planted figure, largest bias, largest RMSE, smallest correlation over team-quarters.
# The limits leave room for another seed of the firm; what was found stands beside them.
PLANTED = [
    ("connection", "connection", 0.02, 0.04, 0.95),  # -.001, .014, .99
    ("expert_solo", "solo_share", 0.03, 0.08, 0.90),  # .004, .040, .98
    ("ai_solo_gap", "solo_gap", 0.05, 0.20, 0.75),  # -.001, .127, .88
    ("novice_participation", "npr", 0.08, 0.17, 0.75),  # -.020, .107, .88
    ("productivity_index", "output_index", 0.03, 0.04, 0.90),  # .003, .013, .96
    ("challenge_all", "challenge_all", 0.05, 0.09, 0.55),  # .014, .060, .71
    ("challenge", "challenge", 0.08, 0.16, 0.60),  # -.035, .115, .77
    ("exposed", "exposed", 0.05, 0.09, 0.40),  # .013, .058, .58
]


@pytest.fixture(scope="module")
def cube(made_firm):
    with Workspace.open(made_firm) as workspace:
        return workspace.cube().filter(pl.col("pooled_from").is_null()).drop_nulls("value")


@pytest.fixture(scope="module")
def truth():
    from sample_data import make_firm
    from sample_data.truth import team_quarters

    firm = make_firm()
    teams = {number: team.name for number, team in enumerate(firm.teams)}
    starts = dict(enumerate(firm.plan.quarter_starts))
    return team_quarters(firm).with_columns(
        team_id=pl.col("team").replace_strict(teams, return_dtype=pl.String),
        period=pl.col("quarter").replace_strict(starts, return_dtype=pl.Date),
    )


@pytest.mark.parametrize(("key", "planted", "bias", "rmse", "correlation"), PLANTED)
def test_what_was_planted_is_found(cube, truth, key, planted, bias, rmse, correlation):
    known = (
        truth.select("team_id", "period", planted=planted)
        .drop_nulls()
        .filter(pl.col("planted").is_finite())
    )
    both = cube.filter(indicator=key).join(known, on=["team_id", "period"])
    assert both.height > 100
    error = (both["value"] - both["planted"]).to_numpy()
    assert abs(error.mean()) <= bias
    assert np.sqrt(np.mean(error**2)) <= rmse
    assert np.corrcoef(both["value"], both["planted"])[0, 1] >= correlation


@pytest.mark.parametrize("key", [row[0] for row in PLANTED])
def test_the_interval_holds_what_was_planted_in_most_teams(cube, truth, key):
    planted = next(row[1] for row in PLANTED if row[0] == key)
    known = truth.select("team_id", "period", planted=planted).drop_nulls()
    both = cube.filter(indicator=key).join(known, on=["team_id", "period"])
    held = (both["low"] <= both["planted"]) & (both["planted"] <= both["high"])
    assert held.mean() >= 0.85
