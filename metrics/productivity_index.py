"""Productivity against the unit's own reference period."""

import numpy as np
import polars as pl

from metrics._week_ratio import SUMS, told_weeks, weeks_of_periods, why
from metrics.contract import indicator
from metrics.formulas.jackknife import Numbers, jackknife
from metrics.formulas.readings import KEY, readings


def reference_productivity(
    unit_week_output: pl.DataFrame, reference: pl.DataFrame, fewest_weeks: int, fewest_tasks: int
) -> pl.DataFrame:
    """Output per capacity hour in P0; one row per unit that worked enough in it.

    unit_week_output  unit_id, week, quarter, output [standard h], capacity [h], tasks
    reference         quarter
    fewest_weeks, fewest_tasks   what P0 must hold of the unit
    returns           unit_id, reference_productivity
    """
    return (
        unit_week_output.join(reference.select("quarter"), on="quarter", how="semi")
        .group_by("unit_id")
        .agg(
            reference_productivity=pl.col("output").sum() / pl.col("capacity").sum(),
            weeks=pl.col("week").n_unique(),
            tasks=pl.col("tasks").sum(),
        )
        .filter(
            pl.col("weeks") >= fewest_weeks,
            pl.col("tasks") >= fewest_tasks,
            pl.col("reference_productivity") > 0,
        )
        .select("unit_id", "reference_productivity")
        .sort("unit_id")
    )


@indicator(
    label="Productivity index",
    symbol="PI",
    unit="ratio, 1 is the reference period",
    better="higher",
    method="3.9",
    family="productivity",
    units=30,
    scale="log",
    high=None,
)
def productivity_index(
    unit_week_output: pl.DataFrame,
    reference_productivity: pl.DataFrame,
    calendar: pl.DataFrame,
    unit_counts: pl.DataFrame,
    fewest_weeks: int,
) -> pl.DataFrame:
    """Productivity over that of the unit's own reference period, by unit and period.

    unit_week_output        unit_id, week, month, output [standard h], capacity [h], tasks
    reference_productivity  unit_id, reference_productivity
    calendar                month, period
    unit_counts             unit_id, period, n_people, n_novices, n_others
    fewest_weeks            weeks that a period must have: a month has too few

    Counts: the reference as known without error. Jackknife over weeks, in logs.
    Does not tell: why output changed, or whether a unit is good; it is compared with itself.
    """
    weeks = weeks_of_periods(unit_week_output, calendar)
    compared = weeks.join(reference_productivity, on="unit_id")
    logs = jackknife(compared, KEY, "week", SUMS, _log_index, ["reference_productivity"])
    told = (pl.col("weeks") >= fewest_weeks) & (pl.col("coverage") > 0)
    figures = (
        told_weeks(weeks, unit_counts)
        .join(logs.with_columns(pl.col("value", "low", "high").exp()), on=KEY, how="left")
        .join(reference_productivity, on="unit_id", how="left")
        .with_columns(value=pl.when(told).then("value"))
    )
    return readings(unit_counts.select(KEY), figures, reason=_why(fewest_weeks), lowest=0.0)


def _log_index(_weeks: Numbers, output: Numbers, capacity: Numbers, reference: Numbers) -> Numbers:
    return np.asarray(np.log(output / capacity / reference))


def _why(fewest_weeks: int) -> pl.Expr:
    return (
        pl.when((pl.col("weeks") >= fewest_weeks) & pl.col("reference_productivity").is_null())
        .then(pl.lit("The unit has no reference period to be compared with"))
        .otherwise(why(fewest_weeks))
    )
