"""Tasks, each once, with what the rules read of them."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

NONE: Final = "(none)"  # a task without a type or a component
BOTS: Final = ("bot", "agent")  # they act, but have no hours, no skill and no team


def distinct_task(task: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per task, open ones too: columns of `task`, its type and its main component.

    Counts: the first component named is the main one. An effort or an estimate of zero hours is a
    form left empty.
    """
    listed = nw.when(nw.col("components").list.len() > 0).then(nw.col("components"))
    return task.unique(["task_id"], keep="any").with_columns(
        type=nw.col("type").fill_null(NONE),
        component=listed.list.get(0).fill_null(NONE),
        effort_hours=nw.when(nw.col("effort_hours") > 0).then(nw.col("effort_hours")),
        estimate_hours=nw.when(nw.col("estimate_hours") > 0).then(nw.col("estimate_hours")),
    )


def closed_task(distinct_task: nw.LazyFrame[Any], days: pl.DataFrame) -> nw.LazyFrame[Any]:
    """One row per closed task: columns of `distinct_task`, and the quarter of its first closing.

    distinct_task  one row per task
    days           day, quarter
    """
    quarter = beside(days.select(closed_day="day", quarter="quarter"), distinct_task)
    closed = distinct_task.filter(~nw.col("closed_day").is_null())
    return closed.join(quarter, on="closed_day")


def human(participation: nw.LazyFrame[Any], person: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows of `participation` that are people's: bots and agents are left out."""
    bots = person.filter(nw.col("worker_type").is_in(BOTS)).select("person_id")
    return participation.join(bots, on="person_id", how="anti")


def person_hire(person: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per person in the HR data: person_id, hire_day (null is unknown)."""
    return small(person.group_by("person_id").agg(nw.col("hire_day").min())).sort("person_id")
