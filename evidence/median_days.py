"""The median duration of groups of which some members are not over yet (Kaplan and Meier 1958)."""

from collections.abc import Sequence
from typing import Final

import polars as pl

AT_HALF: Final = 1e-9  # rounding of a product of shares


def median_days(rows: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """One row per group: the columns of `key`, median (null: not reached), n (members).

    rows  columns of `key`, days (above 0), is_over (False: still open after so many days)

    Counts: open ones leave the risk set after those that end on the same day. Where the curve
    stands at exactly one half, the middle of that stretch, as R's `survfit` tells it: without
    open ones it is the usual median. A stretch at one half that no further end follows is not
    reached: where it ends is unknown.
    """
    groups = list(key)
    curve = (
        rows.group_by(*groups, "days")
        .agg(ends=pl.col("is_over").sum(), members=pl.len())
        .sort(*groups, "days")
        .with_columns(at_risk=pl.col("members").cum_sum(reverse=True).over(groups))
        .with_columns(step=1 - pl.col("ends") / pl.col("at_risk"))
        .with_columns(left=pl.col("step").cum_prod().over(groups))
    )
    ended = pl.col("ends") > 0
    below = (pl.col("left") < 0.5 - AT_HALF) & ended
    at = ((pl.col("left") - 0.5).abs() <= AT_HALF) & ended
    first_below = pl.col("days").filter(below).min()
    first_at = pl.col("days").filter(at).min()
    medians = curve.group_by(groups).agg(
        median=pl.when(first_at.is_null())
        .then(first_below)
        .otherwise((first_at + first_below) / 2),
        n=pl.col("members").sum(),
    )
    return medians.sort(groups)
