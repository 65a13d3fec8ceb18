"""The mappings of a real company load its exports, and the facts that are known of it come out."""

from datetime import date

import polars as pl
import pytest

from loaders import mapping
from loaders.load import load_paths
from loaders.mapping_toml import read_plan
from store.workspace import Workspace

PLANS = sorted(mapping.SHIPPED.glob("*.toml"))
FIRST_DAY, LAST_DAY = date(2021, 10, 29), date(2024, 5, 22)


@pytest.fixture(scope="module")
def company(tmp_path_factory, real_data):
    """Reports by file, and the workspace that they tell of."""
    folder = real_data / "company"
    workspace = Workspace.open(tmp_path_factory.mktemp("company"))
    files = ["tasks.csv.gz", "hris_history.csv.gz", "hris_people.csv.gz"]
    reports = load_paths(workspace, [folder / name for name in files], by="test")
    yield {report.file: report for report in reports}, workspace, folder
    workspace.close()


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_mapping_of_the_product_is_as_it_would_write_it(path, tmp_path):
    plan = read_plan(path)
    assert read_plan(mapping.save(plan, tmp_path)) == plan


def test_every_row_loads(company):
    reports, _, _ = company
    assert {name: (r.rows_read, r.refused, r.error) for name, r in reports.items()} == {
        "hris_people.csv.gz": (400, 0, None),
        "hris_history.csv.gz": (1950, 0, None),
        "tasks.csv.gz": (19459, 0, None),
    }


def test_four_hundred_people_of_whom_206_have_no_hire_date(company):
    _, workspace, _ = company
    person = workspace.facts("person").filter(pl.col("worker_type") == "employee").collect()
    assert (person.height, person["hire_date"].null_count()) == (400, 206)
    assert person["termination_date"].drop_nulls().len() == 233


def test_membership_counts_the_heads_that_the_company_counted(company):
    _, workspace, folder = company
    membership = workspace.facts("membership").collect()
    told = pl.read_csv(folder / "headcount.csv", try_parse_dates=True)
    counted = [
        membership.filter(
            pl.col("valid_from") <= day, pl.col("valid_to").is_null() | (pl.col("valid_to") > day)
        )["person_id"].n_unique()
        for day in told["version_date"]
    ]
    assert counted == told["people"].to_list()
    assert len(counted) == 32


def test_tasks_closed_in_the_window_and_the_share_with_a_known_assignee(company):
    _, workspace, _ = company
    closed = pl.col("closed_at").dt.date()
    tasks = workspace.facts("task").filter(closed.is_between(FIRST_DAY, LAST_DAY)).collect()
    assert tasks.height == 10_513
    assert tasks["estimate_hours"].null_count() == tasks.height
    known = workspace.people.known_people()
    assignees = (
        workspace.facts("participation")
        .filter(pl.col("role") == "assignee")
        .collect()
        .join(tasks, on="task_id", how="semi")
    )
    share = assignees["person_id"].is_in(known.implode()).mean()
    assert (assignees.height, round(share, 4)) == (10_513, 0.9096)


def test_bots_are_no_people_and_their_work_is_told_apart(company):
    _, workspace, _ = company
    bots = workspace.facts("person").filter(pl.col("worker_type") == "bot").collect()["person_id"]
    parts = workspace.facts("participation").collect()
    closed = pl.col("closed_at").dt.date()
    tasks = workspace.facts("task").filter(closed.is_between(FIRST_DAY, LAST_DAY)).collect()
    mine = parts.filter(pl.col("person_id").is_in(bots.implode()), pl.col("role") == "assignee")
    assert mine.join(tasks, on="task_id", how="semi").height == 139
    assert not workspace.people.known_people().is_in(bots.implode()).any()


def test_people_whom_the_company_does_not_know_are_reported(company):
    reports, workspace, _ = company
    notes = " ".join(reports["tasks.csv.gz"].notes)
    assert "participation: the people of 21146 of 23017 rows are known" in notes
    assert workspace.people.unmatched()["participation"].sum() == 23_017 - 21_146


def test_no_task_of_the_window_used_ai_and_46_later_ones_did(company):
    _, workspace, _ = company
    usage = workspace.facts("ai_usage").collect()
    assert usage.height == 46
    assert usage["day"].min() > LAST_DAY
    assert usage["task_id"].null_count() == 0
