"""Records inside records as a table: one column per path of keys, `work.title`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaders.cells import Cells
from loaders.export import Export
from loaders.roster_cells import cells_of
from loaders.sheet import RecordGrid


def paths(record: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Path of keys and value, of everything in a record that is no record itself."""
    for key, value in record.items():
        if isinstance(value, Mapping):
            yield from paths(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def flat_cells(export: Export, records: Sequence[Mapping[str, Any]], lines: Sequence[int]) -> Cells:
    """Cells of the records that a loader has found in an export.

    records  the records, each with further records in it
    lines    the number of each, for the list of what was refused
    """
    rows = [dict(paths(record)) for record in records]
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    return cells_of(replace(export, grid=RecordGrid(rows, lines, columns), header_row=1))
