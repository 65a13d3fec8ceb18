"""Novice participation against the share of novices that the unit once had."""

import polars as pl

from metrics.contract import indicator
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Novice participation against the reference",
    symbol="NPR_ref",
    unit="ratio, 1 is parity with the reference period",
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
def novice_participation_ref(
    log_participation: pl.DataFrame,
    reference_novice_share: pl.DataFrame,
    unit_counts: pl.DataFrame,
) -> pl.DataFrame:
    """Novice participation times the change of their share in capacity, by unit and period.

    log_participation       unit_id, period, value, se, low, high in logs; novice_share, counts
    reference_novice_share  unit_id, reference_share
    unit_counts             unit_id, period: every unit with members

    Counts: ln NPR_ref = ln NPR + ln(k / k_ref), exclusion inside plus a shrinking pipeline.
    The reference share is frozen and known, so the interval is as wide as that of ln NPR.
    Does not tell: why fewer novices came.
    """
    shift = (pl.col("novice_share") / pl.col("reference_share")).log()
    ratios = log_participation.join(reference_novice_share, on="unit_id", how="left").with_columns(
        (pl.col("value", "low", "high") + shift).exp()
    )
    return readings(
        unit_counts.select(KEY),
        ratios,
        reason="No novice in the unit now or in the reference period, or no challenging task",
        lowest=0.0,
    )
