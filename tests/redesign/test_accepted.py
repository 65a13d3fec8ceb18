"""Accepted redesigns and their hours: the newest word counts, and what is proposed has hours."""

import shutil
from datetime import date

import pytest

from economics.spend_lines import spend_lines
from redesign.accepted import accepted
from redesign.recommend import recommend
from store.workspace import Workspace


@pytest.fixture
def workspace(own_made_firm):
    with Workspace.open(own_made_firm) as opened:
        yield opened
    shutil.rmtree(own_made_firm)


def subject(row):
    return f"{row['team_id']}|{row['move']}|{row['period']:%Y-%m-%d}"


def test_without_a_decision_nothing_is_accepted(tmp_path):
    with Workspace.open(tmp_path) as empty:
        assert accepted(empty).is_empty()
        empty.decide("redesign", "Some | team|novice_joins|2026-04-01", "accept", "", "ada")
        [row] = accepted(empty).rows()
    assert row[:3] == ("Some | team", "novice_joins", date(2026, 4, 1))
    assert row[4] is None


def test_the_newest_decision_on_a_proposal_counts(workspace):
    first, second, third = recommend(workspace).sort("team_id", "rank").head(3).to_dicts()
    workspace.decide("redesign", subject(first), "accept", "", "ada")
    workspace.decide("redesign", subject(second), "accept", "", "ada")
    workspace.decide("redesign", subject(second), "reject", "no", "bo")
    workspace.decide("redesign", subject(third), "edit", "half of it", "ada")
    told = accepted(workspace).select("team_id", "move", "cost_hours").rows()
    wanted = [(row["team_id"], row["move"], row["cost_hours"]) for row in (first, third)]
    assert sorted(told) == sorted(wanted)


def test_the_hours_are_spend_of_the_month_of_the_decision(workspace):
    first = recommend(workspace).filter(strength="STRONG").sort("team_id", "rank").to_dicts()[0]
    workspace.decide("redesign", subject(first), "accept", "", "ada")
    rows = accepted(workspace)
    [line] = spend_lines(workspace, rows).filter(category="redesign hours").to_dicts()
    assert line["month"] == rows["decided_on"][0].replace(day=1)
    assert line["amount"] == pytest.approx(first["cost_hours"] * 28)  # EUR: the firm's mean
    assert (line["tag"], line["source"], line["counted"]) == ("assumed", "decisions", True)
