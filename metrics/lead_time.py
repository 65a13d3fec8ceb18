"""Lead time: a guardrail of every redesign."""

import numpy as np
import polars as pl

from metrics.contract import indicator
from metrics.formulas.jackknife import quantile
from metrics.formulas.readings import KEY, readings


@indicator(
    label="Lead time",
    symbol="lead time",
    unit="days, geometric mean",
    better="lower",
    method="3.9",
    family="productivity",
    units=30,
    scale="log",
    high=None,
)
def lead_time(delivery: pl.DataFrame, unit_counts: pl.DataFrame) -> pl.DataFrame:
    """Geometric mean of the days from opening to closing, by unit and period.

    delivery     unit_id, period, tasks, log_days, log_days_squared
    unit_counts  unit_id, period, n_people, n_novices, n_others

    Counts: every closed task of the unit's people. The interval of the mean of logs, which is what
    a jackknife over tasks gives.
    Does not tell: waiting from working; open tasks, which may be the oldest.
    """
    some = delivery.filter(pl.col("tasks") > 0)
    tasks = some["tasks"].to_numpy().astype(float)
    mean = some["log_days"].to_numpy() / tasks
    squares = np.maximum(some["log_days_squared"].to_numpy() - tasks * mean**2, 0.0)
    se = np.sqrt(squares / np.maximum(tasks - 1, 1) / tasks)
    reach = quantile(tasks) * se
    means = some.select(
        *KEY,
        n_units="tasks",
        value=pl.Series(np.exp(mean), dtype=pl.Float64),
        low=pl.Series(np.exp(mean - reach), dtype=pl.Float64),
        high=pl.Series(np.exp(mean + reach), dtype=pl.Float64),
        se=pl.Series(se, dtype=pl.Float64),
        coverage=pl.lit(1.0),
    )
    figures = unit_counts.select(*KEY, "n_people", "n_novices", "n_others").join(
        means, on=KEY, how="left"
    )
    return readings(unit_counts.select(KEY), figures, reason="No task was closed", lowest=0.0)
