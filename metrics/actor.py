"""Who did a task: its primary actor, with team and job family on the day it closed."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

LONG_AFTER: Final = 1_000_000_000_000  # epoch second: a part whose start is unknown began last


def closed_actor(
    human: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    belonging: pl.DataFrame,
    weight_assignee: float,
) -> nw.LazyFrame[Any]:
    """One row per closed task that had an assignee.

    human        participation of people: task_id, person_id, role, weight, from_second
    closed_task  task_id, closed_day, quarter
    belonging    who belongs to which team when
    returns      task_id, person_id, team_id, job_family, closed_day, quarter

    Counts: the assignee with the largest weight, of equals the earliest, then the lowest id. An
    actor whom HR does not know on that day has neither team nor job family.
    """
    first = (
        human.filter(nw.col("role") == "assignee")
        .select(
            "task_id",
            "person_id",
            weight=nw.col("weight").fill_null(weight_assignee),
            since=nw.col("from_second").fill_null(LONG_AFTER),
        )
        .filter(nw.col("weight") == nw.col("weight").max().over("task_id"))
        .filter(nw.col("since") == nw.col("since").min().over("task_id"))
        .group_by("task_id")
        .agg(nw.col("person_id").min())
    )
    acted = closed_task.select("task_id", "closed_day", "quarter").join(first, on="task_id")
    main = beside(belonging.filter("is_main"), closed_task)
    placed = (
        acted.select("task_id", "person_id", "closed_day")
        .join(main, on="person_id")
        .filter(
            nw.col("start_day") <= nw.col("closed_day"), nw.col("closed_day") < nw.col("end_day")
        )
        .select("task_id", "team_id", "job_family")
    )
    return acted.join(placed, on="task_id", how="left").select(
        "task_id", "person_id", "team_id", "job_family", "closed_day", "quarter"
    )


def actor(closed_actor: nw.LazyFrame[Any], calendar: pl.DataFrame) -> nw.LazyFrame[Any]:
    """One row per closed task that had an assignee: columns of `closed_actor`, and the period."""
    period = beside(calendar.select(closed_day="day", period="period"), closed_actor)
    return closed_actor.join(period, on="closed_day")


def family_reference(closed_actor: nw.LazyFrame[Any], reference: pl.DataFrame) -> pl.DataFrame:
    """The quarters in which a job family's rulers are frozen: job_family, quarter.

    Counts: P0. A job family that did nothing in P0 has its own first quarters instead, as many.
    """
    worked = small(
        closed_actor.filter(~nw.col("job_family").is_null())
        .select("job_family", "quarter")
        .unique()
    ).sort("job_family", "quarter")
    frozen = worked.join(reference, on="quarter", how="semi")
    late = worked.join(frozen, on="job_family", how="anti")
    own = late.group_by("job_family", maintain_order=True).head(max(reference.height, 1))
    return pl.concat([frozen, own]).sort("job_family", "quarter")


def reference_task(
    closed_actor: nw.LazyFrame[Any], family_reference: pl.DataFrame
) -> nw.LazyFrame[Any]:
    """One row per task in which the rulers are frozen: task_id, job_family."""
    frozen = beside(family_reference, closed_actor)
    return closed_actor.join(frozen, on=["job_family", "quarter"]).select("task_id", "job_family")
