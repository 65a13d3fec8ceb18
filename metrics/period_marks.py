"""Periods that the loaded exports tell too little of, whatever the team: marks on every figure."""

from math import exp
from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import small

DAYS_OF_A_YEAR: Final = 365
SCHEMA: Final = {
    "period": pl.Date(),
    "is_partial": pl.Boolean(),
    "is_lost": pl.Boolean(),
    "mark": pl.String(),
}

SILENCE: Final = {"last_day": pl.Int64(), "per_year": pl.Float64(), "is_own": pl.Boolean()}


def hr_starts(membership: nw.LazyFrame[Any], person: nw.LazyFrame[Any]) -> pl.DataFrame:
    """One row per day on which somebody began in the firm, in a team or in a role: day.

    Counts: starts only. Ends are often entered ahead (fixed terms), and would make old data look
    fresh.
    """
    began = small(membership.select(day="from_day").unique())
    hired = small(person.select(day="hire_day").unique())
    return pl.concat([began, hired]).drop_nulls().unique().sort("day")


def hr_silence(
    hr_starts: pl.DataFrame,
    belonging: pl.DataFrame,
    fact_span: pl.DataFrame,
    hr_fewest_starts: int,
    hr_years_a_start: float,
) -> pl.DataFrame:
    """Since when HR data tell of no start, and how many are usual: one row, none without HR data.

    returns  last_day (epoch day of the last start), per_year (days with a start in a usual year),
             is_own (the rate is this firm's)

    Counts: the year up to the last start. Data with hardly any start, such as one list of today's
    staff, take the usual rate of that many people instead.
    """
    extract = fact_span["extract_day"].max()
    told = hr_starts.filter(pl.col("day") <= extract) if extract is not None else hr_starts.clear()
    last = told["day"].max()
    if not isinstance(last, int):
        return pl.DataFrame(schema=SILENCE)
    in_year = told.filter(pl.col("day") > last - DAYS_OF_A_YEAR).height
    there = belonging.filter(pl.col("start_day") <= last, pl.col("end_day") > last)
    usual = there["person_id"].n_unique() / hr_years_a_start
    is_own = in_year >= hr_fewest_starts
    row = (last, float(in_year) if is_own else usual, is_own)
    return pl.DataFrame([row], schema=SILENCE, orient="row")


def period_marks(
    periods: pl.DataFrame,
    hr_silence: pl.DataFrame,
    hr_silence_chance: float,
    hr_lost_days: int,
) -> pl.DataFrame:
    """One row per period that a figure must be marked for: period, is_partial, is_lost, mark.

    returns  is_partial (shown with the mark, triggers nothing), is_lost (not shown), mark (why)

    Counts: HR data are old for a period when a silence from their last start to the period's end
    would be a great chance in this firm: exp(-days with a start a year x silent years). Old data
    do not know who has come, left or moved, so novices of old data are novices no more. A rate
    that is not the firm's own hides nothing.
    """
    rows = []
    for last, per_year, is_own in hr_silence.iter_rows():
        for period, start, end in periods.select("period", "start_day", "end_day").iter_rows():
            silent = max(0, end - last) / DAYS_OF_A_YEAR
            if exp(-per_year * silent) >= hr_silence_chance:
                continue
            lost = is_own and start - last > hr_lost_days
            rows.append((period, not lost, lost, _words(last, per_year)))
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("period")


def _words(last: int, per_year: float) -> str:
    day = pl.select(pl.lit(last).cast(pl.Int32).cast(pl.Date)).item()
    return (
        f"The HR data tell of nobody who began after {day:%-d %B %Y}, where {per_year:.0f} days"
        " with a start are usual in a year: who is here and who is new may have changed since"
    )
