"""Whether a task went well, judged by the outcomes that its source records (R4)."""

from itertools import compress, product
from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside

REVIEWS: Final = ("review", "approval", "change_request")
PARTS: Final = ("on_time", "not_reopened", "first_pass")
MASKS: Final = pl.DataFrame(
    [
        (*has, " + ".join(compress(PARTS, has)))
        for has in product((True, False), repeat=len(PARTS))
        if any(has)
    ],
    schema=["has_due", "has_not_reopened", "has_first_pass", "mask"],
    orient="row",
)


def outcome(distinct_task: nw.LazyFrame[Any], task_event: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per task, open ones too, and what is known of its outcome.

    distinct_task  closed_day, due_day, reopened, changes_requested, truncated_history
    task_event     reviews and change requests, where the tracker does not count the rounds
    returns        task_id, on_time, not_reopened, first_pass (null: not available), mask: the parts
                   that are available, null for none

    Counts: in days, so a task closed on its due day is on time. A history that the export cut tells
    nothing of reopenings and rounds. A task never closed has its mask, but is not on time or late.
    """
    reviewed = (
        task_event.filter(nw.col("kind").is_in(REVIEWS))
        .with_columns(refused=nw.when(nw.col("kind") == "change_request").then(1).otherwise(0))
        .group_by("task_id")
        .agg(nw.col("refused").max())
    )
    whole = ~nw.col("truncated_history").fill_null(False)
    rounds = nw.coalesce("changes_requested", "refused")
    parts = distinct_task.join(reviewed, on="task_id", how="left").select(
        "task_id",
        has_due=~nw.col("due_day").is_null(),
        on_time=nw.col("closed_day") <= nw.col("due_day"),
        not_reopened=nw.when(whole).then(nw.col("reopened") == 0),
        first_pass=nw.when(whole).then(rounds == 0),
    )
    has = ["has_due", "has_not_reopened", "has_first_pass"]
    return (
        parts.with_columns(
            has_not_reopened=~nw.col("not_reopened").is_null(),
            has_first_pass=~nw.col("first_pass").is_null(),
        )
        .join(beside(MASKS, parts), on=has, how="left")
        .select("task_id", *PARTS, "mask")
    )


def success(
    outcome: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    fact_span: pl.DataFrame,
    maturity_days: int,
) -> nw.LazyFrame[Any]:
    """One row per closed task with a known outcome: task_id, y (1 if all its parts hold), mask.

    outcome        parts and mask of each task
    closed_task    task_id, closed_day
    fact_span      extract_day
    maturity_days  days that a task needs to show whether it is reopened

    Counts: only tasks closed at least that long before the extract.
    """
    last = int(fact_span["extract_day"][0]) - maturity_days if fact_span.height else 0
    mature = closed_task.filter(nw.col("closed_day") <= last).select("task_id")
    holds = [nw.col(part).fill_null(True) for part in PARTS]
    return (
        outcome.join(mature, on="task_id")
        .filter(~nw.col("mask").is_null())
        .select(
            "task_id",
            y=nw.when(holds[0] & holds[1] & holds[2]).then(1).otherwise(0).cast(nw.Int64()),
            mask="mask",
        )
    )
