"""Days of the firm: which hold facts, which are business days, in which period each is (R0)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small
from store.errors import RequestError

GRAINS: Final = {"quarter": "quarter", "month": "month"}
LAST_BUSINESS_DAY: Final = 5  # Friday, counted from Monday = 1


def task_days(task: nw.LazyFrame[Any], task_event: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per day with facts of tasks: day, opened, closed, events (counts).

    task        one row per task: task_id, opened_day, closed_day
    task_event  one row per event: event_day
    """
    tasks = task.select("task_id", "opened_day", "closed_day").unique(["task_id"], keep="any")
    counted = [
        _counts(small(tasks.group_by("opened_day").agg(nw.len().alias("n"))), "opened"),
        _counts(small(tasks.group_by("closed_day").agg(nw.len().alias("n"))), "closed"),
        _counts(small(task_event.group_by("event_day").agg(nw.len().alias("n"))), "events"),
    ]
    return (
        pl.concat(counted, how="diagonal")
        .group_by("day")
        .agg(pl.col("opened", "closed", "events").sum())
        .sort("day")
    )


def _counts(found: pl.DataFrame, name: str) -> pl.DataFrame:
    day, number = found.columns
    return found.select(
        pl.col(day).cast(pl.Int64).alias("day"), pl.col(number).cast(pl.Int64).alias(name)
    ).drop_nulls("day")


def fact_span(task_days: pl.DataFrame) -> pl.DataFrame:
    """The span of the tasks' facts: one row, none without tasks.

    returns  first_day (first opening or closing), first_closed_day, extract_day (latest day seen)
    """
    on_tasks = task_days.filter(pl.col("opened") + pl.col("closed") > 0)
    return pl.DataFrame(
        {
            "first_day": [on_tasks["day"].min()],
            "first_closed_day": [task_days.filter(pl.col("closed") > 0)["day"].min()],
            "extract_day": [task_days["day"].max()],
        },
        schema={
            "first_day": pl.Int64(),
            "first_closed_day": pl.Int64(),
            "extract_day": pl.Int64(),
        },
    ).drop_nulls("first_day")


def days(fact_span: pl.DataFrame) -> pl.DataFrame:
    """One row per day of the whole quarters that the facts span.

    returns  day (epoch day), date, is_business (Monday to Friday), week (epoch day of its Monday),
             month, quarter (first days), business_before (business days of the table before it)
    """
    date = pl.col("date")
    bounds = fact_span.select(
        pl.col("first_day").cast(pl.Int32).cast(pl.Date).dt.truncate("1q").alias("first"),
        pl.col("extract_day").cast(pl.Int32).cast(pl.Date).dt.truncate("1q").alias("last"),
    )
    return (
        bounds.select(
            pl.date_ranges("first", pl.col("last").dt.offset_by("1q"), closed="left").alias("date")
        )
        .explode("date", empty_as_null=False)
        .select(
            date.to_physical().cast(pl.Int64).alias("day"),
            date,
            (date.dt.weekday() <= LAST_BUSINESS_DAY).alias("is_business"),
            (date.to_physical().cast(pl.Int64) - date.dt.weekday() + 1).alias("week"),
            date.dt.truncate("1mo").alias("month"),
            date.dt.truncate("1q").alias("quarter"),
        )
        .with_columns(is_business=pl.col("is_business").cast(pl.Int64))
        .with_columns(
            business_before=pl.col("is_business").cum_sum() - pl.col("is_business"),
            is_business=pl.col("is_business") == 1,
        )
    )


def calendar(days: pl.DataFrame, grain: str) -> pl.DataFrame:
    """One row per day, with the period of the chosen grain that it is in.

    days     one row per day
    grain    'quarter' or 'month'
    returns  the columns of `days`, and period (its first day)
    """
    if grain not in GRAINS:
        raise RequestError(
            f"no grain is called '{grain}'", " or ".join(GRAINS), "Ask for one of these"
        )
    return days.with_columns(period=pl.col(GRAINS[grain]))
