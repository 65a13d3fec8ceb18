"""Capacity-weighted mean of a quantity of members: what complexity and its parts share."""

import polars as pl

from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings


def member_mean(
    quantity: str, unit_complexity: pl.DataFrame, unit_counts: pl.DataFrame, *, reason: str
) -> pl.DataFrame:
    """Rows of `READING_SCHEMA`: mean of `quantity` over members who have one.

    Counts: n_people, n_novices and n_others are those with the quantity, n_units their tasks.
    Jackknife over people.
    Hours on tasks without labels, and hours of members without the quantity, lower the coverage.
    """
    has = pl.col(quantity).is_not_null()
    members = unit_complexity.filter(has).with_columns(part=pl.col("capacity") * pl.col(quantity))
    means = jackknife(members, KEY, "person_id", ["part", "capacity"], ratio)
    counts = unit_complexity.group_by(KEY).agg(
        n_people=has.sum(),
        n_novices=(has & pl.col("is_novice")).sum(),
        n_others=(has & ~pl.col("is_novice")).sum(),
        n_units=pl.col("tasks").filter(has).sum(),
        usable=pl.col("labelled_hours").filter(has).sum(),
        hours=pl.col("hours").sum(),
    )
    coverage = pl.when(pl.col("hours") > 0).then(pl.col("usable") / pl.col("hours"))
    figures = counts.with_columns(coverage=coverage).join(means, on=KEY, how="left")
    return readings(unit_counts.select(KEY), figures, reason=reason, lowest=0.0)
