"""Breadth of a person's work: components met in ten tasks, whatever the workload."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.rarefaction import chance_to_meet


def labelled_part(
    hours: nw.LazyFrame[Any],
    task_labels: nw.LazyFrame[Any],
    days: pl.DataFrame,
    breadth_weight: float,
) -> nw.LazyFrame[Any]:
    """Parts in closed tasks of known components; one row per task and person.

    hours           task_id, person_id, weight, closed_day
    task_labels     task_id, label
    days            day, month
    breadth_weight  smallest weight of a part that counts
    returns         task_id, person_id, month
    """
    month = beside(days.select("month", closed_day="day"), hours)
    return (
        hours.filter(nw.col("weight") >= breadth_weight)
        .select("task_id", "person_id", "closed_day")
        .unique()
        .join(task_labels.select("task_id").unique(), on="task_id")
        .join(month, on="closed_day")
        .select("task_id", "person_id", "month")
    )


def labelled_tasks(labelled_part: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Tasks of known components; one row per person and month: tasks."""
    return labelled_part.group_by("person_id", "month").agg(tasks=nw.len())


def labels_met(
    labelled_part: nw.LazyFrame[Any], task_labels: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Tasks that touch a component; one row per person, month and label: touching."""
    return (
        labelled_part.join(task_labels, on="task_id")
        .group_by("person_id", "month", "label")
        .agg(touching=nw.len())
    )


def person_breadth(
    labelled_tasks: nw.LazyFrame[Any],
    labels_met: nw.LazyFrame[Any],
    calendar: pl.DataFrame,
    periods: pl.DataFrame,
    breadth_tasks: int,
    breadth_tasks_fallback: int,
) -> pl.DataFrame:
    """Components in so many tasks of the trailing two periods; one row per person and period.

    labelled_tasks  person_id, month, tasks
    labels_met      person_id, month, label, touching
    calendar        month, period
    periods         period, index (running number)
    breadth_tasks, breadth_tasks_fallback   tasks drawn, m: ten, and five where there are fewer
    returns         person_id, period, tasks, breadth (null below ten tasks), breadth_of_few (in
                    five tasks, null below five)

    Counts: labelled tasks only; a task of unknown components is no task without components.
    """
    months = calendar.select("month", "period").unique().join(_window(periods), on="period")
    window = beside(months.select("month", period="seen_in"), labels_met)
    tasks = (
        labelled_tasks.join(window, on="month")
        .group_by("person_id", "period")
        .agg(nw.col("tasks").sum().cast(nw.Float64))
    )
    touched = (
        labels_met.join(window, on="month")
        .group_by("person_id", "period", "label")
        .agg(nw.col("touching").sum().cast(nw.Float64))
        .join(tasks, on=["person_id", "period"])
    )
    answer = small(
        touched.with_columns(
            breadth=_chance(breadth_tasks), breadth_of_few=_chance(breadth_tasks_fallback)
        )
        .group_by("person_id", "period", "tasks")
        .agg(nw.col("breadth", "breadth_of_few").sum())
    )
    tasks_met = pl.col("tasks")
    return answer.select(
        "person_id",
        "period",
        tasks_met.cast(pl.Int64),
        breadth=pl.when(tasks_met >= breadth_tasks).then("breadth"),
        breadth_of_few=pl.when(tasks_met >= breadth_tasks_fallback).then("breadth_of_few"),
    ).sort("person_id", "period")


def _chance(drawn: int) -> nw.Expr:
    # Fewer tasks than drawn would divide by zero; their row is dropped by the caller.
    enough = nw.when(nw.col("tasks") >= drawn).then(nw.col("tasks")).otherwise(nw.lit(float(drawn)))
    return chance_to_meet(enough, nw.col("touching"), drawn)


def _window(periods: pl.DataFrame) -> pl.DataFrame:
    """Each period with the periods in which it is seen: itself and the next."""
    here = periods.select("period", "index")
    later = periods.select(seen_in="period", index="index")
    following = periods.select(seen_in="period", index=pl.col("index") - 1)
    return (
        pl.concat([here.join(later, on="index"), here.join(following, on="index")])
        .select("period", "seen_in")
        .sort("period", "seen_in")
    )


def breadth_ruler(
    person_breadth: pl.DataFrame,
    status: pl.DataFrame,
    periods: pl.DataFrame,
    reference: pl.DataFrame,
    ruler_quantile: float,
) -> pl.DataFrame:
    """Frozen breadth of the broadest; one row per job family and one for the firm.

    person_breadth  person_id, period, breadth, breadth_of_few
    status          person_id, period, job_family
    periods         period, quarter
    reference       quarter: P0, in which the ruler is frozen
    ruler_quantile  the quantile that makes the ruler
    returns         job_family (null: the firm), best (in ten tasks), best_of_few (in five);
                    at least 1
    """
    frozen = periods.join(reference.select("quarter"), on="quarter", how="semi").select("period")
    seen = person_breadth.join(frozen, on="period", how="semi").join(
        status.select("person_id", "period", "job_family"), on=["person_id", "period"], how="left"
    )
    best = [
        pl.col(name).quantile(ruler_quantile, interpolation="linear").clip(1.0).alias(as_name)
        for name, as_name in (("breadth", "best"), ("breadth_of_few", "best_of_few"))
    ]
    families = seen.drop_nulls("job_family").group_by("job_family").agg(best)
    firm = seen.select(pl.lit(None, pl.String).alias("job_family"), *best)
    return pl.concat([firm, families.sort("job_family")])
