"""Working hours that people have for a team (R1)."""

from typing import Final

import numpy as np
import polars as pl

SCHEMA: Final = {
    "team_id": pl.String(),
    "person_id": pl.String(),
    "period": pl.Date(),
    "hours": pl.Float64(),
    "is_fte_missing": pl.Boolean(),
}


def capacity(
    belonging: pl.DataFrame, periods: pl.DataFrame, days: pl.DataFrame, hours_per_day: float
) -> pl.DataFrame:
    """One row per team, person and period: business days in the team x FTE x share x hours a day.

    belonging  who belongs to which team when: share, fte
    periods    period, start_day, end_day (half open)
    days       one row per day: day, business_before
    returns    team_id, person_id, period, hours [h], is_fte_missing

    Counts: an unknown FTE as 1, flagged. Somebody who belongs on no business day has no row.
    """
    begins = pl.max_horizontal("start_day", "start_of_period")
    ends = pl.min_horizontal("end_day", "end_of_period")
    spans = periods.select(
        "period", start_of_period=pl.col("start_day"), end_of_period=pl.col("end_day")
    )
    held = (
        belonging.lazy()
        .join_where(
            spans.lazy(),
            pl.col("start_day") < pl.col("end_of_period"),
            pl.col("end_day") > pl.col("start_of_period"),
        )
        .select(
            "team_id", "person_id", "period", "share", "fte", "is_fte_missing", b=begins, e=ends
        )
        .collect()
    )
    worked = _business_days(held["b"], held["e"], days)
    return (
        held.with_columns(hours=worked * pl.col("share") * pl.col("fte") * hours_per_day)
        .sort("team_id", "person_id", "period", "b")
        .group_by("team_id", "person_id", "period", maintain_order=True)
        .agg(pl.col("hours").sum(), pl.col("is_fte_missing").any())
        .filter(pl.col("hours") > 0)
        .select(SCHEMA.keys())
        .cast(SCHEMA)  # type: ignore[arg-type]
    )


def _business_days(begins: pl.Series, ends: pl.Series, days: pl.DataFrame) -> pl.Series:
    """Business days in [begin, end), both inside `days`."""
    if not days.height:
        return pl.Series(np.zeros(len(begins)))
    first = days["day"][0]
    before = np.append(
        days["business_before"].to_numpy(),
        days["business_before"][-1] + int(days["is_business"][-1]),
    )
    return pl.Series(before[ends.to_numpy() - first] - before[begins.to_numpy() - first])
