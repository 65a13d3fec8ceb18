"""The grid of a table: every record as text, by position, whatever file it came from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Protocol

import fastexcel
import polars as pl

from loaders.record import WRAPPERS
from loaders.text import HEAD_ROWS, Text, head_records, squared
from loaders.unpack import CHUNK, Unpacked
from store.errors import SourceError

Record = tuple[str | None, ...]
Plan = Callable[[pl.LazyFrame], pl.LazyFrame]
# How the reader says that it cannot cut a file into rows and cells. Where a lone carriage return
# ends the first row, it goes on, finds more cells than names, and calls that a schema.
NOT_CUT: Final = (pl.exceptions.ComputeError, pl.exceptions.SchemaError)
DEEPEST: Final = 20  # lists within lists that a cell of a JSON file may be; no export has two
# Between the items of a list that a typed file holds: no item of a list holds it.
ITEM_SEPARATOR = "\x1f"


class Grid(Protocol):
    """All records of a table, the first is number 1.

    head            first records, cells as written
    list_separator  what stands between the items of a list in one cell
    """

    @property
    def head(self) -> tuple[Record, ...]:
        """The first records."""

    @property
    def list_separator(self) -> str:
        """What stands between the items of a list."""

    def collect(self, below: int, plan: Plan) -> pl.DataFrame:
        """What a plan makes of the rows below a record: "row" and text columns "0", "1" ...

        Short records are padded and an empty cell is null. Rows keep their order.
        """


@dataclass(frozen=True)
class CsvGrid:
    """A grid of separated text."""

    name: str
    text: Text
    separator: str
    unpacked: Unpacked
    list_separator: str = ";"

    @cached_property
    def head(self) -> tuple[Record, ...]:
        """The first records."""
        return tuple(
            tuple(cell or None for cell in record)
            for record in head_records(self.text, self.separator)
        )

    def collect(self, below: int, plan: Plan) -> pl.DataFrame:
        """What the plan makes of the rows; a ragged or badly quoted table is squared first."""
        width = max((len(record) for record in self.head), default=1)
        try:
            return plan(self._scan(self.text.path, below, width)).collect()
        except NOT_CUT:
            target = self.unpacked.scratch("squared")
            path, width = squared(self.name, self.text, self.separator, target)
        try:
            return plan(self._scan(path, below, width)).collect()
        except NOT_CUT as error:
            raise SourceError(
                f"{self.name} cannot be cut into rows and cells",
                "a table with one header and one record a line",
                "Open it in a spreadsheet, save it as CSV UTF-8 and load that file",
            ) from error

    def _scan(self, path: Path, below: int, width: int) -> pl.LazyFrame:
        # Columns are read by position: a header may repeat a name or leave it blank.
        names = {f"column_{i}": str(i) for i in range(max(width, 1))}
        rows = pl.scan_csv(
            path,
            has_header=False,
            schema=dict.fromkeys(names, pl.String()),
            missing_columns="insert",
            separator=self.separator,
            skip_rows=below,
            null_values="",  # else "" between quotes would be a cell that is filled
            raise_if_empty=False,
            glob=False,
        ).rename(names)
        return _numbered(rows, below)


@dataclass(frozen=True)
class FrameGrid:
    """A grid that is in memory already: a worksheet."""

    cells: pl.DataFrame
    list_separator: str = ";"

    @cached_property
    def head(self) -> tuple[Record, ...]:
        """The first records."""
        return tuple(self.cells.head(HEAD_ROWS).iter_rows())

    def collect(self, below: int, plan: Plan) -> pl.DataFrame:
        """What the plan makes of the rows."""
        return plan(_numbered(self.cells.slice(below).lazy(), below)).collect()


@dataclass(frozen=True)
class ColumnGrid:
    """A grid of a file with typed columns: its names are record 1, its rows follow as text.

    typed      the rows
    columns    their names
    first_row  number of the first row
    """

    typed: pl.LazyFrame
    columns: tuple[str, ...]
    first_row: int = 2
    list_separator: str = ITEM_SEPARATOR

    @cached_property
    def head(self) -> tuple[Record, ...]:
        """The names and the first rows."""
        return (self.columns, *self._texts(self.typed.head(HEAD_ROWS)).collect().iter_rows())

    def collect(self, below: int, plan: Plan) -> pl.DataFrame:
        """What the plan makes of the rows."""
        rows = _numbered(self._texts(self.typed), self.first_row - 1)
        return plan(rows.slice(below - 1)).collect()

    def _texts(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        schema = rows.collect_schema()
        cells = [as_text(name, schema[name]).alias(str(i)) for i, name in enumerate(self.columns)]
        return rows.select(cells)


def parquet_grid(name: str, path: Path) -> ColumnGrid:
    """The grid of a Parquet file."""
    try:
        rows = pl.scan_parquet(path, glob=False)
        return ColumnGrid(rows, tuple(rows.collect_schema()))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SourceError(
            f"{name} begins like a Parquet file but is damaged",
            "a complete Parquet file",
            "Write or copy the file again",
        ) from error


def lines_grid(path: Path) -> ColumnGrid | None:
    """The grid of JSON lines that all are records; none when one is blank, broken or a wrapper."""
    with path.open("rb") as file:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(CHUNK), b""))
        file.seek(-1, 2)
        lines += file.read(1) != b"\n"
    try:
        rows = pl.read_ndjson(path, infer_schema_length=None)
    except (pl.exceptions.PolarsError, OverflowError):
        return None
    is_whole = rows.height == lines  # a blank line would shift the numbers of the others
    is_whole &= not any(isinstance(rows.schema.get(w), pl.List) for w in WRAPPERS)
    return ColumnGrid(rows.lazy(), tuple(rows.columns), first_row=1) if is_whole else None


@dataclass(frozen=True)
class RecordGrid:
    """A grid of JSON records: their keys are record 1; a row number is the line or the place."""

    records: Sequence[Mapping[str, Any]]
    lines: Sequence[int]
    columns: tuple[str, ...]
    list_separator: str = ITEM_SEPARATOR

    @property
    def head(self) -> tuple[Record, ...]:
        """The keys and the first records."""
        first = self.records[:HEAD_ROWS]
        cells = [tuple(_json_text(record.get(c)) for c in self.columns) for record in first]
        return (self.columns, *cells)

    def collect(self, below: int, plan: Plan) -> pl.DataFrame:
        """What the plan makes of the rows."""
        rows = {"row": pl.Series(self.lines, dtype=pl.Int64)}
        for i, name in enumerate(self.columns):
            cells = [_json_text(record.get(name)) for record in self.records]
            rows[str(i)] = pl.Series(cells, dtype=pl.String)
        return plan(pl.LazyFrame(rows).slice(below - 1)).collect()


def _json_text(value: object, depth: int = DEEPEST) -> str | None:
    """A JSON value as a cell; records inside records and what lies deeper have no cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and depth:
        items = [text for item in value if (text := _json_text(item, depth - 1)) is not None]
        return ITEM_SEPARATOR.join(items) or None
    if value is None or isinstance(value, dict | list):
        return None
    return str(value) or None


def _numbered(rows: pl.LazyFrame, below: int) -> pl.LazyFrame:
    """Rows with their number as a spreadsheet counts them."""
    numbered = rows.with_row_index("row", offset=below + 1)
    return numbered.with_columns(pl.col("row").cast(pl.Int64))


def as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """A typed column as a CSV would hold it, moments with offset."""
    column = pl.col(name)
    if isinstance(kind, pl.List):
        return column.list.eval(pl.element().cast(pl.String)).list.join(ITEM_SEPARATOR)
    if isinstance(kind, pl.Datetime):
        zone = "+00:00" if kind.time_zone else ""
        instant = column.dt.convert_time_zone("UTC") if kind.time_zone else column
        return instant.dt.to_string("%Y-%m-%dT%H:%M:%S%.6f" + zone)
    if isinstance(kind, pl.Struct | pl.Binary | pl.Object):
        return pl.lit(None, dtype=pl.String)
    return column.cast(pl.String)


def workbook_grid(name: str, path: Path) -> tuple[FrameGrid, tuple[str, ...]]:
    """The first visible worksheet with rows, as text with ISO days, and a note on the others."""
    try:
        book = fastexcel.read_excel(path)
        filled = []
        for sheet in book.sheet_names:
            read = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
            if read.visible == "visible" and read.height > 1:
                filled.append((sheet, _cells(read.to_polars())))
                break
    except fastexcel.FastExcelError as error:
        raise SourceError(
            f"{name} begins like a workbook but cannot be read",
            "a complete .xlsx file without a password",
            "Open it in a spreadsheet and save it again as .xlsx",
        ) from error
    if not filled:
        return FrameGrid(pl.DataFrame()), ()
    others = len(book.sheet_names) - 1
    note = f"The first sheet with rows was read; {others} other sheets were not."
    return FrameGrid(filled[0][1]), ((note,) if others else ())


def _cells(sheet: pl.DataFrame) -> pl.DataFrame:
    """Cells by position; a day that the sheet keeps as midnight becomes the day."""
    midnight = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
    cells = sheet.rename(dict(zip(sheet.columns, map(str, range(sheet.width)), strict=True)))
    text = pl.all().str.replace(midnight, "$1")
    return cells.select(pl.when(pl.all() != "").then(text))
