"""Whether an expert was beside the one who did the task (X of R7)."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside

WORDS: Final = ("comment", "review", "approval", "change_request")


def expert_on_task(
    part: nw.LazyFrame[Any],
    task_event: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    quarter_status: pl.DataFrame,
    expert_weight: float,
) -> nw.LazyFrame[Any]:
    """One row per closed task and expert who was on it: task_id, person_id.

    part            weight of each person on each task
    task_event      comments and reviews
    quarter_status  who is an expert in the quarter in which the task closed

    Counts: an expert with enough weight, or with one comment or review before the closing.
    """
    experts = quarter_status.filter(pl.col("status") == "expert")
    known = beside(experts.select("person_id", quarter="period"), closed_task)
    closed = closed_task.select("task_id", "quarter", "closed_second")
    key = ["task_id", "person_id"]
    weighty = part.filter(nw.col("weight") >= expert_weight).join(closed, on="task_id")
    spoke = (
        task_event.filter(nw.col("kind").is_in(WORDS))
        .select(*key, "event_second")
        .join(closed, on="task_id")
        .filter(nw.col("event_second") <= nw.col("closed_second"))
    )
    present = nw.concat([frame.select(*key, "quarter") for frame in (weighty, spoke)])
    return present.unique().join(known, on=["person_id", "quarter"]).select(key)


def expert_present(
    part: nw.LazyFrame[Any], closed_task: nw.LazyFrame[Any], expert_on_task: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """One row per closed task and person with a part in it: task_id, person_id, x.

    returns  x is 1 if an expert other than this person was on the task, else 0
    """
    key = ["task_id", "person_id"]
    experts = expert_on_task.group_by("task_id").agg(nw.len().alias("experts"))
    own = expert_on_task.with_columns(own=nw.lit(1))
    return (
        part.select(key)
        .join(closed_task.select("task_id"), on="task_id")
        .join(experts, on="task_id", how="left")
        .join(own, on=key, how="left")
        .select(
            *key,
            x=nw.when(nw.col("experts").cast(nw.Int64()).fill_null(0) > nw.col("own").fill_null(0))
            .then(1)
            .otherwise(0)
            .cast(nw.Int64()),
        )
    )
