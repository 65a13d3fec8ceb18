"""Nested records as a table: a loader says what stands in each row, and reads it by column."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from loaders.export import Export
from loaders.record import read_lines
from loaders.sheet import RecordGrid

LOOKED_AT: Final = 100
Row = tuple[int, Mapping[str, Any]]


def flat(export: Export, columns: Sequence[str], rows: Sequence[Row]) -> Export:
    """The export as a table.

    columns  names in its header
    rows     number of the row in the file, and its cells by name
    """
    grid = RecordGrid([cells for _, cells in rows], [row for row, _ in rows], tuple(columns))
    return replace(export, grid=grid, header_row=1)


def first_records(export: Export) -> list[dict[str, Any]]:
    """The first records, to tell a source by them without parsing all lines of a large file."""
    if export.shape == "ndjson" and export.text is not None:
        return read_lines(export.text.path, limit=LOOKED_AT).rows
    return export.records()[:LOOKED_AT]
