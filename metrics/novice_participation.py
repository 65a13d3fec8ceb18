"""Novice participation: whether novices get their part of the challenging work."""

import polars as pl

from metrics.contract import indicator
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Novice participation",
    symbol="NPR",
    unit="ratio, 1 is parity",
    better="higher",
    method="3.4",
    family="novice_exclusion",
    novices=3,
    others=3,
    units=20,
    trigger_units=40,
    about_novices=True,
    scale="log",
    high=None,
)
def novice_participation(
    log_participation: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """Novices' share of challenging hours over their share of capacity, by unit and period.

    log_participation  unit_id, period, value, se, low, high in logs; counts, coverage
    unit_counts        unit_id, period: every unit with members

    Counts: challenging tasks whose actor is in the unit; hours of its members only; one pseudo-task
    at parity. Interval from a jackknife over tasks, in logs.
    Does not tell: whether hiring novices stopped; then those who are left may look fair. Read it
    with novice_participation_ref.
    """
    ratios = log_participation.with_columns(pl.col("value", "low", "high").exp())
    return readings(
        unit_counts.select(KEY),
        ratios,
        reason="No novice in the unit, or no challenging task was closed",
        lowest=0.0,
    )
