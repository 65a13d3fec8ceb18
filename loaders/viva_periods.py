"""Rows and periods of a Viva person query: days, weeks or months, and how long a post held."""

from datetime import timedelta
from typing import Final

import polars as pl

A_DAY, A_WEEK, A_MONTH = 1, 7, 28  # shortest distance between two periods, in days
ATTRIBUTES: Final = ["team_id", "job_family", "level"]


def distance(first_days: pl.Series) -> int:
    """Days from one period to the next: the shortest in the file; a week when it has only one."""
    steps = first_days.drop_nulls().unique().sort().diff().drop_nulls()
    return max(A_DAY, int(steps.dt.total_days().min() or A_WEEK)) if len(steps) else A_WEEK  # type: ignore[arg-type]


def last_day(step: int) -> pl.Expr:
    """Last day of the period that begins on `day`; none where a period is a day."""
    day = pl.col("day")
    if step < A_WEEK:
        return pl.lit(None, pl.Date)
    if step >= A_MONTH:
        return day.dt.offset_by("1mo").dt.offset_by("-1d")
    return day + timedelta(days=A_WEEK - 1)


def intervals(rows: pl.DataFrame, step: int) -> pl.DataFrame:
    """One row per person and run of periods with the same attributes: valid_from, valid_to.

    rows  person_id, day, team_id, job_family, level: one row per person and period
    step  days from one period to the next

    Counts: periods without a row in between end no run. A person whom the last period of the file
    lacks has left it with the end of the last period that tells of them.
    """
    end = rows["day"].max()
    changes = [pl.col(name).ne_missing(pl.col(name).shift(1)) for name in ATTRIBUTES]
    told = rows.filter(pl.col("team_id").is_not_null()).sort("person_id", "day")
    is_new = pl.any_horizontal(changes).over("person_id")
    runs = (
        told.with_columns(run=is_new.cum_sum().over("person_id"))
        .group_by("person_id", "run", maintain_order=True)
        .agg(
            pl.col(ATTRIBUTES).first(), pl.col("day").min().alias("valid_from"), pl.col("day").max()
        )
    )
    after = pl.col("valid_from").shift(-1).over("person_id")
    gone = pl.when(pl.col("day") < pl.lit(end, pl.Date)).then(
        pl.col("day").dt.offset_by(f"{step}d")
    )
    return runs.with_columns(valid_to=pl.coalesce(after, gone)).drop("run", "day")


def at_kept(kept: pl.DataFrame, **columns: pl.Series) -> pl.DataFrame:
    """The kept rows with columns of the whole file beside them."""
    return kept.with_columns(
        series.gather(kept["at"]).alias(name) for name, series in columns.items()
    )
