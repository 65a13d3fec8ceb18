"""Challenging tasks: the upper third by difficulty, or by stakes where no outcome is known (R8)."""

from functools import reduce
from operator import add
from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

STAKES: Final = ("priority", "estimate", "dependencies", "components")


def stakes_part(distinct_task: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per task: what tells of its stakes, each growing with them.

    returns  task_id, priority (the highest is the largest), estimate (ln(1 + hours)), dependencies,
             components (counts; none told is none)
    """
    return distinct_task.select(
        "task_id",
        priority=(0 - nw.col("priority")).cast(nw.Float64()),
        estimate=(nw.col("estimate_hours") + 1).log(),
        dependencies=nw.col("depends_on").list.len().cast(nw.Float64()).fill_null(0.0),
        components=nw.col("components").list.len().cast(nw.Float64()).fill_null(0.0),
    )


def stakes_scale(reference_task: nw.LazyFrame[Any], stakes_part: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per job family: frozen mean and spread of each part over the reference tasks."""
    frozen = reference_task.join(stakes_part, on="task_id").group_by("job_family")
    means = [nw.col(name).mean().alias(f"{name}_mean") for name in STAKES]
    spreads = [nw.col(name).std(ddof=1).alias(f"{name}_sd") for name in STAKES]
    return small(frozen.agg(*means, *spreads)).sort("job_family")


def stakes(
    task_family: nw.LazyFrame[Any], stakes_part: nw.LazyFrame[Any], stakes_scale: pl.DataFrame
) -> nw.LazyFrame[Any]:
    """One row per closed task with a job family: task_id, job_family, stakes.

    returns  stakes: mean of the standardised parts that the task tells of and that differ between
             the reference tasks; null without any
    """
    known = (
        task_family.select("task_id", "job_family")
        .join(stakes_part, on="task_id")
        .join(beside(stakes_scale, stakes_part), on="job_family")
    )
    told = [
        nw.when((nw.col(f"{name}_sd") > 0) & ~nw.col(name).is_null()).then(1).otherwise(0)
        for name in STAKES
    ]
    parts = [
        nw.when((nw.col(f"{name}_sd") > 0) & ~nw.col(name).is_null())
        .then((nw.col(name) - nw.col(f"{name}_mean")) / nw.col(f"{name}_sd"))
        .otherwise(0.0)
        for name in STAKES
    ]
    summed = known.select(
        "task_id", "job_family", total=reduce(add, parts), parts=reduce(add, told)
    )
    mean = nw.when(nw.col("parts") > 0).then(nw.col("total") / nw.col("parts"))
    return summed.select("task_id", "job_family", stakes=mean)


def challenge_threshold(
    reference_task: nw.LazyFrame[Any],
    difficulty: nw.LazyFrame[Any],
    stakes: nw.LazyFrame[Any],
    challenge_quantile: float,
) -> pl.DataFrame:
    """One row per job family: from where on a task is challenging.

    returns  job_family, basis (difficulty, stakes), b67 [logit], stakes67; the one that is not the
             basis is null

    Counts: frozen on the reference tasks. Stakes stand in where the craft has no known outcome.
    """
    known = small(
        reference_task.join(difficulty.select("task_id", "b"), on="task_id", how="left").join(
            stakes.select("task_id", "stakes"), on="task_id", how="left"
        )
    )
    upper = pl.col("b", "stakes").quantile(challenge_quantile, interpolation="linear")
    return (
        known.sort("job_family", "task_id")
        .group_by("job_family", maintain_order=True)
        .agg(upper)
        .select(
            "job_family",
            basis=pl.when(pl.col("b").is_null())
            .then(pl.lit("stakes"))
            .otherwise(pl.lit("difficulty")),
            b67="b",
            stakes67=pl.when(pl.col("b").is_null()).then("stakes"),
        )
    )


def hard_task(
    difficulty: nw.LazyFrame[Any],
    stakes: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    challenge_threshold: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per challenging closed task: task_id, job_family, closed_day, quarter, basis."""
    marks = beside(challenge_threshold, closed_task)
    closed = closed_task.select("task_id", "closed_day", "quarter")
    high = nw.when(nw.col("basis") == "difficulty").then(nw.col("b") >= nw.col("b67"))
    return (
        stakes.join(difficulty.select("task_id", "b"), on="task_id", how="left")
        .join(marks, on="job_family")
        .filter(high.otherwise(nw.col("stakes") >= nw.col("stakes67")))
        .join(closed, on="task_id")
        .select("task_id", "job_family", "closed_day", "quarter", "basis")
    )


def challenging(hard_task: nw.LazyFrame[Any], calendar: pl.DataFrame) -> nw.LazyFrame[Any]:
    """One row per challenging closed task: task_id, period (of the chosen grain), basis."""
    period = beside(calendar.select(closed_day="day", period="period"), hard_task)
    return hard_task.join(period, on="closed_day").select("task_id", "period", "basis")
