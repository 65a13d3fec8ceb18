"""The seam between big frames on any engine and small Polars tables."""

from typing import Any

import narwhals as nw
import polars as pl


def small(big: nw.LazyFrame[Any]) -> pl.DataFrame:
    """The rows of a big frame as a Polars table, in no promised order."""
    table: pl.DataFrame = big.collect("polars").to_native()
    return table


def beside(table: pl.DataFrame, big: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """A small table on the engine of a big frame, ready to be joined with it."""
    eager = nw.from_native(table, eager_only=True)
    if big.implementation.is_pyspark() or big.implementation.is_pyspark_connect():
        return eager.lazy(backend=big.implementation, session=big.to_native().sparkSession)
    return eager.lazy(backend=big.implementation)


def settled(result: object) -> object:
    """The result of a node, computed once: a plan that several nodes read would run once for each.

    Only on Polars; a cluster caches in its own way.
    """
    if isinstance(result, nw.LazyFrame) and result.implementation.is_polars():
        return result.collect().lazy()
    return result
