"""Traces that people leave on tasks: comments, work logs and reviews."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Days
from sample_data.due import DAY, moments

NOON: Final = 12 * 3600
HELPER_COMMENTS: Final = 0.6  # of helpers, who log their work as well
ACTOR_COMMENTS: Final = 0.25
AUTOMATION: Final = "7f00aa000000000000c0ffee"  # account of the tracker's own rules, no person
AGENT: Final = "claude"  # login of an AI agent that reviews
OF_MACHINES: Final = 0.04  # tasks on which they leave a trace
COLUMNS: Final = ("item", "account", "person", "at", "kind", "hours")


def make_events(
    days: Days,
    person: pl.DataFrame,
    item: pl.DataFrame,
    task: pl.DataFrame,
    part: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per trace: item, account, person (null: none of ours), at, kind, hours (of a log).

    Counts: people meet on the last day of a task, on some tasks on an earlier day too. On each of
    them everybody in Jira logs work, unless nobody does; in GitHub helpers and approvers review.
    Tasks that are still open have only the earlier day.
    """
    met = _meetings(days, item, task, part, rng)
    ours = pl.concat([_in_jira(met), _in_github(met)]).join(
        person.select(pl.col("person").cast(pl.Int64), "account"), on="person"
    )
    traces = pl.concat([ours.select(COLUMNS), _of_others(item, rng)])
    return traces.sort("item", "at", "account", "kind")


def _meetings(
    days: Days,
    item: pl.DataFrame,
    task: pl.DataFrame,
    part: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per item, person with a part in it, and day on which those people met over it."""
    is_twice = pl.col("early") < pl.col("last")
    shared = task.select("task", "early", "last", "has_changes", is_twice=is_twice)
    own = item.drop_nulls("task").select("item", "task", "source", "has_effort", "is_open")
    rows = part.select("task", "person", "role", "hours").join(own, on="task")
    rows = rows.join(shared, on="task")
    both = [
        rows.filter("is_twice").with_columns(day="early", is_last=pl.lit(value=False)),
        rows.filter(~pl.col("is_open")).with_columns(day="last", is_last=pl.lit(value=True)),
    ]
    met = pl.concat(both).sort("item", "person", "day")
    noon = days.days[met["day"].to_numpy()] * DAY + NOON
    minute = rng.integers(0, 55, met.height)
    return met.with_columns(
        moments("at", noon + minute * 60),
        pl.Series("chance", rng.random(met.height)),
    )


def _in_jira(met: pl.DataFrame) -> pl.DataFrame:
    """Work logs, hours split over the days; comments of helpers, and of some actors."""
    here = met.filter(pl.col("source") == "jira")
    hours = pl.when(pl.col("is_twice")).then(pl.col("hours") / 2).otherwise("hours")
    logs = here.filter("has_effort").select(
        "item", "person", "at", kind=pl.lit("worklog"), hours=hours
    )
    helps = (pl.col("role") == "collaborator") & ~(pl.col("is_twice") & pl.col("is_last"))
    often = pl.when(helps).then(HELPER_COMMENTS).otherwise(ACTOR_COMMENTS)
    later = pl.col("at") + pl.duration(minutes=4)
    comments = here.filter(pl.col("chance") < often).select(
        "item", "person", later, kind=pl.lit("comment"), hours=pl.lit(None, dtype=pl.Float64)
    )
    return pl.concat([logs, comments])


def _in_github(met: pl.DataFrame) -> pl.DataFrame:
    """Reviews: helpers comment early, approvers ask for changes or comment, then approve."""
    here = met.filter(pl.col("source") == "github", pl.col("role") != "assignee")
    approver, last = pl.col("role") == "reviewer", pl.col("is_last")
    kind = (
        pl.when(approver & last)
        .then(pl.lit("approval"))
        .when(approver & pl.col("has_changes"))
        .then(pl.lit("change_request"))
        .otherwise(pl.lit("review"))
    )
    seen = here.filter(approver | ~last | ~pl.col("is_twice"))
    return seen.select("item", "person", "at", kind=kind, hours=pl.lit(None, dtype=pl.Float64))


def _of_others(item: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Work logs of outsiders; comments of the tracker's rules and reviews of an agent."""
    in_jira = pl.col("source") == "jira"
    soon = (pl.col("opened_at") + pl.duration(minutes=30)).alias("at")
    touched = item.filter(
        (pl.col("kind") == "own") & pl.Series(rng.random(item.height) < OF_MACHINES)
    ).select(
        "item",
        soon,
        account=pl.when(in_jira).then(pl.lit(AUTOMATION)).otherwise(pl.lit(AGENT)),
        kind=pl.when(in_jira).then(pl.lit("comment")).otherwise(pl.lit("review")),
        hours=pl.lit(None, dtype=pl.Float64),
    )
    outside = item.filter((pl.col("kind") == "outside") & pl.col("has_effort")).select(
        "item", soon, "account", kind=pl.lit("worklog"), hours="effort_hours"
    )
    nobody = pl.lit(None, dtype=pl.Int64).alias("person")
    return pl.concat([touched, outside], how="diagonal").with_columns(nobody).select(COLUMNS)
