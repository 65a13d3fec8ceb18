"""Who gets nothing and what nobody can do: each with the reason, so that somebody can act."""

from typing import Final

import polars as pl

from redesign.pairs import BARS
from redesign.thresholds import number

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
    rows = (
        people.join(main, on="person_id", how="left")
        .join(got, on="person_id", how="left")
        .join(gives.drop_nulls("person_id"), on="person_id", how="left")
        .join(bars, on="person_id", how="left")
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
    held_out: pl.Series,
    today: int,
    season: str,
) -> pl.DataFrame:
    """One row per open task: proposed, held out, no room, as usual, nobody can, or started.

    Counts: an alarm is a task that is due and that nobody can do.
    """
    given = chosen.select("task_id", "person_id", "supporter_id")
    is_held = pl.col("task_id").is_in(held_out.implode())
    due = today + number("horizon_days") * 7 / 5
    rows = (
        pl.concat([tasks, started])
        .join(given, on="task_id", how="left")
        .join(_bars(pairs, "task_id", "person_id"), on="task_id", how="left")
        .with_columns(
            is_held=is_held & ~pl.col("is_started"),
            is_due=(pl.col("due_day") <= due).fill_null(value=False),
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


def _person_reason(row: dict[str, object]) -> str | None:
    is_short = bool(row["is_novice"]) and not row["got_learning_task"]
    if row["tasks"] and not is_short:
        return None
    if row["opt_out"]:
        return "takes no proposals"
    if not row["slots"]:
        return "no half day left beside started work"
    if row["met"] is None:
        return "no free task of a kind that this craft does is open in the team"
    if row["feasible"]:
        told = "the tasks that fit went to others for whom they are worth more, or are due"
        return f"no learning task: {told}" if row["tasks"] else told
    words = [f"{row[f'bar {bar}']} {text}" for bar, text in BARS.items() if row[f"bar {bar}"]]
    return f"of {row['met']} open tasks, " + ", ".join(words)


def _task_status(row: dict[str, object]) -> tuple[str, str]:  # noqa: PLR0911 -- one a status
    if row["is_started"]:
        return "started", "begun already: it stays where it is"
    if row["is_held"]:
        return (
            "held out",
            "assigned as usual: one task in five is kept to see whether plans do harm",
        )
    if row["person_id"]:
        return "proposed", "see its options"
    if row["team_id"] is None:
        return "nobody can", "no team: no owner, no reporter and no history of its component"
    if row["met"] is None:
        return "nobody can", "nobody in the team is free, takes proposals and does such tasks"
    if row["feasible"]:
        return "no room", "everybody who could take it has other tasks that are worth more, or due"
    if any(row[f"bar {bar}"] for bar in AS_USUAL):
        return "as usual", "people can do it, but nobody gains enough by it: assign it as usual"
    words = [f"{row[f'bar {bar}']} {_PEOPLE[bar]}" for bar in BARS if row[f"bar {bar}"]]
    return "nobody can", f"of {row['met']} people, " + ", ".join(words)


_PEOPLE: Final = {
    "conflict": "would review it",
    "certificate": "lack a licence that it needs",
    "hours": "have too few hours left",
    "support": "lack a supporter with hours left",
    "unknown": "are of a craft without recorded outcomes of such work",
    "too hard": "are too unlikely to succeed",
    "no gain": "would learn too little",
    "too dear": "are too dear",
}
