"""Who gets nothing and what nobody can do: each with the reason, so that somebody can act."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from redesign.pairs import BARS
from redesign.problem import IN_ZONE, last_day

Row = Mapping[str, Any]

PEOPLE: Final = pl.Schema(
    {
        "person_id": pl.String(),
        "team_id": pl.String(),
        "is_novice": pl.Boolean(),
        "slots": pl.Int64(),
        "tasks": pl.Int64(),
        "hours": pl.Float64(),
        "hours_left": pl.Float64(),
        "is_overloaded": pl.Boolean(),
        "support_hours": pl.Float64(),
        "support_hours_left": pl.Float64(),
        "got_learning_task": pl.Boolean(),
        "blocked_because": pl.String(),
    }
)

TASKS: Final = pl.Schema(
    {
        "task_id": pl.String(),
        "title": pl.String(),
        "team_id": pl.String(),
        "status": pl.String(),
        "reason": pl.String(),
        "person_id": pl.String(),
        "supporter_id": pl.String(),
        "is_due": pl.Boolean(),
        "is_alarm": pl.Boolean(),
        "season": pl.String(),
    }
)

BARRED_PEOPLE: Final = {
    "conflict": "would review it",
    "certificate": "lack a licence that it needs",
    "hours": "have too few hours left",
    "support": "lack a supporter with hours left",
    "unknown": "are of a craft without recorded outcomes of such work",
    "too hard": "are too unlikely to succeed",
    "no gain": "would learn too little",
    "too dear": "are too dear",
}

FURTHEST: Final = {bar: place for place, bar in enumerate(BARS)}
FEASIBLE: Final = len(BARS)
# Bars that a lead can do nothing about but give the task as usual: somebody can do it.
AS_USUAL: Final = ("no gain", "too dear")


def people_frame(
    people: pl.DataFrame, members: pl.DataFrame, pairs: pl.DataFrame, chosen: pl.DataFrame
) -> pl.DataFrame:
    """One row per active person: what they have room for, what they get, and what bars them.

    people   `free_people.free_people`
    members  person_id, team_id, is_main
    pairs    `pairs.pairs`, of the tasks that may be proposed
    chosen   the rows of the plan

    Counts: the reason of a novice who gets tasks but none to learn from, too.
    """
    main = members.filter("is_main").select("person_id", "team_id")
    got = chosen.group_by("person_id").agg(
        tasks=pl.len().cast(pl.Int64), hours=pl.col("hours").sum(), learns=pl.col("in_zone").any()
    )
    gives = chosen.group_by(person_id="supporter_id").agg(pl.col("support_hours").sum())
    bars = _bars(pairs, "person_id", "task_id")
    is_lesson = pl.col("bar").is_null() & pl.col("zone").is_in(IN_ZONE)
    lessons = pairs.group_by("person_id").agg(lessons=is_lesson.any())
    rows = (
        people.join(main, on="person_id", how="left")
        .join(got, on="person_id", how="left")
        .join(gives.drop_nulls("person_id"), on="person_id", how="left")
        .join(bars, on="person_id", how="left")
        .join(lessons, on="person_id", how="left")
        .with_columns(
            pl.col("tasks").fill_null(0),
            pl.col("hours", "support_hours").fill_null(0.0),
            got_learning_task=pl.col("learns").fill_null(value=False),
            is_novice=(pl.col("status") == "novice").fill_null(value=False),
            slots=pl.col("slots_left"),
        )
        .with_columns(is_overloaded=pl.col("hours") > pl.col("hours_left") + 1e-9)
        .sort("person_id")
    )
    reasons = [_person_reason(row) for row in rows.iter_rows(named=True)]
    return rows.with_columns(blocked_because=pl.Series(reasons, dtype=pl.String)).select(
        pl.col(name).cast(kind) for name, kind in PEOPLE.items()
    )


def tasks_frame(
    tasks: pl.DataFrame,
    started: pl.DataFrame,
    pairs: pl.DataFrame,
    chosen: pl.DataFrame,
    *,
    opted_out: pl.Series,
    held_out: pl.Series,
    today: int,
    season: str,
) -> pl.DataFrame:
    """One row per open task: proposed, held out, no room, as usual, nobody can, or started.

    Counts: an alarm is a task that is due and that nobody can do.
    """
    given = chosen.select("task_id", "person_id", "supporter_id")
    is_held = pl.col("task_id").is_in(held_out.implode())
    rows = (
        pl.concat([tasks, started])
        .join(given, on="task_id", how="left")
        .join(_bars(pairs, "task_id", "person_id"), on="task_id", how="left")
        .with_columns(
            is_held=is_held & ~pl.col("is_started"),
            is_kept=pl.col("owner").is_in(opted_out.implode()).fill_null(value=False),
            is_due=(pl.col("due_day") <= last_day(today)).fill_null(value=False),
            season=pl.lit(season),
        )
        .sort("task_id")
    )
    told = [_task_status(row) for row in rows.iter_rows(named=True)]
    status = pl.Series("status", [status for status, _ in told], dtype=pl.String)
    return rows.with_columns(
        status,
        pl.Series("reason", [reason for _, reason in told], dtype=pl.String),
        is_alarm=pl.col("is_due") & status.is_in(["nobody can"]),
    ).select(pl.col(name).cast(kind) for name, kind in TASKS.items())


def _bars(pairs: pl.DataFrame, key: str, other: str) -> pl.DataFrame:
    """How far each person's tasks, or each task's people, get: counts by the last bar met."""
    reached = pl.col("bar").replace_strict(FURTHEST, default=FEASIBLE, return_dtype=pl.Int64)
    best = pairs.group_by(key, other).agg(reached=reached.max())
    counts = [
        (pl.col("reached") == place).sum().alias(f"bar {bar}") for bar, place in FURTHEST.items()
    ]
    return best.group_by(key).agg(
        *counts, met=pl.len(), feasible=(pl.col("reached") == FEASIBLE).sum()
    )


def _person_reason(row: Row) -> str | None:
    is_short = row["is_novice"] and not row["got_learning_task"]
    if row["tasks"] and not is_short:
        return None
    went = "the tasks that fit went to others for whom they are worth more, or are due"
    none = f"no learning task: none of the {row['feasible']} that fit lies in the learning zone"
    reasons = (
        (row["opt_out"], "takes no proposals"),
        (not row["slots"], "no half day left beside started work"),
        (row["met"] is None, "no free task of a kind that this craft does is open in the team"),
        (row["feasible"] and is_short and not row["lessons"], none),
        (row["feasible"] and row["tasks"], f"no learning task: {went}"),
        (row["feasible"], went),
    )
    barred = f"of {row['met']} open tasks, {_counted(row, BARS)}"
    return next((text for holds, text in reasons if holds), barred)


def _task_status(row: Row) -> tuple[str, str]:
    can = any(row[f"bar {bar}"] for bar in AS_USUAL)
    statuses = (
        (row["is_started"], "started", "begun already: it stays where it is"),
        (row["is_kept"], "as usual", "whoever owns it takes no proposals: it stays where it is"),
        (row["is_held"], "held out", "assigned as usual: one in five is kept to see any harm"),
        (row["person_id"], "proposed", "see its options"),
        (row["team_id"] is None, "nobody can", "no team: no owner, reporter or known component"),
        (row["met"] is None, "nobody can", "nobody in the team is free and does such tasks"),
        (row["feasible"], "no room", "all who could take it have tasks worth more, or due"),
        (can, "as usual", "people can do it, but nobody gains enough by it: assign it as usual"),
    )
    barred = ("nobody can", f"of {row['met']} people, {_counted(row, BARRED_PEOPLE)}")
    return next(((status, text) for holds, status, text in statuses if holds), barred)


def _counted(row: Row, words: Mapping[str, str]) -> str:
    """How many met each bar, of those that somebody met."""
    return ", ".join(
        f"{row[f'bar {bar}']} {text}" for bar, text in words.items() if row[f"bar {bar}"]
    )
