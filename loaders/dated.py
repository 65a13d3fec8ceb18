"""The moments of a table: the layout of its dates is decided once, over all its columns."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.values import moments

READ_AS_UTC: Final = "read as UTC."
# A date as JavaScript prints it: Wed Mar 13 2024 08:00:00 GMT+0000 (Greenwich Mean Time).
JAVASCRIPT: Final = r"^\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d{2}:\d{2}:\d{2}) GMT([+-]\d{2}:?\d{2}).*$"
IN_ORDER: Final = "$2 $1 $3 $4 $5"


def dated(
    cells: Cells, columns: Mapping[str, str], *, needed: str, in_utc: bool = False
) -> dict[str, pl.Series]:
    """Moments in UTC, by the names of the fact columns.

    columns  fact column -> column of the file
    needed   the fact column without which a row is refused; any other cell is left empty
    in_utc   the source says that its moments are in UTC

    Counts: 03/04/2024 is read as the other dates of the file show it, in whatever column they are.
    """
    told = [cells.raw(name).str.replace(JAVASCRIPT, IN_ORDER) for name in columns.values()]
    export = cells.export
    read = moments(
        pl.concat(told), columns[needed], day_first=export.day_first, numerals=export.numerals
    )
    notes = (note for note in read.notes if not (in_utc and note.endswith(READ_AS_UTC)))
    cells.refusals.notes.extend(notes)
    found: dict[str, pl.Series] = {}
    for place, (fact, name) in enumerate(columns.items()):
        at = place * cells.rows.height
        found[fact] = read.values.slice(at, cells.rows.height)
        failed = read.reasons.slice(at, cells.rows.height).is_not_null()
        reason = "a moment in the layout of the other dates was expected"
        cells.refusals.add(name, reason, failed, row_stays=fact != needed)
    cells.needed(found[needed], columns[needed])
    return found
