"""Calendar months as whole numbers, which estimators need, and back."""

import re
from typing import Final

import polars as pl

MONTHS: Final = 12
AS_NUMBER: Final = 100  # 202607 is July 2026
YEARS: Final = (1900, 2200)  # of a number that can be read so
AS_WRITTEN: Final = re.compile(r"^\d{4}-(0[1-9]|1[0-2])(-\d{2})?$")


def months_of(cells: pl.Series) -> pl.Series | None:
    """Months since year 0 of a column of days, of texts like 2026-07 or of numbers like 202607.

    Empty texts and 0 are null: never. None where the column holds nothing of the kind.
    """
    if cells.dtype.is_numeric():
        return _of_numbers(cells)
    if cells.dtype in (pl.Date, pl.Datetime):
        return _counted(cells)
    if cells.dtype != pl.String:
        return None
    told = cells.str.strip_chars().replace({"": None, "0": None})
    written = told.drop_nulls()
    if written.is_empty() or not all(AS_WRITTEN.match(cell) for cell in written.unique()):
        return None
    return _counted((told.str.slice(0, 7) + "-01").str.to_date("%Y-%m-%d"))


def _of_numbers(cells: pl.Series) -> pl.Series | None:
    told = cells.cast(pl.Float64).fill_nan(None)
    told = told.set(told == 0, None)
    year, month = told // AS_NUMBER, told % AS_NUMBER
    is_month = year.is_between(*YEARS) & (month >= 1) & (month <= MONTHS) & (month == month.floor())
    if told.is_null().all() or not is_month.drop_nulls().all():
        return None
    return (year * MONTHS + month - 1).cast(pl.Int64)


def month_words(month: int) -> str:
    """A month since year 0 as it is written: `2026-07`."""
    return f"{month // MONTHS:04d}-{month % MONTHS + 1:02d}"


def _counted(days: pl.Series) -> pl.Series:
    return days.dt.year().cast(pl.Int64) * MONTHS + days.dt.month().cast(pl.Int64) - 1
