"""One command loads a folder of real exports of many firms; what is known of them comes out."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from store.workspace import Workspace

ROOT = Path(__file__).parents[2]
FIRST_DAY, LAST_DAY = date(2021, 10, 29), date(2024, 5, 22)
# What is read of each export, and what is refused. Every other file is no export.
LOADED = {
    "ai_usage/claude_code_usage_report.json": ("Claude Code Analytics", 1, 0),
    "ai_usage/cursor_daily_usage_data.json": ("Cursor daily usage", 2, 0),
    "ai_usage/m365_copilot_usage_user_detail_v1.csv": (
        "Microsoft 365 Copilot usage, user detail",
        1,
        0,
    ),
    "ai_usage/organization-users-1-day-report.json.gz": (
        "GitHub Copilot usage report of users",
        2,
        0,
    ),
    "ai_usage/organization-users-28-day-report.json.gz": (
        "GitHub Copilot usage report of users",
        107,
        0,
    ),
    "company/hris_history.csv.gz": ("Mapping real-company-history", 1950, 0),
    "company/hris_people.csv.gz": ("Mapping real-company-people", 400, 0),
    "company/tasks.csv.gz": ("Mapping real-company-tasks", 19459, 0),
    "git/pytest.gitlog.txt.gz": ("git log", 4365, 0),
    "github/issues.jsonl.gz": ("GitHub issues and pull requests (REST, backup)", 341, 0),
    "github/pulls.jsonl.gz": ("GitHub issues and pull requests (REST, backup)", 537, 0),
    "jira/hadoop_bugs.csv.gz": ("Jira CSV", 2503, 0),
    "viva/pq_data.csv.gz": ("Viva Insights person query", 10500, 0),
}
ELSEWHERE = "onet/"  # no export of a firm: occupations, which a library of skills may be made of


@pytest.fixture(scope="module")
def folder(tmp_path_factory, real_data):
    """What the command said of each file, and the workspace that it filled."""
    place = tmp_path_factory.mktemp("all") / "w"
    command = ["load", str(real_data), "--workspace", str(place), "--json"]
    done = subprocess.run(
        [sys.executable, "-m", "cli", *command],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    files = {row["file"]: row for row in json.loads(done.stdout)["files"]}
    with Workspace.open(place) as workspace:
        yield files, workspace


def test_every_export_loads_and_every_other_file_is_left_out_with_its_reason(folder, real_data):
    files, _ = folder
    loaded = {
        name: (row["source"], row["rows_read"], row["refused"])
        for name, row in files.items()
        if row["status"] == "loaded" and not name.startswith(ELSEWHERE)
    }
    assert loaded == LOADED
    rest = [row for name, row in files.items() if name not in loaded]
    assert {row["status"] for row in rest if not row["file"].startswith(ELSEWHERE)} == {"left out"}
    assert all(row["why"] for row in rest if row["status"] == "left out")
    assert not any(row["error"] for row in files.values())
    there = {path.relative_to(real_data).as_posix() for path in real_data.rglob("*.gz")}
    assert there <= set(files)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("README.md", "no source that is known"),
        ("causal/mpdta.csv", "no source that is known"),
        ("causal/ehec_event_study.npz/b.npy", "binary file"),
        ("hr/WA_Fn-UseC_-HR-Employee-Attrition.csv.gz", "no dates, no managers and no teams"),
        ("viva/p2p_data.csv.gz", "scores of ties and no work"),
    ],
)
def test_the_reason_is_told_beside_the_file(folder, file, reason):
    files, _ = folder
    assert reason in files[file]["why"]


def test_the_company_has_400_people_and_known_assignees_of_91_in_100_tasks(folder, real_data):
    _, workspace = folder
    people = pl.read_csv(real_data / "company" / "hris_people.csv.gz").height
    staff = workspace.facts("person").filter(pl.col("worker_type") == "employee").collect()
    assert staff.height == people == 400
    own = pl.read_csv(real_data / "company" / "tasks.csv.gz", columns=["task_id"])
    day = pl.col("closed_at").dt.date()
    closed = workspace.facts("task").filter(day.is_between(FIRST_DAY, LAST_DAY)).collect()
    closed = closed.join(own, on="task_id", how="semi")
    parts = workspace.facts("participation").filter(pl.col("role") == "assignee").collect()
    assignees = parts.join(closed, on="task_id", how="semi")["person_id"]
    known = workspace.people.known_people().implode()
    assert closed.height == assignees.len() == 10_513
    assert round(assignees.is_in(known).mean(), 4) == 0.9096


def test_28_days_of_copilot_and_one_of_them_told_again_add_up_once(folder):
    _, workspace = folder
    use = workspace.facts("ai_usage").filter(
        pl.col("tool") == "copilot", pl.col("task_id").is_null()
    )
    told = use.select(
        pl.col("person_id", "day").n_unique(),
        pl.col("interactions", "suggested", "accepted", "lines_added").sum(),
    ).collect()
    assert told.row(0) == (8, 28, 2_987, 4_987, 3_630, 100_878)


def test_work_of_five_firms_stands_side_by_side(folder):
    files, workspace = folder
    task = workspace.facts("task").collect()
    sources = task.filter(pl.col("source").is_in(["git", "jira"])).group_by("source").len()
    assert dict(sources.rows()) == {"git": 4_365, "jira": 2_503}
    gui = task.filter(pl.col("source") == "github")
    assert gui.height == 341 + 537
    assert gui.filter(pl.col("status") == "merged").height == 332
    parts = workspace.facts("participation").collect()
    of_pulls = parts.join(gui.filter(pl.col("type") == "pull request"), on="task_id", how="semi")
    people = of_pulls.group_by("role").agg(pl.col("person_id").n_unique())
    # 83 have reviewed; one more was asked to
    assert {"assignee": 94, "reviewer": 84}.items() <= dict(people.rows()).items()
    events = workspace.facts("task_event").collect().join(gui, on="task_id", how="semi")
    kinds = dict(events["kind"].value_counts().rows())
    assert {"approval": 644, "change_request": 74, "review": 1_070}.items() <= kinds.items()
    assert (
        "1788 reviews: 644 approve, 74 request changes" in files["github/pulls.jsonl.gz"]["notes"]
    )


def test_anonymous_people_do_not_become_staff_beside_those_that_are_known(folder):
    files, workspace = folder
    assert workspace.facts("membership").collect()["person_id"].n_unique() == 400
    assert "anonymous" in files["viva/pq_data.csv.gz"]["notes"]
    assert workspace.facts("survey").collect().height > 0


def test_nothing_of_the_folder_is_told_as_cut(folder):
    _, workspace = folder
    assert workspace.cuts().is_empty()
