"""On time: a guardrail of every redesign."""

import polars as pl

from metrics._task_share import task_share
from metrics.contract import indicator


@indicator(
    label="On time",
    symbol="on-time rate",
    unit="share of tasks with a due date",
    better="higher",
    method="3.9",
    family="productivity",
    units=30,
)
def on_time(delivery: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Share of closed tasks with a due date that were closed by it, by unit and period.

    delivery     unit_id, period, tasks, with_due, on_time
    unit_counts  unit_id, period, n_people, n_novices, n_others

    Counts: tasks without a due date lower the coverage. Wilson's interval.
    Does not tell: whether due dates were honest.
    """
    return task_share(
        "on_time", "with_due", delivery, unit_counts, reason="No closed task had a due date"
    )
