"""Exports that overlap, are told again or were cut: merged by their keys, noticed, made whole."""

import json
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from loaders.load import load_paths
from store.workspace import Workspace

FIRST = date(2026, 3, 2)
PEOPLE = ("ana-ruiz", "bo-chen")


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "workspace") as opened:
        yield opened


@pytest.fixture
def load(workspace, tmp_path):
    """Load texts under names, one after the other; the reports."""

    def of(*, dry_run=False, **files):
        paths = []
        for name, text in files.items():
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        reports = load_paths(workspace, paths, by="test", dry_run=dry_run)
        assert [str(report.error) for report in reports if report.error] == []
        return reports

    return of


# -- reports of days that overlap ------------------------------------------------------------------


def copilot(begin, days, prompts):
    """A report of some days: each person's prompts as `prompts(day)` tells them."""
    end = FIRST + timedelta(days=begin + days - 1)
    records = [
        {
            "user_login": login,
            "day": (FIRST + timedelta(days=day)).isoformat(),
            "report_end_day": end.isoformat(),
            "user_initiated_interaction_count": prompts(day),
            "code_generation_activity_count": 2,
        }
        for day in range(begin, begin + days)
        for login in PEOPLE
    ]
    return "".join(json.dumps(record) + "\n" for record in records)


def by_day(workspace):
    usage = workspace.facts("ai_usage").filter(pl.col("tool") == "copilot")
    days = usage.group_by("person_id", "day").agg(pl.col("interactions").sum()).collect()
    assert days["person_id"].n_unique() == len(PEOPLE)
    return {(day - FIRST).days: number for _, day, number in days.sort("person_id").iter_rows()}


def test_two_reports_of_28_days_that_overlap_count_each_day_once(workspace, load):
    load(a=copilot(0, 28, lambda day: 5), b=copilot(14, 28, lambda day: 5))
    told = by_day(workspace)
    assert told == dict.fromkeys(range(42), 5)
    assert workspace.facts("ai_usage").select(pl.col("interactions").sum()).collect().item() == (
        42 * 5 * len(PEOPLE)
    )
    assert workspace.cuts().is_empty()


def test_days_that_a_later_report_tells_again_have_its_numbers(workspace, load):
    [first] = load(a=copilot(0, 28, lambda day: 5 if day < 25 else 1))
    assert any("not final" in note for note in first.notes)
    [later] = load(b=copilot(14, 28, lambda day: 5))
    assert by_day(workspace) == dict.fromkeys(range(42), 5)
    usage = later.tables["ai_usage"]
    assert (usage.added, usage.changed, usage.same) == (14 * 2, 3 * 2, 11 * 2)


def test_an_older_report_that_is_loaded_late_puts_no_old_numbers_back(workspace, load):
    load(b=copilot(14, 28, lambda day: 5))
    [late] = load(a=copilot(0, 28, lambda day: 5 if day < 25 else 1))
    assert by_day(workspace) == dict.fromkeys(range(42), 5)
    usage = late.tables["ai_usage"]
    assert (usage.added, usage.changed, usage.same) == (14 * 2, 0, 14 * 2)
    [note] = [note for note in late.notes if "reaches further" in note]
    assert note.startswith("6 rows tell other numbers")


def test_a_dry_run_of_an_older_report_tells_the_same_rows(load):
    load(b=copilot(14, 28, lambda day: 5))
    [dry] = load(a=copilot(0, 28, lambda day: 1), dry_run=True)
    assert (dry.added, dry.changed) == (14 * 2, 0)


def test_of_two_reports_that_reach_as_far_the_one_that_is_loaded_later_counts(workspace, load):
    load(a=copilot(0, 28, lambda day: 5))
    load(b=copilot(14, 14, lambda day: 7))
    assert by_day(workspace) == {day: 5 if day < 14 else 7 for day in range(28)}


def test_days_that_the_newer_report_does_not_tell_are_restated_by_an_older_one(workspace, load):
    load(a=copilot(0, 14, lambda day: 1))
    load(c=copilot(28, 14, lambda day: 5))
    load(b=copilot(0, 28, lambda day: 5))
    assert by_day(workspace) == dict.fromkeys(range(42), 5)


def test_weekly_reports_in_any_order_are_the_report_of_the_whole(workspace, load, tmp_path):
    load(**{f"w{week}": copilot(7 * week, 7, lambda day: day + 1) for week in (3, 0, 2, 1)})
    weekly = workspace.facts("ai_usage").collect()
    with Workspace.open(tmp_path / "whole") as other:
        path = tmp_path / "whole.jsonl"
        path.write_text(copilot(0, 28, lambda day: day + 1))
        load_paths(other, [path], by="test")
        whole = other.facts("ai_usage").collect()
    columns = ["day", "feature", "interactions", "suggested"]
    assert weekly.select(columns).sort(columns).equals(whole.select(columns).sort(columns))


def test_the_same_report_under_another_name_changes_nothing(workspace, load):
    load(a=copilot(0, 28, lambda day: 5))
    [again] = load(b=copilot(0, 28, lambda day: 5))
    assert again.status == "already loaded"
    assert (again.added, again.changed) == (0, 0)


# -- exports that were cut -------------------------------------------------------------------------


def jira(numbers):
    head = "Summary,Issue key,Issue id,Issue Type,Status,Assignee,Created,Resolved\n"
    rows = (
        f"Work {n},CLM-{n},{10_000 + n},Task,Done,Ana Ruiz,12/Mar/24 3:45 PM,19/Mar/24 9:05 AM\n"
        for n in numbers
    )
    return head + "".join(rows)


def servicenow(numbers):
    head = "number,opened_at,short_description,priority,state,assigned_to,resolved_at,closed_at\n"
    rows = (
        f"INC{n:07},2024-03-12 15:45:10,Sync down,3 - Moderate,Closed,Ana Ruiz,"
        "2024-03-18 17:00:00,2024-03-19 09:05:00\n"
        for n in numbers
    )
    return head + "".join(rows)


def github(numbers):
    opened = datetime(2026, 3, 2, 9, tzinfo=UTC)
    records = [
        {
            "number": n,
            "url": f"https://github.com/acme/claims/issues/{n}",
            "title": f"Work {n}",
            "state": "OPEN",
            "createdAt": (opened + timedelta(hours=n)).isoformat().replace("+00:00", "Z"),
            "closedAt": None,
            "author": {"login": "ana-ruiz", "is_bot": False},
            "assignees": [{"login": "bo-chen", "name": "Bo Chen"}],
            "labels": [],
        }
        for n in numbers
    ]
    return json.dumps(records)


CUT = [
    pytest.param(jira, 1_000, "exactly 1000 issues", id="Jira stops at 1,000 issues"),
    pytest.param(github, 30, "30", id="gh stops at 30"),
    pytest.param(servicenow, 10_000, "exactly 10,000 rows", id="ServiceNow stops at 10,000"),
]


@pytest.mark.parametrize(("export", "most", "words"), CUT)
def test_an_export_that_stops_at_its_most_is_noticed_and_its_pieces_make_it_whole(
    workspace, load, export, most, words
):
    [first] = load(a=export(range(1, most + 1)))
    assert words in first.notes[0]
    assert workspace.cuts().select("cut").to_series().to_list() == [first.notes[0]]
    # The second piece overlaps the first, and is cut too; the third one ends below the most.
    load(b=export(range(most // 2, most // 2 + most)))
    assert workspace.cuts().height == 2
    [rest] = load(c=export(range(most // 2 + most, 2 * most)))
    assert workspace.cuts().is_empty()
    assert not any(words in note for note in rest.notes)
    tasks = workspace.facts("task").collect()
    assert tasks.height == tasks["task_id"].n_unique() == 2 * most - 1


@pytest.mark.parametrize(("export", "most", "words"), CUT)
def test_an_export_of_another_source_makes_no_cut_one_whole(workspace, load, export, most, words):
    load(a=export(range(1, most + 1)))
    load(b=copilot(0, 7, lambda day: 5))
    assert workspace.cuts().height == 1


@pytest.mark.parametrize(("export", "most", "words"), CUT)
def test_one_row_less_than_the_most_is_no_cut(workspace, load, export, most, words):
    [report] = load(a=export(range(1, most)))
    assert workspace.cuts().is_empty()
    assert not any(words in note for note in report.notes)
