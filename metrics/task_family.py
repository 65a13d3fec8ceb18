"""Task families: tasks that are alike, so that their difficulty can be learned (R5)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

OTHER: Final = "other"
KIND: Final = ["job_family", "type", "component"]


def estimate_scale(
    reference_task: nw.LazyFrame[Any], distinct_task: nw.LazyFrame[Any]
) -> pl.DataFrame:
    """One row per job family: z_mean and z_sd of ln(1 + estimate) over the reference tasks."""
    size = (nw.col("estimate_hours") + 1).log()
    estimated = distinct_task.select("task_id", size=size).drop_nulls("size")
    return small(
        reference_task.join(estimated, on="task_id")
        .group_by("job_family")
        .agg(nw.col("size").mean().alias("z_mean"), nw.col("size").std(ddof=1).alias("z_sd"))
    ).sort("job_family")


def family_map(
    reference_task: nw.LazyFrame[Any], distinct_task: nw.LazyFrame[Any], family_tasks: int
) -> pl.DataFrame:
    """One row per kind of task that has a family of its own: job_family, type, component, family.

    family_tasks  reference tasks that a family needs
    returns       a row without component holds the rest of its type, a row without type the rest of
                  the job family (that one is always there); null is merged, not unknown
    """
    kinds = distinct_task.select("task_id", "type", "component")
    counted = small(
        reference_task.join(kinds, on="task_id").group_by(*KIND).agg(nw.len().alias("tasks"))
    )
    enough = pl.col("tasks") >= family_tasks
    rest = (
        counted.filter(~enough)
        .group_by("job_family", "type")
        .agg(pl.col("tasks").sum(), component=pl.lit(None, pl.String))
    )
    last = counted.select("job_family", type=pl.lit(None, pl.String)).unique()
    own = pl.concat([counted.filter(enough).select(KIND), rest.filter(enough).select(KIND)])
    return (
        pl.concat([own, last], how="diagonal")
        .with_columns(family=_family_name())
        .sort(KIND, nulls_last=True)
    )


def _family_name() -> pl.Expr:
    component = pl.col("component").fill_null(OTHER)
    inside = pl.concat_str("type", component, separator=" / ").fill_null(OTHER)
    return pl.concat_str("job_family", inside, separator=" / ")


def task_family(
    closed_actor: nw.LazyFrame[Any],
    distinct_task: nw.LazyFrame[Any],
    family_map: pl.DataFrame,
    estimate_scale: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per closed task whose actor has a job family: task_id, job_family, family, z.

    closed_actor    task_id, job_family
    distinct_task   task_id, type, component, estimate_hours [h]
    family_map      which kinds of task have a family of their own
    estimate_scale  frozen z_mean and z_sd of each job family
    returns         z is ln(1 + estimate), standardised; 0 without an estimate

    Counts: a kind that had too few reference tasks goes to the rest of its type, else of its craft.
    """
    own = family_map.drop_nulls("component").rename({"family": "own"})
    of_type = family_map.filter(pl.col("component").is_null()).drop_nulls("type")
    of_type = of_type.select("job_family", "type", of_type="family")
    rest = family_map.filter(pl.col("type").is_null()).select("job_family", rest="family")
    kinds = distinct_task.select("task_id", "type", "component", "estimate_hours")
    size = (nw.col("estimate_hours") + 1).log() - nw.col("z_mean")
    return (
        closed_actor.select("task_id", "job_family")
        .filter(~nw.col("job_family").is_null())
        .join(kinds, on="task_id")
        .join(beside(own, kinds), on=KIND, how="left")
        .join(beside(of_type, kinds), on=["job_family", "type"], how="left")
        .join(beside(rest, kinds), on="job_family", how="left")
        .join(beside(estimate_scale, kinds), on="job_family", how="left")
        .select(
            "task_id",
            "job_family",
            family=nw.coalesce("own", "of_type", "rest"),
            z=nw.when(nw.col("z_sd") > 0).then(size / nw.col("z_sd")).fill_null(0.0),
        )
    )
