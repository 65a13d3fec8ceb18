"""Findings and plans that are kept: the newest counts, and nothing is rewritten."""

from datetime import date

import pytest

from store import studies
from store.errors import RequestError
from store.studies import PlanStart

MAY = date(2026, 5, 1)
STARTS = (PlanStart("one", 1, MAY), PlanStart("two", 2, None))


def keep(workspace, study="move:pairs", facts=3, **bodies):
    studies.keep_findings(
        workspace, study, bodies, by="ada", facts_version=facts, judged_version="1-a"
    )


def test_the_newest_finding_of_a_study_and_outcome_counts(workspace):
    keep(workspace, cycle_time="old", retention="kept")
    keep(workspace, cycle_time="new", facts=4)
    keep(workspace, study="course:7", cycle_time="other")
    told = [(f.study, f.outcome, f.body, f.facts_version) for f in studies.findings(workspace)]
    assert told == [
        ("course:7", "cycle_time", "other", 3),
        ("move:pairs", "cycle_time", "new", 4),
        ("move:pairs", "retention", "kept", 3),
    ]


def test_a_drawn_plan_stands_with_its_seed_and_its_list(workspace):
    plan = studies.keep_plan(
        workspace, " Pairing  first ", STARTS, kind="redesign", outcome="cycle_time", seed=7,
        by="ada", why="by lot",
    )  # fmt: skip
    assert plan.name == "Pairing first"
    assert plan.key == f"plan:{plan.number}"
    assert (plan.seed, plan.starts, plan.by) == (7, STARTS, "ada")
    assert studies.plans(workspace) == (plan,)


def test_a_plan_that_is_taken_back_stands_no_more(workspace):
    plan = studies.keep_plan(
        workspace, "Pairing", STARTS, kind="redesign", outcome="cycle_time", seed=7, by="ada"
    )
    studies.take_back_plan(workspace, plan.number, by="bo", why="too early")
    assert studies.plans(workspace) == ()
    with pytest.raises(RequestError, match="no plan of this number"):
        studies.take_back_plan(workspace, plan.number, by="bo")


@pytest.mark.parametrize(("name", "starts"), [("", STARTS), ("pairing", STARTS), ("New", ())])
def test_a_plan_needs_a_name_of_its_own_and_a_team(workspace, name, starts):
    asked = {"kind": "redesign", "outcome": "cycle_time", "seed": 7, "by": "ada"}
    studies.keep_plan(workspace, "Pairing", STARTS, **asked)
    with pytest.raises(RequestError, match="a name of its own"):
        studies.keep_plan(workspace, name, starts, **asked)


def test_pages_notice_a_new_finding_and_a_new_plan(workspace):
    keys = [workspace.snapshot_key]
    keep(workspace, cycle_time="new")
    keys.append(workspace.snapshot_key)
    studies.keep_plan(
        workspace, "Pairing", STARTS, kind="redesign", outcome="cycle_time", seed=7, by="ada"
    )
    keys.append(workspace.snapshot_key)
    assert len(set(keys)) == 3
