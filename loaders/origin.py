"""Where the values of a fact column come from: columns of a file, and how to read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

import polars as pl

from loaders.export import Export
from loaders.parsed import NOTHING
from loaders.values import Numerals
from store.tables import Column, Kind

ALL_OTHERS: Final = "*"
KEYS: Final = ("id", "employee_id", "email", "login", "name")
NUMERALS: Final = get_args(Numerals)
ZERO: Final = r"^\s*[-+]?[0.,\s]*-?\s*$"
# assumption: a day of effort has eight hours, as trackers have it by default.
SCALES: Final = {
    "seconds": 1 / 3600,
    "minutes": 1 / 60,
    "hours": 1.0,
    "days": 8.0,
    "cents": 0.01,
    "percent": 0.01,
}


@dataclass(frozen=True)
class Origin:
    """Where one column of a fact table comes from.

    columns    names in the file, all repeats of each; the first filled cell counts, lists add up
    constant   text for every row, in place of columns
    missing    text where the columns are empty
    join       text between the columns when they make one value together, like project/area
    separator  between the items of a list in one cell; when the fact column holds no list, every
               item makes a row of its own, and an empty cell makes none
    unit       of a duration, an amount or a share: a key of SCALES
    day_first  reading of dates like 05/06/2024; none lets the column decide
    numerals   what a bare number in a date column means
    key        kind of the person key
    values     cell of the file -> value of ours, "" for none; "*" stands for all other cells
    blanks     NA, NULL and - count as empty where any text may stand; in dates and numbers always
    minus      names in the file whose amount is taken off: a ledger with debits and credits apart
               has one of the two filled in a row; both filled make the cell unreadable
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    missing: str | None = None
    join: str | None = None
    separator: str | None = None
    unit: str | None = None
    day_first: bool | None = None
    numerals: Numerals | None = None
    key: str = "id"
    values: Mapping[str, str] = field(default_factory=dict)
    blanks: bool = True
    minus: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name of the file's column, for reports."""
        return self.columns[0] if self.columns else ""

    def positions(self, export: Export) -> list[str]:
        """Positions in the file, every repeat of every name."""
        found = [position for name in self.columns for position in export.every(name)]
        return list(dict.fromkeys(found))

    def text(self, export: Export, column: Column) -> pl.Expr:
        """Cells as text, null where there is nothing to read."""
        if self.constant is not None:
            return pl.lit(self.constant).alias(column.name)
        cells = [self._cell(position, column) for position in self.positions(export)]
        made = self._together(cells, column)
        if self.minus:
            made = self._less(made, export)
        if self.values:
            made = pl.when(made.is_not_null()).then(self._valued(made, column))
        if self.missing is not None:
            made = made.fill_null(self.missing)
        return made.alias(column.name)

    def _less(self, made: pl.Expr, export: Export) -> pl.Expr:
        """The amount, or the one to be taken off with its sign turned; a zero is nothing here."""
        off = pl.coalesce(
            pl.col(position).str.strip_chars()
            for name in self.minus
            for position in export.every(name)
        )
        is_none = made.is_null() | made.str.contains(ZERO)
        no_less = off.is_null() | off.str.contains(ZERO)
        turned = pl.when(off.str.starts_with("-")).then(off.str.slice(1)).otherwise("-" + off)
        return (
            pl.when(no_less)
            .then(pl.coalesce(made, off))
            .when(is_none)
            .then(turned)
            .otherwise(pl.format("{} less {}", made, off))
        )

    def _valued(self, made: pl.Expr, column: Column) -> pl.Expr:
        """Cells through the value map; a cell that it lacks stays where any text may stand."""
        known = {cell: ours or None for cell, ours in self.values.items() if cell != ALL_OTHERS}
        is_closed = column.kind is Kind.FLAG or bool(column.choices)
        others = pl.lit(None, dtype=pl.String) if is_closed else made
        if ALL_OTHERS in self.values:
            others = pl.lit(self.values[ALL_OTHERS])
        return (
            made.replace_strict(known, default=others, return_dtype=pl.String) if known else others
        )

    def _cell(self, position: str, column: Column) -> pl.Expr:
        """One cell; where any text may stand it is trimmed and stand-ins for nothing are null."""
        cell = pl.col(position)
        if not self.values and column.kind not in {Kind.TEXT, Kind.PERSON, Kind.LIST}:
            return cell  # reading it as a number or date looks at blanks anyway
        cell = cell.str.strip_chars()
        if not self.blanks:
            return pl.when(cell != "").then(cell)
        is_short = cell.str.len_bytes() <= max(len(word.encode()) for word in NOTHING)
        return pl.when(~(is_short & cell.str.to_lowercase().is_in(NOTHING))).then(cell)

    def _together(self, cells: list[pl.Expr], column: Column) -> pl.Expr:
        if not cells:
            return pl.lit(None, dtype=pl.String)
        if len(cells) == 1:
            return cells[0]
        if self.join is not None:
            return pl.concat_str(cells, separator=self.join)
        if column.kind is Kind.LIST:
            items = pl.concat_str(cells, separator=self.separator or ";", ignore_nulls=True)
            return pl.when(items != "").then(items)
        return pl.coalesce(cells)
