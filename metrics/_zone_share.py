"""Share of hours in one zone: the calculation behind challenge, exposed and routine."""

import polars as pl

from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings


def zone_share(
    zone: str,
    zone_hours: pl.DataFrame,
    zone_tasks: pl.DataFrame,
    unit_counts: pl.DataFrame,
    *,
    of_novices: bool,
) -> pl.DataFrame:
    """Rows of `READING_SCHEMA`: hours in `zone` over usable hours, jackknife over people.

    Counts: n_people, n_novices and n_others are those with usable hours; n_units the tasks that
    the figure rests on.
    """
    usable = zone_hours.filter(pl.col("usable") > 0)
    whose = pl.col("is_novice") if of_novices else pl.lit(value=True)
    shares = jackknife(usable.filter(whose), KEY, "person_id", [zone, "usable"], ratio)
    counts = usable.group_by(KEY).agg(
        n_people=pl.len(),
        n_novices=pl.col("is_novice").sum(),
        n_others=pl.col("is_novice").not_().sum(),
    )
    coverage = (
        zone_hours.filter(whose, pl.col("hours") > 0)
        .group_by(KEY)
        .agg(coverage=pl.col("usable").sum() / pl.col("hours").sum())
    )
    tasks = zone_tasks.select(*KEY, n_units="novice_tasks" if of_novices else "tasks")
    figures = (
        unit_counts.select(KEY)
        .join(counts, on=KEY, how="left")
        .join(shares, on=KEY, how="left")
        .join(coverage, on=KEY, how="left")
        .join(tasks, on=KEY, how="left")
    )
    who = "a novice" if of_novices else "anybody"
    return readings(
        unit_counts.select(KEY),
        figures,
        reason=f"No work of known difficulty by {who} with enough such tasks",
        lowest=0.0,
        highest=1.0,
    )
