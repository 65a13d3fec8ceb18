"""Breadth: how many parts of the system a person meets in ten tasks."""

import polars as pl

from metrics._member_mean import member_mean
from metrics.contract import indicator


@indicator(
    label="Breadth",
    symbol="B",
    unit="components in ten tasks",
    better="higher",
    method="3.2",
    family="complexity",
    unit_word="person-tasks",
    high=None,
)
def breadth(unit_complexity: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Mean over members of the components in ten of their tasks, by unit and period.

    unit_complexity  unit_id, person_id, period, capacity [h], tasks, breadth, hours [h],
                     labelled_hours [h]
    unit_counts      unit_id, period: every unit with members

    Counts: weighted by capacity. Members with at least ten labelled tasks in the trailing two
    periods; more tasks of the same kind do not raise it. Jackknife over people.
    Does not tell: how deep the work went, or whether the components belong together.
    """
    return member_mean(
        "breadth",
        unit_complexity,
        unit_counts,
        reason="Nobody has ten tasks with components or skills in two periods",
    )
