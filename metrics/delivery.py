"""How finished work arrived: the counts behind the guardrails of productivity."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small
from metrics.formulas.readings import KEY

SECONDS_OF_A_DAY: Final = 86_400.0
SHORTEST_DAYS: Final = 1 / 24  # assumption: less than an hour from opening to closing is an hour
COUNTS: Final = ("tasks", "with_due", "on_time", "with_history", "reopened")
SUMS: Final = ("log_days", "log_days_squared")


def delivery(
    actor: nw.LazyFrame[Any],
    outcome: nw.LazyFrame[Any],
    distinct_task: nw.LazyFrame[Any],
    unit_tree: pl.DataFrame,
) -> pl.DataFrame:
    """Closed tasks: due, on time, reopened, and how long they took; one row per unit and period.

    actor          task_id, team_id, period
    outcome        task_id, on_time, not_reopened (null: unknown)
    distinct_task  task_id, opened_second, closed_second
    unit_tree      team_id, unit_id
    returns        unit_id, period, tasks, with_due, on_time, with_history, reopened, log_days and
                   log_days_squared (sums over tasks of ln days from opening to closing)

    Counts: a task by its actor's unit.
    """
    tasks = (
        actor.filter(~nw.col("team_id").is_null())
        .select("task_id", "team_id", "period")
        .join(outcome.select("task_id", "on_time", "not_reopened"), on="task_id", how="left")
        .join(distinct_task.select("task_id", "opened_second", "closed_second"), on="task_id")
    )
    days = (nw.col("closed_second") - nw.col("opened_second")).cast(nw.Float64) / SECONDS_OF_A_DAY
    log_days = nw.when(days > SHORTEST_DAYS).then(days).otherwise(nw.lit(SHORTEST_DAYS)).log()
    of_teams = small(
        tasks.with_columns(log_days=log_days)
        .with_columns(
            tasks=nw.lit(1),
            with_due=(~nw.col("on_time").is_null()).cast(nw.Int64),
            on_time=nw.col("on_time").fill_null(False).cast(nw.Int64),
            with_history=(~nw.col("not_reopened").is_null()).cast(nw.Int64),
            reopened=(~nw.col("not_reopened").fill_null(True)).cast(nw.Int64),
            log_days_squared=nw.col("log_days") * nw.col("log_days"),
        )
        .group_by("team_id", "period")
        .agg(nw.col(*COUNTS, *SUMS).sum())
    )
    return (
        of_teams.join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by(KEY)
        .agg(pl.col(COUNTS).sum().cast(pl.Int64), pl.col(SUMS).sum())
        .sort(KEY)
    )
