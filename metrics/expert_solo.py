"""Expert solo: challenging work that experts do with no novice beside them."""

import polars as pl

from metrics.contract import indicator
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Expert solo",
    symbol="ESS",
    unit="share of hours on challenging tasks",
    better="lower",
    method="3.4",
    family="novice_exclusion",
    novices=3,
    others=3,
    units=20,
    trigger_units=40,
    about_novices=True,
)
def expert_solo(
    turns: pl.DataFrame, turn_counts: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Share of challenging hours on tasks with an expert and no novice, by unit and period.

    turns        unit_id, period, task_id, hours [h], is_solo
    turn_counts  unit_id, period, n_people, n_novices, n_others, n_units (tasks), coverage
    unit_counts  unit_id, period: every unit with members

    Counts: a novice of any team with a part in the task ends the solo. Jackknife over tasks.
    Does not tell: whether a novice was free, or the task was one for experts only.
    """
    tasks = turns.with_columns(solo=pl.col("hours") * pl.col("is_solo"))
    shares = jackknife(tasks, KEY, "task_id", ["solo", "hours"], ratio)
    return readings(
        unit_counts.select(KEY),
        turn_counts.join(shares, on=KEY, how="left"),
        reason="No challenging task was closed",
        lowest=0.0,
        highest=1.0,
    )
