"""Optional columns: a cell that cannot be read is refused and left empty, its row stays."""

import polars as pl

from loaders.cells import Cells
from loaders.values import Parsed


def lenient(cells: Cells, column: str, parsed: Parsed) -> pl.Series:
    """The values of a column whose failures must not cost the row.

    column  name of the column in the file, for the report
    """
    failed = parsed.reasons.is_not_null()
    if failed.any():
        reason = str(parsed.reasons.drop_nulls()[0])
        cells.refusals.add(column, reason, failed, row_stays=True)
    new = (f"{column}: {note.removeprefix(f'{column}: ')}" for note in parsed.notes)
    cells.refusals.notes.extend(note for note in new if note not in cells.refusals.notes)
    return parsed.values
