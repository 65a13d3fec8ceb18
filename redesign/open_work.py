"""Open work and free people, read from a workspace and put together for the matcher."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from redesign import usual_work
from redesign.candidates import Work
from redesign.free_people import free_people, hourly_rates, members, started_load
from redesign.open_difficulty import sized
from redesign.open_tasks import extract_day, open_parts, open_tasks
from store.workspace import Workspace

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class OpenWork:
    """What is open on the newest day of the facts.

    today    that day; nothing later is known
    started  open tasks that somebody has begun: they stay where they are
    work     free tasks and free people
    """

    today: date
    started: pl.DataFrame
    work: Work


def open_work(workspace: Workspace) -> OpenWork | None:
    """Open work of the firm; None when no task is loaded.

    Counts: a task belongs to the team of its owner, else of whoever reported it, else to the team
    that spent most hours on its component in the last year; else to no team. Skill is the
    newest prediction, made from finished tasks only.
    """
    task, participation = workspace.facts("task"), workspace.facts("participation")
    today = extract_day(task)
    if today is None:
        return None
    belonging = workspace.measured("belonging")
    team_people = members(belonging, today)
    gone = belonging.filter(~pl.col("person_id").is_in(team_people["person_id"].implode()))
    parts = open_parts(task, participation)
    recent = usual_work.recent_work(task, workspace.measured("participation_hours"), today)
    open_now = open_tasks(task, parts, team_people, gone["person_id"].unique())
    tasks = _with_team(open_now, recent)
    started = tasks.filter("is_started")
    sizes = _sizes(workspace, tasks, team_people)
    effort = sizes.group_by("task_id").agg(pl.col("effort_hours").mean()).drop_nulls()
    people = free_people(
        team_people,
        workspace.facts("person").collect(),
        hourly_rates(workspace.facts("membership").collect(), today),
        workspace.measured("status"),
        started_load(started, parts, effort, today),
    )
    flags, actors = workspace.measured("ai_flag"), workspace.measured("actor")
    work = Work(
        tasks=tasks.filter(~pl.col("is_started")),
        members=team_people,
        people=people,
        sizes=sizes,
        skill=_newest(
            workspace.measured("prediction").rename({"quarter": "period"}),
            "person_id",
            "job_family",
        ),
        crafts=usual_work.crafts(recent),
        reach=usual_work.ai_reach(flags, recent),
        fluency=usual_work.ai_fluency(flags, actors, recent),
        unedited=usual_work.unedited(workspace.facts("ai_usage"), today),
        stock=_newest(workspace.measured("connection_stock"), "person_id").select(
            "person_id", "stock"
        ),
    )
    return OpenWork(EPOCH + timedelta(days=today), started, work)


def _with_team(tasks: pl.DataFrame, recent: pl.DataFrame) -> pl.DataFrame:
    usual = usual_work.team_of_component(recent)
    return tasks.join(usual, on="component", how="left").with_columns(
        team_id=pl.coalesce("known_team", "usual_team")
    )


def _sizes(workspace: Workspace, tasks: pl.DataFrame, team_people: pl.DataFrame) -> pl.DataFrame:
    """Difficulty and effort of each open task for each craft of its team."""
    families = team_people.select("team_id", "job_family").drop_nulls().unique()
    asked = tasks.join(families, on="team_id").select(
        *("task_id", "job_family", "type", "component", "estimate_hours", "logged_hours")
    )
    tables = (
        workspace.measured(name)
        for name in ("family_difficulty", "skill_parameters", "family_effort")
    )
    return sized(asked, *tables)


def _newest(table: pl.DataFrame, *key: str) -> pl.DataFrame:
    return table.sort("period").unique(key, keep="last", maintain_order=True).drop("period")
