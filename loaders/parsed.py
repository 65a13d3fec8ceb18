"""A column of text on its way to values: what was read, what was refused and why."""

from typing import Final, NamedTuple

import polars as pl

from loaders.contract import REFUSED_SCHEMA

NOTHING: Final = ("", "na", "n/a", "#n/a", "null", "nil", "-", "--", "\u2013")


class Parsed(NamedTuple):
    """One column read.

    values   values, null where the cell is empty or refused
    reasons  why a cell is refused, null where it is fine
    notes    sentences on what was decided for the column
    """

    values: pl.Series
    reasons: pl.Series
    notes: tuple[str, ...] = ()


class Refusals:
    """Rows that cannot be taken, gathered cell by cell while the columns of a file are read.

    Use: `opened = refusals.take("Created", moments(cells, "Created"))`, then keep the facts where
    `refusals.kept` is true, and hand `refusals.frame` and `refusals.notes` to the parcel.
    """

    def __init__(self, rows: pl.Series) -> None:
        """Begin with the row numbers of the file, as a spreadsheet counts them."""
        self.rows = rows.cast(pl.Int64)
        self.notes: list[str] = []
        self._parts: list[pl.DataFrame] = []
        self._kept = pl.repeat(True, len(rows), dtype=pl.Boolean, eager=True)

    def take(self, column: str, parsed: Parsed) -> pl.Series:
        """The values of a parsed column; its failures refuse their rows, its notes are kept."""
        named = (f"{column}: {note.removeprefix(f'{column}: ')}" for note in parsed.notes)
        self.notes.extend(note for note in named if note not in self.notes)
        if parsed.reasons.null_count() < len(parsed.reasons):
            self._add(column, parsed.reasons, row_stays=False)
        return parsed.values

    def add(self, column: str, reason: str, where: pl.Series, *, row_stays: bool = False) -> None:
        """Refuse rows for one reason. With `row_stays` only the cell is refused, not the row."""
        if where.any():
            reasons = pl.select(pl.when(where.fill_null(value=False)).then(pl.lit(reason)))
            self._add(column, reasons.to_series(), row_stays=row_stays)

    def _add(self, column: str, reasons: pl.Series, *, row_stays: bool) -> None:
        failed = reasons.is_not_null()
        part = pl.DataFrame({"row": self.rows, "reason": reasons}).filter(failed)
        self._parts.append(part.select("row", pl.lit(column).alias("column"), "reason"))
        if not row_stays:
            self._kept &= ~failed

    @property
    def kept(self) -> pl.Series:
        """Truth per row that nothing refused it."""
        return self._kept

    @property
    def frame(self) -> pl.DataFrame:
        """One row per refused cell: row, column, reason."""
        empty = pl.DataFrame(schema=REFUSED_SCHEMA)
        return pl.concat([empty, *self._parts]).sort("row", maintain_order=True)


def texts(cells: pl.Series, *, nothing: bool = True) -> Parsed:
    """Trimmed text; NA, NULL and - are empty unless `nothing` is off."""
    trimmed = cells.str.strip_chars()
    return fine(_without_nothing(trimmed) if nothing else _blank_to_null(trimmed))


def fine(values: pl.Series) -> Parsed:
    """Values of which none is refused."""
    return Parsed(values, pl.repeat(None, len(values), dtype=pl.Null, eager=True))


def judged(values: pl.Series, cells: pl.Series, reason: str, notes: tuple[str, ...] = ()) -> Parsed:
    """Values with the reason where a filled cell gave none."""
    failed = cells.is_not_null() & values.is_null()
    if not failed.any():
        return Parsed(values, fine(values).reasons, notes)
    return Parsed(values, pl.select(pl.when(failed).then(pl.lit(reason))).to_series(), notes)


def _blank_to_null(trimmed: pl.Series) -> pl.Series:
    return pl.select(pl.when(trimmed != "").then(trimmed)).to_series()


def _without_nothing(trimmed: pl.Series) -> pl.Series:
    is_short = trimmed.str.len_bytes() <= max(len(word.encode()) for word in NOTHING)
    if not is_short.any():
        return trimmed
    is_nothing = is_short & trimmed.str.to_lowercase().is_in(NOTHING)
    return pl.select(pl.when(~is_nothing).then(trimmed)).to_series()
