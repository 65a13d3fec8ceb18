"""The exports go through the product's own loaders as a customer's would."""

from collections import Counter

import polars as pl
import pytest

from loaders.load import load_paths
from store.workspace import Workspace

LOADERS = {
    "accounts": "canonical",
    "team": "canonical",
    "bamboohr_report": "bamboohr",
    "bamboohr_job_info": "bamboohr_jobinfo",
    "claude_code": "claude_code",
    "github_copilot_seats": "copilot_seats",
    "copilot_users": "copilot_users",
    "cornerstone": "cornerstone",
    "gh_pr": "github_cli",
    "gh_issue": "github_cli",
    "gl_entries": "erpnext_gl",
    "jira": "jira_csv",
}
DOUBLE = "the issue stands in the file twice; the row updated last counts"


@pytest.fixture(scope="module")
def loaded(small_exports, tmp_path_factory):
    workspace = Workspace.open(tmp_path_factory.mktemp("workspace"))
    return workspace, load_paths(workspace, [small_exports], by="test")


def test_every_file_is_told_by_its_content(loaded, small_exports):
    _, reports = loaded
    expected = {
        path.name: next(name for begin, name in LOADERS.items() if path.name.startswith(begin))
        for path in small_exports.iterdir()
    }
    assert {report.file: report.loader for report in reports} == expected


def test_every_file_loads(loaded):
    _, reports = loaded
    assert [report.error for report in reports if report.error] == []
    assert {report.status for report in reports} <= {"loaded", "nothing new"}


def test_only_the_doubled_rows_are_refused(loaded):
    _, reports = loaded
    reasons = Counter(reason for r in reports for reason in r.refusals["reason"])
    assert reasons == {DOUBLE: 12}


def test_all_tasks_arrive_closed_and_open_as_they_were(loaded, small_firm):
    workspace, _ = loaded
    task = workspace.facts("task").collect()
    assert set(task["task_id"]) == set(small_firm.item["task_id"])
    still = small_firm.item.filter("is_open")["task_id"]
    assert set(task.filter(pl.col("closed_at").is_null())["task_id"]) == set(still)


def test_everybody_of_the_hr_file_is_one_known_person(loaded, small_firm):
    workspace, _ = loaded
    assert workspace.people.known_people().len() == small_firm.person.height
    assert workspace.people.conflicts().is_empty()


def test_job_history_arrives_with_teams_levels_and_ends(loaded, small_firm):
    workspace, _ = loaded
    membership = workspace.facts("membership").collect()
    assert membership.height == small_firm.stint.height
    for column in ("fte", "job_family", "level", "entry_level", "hourly_cost"):
        assert membership[column].null_count() == 0
    open_ends = small_firm.stint["valid_to"].null_count()
    assert membership["valid_to"].null_count() == open_ends


def test_the_units_are_one_tree(loaded, small_firm):
    workspace, _ = loaded
    team = workspace.facts("team").collect()
    parents = dict(team.select("team_id", "parent_id").iter_rows())
    assert [name for name, parent in parents.items() if parent is None] == ["Harbour Works"]
    for name in (each.name for each in small_firm.teams):
        assert parents[parents[name]] == "Harbour Works"


def test_parts_and_hours_are_those_of_the_people(loaded, small_firm):
    workspace, _ = loaded
    parts = workspace.facts("participation").collect().filter(pl.col("role") != "reporter")
    closed = small_firm.item.filter(~pl.col("is_open")).drop_nulls("task")
    expected = small_firm.part.join(closed.select("task", "task_id"), on="task")
    own = parts.join(closed.select("task_id"), on="task_id")
    machines = small_firm.event.filter(account="claude").join(closed.select("item"), on="item")
    # Who helped and reviewed has two roles in the product; the larger one counts.
    people = own.select("task_id", "person_id").unique()
    assert people.height == expected.height + machines["item"].n_unique()
    logged = closed.filter("has_effort").select("task_id")
    ours = expected.join(logged, on="task_id")["hours"].sum()
    assert own.join(logged, on="task_id")["hours"].sum() == pytest.approx(ours, rel=1e-4)


def shares(weights):
    """Task -> sorted shares of its people, three digits."""
    of_people = weights.group_by("task_id", "person").agg(pl.col("weight").max())
    share = (pl.col("weight") / pl.col("weight").sum().over("task_id")).round(3)
    listed = of_people.select("task_id", share=share).group_by("task_id").agg("share")
    return {task: sorted(each) for task, each in listed.iter_rows()}


def test_shares_of_pull_requests_are_as_planted(loaded, small_firm):
    workspace, _ = loaded
    machines = small_firm.event.filter(account="claude").select("item").unique()
    closed = small_firm.item.filter(~pl.col("is_open"), source="github").drop_nulls("task")
    closed = closed.join(machines, on="item", how="anti").select("task", "task_id")
    usual = pl.col("role").replace_strict({"assignee": 1.0, "reviewer": 0.25}, default=0.0)
    told = (
        workspace.facts("participation")
        .collect()
        .join(closed, on="task_id")
        .select("task_id", person="person_id", weight=pl.coalesce("weight", usual))
    )
    planted = small_firm.part.join(closed, on="task").select("task_id", "person", "weight")
    assert shares(told) == shares(planted)


def test_accounts_that_nobody_knows_are_listed(loaded, small_firm):
    workspace, _ = loaded
    unmatched = workspace.people.unmatched()
    unknown = small_firm.person.filter(~pl.col("is_known")).height
    outside = {
        account
        for account in small_firm.item.filter(kind="outside")["account"]
        if account is not None
    }
    assert unmatched["account"].n_unique() >= unknown + len(outside)


def test_loading_again_changes_nothing(loaded, small_exports):
    workspace, _ = loaded
    version = workspace.facts_version
    again = load_paths(workspace, [small_exports / "accounts.csv"], by="test")
    assert {report.status for report in again} == {"already loaded"}
    assert workspace.facts_version == version
