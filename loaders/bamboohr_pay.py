"""Pay of a BambooHR report as the cost of an hour."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.lenient import lenient
from loaders.values import numbers

FULL_WEEK: Final = 40.0  # hours; assumption: the week of a full post, which BambooHR does not tell
WEEKS_A_YEAR: Final = 52.0
A_YEAR, AN_HOUR = "year", "hour"  # what pay is per; other spans were not seen in a real file


def full_time_equivalent(week_hours: pl.Series) -> pl.Series:
    """Share of a full post, (0, 1], of the hours of a week."""
    share = (week_hours / FULL_WEEK).clip(upper_bound=1.0)
    return pl.select(pl.when(share > 0).then(share)).to_series()


def hourly_cost(cells: Cells, week_hours: pl.Series) -> pl.DataFrame:
    """Columns hourly_cost and currency, out of cells like `68000 CAD` and what the pay is per.

    Counts: a year has 52 weeks of the person's own hours, of 40 where these are unknown.
    """
    pay = cells.raw("payRate", "Pay rate")
    amount = lenient(cells, "payRate", numbers(pay))
    span = cells.text("paidPer", "Paid per").str.to_lowercase()
    year = pl.select(week_hours.fill_null(FULL_WEEK) * WEEKS_A_YEAR).to_series()
    cost = (
        pl.when(span == A_YEAR)
        .then(amount / year)
        .when(span == AN_HOUR)
        .then(amount)
        .otherwise(pl.lit(None, dtype=pl.Float64))
    )
    frame = pl.select(hourly_cost=cost, currency=pay.str.extract(r"\b([A-Z]{3})\b"))
    if (amount.is_not_null() & frame["hourly_cost"].is_null()).any():
        cells.refusals.notes.append("Pay per anything but Year or Hour was left out.")
    if frame["hourly_cost"].is_not_null().any():
        cells.refusals.notes.append(
            "The cost of an hour is the pay alone, without what goes on top."
        )
    told = pl.col("hourly_cost").is_not_null()
    return frame.with_columns(pl.when(told).then("currency").alias("currency"))
