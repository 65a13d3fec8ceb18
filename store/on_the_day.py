"""Whose an account was on the day of a row, where its ties are dated."""

from typing import Final

import polars as pl

OWNER: Final = "\0owner"  # no column of ours begins so
# Day of a row, per fact table; rows of `person` and tables without people have none.
DAYS: Final = {
    "membership": "from_day",
    "participation": "from_day",
    "task_event": "event_day",
    "ai_usage": "usage_day",
    "training": "completed_day",
    "survey": "wave_day",
}
DAY: Final = "\0day"
PLACE: Final = "\0place"


def with_day(table: str, rows: pl.LazyFrame, task: pl.LazyFrame | None) -> pl.LazyFrame:
    """Rows with their day in one more column.

    task  the table of tasks, for participations without a first day

    Counts: a participation whose beginning is unknown stands on the day on which its task was
    closed, of open tasks and of reporters on the day on which it was opened.
    """
    if table not in DAYS:
        return rows.with_columns(pl.lit(None, pl.Int64()).alias(DAY))
    day = pl.col(DAYS[table])
    if table != "participation" or task is None:
        return rows.with_columns(day.alias(DAY))
    days = task.select("task_id", _opened="opened_day", _closed="closed_day")
    later = pl.when(pl.col("role") != "reporter").then("_closed")
    return (
        rows.join(days, on="task_id", how="left", maintain_order="left")
        .with_columns(pl.coalesce(day, later, "_opened").alias(DAY))
        .drop("_opened", "_closed")
    )


def owned(rows: pl.LazyFrame, column: str, timeline: pl.LazyFrame) -> pl.LazyFrame:
    """Rows with the owner of an account on their day: null where no dated tie tells.

    rows      fact rows with their day, as `with_day` makes them
    column    which column holds the account
    timeline  account, since, until, owner; the spans of an account fill all time
    """
    day = pl.col(DAY)
    is_then = (day >= pl.col("since")) & (day < pl.col("until"))
    placed = rows.with_row_index(PLACE)
    owners = (
        placed.select(PLACE, DAY, account=column)
        .join(timeline, on="account")
        .filter(is_then)
        .select(PLACE, pl.col("owner").alias(OWNER))
    )
    return placed.join(owners, on=PLACE, how="left", maintain_order="left").drop(PLACE)
