"""Three options for each open task, the proposed one first, each with its reasons and its risk."""

from typing import Final

import numpy as np
import polars as pl

from redesign import explain
from redesign.distances import missing_worth, promised, spare_worth
from redesign.graph import Floats, Ints
from redesign.mentors import SupportedPlan
from redesign.problem import Problem
from redesign.thresholds import number

OPTIONS: Final = pl.Schema(
    {
        "task_id": pl.String(),
        "title": pl.String(),
        "team_id": pl.String(),
        "option": pl.Int64(),
        "person_id": pl.String(),
        "supporter_id": pl.String(),
        "role_in_zone": pl.String(),
        "worker_value": pl.Float64(),
        "firm_value": pl.Float64(),
        "score": pl.Float64(),
        "p_success": pl.Float64(),
        "hours": pl.Float64(),
        "support_hours": pl.Float64(),
        "because": pl.String(),
        "risk": pl.String(),
        "would_change": pl.String(),
        "is_chosen": pl.Boolean(),
    }
)


def options(
    problem: Problem, solved: SupportedPlan, worth: Floats, tasks: pl.DataFrame, today: int
) -> pl.DataFrame:
    """Options of every task that can be proposed, by task and option.

    worth  (pairs,) the score that the plan was made with
    tasks  task_id, title, due_day, is_waiting

    Counts: a person once a task, with the supporter that suits best. A task that no slot was left
    for has options too, none of them chosen.
    """
    chosen = np.zeros(worth.size, bool)
    chosen[solved.plan.chosen] = True
    rows = problem.rows.with_columns(
        pair=pl.int_range(pl.len(), dtype=pl.Int64),
        worth=pl.Series(worth, dtype=pl.Float64),
        is_chosen=pl.Series(chosen),
        is_allowed=pl.Series(solved.allowed),
        is_owner=(pl.col("owner") == pl.col("person_id")).fill_null(value=False),
    )
    best_first = rows.sort(
        *("task_id", "is_chosen", "is_allowed", "worth", "tie"),
        descending=[False, True, True, True, True],
    ).unique(["task_id", "person_id"], keep="first", maintain_order=True)
    ranked = best_first.with_columns(
        option=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("task_id")
    ).filter(pl.col("option") <= number("options_a_task"))
    known = tasks.select("task_id", "title", "is_waiting", days_to_due=pl.col("due_day") - today)
    shown = ranked.join(known, on="task_id", how="left", maintain_order="left")
    told = {
        "because": _because(shown, rows),
        "risk": [explain.risk(row) for row in shown.iter_rows(named=True)],
        "would_change": _would_change(problem, solved, shown),
    }
    return (
        shown.rename({"zone": "role_in_zone"})
        .with_columns(pl.Series(name, texts, dtype=pl.String) for name, texts in told.items())
        .select(pl.col(name).cast(kind) for name, kind in OPTIONS.items())
        .sort("task_id", "option")
    )


def _because(shown: pl.DataFrame, rows: pl.DataFrame) -> list[str]:
    best = {row["person_id"]: row for row in _next_best(rows).iter_rows(named=True)}
    texts = []
    for row in shown.iter_rows(named=True):
        text = explain.because(row)
        other = best.get(row["person_id"]) if row["is_chosen"] else None
        if other is not None:
            lower = row["worth"] - other["worth"]
            text = f"{text}; {explain.next_best(other['task_id'], lower, other['elsewhere'])}"
        texts.append(text[:1].upper() + text[1:])
    return texts


def _next_best(rows: pl.DataFrame) -> pl.DataFrame:
    """The best task of each person that the plan gives elsewhere: task_id, worth, elsewhere."""
    given = rows.filter("is_chosen")
    to_others = given.select("task_id", taken_for="worth")
    mine = given.select("person_id", "task_id")
    return (
        rows.join(mine, on=["person_id", "task_id"], how="anti")
        .join(to_others, on="task_id", how="left")
        .sort("person_id", "worth", "tie", descending=[False, True, True])
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", "task_id", "worth", elsewhere=pl.col("taken_for") - pl.col("worth"))
    )


def _would_change(problem: Problem, solved: SupportedPlan, shown: pl.DataFrame) -> list[str]:
    pairs: Ints = shown["pair"].to_numpy()
    chosen, supported = (
        shown["is_chosen"].to_numpy(),
        shown["supporter_id"].is_not_null().to_numpy(),
    )
    promise = promised(solved.plan)
    change = np.empty(pairs.size)
    change[chosen] = spare_worth(problem.graph, solved.plan, pairs[chosen])
    change[~chosen] = missing_worth(problem.graph, solved.plan, pairs[~chosen])
    return [
        explain.would_leave(size, promise)
        if is_chosen
        else explain.would_enter(size, promise, is_supported=is_supported)
        for size, is_chosen, is_supported in zip(change, chosen, supported, strict=True)
    ]
