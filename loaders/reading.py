"""Rows of one fact table out of an export, column by column as their origins say."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from loaders.casting import careful, lacks_offset, quick
from loaders.contract import shaped
from loaders.export import Export
from loaders.managers import cut_circles
from loaders.origin import Origin
from loaders.parsed import Refusals
from loaders.rules import check
from store.tables import STORED, Column, Kind

DOUBT, VALUE = "doubt:", "value:"


@dataclass(frozen=True)
class Fill:
    """How one fact table is filled from a file.

    table    fact table
    origins  fact column -> where its values come from
    where    column of the file -> cells; rows with other cells are no rows of this table
    """

    table: str
    origins: Mapping[str, Origin]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def columns(self) -> list[Column]:
        """The columns of the fact table that are filled, in its order."""
        return [column for column in STORED[self.table].columns if column.name in self.origins]

    @property
    def exploded(self) -> list[str]:
        """Columns of which every item of a list makes a row."""
        return [
            column.name
            for column in self.columns
            if self.origins[column.name].separator and column.kind is not Kind.LIST
        ]


@dataclass(frozen=True)
class Filled:
    """Rows of a fact table in its schema, what was refused, and sentences on what was decided.

    rows  number of rows before any was refused
    """

    facts: pl.DataFrame
    rows: int
    refused: pl.DataFrame
    notes: tuple[str, ...]


def fill(export: Export, how: Fill) -> Filled:
    """Rows of one fact table.

    Counts: a cell that cannot be read refuses its row; a row is refused once for each reason. In a
    circle of managers only the managers are refused.
    """
    samples = _samples(export, how)
    made = export.collect(lambda rows: _values(_texts(rows, export, how), how, samples))
    refusals = Refusals(made.get_column("row"))
    doubtful = [name for name in made.columns if name.startswith(DOUBT) and made[name].any()]
    made = made.select(pl.exclude(f"^{DOUBT}.*$"))
    refusals.notes.extend(
        f"{how.origins[name].name}: the moments have no offset; they were read as UTC."
        for name, sample in samples.items()
        if lacks_offset(sample) and DOUBT + name not in doubtful
    )
    if doubtful:
        names = [name.removeprefix(DOUBT) for name in doubtful]
        texts = export.collect(lambda rows: _texts(rows, export, how).select(names))
        made = made.with_columns(_read(export, how, texts, name, refusals) for name in names)
    names_there = {name: origin.name for name, origin in how.origins.items()}
    whole = made.with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in STORED[how.table].schema.items()
        if name not in made.columns
    )
    check(how.table, whole, refusals, names_there)
    if how.table == "membership":
        whole = cut_circles(whole, refusals, names_there.get("manager_id", ""))
    kept = whole if refusals.kept.all() else whole.filter(refusals.kept)
    return Filled(shaped(how.table, kept), whole.height, refusals.frame, tuple(refusals.notes))


def _texts(rows: pl.LazyFrame, export: Export, how: Fill) -> pl.LazyFrame:
    """Row number and the text of every filled column, one row per row of the fact table."""
    for name, cells in how.where.items():
        position = export.first(name)
        if position is not None:
            rows = rows.filter(pl.col(position).str.strip_chars().is_in(cells))
    texts = rows.select(
        "row", *(how.origins[column.name].text(export, column) for column in how.columns)
    )
    for name in how.exploded:
        items = pl.col(name).str.split(how.origins[name].separator or "")
        texts = texts.with_columns(items.list.eval(pl.element().str.strip_chars()))
        texts = texts.explode(name).filter(pl.col(name).is_not_null() & (pl.col(name) != ""))
    return texts


def _values(texts: pl.LazyFrame, how: Fill, samples: Mapping[str, str | None]) -> pl.LazyFrame:
    """Values of clean cells, and for every column the truth that a cell needs a careful look."""
    read = {
        column.name: quick(column, how.origins[column.name], samples.get(column.name))
        for column in how.columns
        if column.kind is not Kind.TEXT or column.choices  # any text is clean
    }
    doubts = [
        (pl.col(name).is_not_null() & pl.col(VALUE + name).is_null()).alias(DOUBT + name)
        for name in read
    ]
    made = [
        pl.col(VALUE + name).alias(name) if name in read else pl.col(name)
        for name in (column.name for column in how.columns)
    ]
    values = texts.with_columns(value.alias(VALUE + name) for name, value in read.items())
    return values.select("row", *made, *doubts)


def _read(
    export: Export, how: Fill, texts: pl.DataFrame, name: str, refusals: Refusals
) -> pl.Series:
    """A column with doubtful cells, read with care."""
    column, origin = STORED[how.table].column(name), how.origins[name]
    parsed = careful(column, origin, export, texts.get_column(name))
    return refusals.take(origin.name or name, parsed).alias(name)


def _samples(export: Export, how: Fill) -> dict[str, str | None]:
    """A filled cell of every column of moments."""
    samples = {}
    for column in how.columns:
        if column.kind is Kind.MOMENT:
            positions = map(int, how.origins[column.name].positions(export))
            below = export.head[export.header_row :]
            cells = [row[at] for at in positions for row in below if at < len(row) and row[at]]
            samples[column.name] = (cells[0] or "").strip() if cells else None
    return samples
