"""How much of the work can be told challenging or not: the coverage of all figures of turns."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.readings import KEY


def ranked_hours(
    participation_hours: nw.LazyFrame[Any],
    actor: nw.LazyFrame[Any],
    difficulty: nw.LazyFrame[Any],
    challenge_threshold: pl.DataFrame,
    status: pl.DataFrame,
    unit_tree: pl.DataFrame,
) -> pl.DataFrame:
    """Hours of members, and those on tasks told hard or not; one row per unit and period.

    participation_hours  task_id, person_id, team_id, period, hours [h]
    actor                task_id, job_family
    difficulty           task_id: tasks of known difficulty
    challenge_threshold  job_family, basis: by stakes, every task of the family can be told
    status               person_id, period, status
    unit_tree            team_id, unit_id
    returns              unit_id, period, hours [h], ranked [h]

    Counts: hours of somebody of unknown status as not told.
    """
    by_stakes = challenge_threshold.filter(pl.col("basis") == "stakes").select("job_family")
    staked = actor.join(beside(by_stakes, actor), on="job_family").select("task_id")
    told = nw.concat([difficulty.select("task_id"), staked], how="vertical").unique()
    known = status.filter(pl.col("status") != "unknown").select("person_id", "period")
    known = known.with_columns(is_known=pl.lit(1.0))
    work = (
        participation_hours.filter(~nw.col("team_id").is_null())
        .join(told.with_columns(is_told=nw.lit(1.0)), on="task_id", how="left")
        .join(beside(known, actor), on=["person_id", "period"], how="left")
    )
    hours = nw.col("hours")
    counted = hours * nw.col("is_told").fill_null(0.0) * nw.col("is_known").fill_null(0.0)
    of_teams = small(
        work.group_by("team_id", "period").agg(
            hours.sum().alias("hours"), counted.sum().alias("ranked")
        )
    )
    return (
        of_teams.join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by(KEY)
        .agg(pl.col("hours", "ranked").sum())
        .sort(KEY)
    )
