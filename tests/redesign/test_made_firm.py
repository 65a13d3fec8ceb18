"""The made firm from its exports to proposals and assignments: what was planted is found."""

from datetime import date

import polars as pl
import pytest

from redesign.match import match
from redesign.ranking import PROPOSALS
from redesign.recommend import recommend, recommendations
from store.errors import RequestError
from store.workspace import Workspace

NEWEST = date(2026, 4, 1)


@pytest.fixture(scope="module")
def workspace(made_firm):
    with Workspace.open(made_firm) as opened:
        yield opened


@pytest.fixture(scope="module")
def found(workspace):
    return recommendations(workspace)


@pytest.fixture(scope="module")
def planned(workspace):
    return match(workspace)


@pytest.fixture(scope="module")
def planted():
    """Teams that AI left without novices on hard work, and teams that are as ever."""
    from sample_data import make_firm

    teams = make_firm().teams
    left_out = {team.name for team in teams if team.wave is not None and not team.redesign}
    return left_out, {team.name for team in teams if team.wave is None}


def test_the_newest_complete_quarter_is_taken(found, workspace):
    assert found.period == NEWEST
    assert found.proposals.schema == PROPOSALS
    assert found.proposals["expires_on"].unique().to_list() == [date(2026, 10, 1)]
    assert recommend(workspace).equals(found.proposals)


def test_teams_whose_novices_were_left_out_are_found_and_no_other_is_changed(found, planted):
    left_out, _ = planted
    strong = found.proposals.filter(strength="STRONG", move="novice_joins")["team_id"]
    assert set(strong) <= left_out
    assert len(strong) >= 4


def test_no_team_gets_more_than_three_and_ranks_run_from_one(found):
    assert found.proposals.group_by("team_id").len()["len"].max() <= 3
    assert found.proposals["rank"].to_list() == list(range(1, found.proposals.height + 1))


def test_what_could_not_be_evaluated_is_told(found):
    told = found.not_evaluated
    assert told.filter(pl.col("needs").str.starts_with("SKD high")).height == 40
    assert told["reason"].null_count() == 0


def test_the_backlog_of_an_earlier_quarter_is_not_known(workspace):
    earlier = recommendations(workspace, date(2026, 1, 1))
    lacking = earlier.not_evaluated.filter(pl.col("needs") == "zone_tasks_in_backlog")
    assert lacking.height == 40
    assert earlier.proposals.filter(move="resequence_queue").is_empty()


def test_a_quarter_that_does_not_exist_is_refused_with_those_that_do(workspace):
    with pytest.raises(RequestError, match="no figures for the quarter 1999-01-01"):
        recommend(workspace, date(1999, 1, 1))


def test_every_open_task_has_an_answer(planned, workspace):
    still_open = workspace.facts("task").filter(pl.col("closed_day").is_null()).collect()
    assert planned.tasks.height == still_open.height
    assert planned.tasks["reason"].null_count() == 0


def test_the_plan_reaches_more_novices_than_habit_and_keeps_every_rule(planned, workspace):
    habit, _, balanced = planned.summary.iter_rows(named=True)
    assert balanced["novices_reached"] > 2 * habit["novices_reached"]
    chosen = planned.options.filter("is_chosen")
    assert chosen["task_id"].is_unique().all()
    opted_out = workspace.facts("person").filter("opt_out").collect()["person_id"].implode()
    assert planned.options["person_id"].is_in(opted_out).sum() == 0
    over = planned.people.filter(pl.col("support_hours") > pl.col("support_hours_left") + 1e-9)
    assert over.is_empty()


def test_a_fifth_of_what_could_be_proposed_is_held_out(planned):
    counts = dict(planned.tasks["status"].value_counts().iter_rows())
    eligible = counts["held out"] + counts["proposed"] + counts.get("no room", 0)
    assert 0.1 < counts["held out"] / eligible < 0.3


def test_nothing_is_written_by_proposing(workspace):
    before = workspace.snapshot_key
    match(workspace)
    recommend(workspace)
    assert workspace.snapshot_key == before
