"""Nested records as a table: a loader says what stands in each row, and reads it by column."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.export import Export
from loaders.sheet import RecordGrid

Row = tuple[int, Mapping[str, Any]]


def flat(export: Export, columns: Sequence[str], rows: Sequence[Row]) -> Export:
    """The export as a table.

    columns  names in its header
    rows     number of the row in the file, and its cells by name
    """
    grid = RecordGrid([cells for _, cells in rows], [row for row, _ in rows], tuple(columns))
    return replace(export, grid=grid, header_row=1)


def part(record: object, *path: str) -> Mapping[str, Any]:
    """The record at a path of keys; an empty one when a key is missing or holds something else."""
    for key in path:
        record = record.get(key) if isinstance(record, dict) else None
    return record if isinstance(record, dict) else {}
