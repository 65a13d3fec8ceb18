"""Effort of a task: logged, else estimated, else what its family takes (R2)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

MIDDLE: Final = 0.5  # the median, spelled as the quantile that every engine has


def logged_effort(distinct_task: nw.LazyFrame[Any], human: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per task with logged effort: task_id, logged [h], estimate_hours [h].

    distinct_task  task_id, effort_hours, estimate_hours
    human          participation of people: hours logged by each

    Counts: the task's own effort; where there is none, the sum of what its people logged.
    """
    key = ["task_id", "person_id", "role", "from_second"]
    by_people = (
        human.filter(nw.col("hours") > 0)
        .unique(key, keep="any")
        .group_by("task_id")
        .agg(nw.col("hours").sum().alias("by_people"))
    )
    return (
        distinct_task.select("task_id", "effort_hours", "estimate_hours")
        .join(by_people, on="task_id", how="left")
        .select("task_id", "estimate_hours", logged=nw.coalesce("effort_hours", "by_people"))
        .filter(~nw.col("logged").is_null())
    )


def effort_ratio(
    reference_task: nw.LazyFrame[Any], logged_effort: nw.LazyFrame[Any]
) -> pl.DataFrame:
    """One row per job family: effort_ratio (c), the frozen median of logged effort / estimate.

    Counts: the row without a job family is the whole firm's, for crafts that have none.
    """
    both = logged_effort.filter(nw.col("estimate_hours") > 0).with_columns(
        ratio=nw.when(nw.col("estimate_hours") > 0).then(
            nw.col("logged") / nw.col("estimate_hours")
        )
    )
    frozen = reference_task.join(both, on="task_id")
    middle = nw.col("ratio").quantile(MIDDLE, interpolation="linear").alias("effort_ratio")
    families = small(frozen.group_by("job_family").agg(middle)).sort("job_family")
    firm = small(frozen.select(middle)).select(
        pl.lit(None, pl.String).alias("job_family"), pl.all()
    )
    return pl.concat([families, firm.drop_nulls("effort_ratio")])


def family_effort(
    reference_task: nw.LazyFrame[Any],
    task_family: nw.LazyFrame[Any],
    logged_effort: nw.LazyFrame[Any],
    distinct_task: nw.LazyFrame[Any],
) -> pl.DataFrame:
    """One row per task family, and one per job family: frozen medians of its reference tasks.

    returns  job_family, family (null is the whole job family), effort_hours (e*, of logged effort,
             null is none logged), estimate_hours (null is none estimated), n_tasks
    """
    frozen = (
        reference_task.join(task_family.select("task_id", "family"), on="task_id")
        .join(logged_effort.select("task_id", "logged"), on="task_id", how="left")
        .join(distinct_task.select("task_id", "estimate_hours"), on="task_id")
    )
    effort = nw.col("logged").quantile(MIDDLE, interpolation="linear").alias("effort_hours")
    estimate = nw.col("estimate_hours").quantile(MIDDLE, interpolation="linear")
    medians = (effort, estimate.alias("estimate_hours"), nw.len().alias("n_tasks"))
    families = small(frozen.group_by("job_family", "family").agg(*medians))
    whole = small(frozen.group_by("job_family").agg(*medians))
    return (
        pl.concat([families, whole], how="diagonal")
        .with_columns(pl.col("n_tasks").cast(pl.Int64))
        .sort("job_family", "family", nulls_last=True)
    )


def task_hours(
    closed_task: nw.LazyFrame[Any],
    closed_actor: nw.LazyFrame[Any],
    task_family: nw.LazyFrame[Any],
    logged_effort: nw.LazyFrame[Any],
    effort_ratio: pl.DataFrame,
    family_effort: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per closed task: task_id, effort_hours [h], effort_basis.

    returns  effort_basis: logged, estimate, family median, count

    Counts: the logged effort; else the estimate times the frozen effort/estimate of the job family
    (of the firm, where the craft logs none; as estimated, where nobody logs); else the frozen
    median of the task family, of the job family; else 1.
    """
    ratio = effort_ratio.drop_nulls("job_family")
    firm = effort_ratio.filter(pl.col("job_family").is_null())["effort_ratio"]
    medians = family_effort.drop_nulls("effort_hours").select(
        "job_family", "family", "effort_hours"
    )
    own = medians.drop_nulls("family").select("family", own="effort_hours")
    craft = medians.filter(pl.col("family").is_null()).select("job_family", craft="effort_hours")
    known = (
        closed_task.select("task_id", "estimate_hours")
        .join(closed_actor.select("task_id", "job_family"), on="task_id", how="left")
        .join(task_family.select("task_id", "family"), on="task_id", how="left")
        .join(logged_effort.select("task_id", "logged"), on="task_id", how="left")
        .join(beside(ratio, closed_task), on="job_family", how="left")
        .join(beside(own, closed_task), on="family", how="left")
        .join(beside(craft, closed_task), on="job_family", how="left")
    )
    whole_firm = float(firm[0]) if len(firm) else 1.0
    estimated = nw.col("estimate_hours") * nw.col("effort_ratio").fill_null(whole_firm)
    usual = nw.coalesce("own", "craft")
    return known.select(
        "task_id",
        effort_hours=nw.coalesce("logged", estimated, usual, nw.lit(1.0)),
        effort_basis=nw.when(~nw.col("logged").is_null())
        .then(nw.lit("logged"))
        .when(~nw.col("estimate_hours").is_null())
        .then(nw.lit("estimate"))
        .when(~usual.is_null())
        .then(nw.lit("family median"))
        .otherwise(nw.lit("count")),
    )
