"""Task complexity: parts, ties and changes of the tasks that people work on."""

import polars as pl

from metrics._member_mean import member_mean
from metrics.contract import indicator


@indicator(
    label="Task complexity",
    symbol="W",
    unit="0 to 1.5",
    better="higher",
    method="3.2",
    family="complexity",
    unit_word="person-tasks",
    high=1.5,
)
def task_complexity(unit_complexity: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Capacity-weighted mean of members' hours-weighted task complexity, by unit and period.

    unit_complexity  unit_id, person_id, period, capacity [h], tasks, task_complexity, hours [h],
                     labelled_hours [h]
    unit_counts      unit_id, period: every unit with members

    Counts: the mean of the terms that a task has; a task without history by its parts and ties.
    Jackknife over people.
    Does not tell: how difficult the task was for the one who did it; that is challenge.
    """
    return member_mean(
        "task_complexity",
        unit_complexity,
        unit_counts,
        reason="No closed task of known complexity",
    )
