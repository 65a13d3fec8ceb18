"""Output per capacity hour over the weeks of periods: what productivity and its index share."""

import polars as pl

from metrics.formulas.readings import KEY

SUMS = ("output", "capacity")


def weeks_of_periods(unit_week_output: pl.DataFrame, calendar: pl.DataFrame) -> pl.DataFrame:
    """`unit_week_output` by period; one row per unit, period and week.

    Counts: a week that two periods share as a shorter week in each, so that the weeks of a period
    hold exactly what was finished and worked in it.
    """
    months = calendar.select("month", "period").unique()
    return (
        unit_week_output.join(months, on="month")
        .group_by(*KEY, "week")
        .agg(pl.col(*SUMS, "tasks", "effort", "told_effort").sum())
        .sort(*KEY, "week")
    )


def told_weeks(weeks: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """unit_id, period, people counts, weeks, n_units (tasks), coverage."""
    behind = weeks.group_by(KEY).agg(
        weeks=pl.col("week").n_unique(),
        n_units=pl.col("tasks").sum().cast(pl.Int64),
        output=pl.col("output").sum(),
        coverage=pl.when(pl.col("effort").sum() > 0).then(
            pl.col("told_effort").sum() / pl.col("effort").sum()
        ),
    )
    counts = unit_counts.select(*KEY, "n_people", "n_novices", "n_others")
    return counts.join(behind, on=KEY, how="left").with_columns(pl.col("weeks").fill_null(0))


def why(fewest_weeks: int) -> pl.Expr:
    """Why there is no output per capacity hour."""
    return (
        pl.when(pl.col("weeks") < fewest_weeks)
        .then(
            pl.format(
                "{} weeks in the period, and this figure needs {}", "weeks", pl.lit(fewest_weeks)
            )
        )
        .otherwise(pl.lit("Neither efforts nor estimates were known in the reference period"))
    )
