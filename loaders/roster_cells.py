"""Cells of a personnel export as a roster needs them: only a missing key costs a row."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.dates import MONTHS_IN_YEAR
from loaders.export import Export
from loaders.lenient import lenient
from loaders.values import days, numbers

TWO_NUMBERS: Final = r"^\s*(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.]\d"


def cells_of(export: Export, *, month_first: tuple[str, ...] = ()) -> Cells:
    """Cells of a table or of JSON records, with a note on each line that is no record.

    month_first  columns of days in a format that writes 05/06/2024 for the 6th of May; they are
                 read so unless one of them shows the day first, or the reader has told the order
    """
    cells = Cells(export if export.grid else export.as_table())
    if month_first and export.day_first is None:
        shown = [_shows_day_first(cells.raw(name)) for name in month_first]
        cells.export = replace(cells.export, day_first=any(shown))
    for line, reason in export.refused_lines:
        cells.refusals.notes.append(f"Line {line} was left out: {reason}.")
    return cells


def _shows_day_first(written: pl.Series) -> bool:
    """Truth that a column has days that cannot be read month first, and none the other way."""
    found = written.str.extract_groups(TWO_NUMBERS).struct.unnest().cast(pl.Int64)
    first, second = ((found[part] > MONTHS_IN_YEAR).any() for part in ("first", "second"))
    return bool(first) and not second


def day(cells: Cells, *names: str) -> pl.Series:
    """Days; a cell that is none is refused, its row stays."""
    name, export = label(cells, *names), cells.export
    read = days(cells.raw(*names), name, day_first=export.day_first, numerals=export.numerals)
    return lenient(cells, name, read)


def number(cells: Cells, *names: str) -> pl.Series:
    """Numbers; a cell that is none is refused, its row stays."""
    return lenient(cells, label(cells, *names), numbers(cells.raw(*names)))


def filled(cells: Cells, *names: str) -> pl.Series:
    """Text of the first of several columns that is filled, row by row."""
    return pl.select(pl.coalesce([cells.text(name) for name in names])).to_series()


def spoken_name(cells: Cells, first: str, last: str) -> pl.Series:
    """First and last name in one; null where one of them is missing."""
    both = pl.concat_str(cells.text(first), cells.text(last), separator=" ")
    return pl.select(both).to_series()


def keyed(kind: str, ids: pl.Series) -> pl.Series:
    """Keys of a kind out of bare ids: `email:`, `employee_id:`, `login:workday-`."""
    return pl.select(pl.lit(kind) + ids).to_series()


def label(cells: Cells, *names: str) -> str:
    """The name that the file writes for the first of some columns that is there."""
    position = cells.export.first(*names)
    return names[0] if position is None else cells.export.header[int(position)]
