"""Reopened: a guardrail of every redesign."""

import polars as pl

from metrics._task_share import task_share
from metrics.contract import indicator


@indicator(
    label="Reopened",
    symbol="reopen rate",
    unit="share of tasks",
    better="lower",
    method="3.9",
    family="productivity",
    units=30,
)
def reopened(delivery: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Share of closed tasks that were reopened, by unit and period.

    delivery     unit_id, period, tasks, with_history, reopened
    unit_counts  unit_id, period, n_people, n_novices, n_others

    Counts: tasks whose history the export does not hold lower the coverage. Wilson's interval.
    Does not tell: what will still be reopened; the last month looks better than it is.
    """
    return task_share(
        "reopened", "with_history", delivery, unit_counts, reason="No export tells of reopening"
    )
