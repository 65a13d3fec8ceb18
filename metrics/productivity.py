"""Productivity: standard hours of finished work per hour of capacity."""

import polars as pl

from metrics._week_ratio import SUMS, told_weeks, weeks_of_periods, why
from metrics.contract import indicator
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Productivity",
    symbol="PRD",
    unit="standard hours per capacity hour",
    better="higher",
    method="3.9",
    family="productivity",
    units=30,
    high=None,
)
def productivity(
    unit_week_output: pl.DataFrame,
    calendar: pl.DataFrame,
    unit_counts: pl.DataFrame,
    fewest_weeks: int,
) -> pl.DataFrame:
    """Standard hours of tasks closed and not reopened per capacity hour, by unit and period.

    unit_week_output  unit_id, week, month, output [standard h], capacity [h], tasks
    calendar          month, period
    unit_counts       unit_id, period, n_people, n_novices, n_others
    fewest_weeks      weeks that a period must have: a month has too few

    Counts: a task takes what the median task of its family took in the reference period, so that
    the mix of work does not matter. Jackknife over weeks.
    Does not tell: quality beyond reopening, nor work that was moved onto reviewers elsewhere.
    """
    weeks = weeks_of_periods(unit_week_output, calendar)
    ratios = jackknife(weeks, KEY, "week", SUMS, ratio)
    told = (pl.col("weeks") >= fewest_weeks) & (pl.col("coverage") > 0)
    figures = (
        told_weeks(weeks, unit_counts)
        .join(ratios, on=KEY, how="left")
        .with_columns(value=pl.when(told).then("value"))
    )
    return readings(unit_counts.select(KEY), figures, reason=why(fewest_weeks), lowest=0.0)
