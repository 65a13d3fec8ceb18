"""A tiny hand-made firm, and the dataflow run over it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from metrics._dataflow import flow
from metrics.anchors import constants
from metrics.measure import NO_CUTS, NO_TITLE_ZONES
from store.tables import TABLES, Kind, Table

FACTS = (
    "person",
    "membership",
    "team",
    "task",
    "participation",
    "task_event",
    "ai_usage",
    "training",
    "survey",
    "ledger",
)
UNSAID = {"task": {"opened_at": "2024-01-01"}}


def stored(table: Table, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Short rows as the store keeps them: every column, days and moments also as integers."""
    columns = {name: [] for name in table.stored_schema}
    for row in rows:
        full = {**UNSAID.get(table.name, {}), **row}
        unknown = full.keys() - set(table.names)
        assert not unknown, f"{table.name} has no {unknown}"
        for column in table.columns:
            if column.personal:
                continue
            columns[column.name].append(_read(column.kind, full.get(column.name)))
    frame = pl.DataFrame(
        {column.name: columns[column.name] for column in table.columns if not column.personal},
        schema={c.name: table.schema[c.name] for c in table.columns if not c.personal},
    )
    for column in table.columns:
        if column.stem:
            day = pl.col(column.name).dt.date().to_physical().cast(pl.Int64)
            frame = frame.with_columns(day.alias(f"{column.stem}_day"))
            if column.kind is Kind.MOMENT:
                second = pl.col(column.name).dt.epoch("s").cast(pl.Int64)
                frame = frame.with_columns(second.alias(f"{column.stem}_second"))
    return frame.select(table.stored_schema.keys()).cast(table.stored_schema)


def _read(kind: Kind, value: Any) -> Any:
    if isinstance(value, str) and kind is Kind.DAY:
        return date.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.MOMENT:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.LIST:
        return value.split(";")
    return value


def facts_of(**rows: Iterable[Mapping[str, Any]]) -> dict[str, nw.LazyFrame]:
    """Fact tables by name, from short rows: `task=[{"task_id": "T1", "closed_at": "..."}]`."""
    return {name: nw.from_native(stored(TABLES[name], rows.get(name, ())).lazy()) for name in FACTS}


def derived(facts: Mapping[str, nw.LazyFrame], *names: str, grain: str = "quarter", **inputs: Any):
    """The named tables of the dataflow over the given facts, as Polars frames."""
    given = {
        **constants(),
        "grain": grain,
        "export_cuts": NO_CUTS,
        "title_zones": NO_TITLE_ZONES,
        **facts,
        **inputs,
    }
    found = flow().execute(list(names), inputs=given)
    frames = [
        found[name].collect().to_native() if isinstance(found[name], nw.LazyFrame) else found[name]
        for name in names
    ]
    return frames[0] if len(frames) == 1 else frames


@pytest.fixture
def firm():
    """`firm(task=[...], membership=[...])`: fact tables of a hand-made firm."""
    return facts_of


@pytest.fixture
def tables():
    """`tables(facts, 'hours', 'success', grain='month')`: derived tables over these facts."""
    return derived
