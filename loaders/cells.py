"""The rows of a table read column by column: absent columns are null, failures refuse their row."""

from collections.abc import Callable, Mapping

import polars as pl

from loaders import values
from loaders.contract import Parcel
from loaders.copies import rows_without_copies
from loaders.distinct import by_cell, parsed_by_cell
from loaders.export import Export
from loaders.parsed import Parsed, Refusals
from loaders.sheet import ITEM_SEPARATOR
from store.errors import SourceError


class Cells:
    """One export while it is read. Columns are asked for by their names, the first that is there.

    rows      all rows as text, see `Export.rows`
    refusals  what could not be taken so far

    A name that the header lacks gives a column of nulls, so that a loader names all it could use.
    """

    def __init__(self, export: Export, *, copies_count: bool = True) -> None:
        """Read the rows of a table; where `copies_count` is off, equal rows are read once."""
        self.export = export
        rows = export.rows()
        self.rows = rows if copies_count else rows_without_copies(export, rows)
        self._copies = rows.height - self.rows.height
        self.refusals = Refusals(self.rows.get_column("row"))

    def require(self, *names: str) -> None:
        """Stop when the header lacks one of the names, listing what it has."""
        missing = [name for name in names if not self.export.has(name)]
        if missing:
            raise SourceError(
                f"{self.export.name} has no column {', '.join(missing)}",
                f"{', '.join(names)}; the file has {self.export.header_told}",
                "Export it again with these columns, or load it through a mapping",
            )

    def raw(self, *names: str) -> pl.Series:
        """Cells as written."""
        return self._kept(names)

    def each(self, make: Callable[[pl.Series], pl.Series], *names: str) -> pl.Series:
        """What a function makes of every cell, told by its text alone."""
        return by_cell(self._kept(names), make)

    def text(self, *names: str) -> pl.Series:
        """Trimmed text."""
        return self._take(values.texts, names)

    def id(self, *names: str) -> pl.Series:
        """Trimmed ids; one that a spreadsheet has rounded refuses its row."""
        return self._take(values.ids, names)

    def number(self, *names: str) -> pl.Series:
        """Numbers."""
        return self._take(values.numbers, names)

    def count(self, *names: str) -> pl.Series:
        """Whole numbers."""
        return self._take(values.counts, names)

    def hours(self, *names: str, unit: str = "hours") -> pl.Series:
        """Durations in hours."""
        return self._take(lambda cells: values.hours(cells, unit), names)

    def flag(self, *names: str) -> pl.Series:
        """Yes or no."""
        return self._take(values.flags, names)

    def list(self, *names: str, separator: str = ";") -> pl.Series:
        """Lists out of one cell."""
        return self._take(lambda cells: values.lists(cells, separator), names)

    def repeats(self, name: str) -> pl.Series:
        """Lists out of all columns of one name (Labels, Labels, Labels); an empty list is null."""
        positions = self.export.every(name)
        if not positions:
            return pl.repeat(None, self.rows.height, dtype=pl.List(pl.String), eager=True)
        cells = self.rows.select(
            parsed_by_cell(self.rows[position], values.texts).values.alias(position)
            for position in positions
        )
        # Out of one text, because lists with gaps take ten times as long to close.
        joined = pl.concat_str(pl.all(), separator=ITEM_SEPARATOR, ignore_nulls=True)
        filled = pl.when(joined != "").then(joined.str.split(ITEM_SEPARATOR))
        # Bit by bit, because the joined text of all rows is as large as the lists.
        return cells.lazy().select(filled).collect(engine="streaming").to_series()

    def day(self, *names: str, numerals: values.Numerals | None = None) -> pl.Series:
        """Days as written."""
        told, column = numerals or self.export.numerals, self._name(names)
        first = self.export.day_first
        parsed = values.days(self.raw(*names), column, day_first=first, numerals=told)
        return self.refusals.take(column, parsed)

    def moment(self, *names: str, numerals: values.Numerals | None = None) -> pl.Series:
        """Moments in UTC."""
        told, column = numerals or self.export.numerals, self._name(names)
        first = self.export.day_first
        parsed = values.moments(self.raw(*names), column, day_first=first, numerals=told)
        return self.refusals.take(column, parsed)

    def person(self, kind: str, *names: str) -> pl.Series:
        """Person keys of a kind (email, login, employee_id, id, name): `email:ana@example.com`."""
        return pl.select(pl.lit(f"{kind}:") + self.id(*names)).to_series()

    def needed(self, filled: pl.Series, *names: str) -> pl.Series:
        """The same values; a row where they are empty is refused, unless it is refused already."""
        missing = filled.is_null() & self.refusals.kept
        self.refusals.add(self._name(names), "a value is needed and the cell is empty", missing)
        return filled

    def parcel(self, facts: Mapping[str, pl.DataFrame]) -> Parcel:
        """The parcel of the facts, with what was refused and noted on the way."""
        notes = tuple(dict.fromkeys(self.refusals.notes))
        return Parcel(facts, self.rows.height + self._copies, self.refusals.frame, notes)

    def _kept(self, names: tuple[str, ...]) -> pl.Series:
        position = self.export.first(*names)
        if position is None:
            return pl.repeat(None, self.rows.height, dtype=pl.String, eager=True)
        return self.rows.get_column(position)

    def _name(self, names: tuple[str, ...]) -> str:
        position = self.export.first(*names)
        return names[0] if position is None else self.export.header[int(position)]

    def _take(self, parse: Callable[[pl.Series], Parsed], names: tuple[str, ...]) -> pl.Series:
        return self.refusals.take(self._name(names), parsed_by_cell(self._kept(names), parse))
