"""Hours in, below and above the learning zone: what challenge and its guardrails are made of."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.readings import KEY
from metrics.formulas.zones import zone_shares

# Doing the work teaches; reviewing it or having asked for it is another kind of part.
DOING = ("assignee", "collaborator")


def zone_work(
    hours: nw.LazyFrame[Any],
    difficulty: nw.LazyFrame[Any],
    prediction: pl.DataFrame,
    expert_present: nw.LazyFrame[Any],
    zone_lowest: float,
    zone_highest: float,
    residual_sd: float,
) -> nw.LazyFrame[Any]:
    """Work by how hard it is for those who do it; one row per closed task, person and team.

    hours           task_id, person_id, team_id, role, hours [h], closed_day, quarter
    difficulty      task_id, job_family, b [logit]
    prediction      person_id, job_family, quarter, theta [logit], variance: as known before
    expert_present  task_id, person_id, x: an expert other than this person took part
    zone_lowest, zone_highest   ends of the learning zone, chance of success alone
    residual_sd     spread of tasks around the difficulty of their family [logit]
    returns         task_id, person_id, team_id, closed_day, hours [h], in_zone, exposed, routine:
                    shares of the hours that sum to 1, null when difficulty or skill is unknown

    Counts: work below the zone with an expert present as work in the zone (supported stretch).
    """
    work = (
        hours.filter(nw.col("role").is_in(DOING), ~nw.col("team_id").is_null())
        .select("task_id", "person_id", "team_id", "closed_day", "quarter", "hours")
        .join(difficulty.select("task_id", "job_family", "b"), on="task_id", how="left")
    )
    skill = beside(
        prediction.select("person_id", "job_family", "quarter", "theta", "variance"), work
    )
    with_support = expert_present.select("task_id", "person_id", "x")
    work = work.join(skill, on=["person_id", "job_family", "quarter"], how="left").join(
        with_support, on=["task_id", "person_id"], how="left"
    )
    below, inside = zone_shares(
        nw.col("theta") - nw.col("b"),
        (nw.col("variance") + residual_sd * residual_sd).sqrt(),
        zone_lowest,
        zone_highest,
    )
    work = work.with_columns(
        below=below, inside=inside, x=nw.col("x").fill_null(0).cast(nw.Float64)
    )
    return work.select(
        "task_id",
        "person_id",
        "team_id",
        "closed_day",
        "hours",
        in_zone=nw.col("inside") + nw.col("below") * nw.col("x"),
        exposed=nw.col("below") * (1.0 - nw.col("x")),
        routine=1.0 - nw.col("below") - nw.col("inside"),
    )


def scored_work(
    zone_work: nw.LazyFrame[Any],
    calendar: pl.DataFrame,
    status: pl.DataFrame,
    fewest_scored_tasks: int,
) -> nw.LazyFrame[Any]:
    """`zone_work` by period, with who counts; one row per closed task, person and team.

    zone_work  task_id, person_id, team_id, closed_day, hours [h], in_zone, exposed, routine
    calendar   day, period
    status     person_id, period, status
    fewest_scored_tasks   tasks of known difficulty that a person needs in a period to count
    returns    the columns of zone_work, period, is_novice (1 or 0), is_usable (1 or 0)

    Counts: work of people with too few scored tasks is not usable, and lowers the coverage.
    """
    dated = zone_work.join(
        beside(calendar.select(closed_day="day", period="period"), zone_work), on="closed_day"
    )
    scored = dated.filter(~nw.col("in_zone").is_null())
    enough = (
        scored.select("task_id", "person_id", "period")
        .unique()
        .group_by("person_id", "period")
        .agg(scored_tasks=nw.len())
    )
    novices = status.filter(pl.col("status") == "novice").select(
        "person_id", "period", is_novice=pl.lit(1, pl.Int64)
    )
    work = dated.join(enough, on=["person_id", "period"], how="left").join(
        beside(novices, dated), on=["person_id", "period"], how="left"
    )
    usable = ~nw.col("in_zone").is_null() & (
        nw.col("scored_tasks").fill_null(0) >= fewest_scored_tasks
    )
    return work.with_columns(
        is_novice=nw.col("is_novice").fill_null(0),
        is_usable=nw.when(usable).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64),
    ).drop("scored_tasks")


def zone_hours(scored_work: nw.LazyFrame[Any], unit_tree: pl.DataFrame) -> pl.DataFrame:
    """Hours of people by zone; one row per unit, person and period.

    scored_work  person_id, team_id, period, hours [h], in_zone, exposed, routine, is_novice,
                 is_usable
    unit_tree    team_id, unit_id
    returns      unit_id, person_id, period, is_novice, hours, usable, in_zone, exposed, routine
                 [h]; the last three sum to usable
    """
    hours, usable = nw.col("hours"), nw.col("hours") * nw.col("is_usable")
    of_teams = scored_work.group_by("team_id", "person_id", "period", "is_novice").agg(
        hours.sum().alias("hours"),
        usable.sum().alias("usable"),
        *((usable * nw.col(z)).sum().alias(z) for z in ("in_zone", "exposed", "routine")),
    )
    key = (*KEY, "person_id")
    return (
        small(of_teams)
        .join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by(key)
        .agg(
            pl.col("is_novice").max() == 1,
            pl.col("hours", "usable", "in_zone", "exposed", "routine").sum(),
        )
        .sort(key)
    )


def zone_tasks(scored_work: nw.LazyFrame[Any], unit_tree: pl.DataFrame) -> pl.DataFrame:
    """Tasks behind the hours by zone; one row per unit and period.

    scored_work  task_id, team_id, period, is_novice, is_usable
    unit_tree    team_id, unit_id
    returns      unit_id, period, tasks, novice_tasks (those that a novice of the unit works on)

    Counts: a task of several people of the unit once.
    """
    of_teams = scored_work.filter(nw.col("is_usable") == 1).select(
        "task_id", "team_id", "period", "is_novice"
    )
    tree = beside(unit_tree.select("team_id", "unit_id"), of_teams)
    tasks = (
        of_teams.unique()
        .join(tree, on="team_id")
        .group_by("unit_id", "period", "task_id")
        .agg(nw.col("is_novice").max())
        .group_by("unit_id", "period")
        .agg(tasks=nw.len(), novice_tasks=nw.col("is_novice").sum())
    )
    counts = small(tasks).with_columns(pl.col("tasks", "novice_tasks").cast(pl.Int64))
    return counts.sort("unit_id", "period")
