"""Our own tables, as CSV, Parquet, JSON or XLSX."""

from typing import Final

import polars as pl

from loaders.contract import REFUSED_SCHEMA, Parcel, loader
from loaders.export import Export
from loaders.origin import Origin
from loaders.reading import Fill, fill
from store.errors import SourceError
from store.tables import STORED, Kind, Table

# A file that is not named after a table must be mostly ours; one that is may say less.
MOSTLY_OURS: Final = 0.5
FEWEST_KNOWN: Final = 2


def table_of(export: Export) -> Table | None:
    """The fact table that a file holds: told by its columns, and by its name when they fit several.

    Counts: names must be written as ours (task_id, not Task ID); at least half of them must be
    ours, so that another system's file is not taken for a table of two columns.
    """
    header = [cell.casefold() for cell in export.header] or sorted(export.keys)
    stem = export.name.casefold().split(".")[0]
    fits = [table for table in STORED.values() if _fits(table, header, stem)]
    return max(fits, key=lambda table: (_known(table, header), table.name == stem), default=None)


def _known(table: Table, header: list[str]) -> int:
    return len(set(header) & set(table.names))


def _fits(table: Table, header: list[str], stem: str) -> bool:
    known, is_named = _known(table, header), stem == table.name
    has_required = {c.name for c in table.columns if c.required} <= set(header)
    enough = known >= (1 if is_named else FEWEST_KNOWN) and known >= MOSTLY_OURS * len(header)
    return enough and (has_required or is_named)


@loader(
    label="Canonical tables",
    fills=tuple(STORED),
    keys=("id",),
    grain="one row of the table that the file holds",
    history=True,
    verified="our own format",
    recognises=lambda export: table_of(export) is not None,
    version=2,
    blind="What the warehouse that wrote the files did not keep, and how it counted.",
)
def canonical(export: Export) -> Parcel:
    """One row per row of the one table that the file holds.

    export   header in our words; lists parted by `;` in CSV and XLSX, as lists in Parquet and JSON
    returns  the same table; person columns hold keys of the kind `id`

    Leaves out: columns that are not ours. A row without a required value, with a word that is no
    choice, a negative effort or an end before its beginning is refused.
    """
    table = table_of(export)
    export = export.as_table()
    if table is None:
        return Parcel({}, 0)
    header = [cell.casefold() for cell in export.header]
    _check_header(export, header, table)
    origins = {
        column.name: Origin(
            (column.name,),
            separator=export.list_separator if column.kind is Kind.LIST else None,
            blanks=False,
        )
        for column in table.columns
        if column.name in header
    }
    filled = fill(export, Fill(table.name, origins))
    refused = pl.concat([refused_lines(export), filled.refused])
    others = [cell for cell in export.header if cell.casefold() not in table.names]
    if others:
        export.note(f"Columns that {table.name} does not have were left out: {', '.join(others)}.")
    return Parcel({table.name: filled.facts}, filled.rows, refused, filled.notes)


def refused_lines(export: Export) -> pl.DataFrame:
    """Lines of JSON lines that are no record, as refused rows."""
    rows = [(line, "", reason) for line, reason in export.refused_lines]
    return pl.DataFrame(rows, schema=REFUSED_SCHEMA, orient="row")


def _check_header(export: Export, header: list[str], table: Table) -> None:
    """Stop when a needed column is missing or a column of ours stands there twice."""
    missing = [c.name for c in table.columns if c.required and c.name not in header]
    name, there = export.name, export.header_told
    if missing:
        raise SourceError(
            f"{name} has no column {', '.join(missing)}",
            f"{', '.join(c.name for c in table.columns if c.required)}; the file has {there}",
            "Add the column, or load the file through a mapping",
        )
    twice = sorted({cell for cell in header if header.count(cell) > 1} & set(table.names))
    if twice:
        raise SourceError(
            f"{name} has more than one column {', '.join(twice)}",
            f"every column once; the file has {there}",
            "Rename or remove the columns that do not count",
        )
