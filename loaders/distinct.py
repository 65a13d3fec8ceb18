"""Cells that repeat: what is made of them is made of every distinct cell once.

Cells are coded: a polars Categorical keeps each distinct text once and a number in every row.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

import polars as pl

from loaders.parsed import Parsed, fine

Kind = pl.Categorical


def kind() -> Kind:
    """The type of coded cells of one file; columns of one type share their codes."""
    return Kind(pl.Categories.random())


class Distinct(NamedTuple):
    """The distinct cells of columns that share their codes.

    cells  every distinct text, never null
    times  how often each stands in the columns
    codes  code of each
    """

    cells: pl.Series
    times: pl.Series
    codes: pl.Series

    def spread(self, made: pl.Series, over: pl.Series) -> pl.Series:
        """What was made of each distinct cell, in every row of a coded column; null stays null."""
        if made.is_empty():
            return pl.repeat(None, len(over), dtype=made.dtype, eager=True)
        places = pl.Series(range(len(self.codes)), dtype=pl.UInt32)
        of_code = pl.Series([None], dtype=pl.UInt32).new_from_index(
            0, cast(int, self.codes.max()) + 1
        )
        of_code = of_code.scatter(self.codes, places)
        return made.gather(of_code.gather(over.to_physical())).rename(over.name)


def distinct(columns: Sequence[pl.Series]) -> Distinct:
    """The distinct cells of coded columns of one type."""
    counts = [column.drop_nulls().alias("cell").value_counts(name="times") for column in columns]
    found = pl.concat(counts).group_by("cell").agg(pl.col("times").sum())
    cells = found.get_column("cell")
    return Distinct(cells.cast(pl.String), found.get_column("times"), cells.to_physical())


def by_cell(column: pl.Series, make: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """What a function makes of the text of every cell; of a coded column it sees each text once."""
    if not isinstance(column.dtype, Kind):
        return make(column)
    once = distinct([column])
    return once.spread(make(once.cells), column)


def parsed_by_cell(column: pl.Series, parse: Callable[[pl.Series], Parsed]) -> Parsed:
    """A column read; of a coded one each text is read once.

    parse  decides for a column by what stands in it, never by how often
    """
    if not isinstance(column.dtype, Kind):
        return parse(column)
    once = distinct([column])
    read = parse(once.cells)
    values = once.spread(read.values, column)
    if read.reasons.null_count() == len(read.reasons):
        return Parsed(values, fine(values).reasons, read.notes)
    return Parsed(values, once.spread(read.reasons, column), read.notes)
