"""One figure of the cube as a page shows it."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Final

import polars as pl

# States whose figure is the unit's own; a pooled figure belongs to the unit above.
OWN: Final = ("shown", "low_precision", "partial")


@dataclass(frozen=True)
class Cell:
    """One row of the cube: one indicator of one team or unit in one period."""

    team_id: str
    period: date
    indicator: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    score: float | None = None
    score_low: float | None = None
    score_high: float | None = None
    n_people: int | None = None
    n_novices: int | None = None
    n_units: int | None = None
    coverage: float | None = None
    state: str = "not_computed"
    reason: str | None = "the files that it needs have not been loaded"
    pooled_from: str | None = None


FIELDS: Final = tuple(field.name for field in fields(Cell))


def cells(figures: pl.DataFrame) -> list[Cell]:
    """Rows of a (small) part of the cube, oldest first."""
    if figures.is_empty():
        return []
    return [Cell(**row) for row in figures.select(FIELDS).sort("period").iter_rows(named=True)]


def history(figures: pl.DataFrame, unit: str, indicator: str) -> list[Cell]:
    """All periods of one indicator of one unit, oldest first."""
    if figures.is_empty():
        return []
    wanted = (pl.col("team_id") == unit) & (pl.col("indicator") == indicator)
    return cells(figures.filter(wanted))


def now(figures: pl.DataFrame, unit: str, period: date) -> dict[str, Cell]:
    """Every indicator of one unit in one period, by key."""
    if figures.is_empty():
        return {}
    wanted = (pl.col("team_id") == unit) & (pl.col("period") == period)
    return {cell.indicator: cell for cell in cells(figures.filter(wanted))}
