"""Novices' part in the challenging work against their part in the capacity, in logarithms."""

import polars as pl

from metrics.formulas.jackknife import jackknife
from metrics.formulas.participation import log_ratio
from metrics.formulas.readings import KEY


def log_participation(turns: pl.DataFrame, turn_counts: pl.DataFrame) -> pl.DataFrame:
    """Logarithm of NPR with its jackknife over tasks; one row per unit and period.

    turns        unit_id, period, task_id, hours [h], novice_hours [h]
    turn_counts  unit_id, period, n_people, n_novices, n_others, n_units, coverage, novice_share
    returns      the columns of turn_counts, and value, se, low, high: all in logs

    Counts: one more task at parity, so that no novice hour at all stays finite. Without novices or
    without challenging tasks there is no value.
    """
    shared = turns.join(turn_counts.select(*KEY, "novice_share"), on=KEY)
    logs = jackknife(
        shared.filter(pl.col("novice_share") > 0),
        KEY,
        "task_id",
        ["novice_hours", "hours"],
        log_ratio,
        ["novice_share"],
    )
    return turn_counts.join(logs.drop("units"), on=KEY, how="left").sort(KEY)


def reference_novice_share(
    unit_people: pl.DataFrame,
    unit_tree: pl.DataFrame,
    periods: pl.DataFrame,
    reference: pl.DataFrame,
) -> pl.DataFrame:
    """Frozen share of novices in the capacity of P0; one row per unit.

    unit_people  unit_id, period, hours [h], is_novice
    unit_tree    team_id, unit_id, depth
    periods      period, quarter
    reference    quarter
    returns      unit_id, reference_share

    Counts: a unit that had no novices in P0, or did not exist, by the nearest unit above that had.
    """
    frozen = periods.join(reference.select("quarter"), on="quarter", how="semi").select("period")
    novice_hours = pl.col("hours").filter("is_novice").sum()
    shares = (
        unit_people.join(frozen, on="period", how="semi")
        .group_by("unit_id")
        .agg(reference_share=novice_hours / pl.col("hours").sum())
        .filter(pl.col("reference_share") > 0)
    )
    return (
        unit_tree.join(shares, on="unit_id")
        .sort("team_id", "depth", "unit_id")
        .unique("team_id", keep="first", maintain_order=True)
        .select("reference_share", unit_id="team_id")
        .select("unit_id", "reference_share")
    )
