"""Mentored share: novices' work that an expert has a part in."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.contract import indicator
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.readings import KEY, readings


def mentored_hours(
    participation_hours: nw.LazyFrame[Any],
    status: pl.DataFrame,
    unit_tree: pl.DataFrame,
    expert_weight: float,
) -> pl.DataFrame:
    """Hours of novices, and those on tasks with an expert; one row per unit, novice and period.

    participation_hours  task_id, person_id, team_id, period, hours [h], weight
    status               person_id, period, status
    unit_tree            team_id, unit_id
    expert_weight        smallest weight of the expert's part
    returns              unit_id, person_id, period, hours [h], mentored [h]
    """
    of_status = beside(status.select("person_id", "period", "status"), participation_hours)
    parts = participation_hours.join(of_status, on=["person_id", "period"])
    with_expert = (
        parts.filter(nw.col("status") == "expert", nw.col("weight") >= expert_weight)
        .select("task_id", mentored=nw.lit(1.0))
        .unique()
    )
    hours = nw.col("hours")
    of_teams = small(
        parts.filter(nw.col("status") == "novice", ~nw.col("team_id").is_null())
        .join(with_expert, on="task_id", how="left")
        .group_by("team_id", "person_id", "period")
        .agg(
            hours.sum().alias("hours"),
            (hours * nw.col("mentored").fill_null(0.0)).sum().alias("mentored"),
        )
    )
    key = [*KEY, "person_id"]
    return (
        of_teams.join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by(key)
        .agg(pl.col("hours", "mentored").sum())
        .sort(key)
    )


@indicator(
    label="Mentored share",
    symbol="MS",
    unit="share of novices' hours",
    better="higher",
    method="3.3",
    family="connection",
    novices=3,
    others=3,
    unit_word="novices",
    about_novices=True,
)
def mentored_share(mentored_hours: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Share of novices' hours on tasks in which an expert has a part too, by unit and period.

    mentored_hours  unit_id, person_id, period, hours [h], mentored [h]
    unit_counts     unit_id, period, n_people, n_novices, n_others, known_share

    Counts: an expert of any team, with a weight of at least .1. Novices without hours on closed
    tasks not at all. Jackknife over novices.
    Does not tell: whether the expert looked at the novice's work; a nominal reviewer counts.
    """
    worked = mentored_hours.filter(pl.col("hours") > 0)
    shares = jackknife(worked, KEY, "person_id", ["mentored", "hours"], ratio)
    figures = (
        unit_counts.select(*KEY, "n_people", "n_others", coverage="known_share")
        .join(shares, on=KEY, how="left")
        .with_columns(n_novices=pl.col("units"), n_units=pl.col("units"))
    )
    return readings(
        unit_counts.select(KEY),
        figures,
        reason="No novice has hours on a closed task",
        lowest=0.0,
        highest=1.0,
    )
