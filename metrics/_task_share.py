"""Share of tasks with a property, with Wilson's interval: what on_time and reopened share."""

import numpy as np
import polars as pl
from scipy.special import ndtri

from metrics.formulas.jackknife import LEVEL
from metrics.formulas.proportions import wilson
from metrics.formulas.readings import KEY, readings


def task_share(
    hits: str, of: str, delivery: pl.DataFrame, unit_counts: pl.DataFrame, *, reason: str
) -> pl.DataFrame:
    """Rows of `READING_SCHEMA`: `hits` over `of` tasks.

    Counts: the standard error as half of Wilson's interval over its normal quantile, so that it is
    above 0 also when all tasks agree.
    """
    some = delivery.filter(pl.col(of) > 0)
    found, known = (some[name].to_numpy().astype(float) for name in (hits, of))
    low, high = wilson(found, known)
    reach = float(ndtri(0.5 + LEVEL / 2))
    shares = some.select(
        *KEY,
        value=pl.Series(found / known, dtype=pl.Float64),
        low=pl.Series(low, dtype=pl.Float64),
        high=pl.Series(high, dtype=pl.Float64),
        se=pl.Series((high - low) / 2 / reach, dtype=pl.Float64),
        n_units=pl.Series(np.asarray(known), dtype=pl.Int64, strict=False),
        coverage=pl.col(of) / pl.col("tasks"),
    )
    figures = unit_counts.select(*KEY, "n_people", "n_novices", "n_others").join(
        shares, on=KEY, how="left"
    )
    return readings(unit_counts.select(KEY), figures, reason=reason, lowest=0.0, highest=1.0)
