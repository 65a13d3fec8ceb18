"""Hours of each person on each task, by the weight of the part played (R2)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside

ROLES: Final = ("assignee", "collaborator", "mentor", "reviewer", "reporter")


def part(
    human: nw.LazyFrame[Any],
    weight_assignee: float,
    weight_collaborator: float,
    weight_mentor: float,
    weight_reviewer: float,
    weight_reporter: float,
) -> nw.LazyFrame[Any]:
    """One row per task and person with a part in it, open tasks too: weight, role.

    human     participation of people: role, weight (may be missing)
    weight_*  what a role counts when no weight is told

    Counts: a person with several roles once, with the largest weight; of equal weights the role
    that stands first in `ROLES`. A negative weight is none.
    """
    usual = dict(
        zip(
            ROLES,
            (weight_assignee, weight_collaborator, weight_mentor, weight_reviewer, weight_reporter),
            strict=True,
        )
    )
    ranks = {role: rank for rank, role in enumerate(ROLES)}
    weight = nw.coalesce("weight", _by_role(usual)).clip(lower_bound=0.0)
    largest = nw.col("weight").max().over("task_id", "person_id")
    best = (
        human.select("task_id", "person_id", "role", weight=weight, rank=_by_role(ranks))
        .filter(nw.col("weight") == largest)
        .group_by("task_id", "person_id")
        .agg(nw.col("weight").max(), nw.col("rank").min())
    )
    named = pl.DataFrame({"rank": list(ranks.values()), "role": list(ranks)})
    return best.join(beside(named, best), on="rank").select(
        "task_id", "person_id", "weight", "role"
    )


def _by_role(values: dict[str, Any]) -> nw.Expr:
    first, *others = ROLES
    chosen = nw.when(nw.col("role") == first).then(nw.lit(values[first]))
    for role in others:
        chosen = chosen.when(nw.col("role") == role).then(nw.lit(values[role]))
    return chosen


def hours(
    part: nw.LazyFrame[Any],
    task_hours: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    belonging: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per closed task, person and team of that person on the day the task closed.

    part         weight and role of each person on each task
    task_hours   effort_hours [h] of each closed task
    closed_task  task_id, closed_day, quarter
    belonging    who belongs to which team when
    returns      task_id, person_id, hours [h], weight, role, team_id, team_share, job_family,
                 closed_day, quarter

    Counts: effort times the person's share of all weights. Somebody in several teams at once has a
    row for each, hours split by `team_share`; somebody whom HR does not know keeps the hours, with
    no team. A part of weight 0 has no hours and no row.
    """
    weighed = (
        part.filter(nw.col("weight") > 0)
        .with_columns(total=nw.col("weight").sum().over("task_id"))
        .join(task_hours.select("task_id", "effort_hours"), on="task_id")
        .join(closed_task.select("task_id", "closed_day", "quarter"), on="task_id")
        .with_columns(
            hours=nw.when(nw.col("total") > 0).then(
                nw.col("effort_hours") * nw.col("weight") / nw.col("total")
            )
        )
        .drop("total", "effort_hours")
    )
    teams = ["person_id", "team_id", "team_share", "job_family", "start_day", "end_day"]
    placed = (
        weighed.select("task_id", "person_id", "closed_day")
        .join(beside(belonging.select(teams), weighed), on="person_id")
        .filter(
            nw.col("start_day") <= nw.col("closed_day"), nw.col("closed_day") < nw.col("end_day")
        )
        .select("task_id", "person_id", "team_id", "team_share", "job_family")
    )
    share = nw.col("team_share").fill_null(1.0)
    return (
        weighed.join(placed, on=["task_id", "person_id"], how="left")
        .with_columns(hours=nw.col("hours") * share, team_share=share)
        .select(
            *("task_id", "person_id", "hours", "weight", "role"),
            *("team_id", "team_share", "job_family", "closed_day", "quarter"),
        )
    )


def participation_hours(hours: nw.LazyFrame[Any], calendar: pl.DataFrame) -> nw.LazyFrame[Any]:
    """One row per closed task, person and team: columns of `hours`, and the period."""
    period = beside(calendar.select(closed_day="day", period="period"), hours)
    return hours.join(period, on="closed_day")
