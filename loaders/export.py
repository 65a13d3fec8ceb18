"""An opened export: what kind of file it is, its header, and its rows as text by position."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import polars as pl

from loaders.record import Records, read_document, read_lines
from loaders.shape import Shape, first_filled, understood
from loaders.sheet import ColumnGrid, FrameGrid, Grid, Plan, Record, RecordGrid, lines_grid
from loaders.text import Text
from loaders.unpack import Container, Unpacked, unpack

if TYPE_CHECKING:
    from store.workspace import SourceFile

HEADER_WITHIN = 30  # a header was seen as low as row 21, below titles and prompts
ESCAPED = r"^'([=+\-@;\t\r])"


@lru_cache(maxsize=4096)  # the same few names are compared for every file
def normalise(name: str) -> str:
    """A header name as it is compared: letters and digits only, no accents, no trailing bracket."""
    bare = re.sub(r"\s*\([^()]*\)\s*\*?\s*$", "", name.strip()) or name
    plain = unicodedata.normalize("NFKD", bare.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


@dataclass(frozen=True, eq=False)
class Export:
    """One file, opened. Loaders tell it by its content and read it by position.

    path        where it lies
    shape       "table" (CSV, XLSX, Parquet), "json", "ndjson", "text" or "empty"
    header_row  row of the header as a spreadsheet counts it, 0 when it is no table
    day_first   what the reader said about dates like 05/06/2024; none when not asked yet
    numerals    what a bare number in a date column means: nothing, or a spreadsheet's day number
    notes       sentences on what had to be decided; grows while the file is read
    """

    path: Path
    shape: Shape
    header_row: int
    unpacked: Unpacked = field(repr=False)
    text: Text | None = field(repr=False)
    grid: Grid | None = field(repr=False)
    day_first: bool | None = None
    numerals: Literal["none", "serial"] = "none"
    notes: list[str] = field(default_factory=list)
    _kept: list[Records] = field(default_factory=list, repr=False)

    @classmethod
    def open(cls, path: Path | str, *, day_first: bool | None = None) -> Self:
        """The export at a path, after the checks for bombs, endless lines and broken text."""
        path = Path(path)
        unpacked = unpack(path)
        shape, text, grid, notes = understood(path.name, unpacked)
        is_workbook = unpacked.container is Container.WORKBOOK
        return cls(
            path,
            shape,
            first_filled(grid.head) if grid else 0,
            unpacked,
            text,
            grid,
            day_first,
            "serial" if is_workbook else "none",
            list(notes),
        )

    # -- the file ---------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """File name without folders."""
        return self.path.name

    @property
    def bytes(self) -> int:
        """Size on disk."""
        return self.path.stat().st_size

    @cached_property
    def sha256(self) -> str:
        """Fingerprint of the file as it lies on disk."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    @property
    def weight(self) -> int:
        """Bytes that it keeps in memory and in temporary files beside the file itself."""
        in_memory = self.grid.cells.estimated_size() if isinstance(self.grid, FrameGrid) else 0
        plain = self.text.path if self.text else self.unpacked.path
        return int(in_memory) + (plain.stat().st_size if plain != self.path else 0)

    def afresh(self, day_first: bool | None) -> Self:
        """The same file as if it was just opened, without what was read of it so far."""
        return replace(self, day_first=day_first, _kept=[])

    @property
    def day(self) -> date:
        """Day on which the file was written: the best that is known of when a list was true."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC).date()

    @property
    def source(self) -> "SourceFile":
        """The file as the import ledger keeps it."""
        from store.workspace import SourceFile  # noqa: PLC0415 -- heavy, and only a load needs it

        return SourceFile(self.name, self.sha256, self.bytes)

    def note(self, sentence: str) -> None:
        """Add a sentence for the reader, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    # -- a table ----------------------------------------------------------------------------------

    @cached_property
    def head(self) -> tuple[Record, ...]:
        """The first records of a table, cells as written."""
        return self.grid.head if self.grid else ()

    @cached_property
    def header(self) -> tuple[str, ...]:
        """Header cells, trimmed; repeats and empty cells are kept."""
        if not 0 < self.header_row <= len(self.head):
            return ()
        return tuple(
            (cell or "").strip(" \t\r\n\xa0\ufeff") for cell in self.head[self.header_row - 1]
        )

    @property
    def header_told(self) -> str:
        """The header for a message: its names, unless it may have swallowed a row of people."""
        widest = max(map(len, self.head[self.header_row :]), default=len(self.header))
        if len(self.header) > widest:
            return f"{len(self.header)} cells in its header and no more than {widest} in its rows"
        return ", ".join(cell or "(blank)" for cell in self.header)

    def at_header(self, *names: str) -> Self | None:
        """This export with its header at the first of the top rows that holds all the names."""
        wanted = {normalise(name) for name in names}
        for row, there in enumerate(self._top_rows, start=1):
            if row >= self.header_row and wanted <= there:
                return replace(self, header_row=row)
        return None

    @cached_property
    def _top_rows(self) -> tuple[frozenset[str], ...]:
        """Names in each of the top rows as they are compared; every loader looks through them."""
        top = self.head[:HEADER_WITHIN]
        return tuple(frozenset(normalise(cell or "") for cell in row) for row in top)

    def has(self, *names: str) -> bool:
        """Truth that every name is in the header."""
        return bool(names) and all(normalise(name) in self._names for name in names)

    def first(self, *names: str) -> str | None:
        """Position of the first header cell that bears one of the names, written so or alike."""
        for name in names:
            found = self.every(name)
            if found:
                return found[0]
        return None

    def every(self, name: str) -> list[str]:
        """Positions of all header cells of a name; those written exactly so when there are any."""
        exact = [str(i) for i, cell in enumerate(self.header) if cell.casefold() == name.casefold()]
        return exact or [str(i) for i, cell in enumerate(self._alike) if cell == normalise(name)]

    @cached_property
    def _alike(self) -> tuple[str, ...]:
        return tuple(map(normalise, self.header))

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self._alike)

    @property
    def list_separator(self) -> str:
        """What stands between the items of a list in one cell."""
        return self.grid.list_separator if self.grid else ";"

    def rows(self) -> pl.DataFrame:
        """All rows below the header as text: "row" (as a spreadsheet counts), then "0", "1" ...

        Counts: an empty cell is null, an empty row is left out, a short row is padded. Cells beyond
        the header are in `surplus()`.
        """
        return self.collect(lambda rows: rows)

    def collect(self, plan: Plan) -> pl.DataFrame:
        """What a plan makes of `rows()`, without holding all text in memory."""
        if self.grid is None:
            return plan(pl.LazyFrame(schema={"row": pl.Int64()})).collect()
        wide: list[pl.DataFrame] = []

        def within(rows: pl.LazyFrame) -> pl.LazyFrame:
            beyond = self._beyond(rows)
            if beyond:
                surplus = rows.filter(pl.any_horizontal(pl.col(beyond).is_not_null()))
                wide[:] = [surplus.select("row").collect()]
            return plan(self._clean(rows).drop(beyond))

        made = self.grid.collect(self.header_row, within)
        if wide and wide[0].height:
            self.note(f"{wide[0].height} rows have more cells than the header; see surplus().")
        return made

    def surplus(self) -> pl.DataFrame:
        """Cells beyond the header: row, position, cell."""
        if self.grid is None:
            return pl.DataFrame(schema=dict.fromkeys(("row", "position", "cell"), pl.String()))
        frame = self.grid.collect(
            self.header_row, lambda rows: self._clean(rows).select("row", *self._beyond(rows))
        )
        cells = frame.unpivot(index="row", variable_name="position", value_name="cell")
        return cells.filter(pl.col("cell").is_not_null()).sort("row", "position")

    def _beyond(self, rows: pl.LazyFrame) -> list[str]:
        """Positions that the header does not reach."""
        names = rows.collect_schema().names()
        return [name for name in names if name != "row" and int(name) >= len(self.header)]

    def _clean(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows with formula escapes undone, empty rows left out."""
        if self.text is None or self.text.has_escapes:
            rows = rows.with_columns(pl.col(pl.String).str.replace(ESCAPED, "$1"))
        return rows.filter(~pl.all_horizontal(pl.exclude("row").is_null()))

    def as_table(self) -> Self:
        """A JSON file as a table of its records, one column a key; any other file as it is."""
        if self.text is None or self.shape not in {"json", "ndjson"}:
            return self
        grid: Grid | None = lines_grid(self.text.path) if self.shape == "ndjson" else None
        if grid is None:
            columns = tuple(dict.fromkeys(key for record in self.records() for key in record))
            grid = RecordGrid(self.records(), self.record_lines, columns)
        return replace(self, grid=grid, header_row=1)

    # -- records and lines ------------------------------------------------------------------------

    @property
    def parsed(self) -> Records:
        """Parsed JSON: documents, records, refused lines."""
        if self.text is None or self.shape not in {"json", "ndjson"}:
            return Records([], [], [])
        if not self._kept:  # shared by all views of the file
            path, by_line = self.text.path, self.shape == "ndjson"
            self._kept.append(read_lines(path) if by_line else read_document(self.name, path))
        return self._kept[0]

    def records(self) -> list[dict[str, Any]]:
        """Records of a JSON file: the list, the list in its wrapper, or one a line."""
        return self.parsed.rows

    @property
    def documents(self) -> list[Any]:
        """Top-level values of a JSON file, wrappers and all."""
        return self.parsed.documents

    @property
    def record_lines(self) -> list[int]:
        """Row number of each record: its line in JSON lines, else its place in the list."""
        return self.parsed.lines

    @property
    def refused_lines(self) -> list[tuple[int, str]]:
        """Lines of JSON lines that are no record, with the reason."""
        is_clean = isinstance(self.grid, ColumnGrid)
        return [] if is_clean else self.parsed.refused

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the first records of a JSON file and of what wraps them."""
        if self.text is not None and self.shape == "ndjson":
            return read_lines(self.text.path, limit=100).keys
        return self.parsed.keys

    @cached_property
    def sample_text(self) -> str:
        """The first 64 KiB of text; "" for workbooks and Parquet."""
        return self.text.sample() if self.text else ""

    def lines(self) -> Iterator[tuple[int, str]]:
        """Line number and line of a text."""
        return self.text.lines() if self.text else iter(())
