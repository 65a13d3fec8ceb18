"""V10: the redesign of half of the AI teams is found in the quarters that the cube publishes.

Teams that AI reached and that were not redesigned are the comparison: they were just as low.
"""

from datetime import UTC, datetime, time

import numpy as np
import polars as pl
import pytest

from evidence.ai_arrival import ai_arrival
from evidence.alike import alike
from evidence.history import History
from evidence.outcomes import OUTCOMES
from evidence.study import study
from exports.evidence.studies import registered
from redesign.accepted import KIND
from sample_data import accepted_redesigns, make_firm
from store.workspace import Workspace

pytestmark = pytest.mark.slow

QUARTER = 5  # counted from 0, as the plan has it
QUARTERS = 8  # complete ones
PLANTED_PARTICIPATION = 0.8 - 0.5  # redesigned and left out, against parity
NEAR = 0.25  # of what is planted
NOT_WORSE = np.log(0.95)  # of the productivity index: less than that is no price for learning
ASKED = ("novice_participation", "challenge", "cycle_time", "throughput")
OWN = ["shown", "low_precision", "partial"]


@pytest.fixture(scope="module")
def ai_teams(truth):
    """AI teams, and whether they were redesigned."""
    teams = truth.team.filter(pl.col("ai_wave").is_not_null())
    return teams.select("team_id", "ai_wave", is_redesigned=pl.col("redesign").is_not_null())


@pytest.fixture(scope="module")
def panel(firm, ai_teams):
    """An indicator of the cube -> (AI teams, quarters), and the first redesigned quarter."""
    return lambda indicator: wide(
        firm.cube.filter(pl.col("indicator") == indicator, pl.col("state").is_in(OWN)), ai_teams
    )


def wide(rows, ai_teams, value="value"):
    quarters = rows["period"].unique().sort()[:QUARTERS].to_list()
    here = rows.filter(pl.col("period").is_in(quarters)).join(ai_teams, on="team_id")
    table = here.pivot(
        on="period", index=["team_id", "is_redesigned"], values=value, sort_columns=True
    ).sort("team_id")
    first = np.where(table["is_redesigned"], QUARTER, QUARTERS)
    return table.drop("team_id", "is_redesigned").to_numpy().astype(float), first


def test_half_of_the_ai_teams_are_redesigned(ai_teams):
    assert ai_teams["is_redesigned"].sum() == 10
    assert ai_teams.height == 20


def test_v10_what_novices_gain_in_participation_is_recovered(panel, effect):
    found = effect(*panel("novice_participation"))
    assert found.estimate == pytest.approx(PLANTED_PARTICIPATION, rel=NEAR)
    assert found.low > 0


def test_v10_what_novices_gain_in_challenge_is_recovered(panel, effect, truth, ai_teams):
    planted = effect(*wide(truth.team_quarter, ai_teams, "challenge")).estimate
    found = effect(*panel("challenge"))
    assert planted > 0.2
    assert found.estimate == pytest.approx(planted, rel=NEAR)
    assert found.low > 0


def test_v10_productivity_is_not_worse(panel, effect):
    """Where effort is told: engineering teams have no productivity index."""
    index, first = panel("productivity_index")
    assert effect(np.log(index), first).low > NOT_WORSE


def test_v10_a_redesign_that_never_was_is_not_found(panel, effect, ai_teams):
    """The others, every second one of each wave: when AI came says when novices were left out."""
    outcome, first = panel("novice_participation")
    others = outcome[first == QUARTERS]
    wave = ai_teams.filter(~pl.col("is_redesigned")).sort("team_id")["ai_wave"].to_numpy()
    turn = np.argsort(np.argsort(wave, kind="stable"))
    found = effect(others, np.where(turn % 2 == 0, QUARTER, QUARTERS))
    assert found.low < 0 < found.high


@pytest.fixture
def accepted(own_made_firm):
    """The made firm in which its redesigns were accepted on the day that they began."""
    workspace = Workspace.open(own_made_firm)
    for team, move, proposed, decided in accepted_redesigns(make_firm()):
        at = datetime.combine(decided, time(), UTC)
        workspace.decide_all(KIND, {f"{team}|{move}|{proposed}": "accept"}, "", "test", at)
    return workspace


def test_the_study_of_the_register_finds_the_planted_redesign(accepted):
    """From exports and decisions alone: its dates, and whom to compare with."""
    history = History.of(accepted)
    every = [each.rollout for each in registered(accepted, history)]
    [redesign] = [each for each in every if each.kind == "redesign"]
    chosen, [told] = alike(redesign, ai_arrival(history), history.belonging["team_id"])
    assert told.code == "ONLY_WITH_AI"
    found = {key: study(history, chosen, OUTCOMES[key], 0.0, [told]) for key in ASKED}
    assert found["novice_participation"].verdict.code == "WORKED"
    assert found["challenge"].total.low > 0
    assert found["cycle_time"].verdict.code == found["throughput"].verdict.code == "CANNOT-TELL"
    beside_all = study(history, redesign, OUTCOMES["novice_participation"])
    assert beside_all.verdict.code == "CANNOT-TELL"  # AI had moved the others apart from them
    assert "PRE_TREND" in [one.code for one in beside_all.codes]
