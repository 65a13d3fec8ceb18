"""Complexity: how much of the wider system people see and touch in their work."""

import polars as pl

from metrics._member_mean import member_mean
from metrics.contract import indicator


@indicator(
    label="Complexity",
    symbol="CPX",
    unit="0 to 1.5",
    better="higher",
    method="3.2",
    family="complexity",
    unit_word="person-tasks",
    high=1.5,
)
def complexity(unit_complexity: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Capacity-weighted mean of breadth and task complexity, half each, by unit and period.

    unit_complexity  unit_id, person_id, period, capacity [h], tasks, complexity, hours [h],
                     labelled_hours [h]
    unit_counts      unit_id, period: every unit with members

    Counts: 1 as the rich work of the reference period. Members with at least five labelled tasks in
    the trailing two periods. Work on tasks without components or skills lowers the coverage.
    Jackknife over people.
    Does not tell: whether the breadth has depth; a support rota is broad. For novices above 1
    together with a high exposed share it is overload.
    """
    return member_mean(
        "complexity",
        unit_complexity,
        unit_counts,
        reason="Nobody has five tasks with components or skills in two periods",
    )
