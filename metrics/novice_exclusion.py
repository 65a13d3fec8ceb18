"""Novice exclusion: how far novices are from their part of the challenging work."""

import polars as pl

from metrics.contract import indicator
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Novice exclusion",
    symbol="NEX",
    unit="0 to 1, 0 is parity",
    better="lower",
    method="3.4",
    family="novice_exclusion",
    novices=3,
    others=3,
    units=20,
    trigger_units=40,
    about_novices=True,
)
def novice_exclusion(log_participation: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Missing part of novices' participation in challenging work, 1 - NPR, by unit and period.

    log_participation  unit_id, period, value, se, low, high in logs; counts, coverage
    unit_counts        unit_id, period: every unit with members

    Counts: more than parity as 0. The interval is that of participation, turned round.
    Does not tell: whether some of the hard work is rightly kept to experts, by licence or for
    safety; tag such tasks and look at the list.
    """
    missing = log_participation.with_columns(
        value=_missing("value"),
        low=_missing("high"),
        high=_missing("low"),
        se=pl.col("se") * pl.col("value").exp(),
    )
    return readings(
        unit_counts.select(KEY),
        missing,
        reason="No novice in the unit, or no challenging task was closed",
    )


def _missing(log_ratio: str) -> pl.Expr:
    return (1 - pl.col(log_ratio).exp()).clip(0.0)
