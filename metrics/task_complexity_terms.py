"""How complex a task is: its parts, its ties to other work and people, and how much it moved."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

TERMS = ("component", "coordinative", "dynamic")


def task_complexity_terms(
    distinct_task: nw.LazyFrame[Any], part: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Three raw counts of complexity; one row per task.

    distinct_task  task_id, components, skills, depends_on: lists; reopened, estimate_changes,
                   backward_moves
    part           task_id, person_id, weight
    returns        task_id, component (distinct components and skills), coordinative (dependency
                   links in and out, other people), dynamic (reopenings, estimate changes,
                   backward moves)

    Counts: no component and no skill as unknown, not as none; likewise a task without any history.
    People with a part of weight 0, such as reporters, are not involved.
    """
    history = ("reopened", "estimate_changes", "backward_moves")
    lists = ("components", "skills", "depends_on")
    tasks = distinct_task.select(
        "task_id", *(_distinct(name).alias(name) for name in lists), *history
    )
    links_in = (
        distinct_task.filter(nw.col("depends_on").list.len().fill_null(0) > 0)
        .select("task_id", needed="depends_on")
        .explode("needed")
        .unique()
        .group_by("needed")
        .agg(links_in=nw.len())
        .rename({"needed": "task_id"})
    )
    people = (
        part.filter(nw.col("weight") > 0)
        .select("task_id", "person_id")
        .unique()
        .group_by("task_id")
        .agg(people=nw.len())
    )
    labels = nw.col("components") + nw.col("skills")
    others = nw.col("people").fill_null(1) - 1
    is_untold = nw.all_horizontal(*(nw.col(name).is_null() for name in history), ignore_nulls=False)
    moves = nw.sum_horizontal(*(nw.col(name).fill_null(0) for name in history))
    return (
        tasks.join(links_in, on="task_id", how="left")
        .join(people, on="task_id", how="left")
        .select(
            "task_id",
            component=nw.when(labels > 0).then(labels).cast(nw.Float64),
            coordinative=(nw.col("depends_on") + nw.col("links_in").fill_null(0) + others).cast(
                nw.Float64
            ),
            dynamic=nw.when(~is_untold).then(moves).cast(nw.Float64),
        )
    )


def _distinct(name: str) -> nw.Expr:
    return nw.col(name).list.unique().list.len().fill_null(0).cast(nw.Int64)


def complexity_ruler(
    task_complexity_terms: nw.LazyFrame[Any],
    reference_task: nw.LazyFrame[Any],
    ruler_quantile: float,
) -> pl.DataFrame:
    """Frozen upper ends of the three counts; one row per job family and one for the firm.

    task_complexity_terms  task_id, component, coordinative, dynamic
    reference_task         task_id, job_family: closed tasks of P0
    ruler_quantile         the quantile that makes the ruler
    returns                job_family (null: the firm), component, coordinative, dynamic; at
                           least 1, null where P0 has no such count
    """
    terms = reference_task.select("task_id", "job_family").join(task_complexity_terms, on="task_id")
    ends = [nw.col(name).quantile(ruler_quantile, interpolation="linear") for name in TERMS]
    families = small(
        terms.filter(~nw.col("job_family").is_null()).group_by("job_family").agg(*ends)
    ).sort("job_family")
    firm = small(terms.select(*ends)).select(pl.lit(None, pl.String).alias("job_family"), *TERMS)
    return pl.concat([firm, families]).with_columns(pl.col(TERMS).clip(1.0))


def complexity_of_task(
    task_complexity_terms: nw.LazyFrame[Any],
    complexity_ruler: pl.DataFrame,
    closed_actor: nw.LazyFrame[Any],
    complexity_cap: float,
) -> nw.LazyFrame[Any]:
    """Task complexity W, 0 to the cap, 1 at the ruler; one row per closed task.

    task_complexity_terms  task_id, component, coordinative, dynamic
    complexity_ruler       job_family (null: the firm), component, coordinative, dynamic
    closed_actor           task_id, job_family
    complexity_cap         largest value of one term
    returns                task_id, w (mean of the terms that are known), is_labelled (1 or 0)
    """
    firm = complexity_ruler.filter(pl.col("job_family").is_null())
    ends = {name: firm[name].item() if firm.height else None for name in TERMS}
    families = complexity_ruler.drop_nulls("job_family").rename({t: f"{t}_end" for t in TERMS})
    tasks = closed_actor.select("task_id", "job_family").join(task_complexity_terms, on="task_id")
    tasks = tasks.join(beside(families, tasks), on="job_family", how="left").with_columns(
        *(_term(name, ends[name], complexity_cap) for name in TERMS)
    )
    known = nw.sum_horizontal(*((~nw.col(name).is_null()).cast(nw.Float64) for name in TERMS))
    total = nw.sum_horizontal(*(nw.col(name).fill_null(0.0) for name in TERMS))
    return tasks.with_columns(known=known, total=total).select(
        "task_id",
        w=nw.when(nw.col("known") > 0).then(nw.col("total") / nw.col("known")),
        is_labelled=(~nw.col("component").is_null()).cast(nw.Int64),
    )


def _term(name: str, firm_end: float | None, cap: float) -> nw.Expr:
    """min(cap, log2(1 + x) / log2(1 + end)); null without a count or a ruler."""
    end = nw.col(f"{name}_end")
    if firm_end is not None:
        end = end.fill_null(firm_end)
    value = (nw.col(name) + 1.0).log(2) / (end + 1.0).log(2)
    return nw.when(value > cap).then(nw.lit(cap)).otherwise(value).alias(name)
