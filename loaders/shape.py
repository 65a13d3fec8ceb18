"""What a file is, told by its content: a table, JSON, lines of JSON, text, or empty."""

import re
from typing import Literal

from loaders.record import is_lines
from loaders.sheet import CsvGrid, Grid, Record, parquet_grid, workbook_grid
from loaders.text import SAMPLE, Text, check_lines, decoded, separator_of
from loaders.unpack import Container, Unpacked

Shape = Literal["table", "json", "ndjson", "text", "empty"]


def understood(
    name: str, unpacked: Unpacked
) -> tuple[Shape, Text | None, Grid | None, tuple[str, ...]]:
    """Shape, text, grid and notes of a file."""
    match unpacked.container:
        case Container.EMPTY:
            return "empty", None, None, ()
        case Container.WORKBOOK:
            sheet, notes = workbook_grid(name, unpacked.path)
            return ("table" if sheet.head else "empty"), None, sheet, notes
        case Container.PARQUET:
            return "table", None, parquet_grid(name, unpacked.path), ()
    text = decoded(name, unpacked)
    shape, separator = _shape(text, unpacked)
    if shape == "ndjson":
        check_lines(name, text)
    grid = CsvGrid(name, text, separator, unpacked) if separator else None
    return shape, text, grid, text.notes


def _shape(text: Text, unpacked: Unpacked) -> tuple[Shape, str | None]:
    """Shape of a text, and the separator of its cells when it is a table."""
    sample = text.sample().lstrip()
    if not sample and unpacked.size <= SAMPLE:
        return "empty", None
    if sample[:1] in {"{", "["}:
        return ("ndjson" if is_lines(text.path) else "json"), None
    separator = separator_of(text)
    return ("table" if separator else "text"), separator


def first_filled(head: tuple[Record, ...]) -> int:
    """Row of the first record that is not blank; a line `sep=;` for spreadsheets is no record."""
    for row, record in enumerate(head, start=1):
        cells = [cell for cell in record if cell and cell.strip()]
        if cells and not re.fullmatch(r"sep=.?", cells[0]):
            return row
    return 0
