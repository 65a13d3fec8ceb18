"""Days on which people worked together on a task, one of them an expert."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

# A change request and an approval are outcomes of a review.
SIGNS: Final = ("comment", "review", "approval", "change_request", "worklog", "pairing")


def holder(part: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """People who hold a task together, open ones too; one row per task and person.

    part     task_id, person_id, weight
    returns  task_id, person_id, share: 1 / (people on the task - 1)

    Counts: a part of weight 0 as no part, and a task of one person not at all.
    """
    held = part.filter(nw.col("weight") > 0).select("task_id", "person_id").unique()
    people = held.group_by("task_id").agg(people=nw.len()).filter(nw.col("people") > 1)
    return held.join(people, on="task_id").select(
        "task_id",
        "person_id",
        share=nw.when(nw.col("people") > 1).then(1.0 / (nw.col("people").cast(nw.Float64) - 1.0)),
    )


def co_work_sign(
    task_event: nw.LazyFrame[Any], distinct_task: nw.LazyFrame[Any], holder: nw.LazyFrame[Any]
) -> nw.LazyFrame[Any]:
    """Signs of work by those who hold a task; one row per task, person and day.

    task_event     task_id, person_id, event_day, kind
    distinct_task  task_id, source, closed_day
    holder         task_id, person_id, share
    returns        task_id, person_id, day, share

    Counts: comments, reviews, work logged and pairing by somebody who holds the task. Tasks of a
    source that exports no such events stand with one sign of every holder, on the day they closed.
    """
    events = (
        task_event.filter(nw.col("kind").is_in(SIGNS))
        .select("task_id", "person_id", day="event_day")
        .unique()
    )
    tasks = distinct_task.select("task_id", "closed_day", source=nw.col("source").fill_null(""))
    with_events = tasks.join(events.select("task_id").unique(), on="task_id", how="semi")
    closings = (
        tasks.join(with_events.select("source").unique(), on="source", how="anti")
        .filter(~nw.col("closed_day").is_null())
        .select("task_id", day="closed_day")
    )
    by_event = events.join(holder, on=["task_id", "person_id"])
    by_closing = closings.join(holder, on="task_id")
    columns = ("task_id", "person_id", "day", "share")
    return nw.concat([by_event.select(*columns), by_closing.select(*columns)], how="vertical")


def co_work(
    co_work_sign: nw.LazyFrame[Any], holder: nw.LazyFrame[Any], quarter_status: pl.DataFrame
) -> nw.LazyFrame[Any]:
    """Co-work days of people with experts; one row per person, expert and day.

    co_work_sign    task_id, person_id, day, share
    holder          task_id, person_id
    quarter_status  person_id, status: who is an expert in any quarter
    returns         person_id, expert_id, day, share (largest of the tasks they met on that day)

    Counts: a sign by either of the two. One event a pair and day, on the task with the largest
    share. An expert's days with another expert too.
    """
    experts = quarter_status.filter(pl.col("status") == "expert").select("person_id").unique()
    signed_by = co_work_sign.select("task_id", "day", "share", signer="person_id")
    met = signed_by.join(holder.select("task_id", other="person_id"), on="task_id").filter(
        nw.col("signer") != nw.col("other")
    )
    expert = beside(experts, met)
    by_other = met.join(expert.rename({"person_id": "signer"}), on="signer").select(
        "day", "share", person_id="other", expert_id="signer"
    )
    by_expert = met.join(expert.rename({"person_id": "other"}), on="other").select(
        "day", "share", person_id="signer", expert_id="other"
    )
    return (
        nw.concat([by_other, by_expert], how="vertical")
        .group_by("person_id", "expert_id", "day")
        .agg(nw.col("share").max())
    )


def co_work_span(co_work_sign: nw.LazyFrame[Any]) -> pl.DataFrame:
    """First day with a sign of shared work; one row, first_sign_day, null if there is none."""
    return small(co_work_sign.select(nw.col("day").min().alias("first_sign_day")))
