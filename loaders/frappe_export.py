"""What exports of Frappe (ERPNext, Frappe HR) have in common: headings, and rows that go on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import polars as pl

from loaders.cells import Cells
from loaders.export import Export
from loaders.sheet import Grid, Plan, Record

# Frappe's own number of an employee (HR-EMP-00001); the prefix keeps it apart from the firm's.
OWN_ID: Final = "login:frappe-"
# The tool "Data Export" writes rows of headings; the first cell tells what each row is.
LABELS: Final = "Column Labels:"
INFO: Final = "Info:"
HEADINGS: Final = (
    "Column Name:",
    "Mandatory:",
    "Type:",
    INFO,
    "Start entering data below this line",
)


@dataclass(frozen=True)
class ApartGrid:
    """A grid whose header does not stand right above its rows.

    grid       all records
    header     number of the record that is the header
    first_row  number of the first record that is a row
    """

    grid: Grid
    header: int
    first_row: int

    @property
    def head(self) -> tuple[Record, ...]:
        """The header and the first rows."""
        return (self.grid.head[self.header - 1], *self.grid.head[self.first_row - 1 :])

    @property
    def list_separator(self) -> str:
        """What stands between the items of a list."""
        return self.grid.list_separator

    def collect(self, below: int, plan: Plan) -> pl.DataFrame:
        """What the plan makes of the rows; they keep their numbers."""
        return self.grid.collect(self.first_row - 2 + below, plan)


def at_labels(export: Export, *names: str) -> Export | None:
    """A table with its header at the labels of the names, rows of headings left out."""
    view = export.at_header(*names) if export.shape == "table" else None
    if view is None or view.grid is None or view.header[0] != LABELS:
        return view
    headings = _headings(view)
    order = next((_day_first(record) for record in headings if record[0] == INFO), None)
    grid = ApartGrid(view.grid, view.header_row, view.header_row + len(headings) + 1)
    told = view.day_first if view.day_first is not None else order
    return replace(view, grid=grid, header_row=1, day_first=told)


def _headings(view: Export) -> list[Record]:
    """The rows of headings below the labels."""
    below = view.head[view.header_row :]
    return [record for record in below[: len(HEADINGS)] if record and record[0] in HEADINGS]


def _day_first(info: Record) -> bool | None:
    """How the firm writes days, as the row of information tells it: dd-mm-yyyy, mm/dd/yyyy."""
    layouts = [cell for cell in info if cell and "yyyy" in cell and "mm" in cell]
    return layouts[0].startswith("dd") if layouts and layouts[0][:2] in {"dd", "mm"} else None


def documents(export: Export) -> Iterator[dict[str, Any]]:
    """Documents of a JSON file: a list of them, or answers that hold one each as `data`."""
    for record in export.records():
        inner = record.get("data")
        yield inner if isinstance(inner, dict) else record


def unquoted(cells: Cells, *names: str) -> pl.Series:
    """Texts without the quotes that the tool "Data Export" puts around the ids of documents."""
    return cells.id(*names).str.strip_chars('"')


def own_key(cells: Cells, *names: str) -> pl.Series:
    """Keys of employees by Frappe's own number."""
    return pl.select(pl.lit(OWN_ID) + unquoted(cells, *names)).to_series()


def carried(rows: pl.DataFrame, begins: str, *columns: str) -> pl.DataFrame:
    """Rows with the cells of a document on all of its rows.

    rows     in the order of the file
    begins   column that is filled on the first row of each document only
    columns  further columns of the document
    """
    document = pl.col(begins).is_not_null().cum_sum()
    return rows.with_columns(pl.col(begins, *columns).first().over(document))
