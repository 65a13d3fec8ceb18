"""The rows of a table that may be very large: only the columns that are read, texts kept once."""

from collections.abc import Iterable

import polars as pl

from loaders.cells import Cells
from loaders.distinct import Kind
from loaders.export import Export
from loaders.parsed import Refusals
from loaders.sheet import Plan


class CodedCells(Cells):
    """One large export while it is read.

    rows  row number and the columns that were asked for, by position; most hold coded cells

    Of millions of rows the text alone would fill the memory of a machine; coded it takes a sixth,
    and what is made of a column is made of its distinct cells.
    """

    def __init__(self, export: Export, plan: Plan, kind: Kind) -> None:
        """Read some columns of a table; to ask for another one that the header has is an error.

        plan  leaves row, and under their position what is kept of the cells
        kind  type of the coded ones, see `loaders.distinct`
        """
        self.export = export
        self.kind = kind
        # In one piece, because polars makes a copy whenever it looks at columns in many pieces.
        self.rows = export.collect(plan).rechunk()
        self._copies = 0  # rows that are alike have one id, and of those the last counts
        self.refusals = Refusals(self.rows.get_column("row"))

    def raw(self, *names: str) -> pl.Series:
        """Cells as written."""
        return self._kept(names).cast(pl.String)

    def coded(self, *names: str) -> pl.Series:
        """Coded cells as written."""
        return self._kept(names).cast(self.kind)

    def let_go(self, places: Iterable[str]) -> None:
        """Forget columns: from here on what was made of them is enough."""
        self.rows = self.rows.drop(places)

    def read_at_once(self, name: str) -> pl.Series:
        """Moments that were read with the file, under a name of their own; else nothing."""
        if name in self.rows.columns:
            return self.rows.get_column(name)
        return pl.repeat(None, self.rows.height, dtype=pl.Datetime("us", "UTC"), eager=True)

    def _kept(self, names: tuple[str, ...]) -> pl.Series:
        if self.export.first(*names) is None:
            return pl.repeat(None, self.rows.height, dtype=self.kind, eager=True)
        return super()._kept(names)
