"""Which lines of spend the reader looks at: the part of the firm, and how much of the time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl
import streamlit as st

from ui.filters import Filters
from ui.words import counted

TWELVE: Final = "Twelve months"
CHOSEN: Final = "Chosen period"
ALL: Final = "All of it"
SPANS: Final = (TWELVE, CHOSEN, ALL)
MONTHS: Final = {"quarter": 3, "month": 1}


@dataclass(frozen=True)
class Span:
    """A stretch of months.

    first, last  first days of its first and last month; None: nothing bounds it
    words        as a sentence names it
    is_all       whether lines in no month of their own belong to it
    """

    first: date | None
    last: date | None
    words: str
    is_all: bool = False

    @property
    def months(self) -> list[date]:
        """First days of all months."""
        if self.first is None or self.last is None:
            return []
        return pl.date_range(self.first, self.last, "1mo", eager=True).to_list()


def span_field() -> str:
    """How much of the time is looked at."""
    return str(
        st.segmented_control(
            "Spend of",
            SPANS,
            default=TWELVE,
            key="spend_of",
            bind="query-params",
            required=True,
            help="Twelve months end with the period that is chosen in the sidebar",
        )
    )


def span(choice: str, filters: Filters, lines: pl.DataFrame) -> Span:
    """The months that a choice means; without a measured period they end with the last line."""
    known = lines["month"].drop_nulls()
    if known.is_empty():
        return Span(None, None, "the time that is loaded")
    begin, end = _day(known.min()), _day(known.max())
    if choice == ALL:
        return Span(begin, end, f"{begin:%b %Y} to {end:%b %Y}", is_all=True)
    if filters.period is not None:
        first, last = filters.period, _plus(filters.period, MONTHS[filters.grain] - 1)
    else:
        first = last = end
    if choice == CHOSEN:
        return Span(first, last, filters.period_words or f"{last:%b %Y}")
    return Span(_plus(last, -11), last, f"the twelve months to {last:%b %Y}")


def inside(lines: pl.DataFrame, wanted: Span, filters: Filters) -> pl.DataFrame:
    """The lines of a span and of the chosen part of the firm; all units count for the whole firm.

    Counts: a line in no month of its own belongs to no stretch but all of the time.
    """
    within = pl.lit(value=True)
    if wanted.first is not None:
        within = pl.col("month").is_between(wanted.first, wanted.last)
    if wanted.is_all:
        within = within | pl.col("month").is_null()
    units = filters.units
    if filters.unit is not None and filters.unit != units.firm:
        mine = [filters.unit, *units.below(filters.unit)]
        within = within & pl.col("team_id").is_in(mine)
    return lines.filter(within)


def coverage(lines: pl.DataFrame, wanted: Span) -> str:
    """In how many months of the span something is told."""
    told = lines["month"].drop_nulls().n_unique()
    months = len(wanted.months)
    return f"{told} of {counted(months, 'month')}" if months else counted(told, "month")


def _plus(day: date, months: int) -> date:
    moved = day.year * 12 + day.month - 1 + months
    return date(moved // 12, moved % 12 + 1, 1)


def _day(value: object) -> date:
    if not isinstance(value, date):
        return date.min + timedelta(days=1)
    return value
