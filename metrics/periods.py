"""Calendar periods that hold facts, and the reference period P0 in which rulers are frozen (R0)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from store.errors import RequestError

MONTHS_OF: Final = {"quarter": 3, "month": 1}
MONTHS_OF_A_YEAR: Final = 12
SCHEMA: Final = {
    "period": pl.Date(),
    "start_day": pl.Int64(),
    "end_day": pl.Int64(),
    "quarter": pl.Date(),
    "is_complete": pl.Boolean(),
    "index": pl.Int64(),
}


def periods(
    calendar: pl.DataFrame,
    task_days: pl.DataFrame,
    fact_span: pl.DataFrame,
    complete_slack_days: int,
    grain: str,
) -> pl.DataFrame:
    """One row per period of the chosen grain, from the first closed task to the extract day.

    returns  period, start_day, end_day (half open), quarter, is_complete, index (running number)

    Counts: a period in which nothing was opened, closed or commented is left out.
    """
    named = calendar.select("day", "date", "quarter", "period")
    return _periods(named, task_days, fact_span, complete_slack_days, MONTHS_OF[grain])


def quarters(
    days: pl.DataFrame,
    task_days: pl.DataFrame,
    fact_span: pl.DataFrame,
    complete_slack_days: int,
) -> pl.DataFrame:
    """One row per quarter that holds facts: the columns of `periods`, whatever the grain."""
    named = days.select("day", "date", "quarter", pl.col("quarter").alias("period"))
    return _periods(named, task_days, fact_span, complete_slack_days, MONTHS_OF["quarter"])


def reference(
    quarters: pl.DataFrame,
    days: pl.DataFrame,
    task_days: pl.DataFrame,
    belonging: pl.DataFrame,
    complete_slack_days: int,
    loaded_quarter_share: float,
    reference_quarter_count: int,
    reference_quarters: list[date] | None = None,
) -> pl.DataFrame:
    """The quarters of P0, in which everything frozen is computed: quarter, is_complete.

    reference_quarters  first days of the quarters that the firm chose; none: the first two
                        complete ones loaded

    Counts: a quarter with fewer closed tasks than a tenth of the median quarter is not loaded, only
    strayed into; one before anybody is known to belong to a team would freeze rulers without
    people. Where no quarter is complete, the first one stands in.
    """
    if reference_quarters:
        return _chosen(quarters, reference_quarters)
    closed = (
        task_days.filter(pl.col("closed") > 0)
        .join(days.select("day", "quarter"), on="day")
        .group_by("quarter")
        .agg(pl.col("closed").sum())
    )
    peopled = pl.lit(belonging["start_day"].min()) <= pl.col("start_day") + complete_slack_days
    loaded = (
        quarters.with_columns(is_complete=pl.col("is_complete") & peopled.fill_null(value=True))
        .join(closed, on="quarter")
        .filter(pl.col("closed") >= loaded_quarter_share * pl.col("closed").median())
        .sort("quarter")
    )
    complete = loaded.filter("is_complete").head(reference_quarter_count)
    return (complete if complete.height else loaded.head(1)).select("quarter", "is_complete")


def _chosen(quarters: pl.DataFrame, wanted: Sequence[date]) -> pl.DataFrame:
    found = quarters.filter(pl.col("quarter").is_in(list(wanted))).sort("quarter")
    if found.height < len(set(wanted)):
        raise RequestError(
            f"{len(set(wanted)) - found.height} of the chosen reference quarters hold no facts",
            f"first days among {', '.join(str(day) for day in quarters['quarter'])}",
            "Choose reference quarters that are loaded",
        )
    return found.select("quarter", "is_complete")


def _periods(
    named: pl.DataFrame, task_days: pl.DataFrame, fact_span: pl.DataFrame, slack: int, months: int
) -> pl.DataFrame:
    held = named.join(task_days, on="day", how="semi").select("period").unique()
    first, closed = pl.col("first_day"), pl.col("first_closed_day")
    year = pl.col("period").dt.year().cast(pl.Int64)
    month = pl.col("period").dt.month().cast(pl.Int64)
    return (
        named.group_by("period")
        .agg(
            start_day=pl.col("day").min(),
            end_day=pl.col("day").max() + 1,
            quarter=pl.col("quarter").min(),
        )
        .join(held, on="period", how="semi")
        .join(fact_span, how="cross")
        .filter(pl.col("end_day") > closed)
        .with_columns(
            is_complete=(first <= pl.col("start_day") + slack)
            & (pl.col("extract_day") >= pl.col("end_day") - 1 - slack),
            index=(year * MONTHS_OF_A_YEAR + month - 1) // months,
        )
        .sort("period")
        .select(SCHEMA.keys())
        .cast(SCHEMA)  # type: ignore[arg-type]
    )
