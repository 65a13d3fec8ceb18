"""How much of a task was done with AI (R6)."""

from functools import reduce
from operator import add
from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.told_once import told_once

MEASURES: Final = (
    *("sessions", "interactions", "suggested", "accepted", "edited", "rejected"),
    *("lines_added", "lines_removed", "tokens_in", "tokens_cached", "tokens_out", "active_minutes"),
)
USAGE: Final = ["person_id", "usage_day", "tool", "feature", "model", "mode", "task_id"]
MINUTES_OF_AN_HOUR: Final = 60


def ai_daily(ai_usage: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows of `ai_usage` that tell of one day, not of a whole period."""
    last = nw.col("usage_last_day")
    return ai_usage.filter(last.is_null() | (last == nw.col("usage_day")))


def ai_export_span(ai_daily: nw.LazyFrame[Any]) -> pl.DataFrame:
    """The days that the AI exports span: one row of first_day, last_day; none without exports.

    Counts: not the day of a row that only tells of a licence. A list of seats says nothing of use
    on its day, and would make every other day up to it one without use.
    """
    day = nw.col("usage_day")
    told = ai_daily.filter(~_tells_licence_only())
    found = small(told.select(first_day=day.min(), last_day=day.max()))
    return found.drop_nulls("first_day")


def _tells_licence_only() -> nw.Expr:
    return _is_blank() & ~nw.col("licensed").is_null()


def _is_blank() -> nw.Expr:
    """Truth that a row tells not a single measure."""
    return reduce(lambda left, right: left & right, (nw.col(name).is_null() for name in MEASURES))


def ai_use(ai_daily: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """The rows of `ai_daily` that show use, each once.

    Counts: a row with any measure above zero. A row without a single measure is use, unless it
    only tells of a licence: some exports tell that somebody used a tool, and not how much. Of two
    accounts of a person that tell the same, the larger number.
    """
    used = reduce(add, (nw.col(name).fill_null(0).cast(nw.Float64()) for name in MEASURES))
    rows = ai_daily.filter((used > 0) | (_is_blank() & nw.col("licensed").is_null()))
    return rows.group_by(USAGE).agg(nw.col(*MEASURES).max())


def ai_day(ai_use: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per person and day with use of AI: has_link, has_unlinked.

    returns  has_link (some use is tied to a task), has_unlinked (some is not)
    """
    linked = nw.when(nw.col("task_id").is_null()).then(0).otherwise(1)
    return (
        ai_use.with_columns(linked=linked)
        .group_by("person_id", "usage_day")
        .agg(
            nw.col("linked").max().alias("most"),
            nw.col("linked").min().alias("least"),
        )
        .select(
            *("person_id", "usage_day"),
            has_link=nw.col("most") == 1,
            has_unlinked=nw.col("least") == 0,
        )
    )


def linked_use(ai_use: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """One row per task that some use of AI is tied to: task_id, minutes [min], taken, tells_taken.

    returns  taken (outputs accepted, edited or not), tells_taken (rows that tell of acceptance)

    Counts: use that several sources tell of counts once (see `told_once`).
    """
    tells = ~(nw.col("accepted").is_null() & nw.col("edited").is_null())
    linked = ai_use.filter(~nw.col("task_id").is_null()).with_columns(
        minutes=nw.col("active_minutes").fill_null(0.0),
        taken=nw.col("accepted").fill_null(0) + nw.col("edited").fill_null(0),
        tells_taken=nw.when(tells).then(1).otherwise(0),
    )
    return told_once(linked, ["task_id"], ["minutes", "taken", "tells_taken"])


def ai_interval(
    closed_actor: nw.LazyFrame[Any],
    closed_task: nw.LazyFrame[Any],
    ai_export_span: pl.DataFrame,
    days: pl.DataFrame,
) -> nw.LazyFrame[Any]:
    """One row per closed task with an actor whose time lies in the AI exports' span.

    returns  task_id, person_id, first_day, last_day (both inside), business_days
    """
    told = ai_export_span.select(from_day="first_day", until_day="last_day")
    span = beside(told, closed_actor)
    start = nw.min_horizontal(nw.coalesce("started_day", "opened_day"), nw.col("closed_day"))
    begin = beside(days.select(first_day="day", before="business_before"), closed_actor)
    end = beside(
        days.select(
            last_day="day", until=pl.col("business_before") + pl.col("is_business").cast(pl.Int64)
        ),
        closed_actor,
    )
    return (
        closed_actor.select("task_id", "person_id")
        .join(closed_task.select("task_id", "closed_day", start=start), on="task_id")
        .join(span, how="cross")
        .select(
            *("task_id", "person_id"),
            first_day=nw.max_horizontal("start", "from_day"),
            last_day=nw.min_horizontal("closed_day", "until_day"),
        )
        .join(begin, on="first_day")
        .join(end, on="last_day")
        .filter(nw.col("first_day") <= nw.col("last_day"))
        .with_columns(business_days=nw.col("until") - nw.col("before"))
        .select("task_id", "person_id", "first_day", "last_day", "business_days")
    )


def ai_days_on_task(
    ai_interval: nw.LazyFrame[Any], ai_day: nw.LazyFrame[Any], days: pl.DataFrame
) -> nw.LazyFrame[Any]:
    """One row per task of `ai_interval`: the actor's AI-active days inside it.

    returns  task_id, business_days, active (days with any use), unlinked (with use tied to no
             task), unlinked_business (of these, business days)

    Counts: by running totals over each person's days, so that no task is paired with every day.
    """
    is_business = beside(days.select(day="day", is_business="is_business"), ai_day)
    unlinked = nw.when(nw.col("has_unlinked")).then(1).otherwise(0)
    used = (
        ai_day.select("person_id", "has_unlinked", day="usage_day")
        .join(is_business, on="day")
        .with_columns(
            at=nw.lit(1), sign=nw.lit(0), task_id=nw.lit(None).cast(nw.String()),
            active=nw.lit(1), unlinked=unlinked,
        )
        .with_columns(
            unlinked_business=nw.when(nw.col("is_business")).then(nw.col("unlinked")).otherwise(0)
        )
    )  # fmt: skip
    totals = ["active", "unlinked", "unlinked_business"]
    columns = ["person_id", "day", "at", "sign", "task_id", *totals]
    none = {name: nw.lit(0) for name in totals}
    begins = ai_interval.with_columns(day="first_day", at=nw.lit(0), sign=nw.lit(-1), **none)
    ends = ai_interval.with_columns(day="last_day", at=nw.lit(2), sign=nw.lit(1), **none)
    line = nw.concat([frame.select(columns) for frame in (used, begins, ends)], how="vertical")
    running = [nw.col(name).cum_sum().over("person_id", order_by=["day", "at"]) for name in totals]
    counted = (
        line.with_columns(*running)
        .filter(nw.col("sign") != 0)
        .with_columns(*[nw.col(name) * nw.col("sign") for name in totals])
        .group_by("task_id")
        .agg(*[nw.col(name).sum() for name in totals])
    )
    return ai_interval.select("task_id", "business_days").join(counted, on="task_id")


def ai_flag(
    closed_actor: nw.LazyFrame[Any],
    linked_use: nw.LazyFrame[Any],
    ai_days_on_task: nw.LazyFrame[Any],
    hours: nw.LazyFrame[Any],
    task_hours: nw.LazyFrame[Any],
) -> nw.LazyFrame[Any]:
    """One row per closed task with an actor: task_id, a (share done with AI, 0 to 1), link.

    closed_actor     task_id, person_id
    linked_use       minutes and acceptance tied to tasks
    ai_days_on_task  the actor's AI-active days inside the task's time
    hours            hours of each person on each task
    task_hours       effort_basis: where hours are only a count, minutes tell yes or no
    returns          link: task (use tied to it, or all use of the actor in that time tied to other
                     tasks), day (by the actor's days), none (outside the AI exports; a is null)

    Counts: with a link, minutes over the actor's hours, at most 1; without minutes, whether any
    output was taken. Without a link, the share of business days with use that is tied to no task.
    """
    own = hours.group_by("task_id", "person_id").agg(nw.col("hours").sum())
    basis = task_hours.select("task_id", "effort_basis")
    known = (
        closed_actor.select("task_id", "person_id")
        .join(linked_use, on="task_id", how="left")
        .join(ai_days_on_task, on="task_id", how="left")
        .join(own, on=["task_id", "person_id"], how="left")
        .join(basis, on="task_id", how="left")
    )
    is_linked = ~nw.col("tells_taken").is_null()
    all_linked = (nw.col("active") > 0) & (nw.col("unlinked") == 0)
    return known.select(
        "task_id",
        a=nw.when(is_linked).then(_by_link()).otherwise(_by_day()),
        link=nw.when(is_linked | all_linked)
        .then(nw.lit("task"))
        .when(~nw.col("active").is_null())
        .then(nw.lit("day"))
        .otherwise(nw.lit("none")),
    )


def _by_link() -> nw.Expr:
    timed = (nw.col("minutes") > 0) & (nw.col("hours") > 0) & (nw.col("effort_basis") != "count")
    share = nw.col("minutes") / (nw.col("hours") * MINUTES_OF_AN_HOUR)
    present = (nw.col("minutes") > 0) | (nw.col("taken") > 0) | (nw.col("tells_taken") == 0)
    return (
        nw.when(timed)
        .then(nw.min_horizontal(share, nw.lit(1.0)))
        .when(present)
        .then(nw.lit(1.0))
        .otherwise(nw.lit(0.0))
    )


def _by_day() -> nw.Expr:
    return (
        nw.when(nw.col("business_days") > 0)
        .then(nw.col("unlinked_business") / nw.col("business_days"))
        .when(nw.col("unlinked") > 0)
        .then(nw.lit(1.0))
        .when(~nw.col("unlinked").is_null())
        .then(nw.lit(0.0))
    )
