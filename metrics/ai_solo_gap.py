"""AI solo gap: whether experts work alone more often where AI helps."""

import numpy as np
import polars as pl

from metrics.contract import indicator
from metrics.formulas.jackknife import Numbers, in_groups, intervals
from metrics.formulas.participation import family_gap
from metrics.formulas.readings import KEY, readings

SUMS = ("ai_solo", "ai_hours", "ai_tasks", "own_solo", "own_hours", "own_tasks")
LEAST_WEIGHT = 1e-6


@indicator(
    label="AI solo gap",
    symbol="AIG",
    unit="difference of shares, 0 is no link",
    better="lower",
    method="3.4",
    family="novice_exclusion",
    novices=3,
    others=3,
    units=20,
    trigger_units=40,
    about_novices=True,
    low=-1.0,
)
def ai_solo_gap(
    turns: pl.DataFrame, turn_counts: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Expert-solo share on AI tasks minus that on the others of their kind, by unit and period.

    turns        unit_id, period, task_id, family, hours [h], is_solo, is_ai (null: unknown)
    turn_counts  unit_id, period, n_people, n_novices, n_others, coverage
    unit_counts  unit_id, period: every unit with members

    Counts: families weigh n1 n0 / (n1 + n0); a family with one kind of task only weighs nothing.
    Tasks of unknown AI use not at all; n_units are those known. Jackknife over tasks.
    Does not tell: what AI caused. Flags by day rather than by task shrink the gap: never compare
    units whose tasks are linked to AI use in different ways.
    """
    known = turns.drop_nulls("is_ai").filter(pl.col("hours") > 0)
    told = known.group_by(KEY).agg(known_tasks=pl.len().cast(pl.Int64))
    all_tasks = pl.col("n_units")
    figures = (
        turn_counts.join(told, on=KEY, how="left")
        .with_columns(pl.col("known_tasks").fill_null(0))
        .with_columns(
            n_units="known_tasks",
            coverage=pl.when(all_tasks > 0).then(
                pl.col("coverage") * pl.col("known_tasks") / all_tasks
            ),
        )
        .join(_gaps(known), on=KEY, how="left")
    )
    return readings(
        unit_counts.select(KEY),
        figures,
        reason=pl.when(pl.col("n_units").fill_null(0) == 0)
        .then(pl.lit("No AI use is known for the challenging tasks"))
        .otherwise(pl.lit("No task family has challenging tasks both with AI and without")),
        lowest=-1.0,
        highest=1.0,
    )


def _gaps(tasks: pl.DataFrame) -> pl.DataFrame:
    """unit_id, period, value, se, low, high."""
    groups = in_groups(_terms(tasks), KEY, "task_id")
    gap, weight, gap_change, weight_change = (
        groups.rows[name].to_numpy() for name in ("gap", "weight", "gap_change", "weight_change")
    )
    gap, weight = groups.total(gap), groups.total(weight)
    value = _of(gap, weight)
    left_out = _of(groups.spread(gap) + gap_change, groups.spread(weight) + weight_change)
    return intervals(groups, value, left_out).drop("units")


def _of(gap: Numbers, weight: Numbers) -> Numbers:
    # The smallest true weight is a half; less is what rounding leaves of a family that fell away.
    some = weight > LEAST_WEIGHT
    return np.where(some, gap / np.where(some, weight, 1.0), np.nan)


def _terms(tasks: pl.DataFrame) -> pl.DataFrame:
    """Each task with its part of its family's gap, and how the gap changes without the task."""
    is_ai, family = pl.col("is_ai").cast(pl.Float64), [*KEY, "family"]
    solo = pl.col("hours") * pl.col("is_solo")
    parts = (solo, pl.col("hours"), pl.lit(1.0))
    own = [part * side for side in (is_ai, 1 - is_ai) for part in parts]
    rows = tasks.sort(*family, "task_id").with_columns(
        one.alias(name) for one, name in zip(own, SUMS, strict=True)
    )
    whole = rows.select(pl.col(SUMS).sum().over(family))
    sums = [whole[name].to_numpy() for name in SUMS]
    gap, weight = family_gap(*sums)
    without = family_gap(*(s - rows[n].to_numpy() for s, n in zip(sums, SUMS, strict=True)))
    tasks_in_family = sums[2] + sums[5]
    return rows.select(*KEY, "task_id").with_columns(
        gap=pl.Series(gap / tasks_in_family),
        weight=pl.Series(weight / tasks_in_family),
        gap_change=pl.Series(without[0] - gap),
        weight_change=pl.Series(without[1] - weight),
    )
