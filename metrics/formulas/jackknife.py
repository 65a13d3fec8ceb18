"""Delete-one jackknife of many groups at once: the interval of nearly every figure (METHODS R9)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import stdtrit

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Statistic = Callable[..., Numbers]

LEVEL = 0.95  # every interval of the product


def quantile(units: Numbers) -> Numbers:
    """Upper t quantiles of the 95 % interval for groups of so many deleted units."""
    freedom = np.where(units > 1, units - 1, np.nan)
    return np.asarray(stdtrit(freedom, 0.5 + LEVEL / 2), dtype=float)


def jackknife(
    rows: pl.DataFrame,
    by: Sequence[str],
    unit: str,
    sums: Sequence[str],
    statistic: Statistic,
    fixed: Sequence[str] = (),
) -> pl.DataFrame:
    """Value, standard error and 95 % interval of a function of sums, one row a group.

    rows       one row per group and unit: `by`, `unit`, `sums`, `fixed`
    unit       what is deleted one at a time: a person, a task, a week
    sums       columns that are added up over the units of a group
    statistic  (units, *sums, *fixed) -> value; arrays in, array out
    fixed      columns that are the same in all rows of a group
    returns    `by`, units, value, se, low, high; null where the statistic is not defined

    Paper: delete-one jackknife, Efron and Stein 1981, doi 10.1214/aos/1176345462
    """
    groups = in_groups(rows, by, unit)
    each = [groups.rows[name].to_numpy().astype(float) for name in sums]
    totals = [groups.total(values) for values in each]
    constants = [groups.rows[name].to_numpy().astype(float)[groups.starts] for name in fixed]
    with np.errstate(divide="ignore", invalid="ignore"):
        value = statistic(groups.sizes, *totals, *constants)
        left_out = statistic(
            groups.spread(groups.sizes) - 1,
            *(groups.spread(total) - one for total, one in zip(totals, each, strict=True)),
            *(groups.spread(constant) for constant in constants),
        )
    return intervals(groups, value, left_out)


@dataclass(frozen=True)
class Groups:
    """Rows in order of their groups.

    rows    one row a unit, sorted by group
    keys    one row a group
    starts  position of each group's first row
    sizes   rows of each group
    """

    rows: pl.DataFrame
    keys: pl.DataFrame
    starts: Places
    sizes: Numbers

    def total(self, values: Numbers) -> Numbers:
        """Sum over each group, one a group."""
        if not len(self.starts):
            return np.zeros(0)
        return np.asarray(np.add.reduceat(values, self.starts))

    def spread(self, values: Numbers) -> Numbers:
        """A value of each group, repeated for each of its rows."""
        return np.repeat(values, self.sizes.astype(np.int64))


def in_groups(rows: pl.DataFrame, by: Sequence[str], unit: str) -> Groups:
    """Rows sorted by group and unit, with the bounds of the groups."""
    rows = rows.sort(*by, unit)
    counted = rows.group_by(by, maintain_order=True).len("units")
    sizes = counted["units"].to_numpy().astype(float)
    starts = np.concatenate([[0.0], np.cumsum(sizes)])[: len(sizes)].astype(np.int64)
    return Groups(rows, counted.select(by), starts, sizes)


def intervals(groups: Groups, value: Numbers, left_out: Numbers) -> pl.DataFrame:
    """Interval of a statistic, one row a group, from its values without each unit in turn.

    value     (groups,)
    left_out  (rows of groups,)
    returns   the keys of the groups, units, value, se, low, high; null where not defined
    """
    sizes = groups.sizes
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = (left_out - groups.spread(groups.total(left_out) / sizes)) ** 2
        se = np.sqrt((sizes - 1) / sizes * groups.total(squares))
        reach = quantile(sizes) * se
    columns = {"value": value, "se": se, "low": value - reach, "high": value + reach}
    return groups.keys.with_columns(
        pl.Series("units", sizes).cast(pl.Int64),
        *(
            pl.Series(name, np.where(np.isfinite(column), column, np.nan), pl.Float64).fill_nan(
                None
            )
            for name, column in columns.items()
        ),
    )


def ratio(_units: Numbers, part: Numbers, whole: Numbers) -> Numbers:
    """A share of sums: part / whole."""
    return part / whole
