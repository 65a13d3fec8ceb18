"""Moments that can be read in one way only, read column by column while a file is read."""

from datetime import UTC, datetime
from typing import Final

import polars as pl

# No numeric order of day and month: what these read, nobody has to decide. Each with its form,
# because the layout alone also reads cells with signs too few or too many.
LAYOUTS: Final = {
    "%d/%b/%y %I:%M %p": r"^\d{1,2}/\p{L}{3}/\d{2} \d{1,2}:\d{2} [AaPp][Mm]$",
    "%d/%b/%Y %I:%M %p": r"^\d{1,2}/\p{L}{3}/\d{4} \d{1,2}:\d{2} [AaPp][Mm]$",
    "%d/%b/%y %H:%M": r"^\d{1,2}/\p{L}{3}/\d{2} \d{1,2}:\d{2}$",
    "%d/%b/%Y %H:%M": r"^\d{1,2}/\p{L}{3}/\d{4} \d{1,2}:\d{2}$",
    "%b/%d/%y %I:%M %p": r"^\p{L}{3}/\d{1,2}/\d{2} \d{1,2}:\d{2} [AaPp][Mm]$",
    "%Y-%m-%d %H:%M": r"^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}$",
    "%Y-%m-%d %H:%M:%S": r"^\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}$",
}
# Beyond these years centuries and stand-ins for "no date" need the careful look of `dates`.
FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
LAST: Final = datetime(2068, 12, 31, tzinfo=UTC)


def layout_of(samples: pl.Series) -> str | None:
    """The layout that reads most of the samples; none when it reads none of them."""
    told = samples.to_frame("cell")
    reads = {
        layout: told.select(moment(pl.col("cell"), layout).count()).item() for layout in LAYOUTS
    }
    best = max(LAYOUTS, key=lambda layout: reads[layout])
    return best if reads[best] else None


def moment(cell: pl.Expr, layout: str | None) -> pl.Expr:
    """The moments of a layout, without offset and so taken as UTC; null for all other cells."""
    return within(any_moment(cell, layout))


def any_moment(cell: pl.Expr, layout: str | None) -> pl.Expr:
    """The moments of a layout, those too that `within` leaves out.

    Where millions are read it is a step of its own: an expression that asks twice for the moments
    reads them twice.
    """
    if layout is None:
        return pl.lit(None, pl.Datetime("us", "UTC"))
    read = cell.str.to_datetime(layout, strict=False, time_unit="us", cache=False)
    is_whole = cell.str.contains(LAYOUTS[layout])
    return pl.when(is_whole).then(read.dt.replace_time_zone("UTC"))


def within(read: pl.Expr) -> pl.Expr:
    """Moments of the years that need no careful look."""
    return pl.when(read.is_between(FIRST, LAST)).then(read)
