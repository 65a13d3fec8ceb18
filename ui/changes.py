"""What changed between two periods, and whether the change is larger than chance would make it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import erfc, sqrt
from typing import Final

import polars as pl

from ui.cells import OWN

HALF_WIDTH: Final = 1.96  # standard errors in half of a 95 % interval
FALSE_SHARE: Final = 0.05  # of a list of changes that may be chance


@dataclass(frozen=True)
class Change:
    """The change of one figure with its 95 % interval, in the unit of the figure.

    before   value that it is compared with
    """

    before: float
    change: float
    low: float
    high: float

    @property
    def clears(self) -> bool:
        """The interval leaves out 'no change'."""
        return self.low > 0 or self.high < 0


def changes(figures: pl.DataFrame, period: date, before: Iterable[date]) -> pl.DataFrame:
    """Changes of every team and indicator from earlier periods to one period.

    figures  cube of one grain: team_id, period, indicator, value, low, high, state
    before   earlier periods; of several, their mean counts
    returns  one row per team and indicator: team_id, indicator, value, before, change, low, high,
             clears

    Counts: only figures of the team's own; a pooled or hidden one has no change. The intervals of
    the two periods are joined without assuming that they are symmetric (MOVER), as if the periods
    were independent; the same people work in both, so the interval is wide rather than narrow.
    Does not tell: why it changed.
    Paper: Zou and Donner, Statistics in Medicine 2008, doi 10.1002/sim.3095
    """
    keys = ["team_id", "indicator"]
    wanted = sorted(set(before) - {period})
    own = figures.filter(
        pl.col("state").is_in(OWN)
        & pl.col("value").is_not_null()
        & pl.col("low").is_not_null()
        & pl.col("high").is_not_null()
    )
    number = pl.len().cast(pl.Float64)
    earlier = (
        own.filter(pl.col("period").is_in(wanted))
        .group_by(keys)
        .agg(
            pl.col("value").mean().alias("before"),
            ((pl.col("value") - pl.col("low")).pow(2).sum().sqrt() / number).alias("down"),
            ((pl.col("high") - pl.col("value")).pow(2).sum().sqrt() / number).alias("up"),
            pl.len().alias("periods"),
        )
        .filter(pl.col("periods") == len(wanted))
    )
    change = pl.col("value") - pl.col("before")
    fall = ((pl.col("value") - pl.col("low")).pow(2) + pl.col("up").pow(2)).sqrt()
    rise = ((pl.col("high") - pl.col("value")).pow(2) + pl.col("down").pow(2)).sqrt()
    return (
        own.filter(pl.col("period") == period)
        .select(*keys, "value", "low", "high")
        .join(earlier, on=keys)
        .select(
            *keys,
            "value",
            "before",
            change.alias("change"),
            (change - fall).alias("low"),
            (change + rise).alias("high"),
        )
        .with_columns(((pl.col("low") > 0) | (pl.col("high") < 0)).alias("clears"))
        .sort(keys)
    )


def withstand(table: pl.DataFrame) -> pl.DataFrame:
    """Changes that stay when one looks at all of them at once, the clearest first.

    table    rows of `changes`
    returns  the same columns, without `clears`, and z: the change in standard errors

    Counts: with hundreds of teams and figures one in twenty clears by chance alone. Of the rows
    that are left, at most one in twenty is expected to be chance (false discovery rate).
    Paper: Benjamini and Hochberg 1995, doi 10.1111/j.2517-6161.1995.tb02031.x
    """
    inner = pl.when(pl.col("change") > 0).then("low").otherwise("high")
    error = (pl.col("change") - inner).abs() / HALF_WIDTH
    scored = (
        table.drop("clears")
        .with_columns(z=pl.when(error > 0).then(pl.col("change") / error))
        .drop_nulls("z")
        .sort(pl.col("z").abs(), "team_id", "indicator", descending=[True, False, False])
    )
    chances = [erfc(abs(z) / sqrt(2)) for z in scored["z"]]
    allowed = [FALSE_SHARE * place / len(chances) for place in range(1, len(chances) + 1)]
    kept = max(
        (n for n in range(1, len(chances) + 1) if chances[n - 1] <= allowed[n - 1]), default=0
    )
    return scored.head(kept)


def of_unit(table: pl.DataFrame, unit: str) -> dict[str, Change]:
    """Changes of one unit by indicator."""
    rows = table.filter(pl.col("team_id") == unit).iter_rows(named=True)
    return {
        row["indicator"]: Change(row["before"], row["change"], row["low"], row["high"])
        for row in rows
    }


def year_before(period: date) -> date:
    """The same quarter or month a year earlier, so that the season is the same."""
    return period.replace(year=period.year - 1)


def earlier(periods: Iterable[date], period: date) -> date | None:
    """What 'before' means: the same period a year ago, else the one just before, else nothing."""
    known = sorted(each for each in periods if each < period)
    if year_before(period) in known:
        return year_before(period)
    return known[-1] if known else None
