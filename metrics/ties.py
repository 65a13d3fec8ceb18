"""Ties with experts: co-work days that fade."""

from collections.abc import Mapping
from typing import Any, Final

import narwhals as nw
import numpy as np
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.decay import stocks

LN_2: Final = float(np.log(2.0))
SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "person_id": pl.String(),
    "expert_id": pl.String(),
    "period": pl.Date(),
    "strength": pl.Float64(),
}


def stock_days(
    calendar: pl.DataFrame, periods: pl.DataFrame, fact_span: pl.DataFrame
) -> pl.DataFrame:
    """The period in whose stock a day enters first; one row per day.

    calendar   day
    periods    period, end_day (half open)
    fact_span  extract_day
    returns    day, period, last_day: the day at which the period's stock stands

    Counts: a day before the first period, or in a period without facts, in the next one. A period
    that is still running stands at the day of the extract, not at an end that nobody has seen.
    """
    ends = periods.join(fact_span.select("extract_day"), how="cross").select(
        "period", last_day=pl.min_horizontal(pl.col("end_day") - 1, "extract_day")
    )
    days = calendar.select("day").sort("day")
    return days.join_asof(
        ends.sort("last_day"),
        left_on="day",
        right_on="last_day",
        strategy="forward",
        coalesce=False,
    ).drop_nulls("period")


def ties(
    co_work: nw.LazyFrame[Any],
    stock_days: pl.DataFrame,
    status: pl.DataFrame,
    connection_half_life: float,
) -> pl.DataFrame:
    """Strength of ties with experts; one row per person, expert and period.

    co_work               person_id, expert_id, day, share
    stock_days            day, period, last_day
    status                person_id, period, status: who is an expert in that period
    connection_half_life  days in which a co-work day loses half its weight
    returns               person_id, expert_id, period, strength [co-work days] at the period's end

    Counts: only experts of that period; a tie that has not begun has no row.
    """
    dated = co_work.join(beside(stock_days, co_work), on="day")
    age = (nw.col("last_day") - nw.col("day")).cast(nw.Float64)
    gained = small(
        dated.with_columns(left=nw.col("share") * (age * (-LN_2 / connection_half_life)).exp())
        .group_by("person_id", "expert_id", "period")
        .agg(nw.col("left").sum())
    )
    if gained.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    every = _standing(gained, stock_days, connection_half_life)
    experts = status.filter(pl.col("status") == "expert").select("period", expert_id="person_id")
    known = every.join(experts, on=["period", "expert_id"], how="semi")
    return known.filter(pl.col("strength") > 0).select(SCHEMA.keys()).sort(list(SCHEMA)[:3])


def _standing(gained: pl.DataFrame, stock_days: pl.DataFrame, half_life: float) -> pl.DataFrame:
    """Strength of each pair at every period's end, from what each period added."""
    periods = stock_days.select("period", "last_day").unique().sort("period").with_row_index("at")
    pairs = gained.select("person_id", "expert_id").unique().sort("person_id", "expert_id")
    pairs = pairs.with_row_index("pair")
    placed = gained.join(pairs, on=["person_id", "expert_id"]).join(periods, on="period")
    matrix = np.zeros((pairs.height, periods.height))
    matrix[placed["pair"].to_numpy(), placed["at"].to_numpy()] = placed["left"].to_numpy()
    stood = stocks(matrix, periods["last_day"].to_numpy(), half_life)
    return (
        pairs.join(periods, how="cross", maintain_order="left_right")
        .with_columns(strength=pl.Series(stood.ravel(), dtype=pl.Float64))
        .select("person_id", "expert_id", "period", "strength")
    )


def connection_stock(ties: pl.DataFrame) -> pl.DataFrame:
    """Co-work days with all experts, faded; one row per person and period with any tie.

    ties     person_id, expert_id, period, strength
    returns  person_id, period, stock (S), experts (how many ties)
    """
    return (
        ties.group_by("person_id", "period")
        .agg(stock=pl.col("strength").sum(), experts=pl.len().cast(pl.Int64))
        .sort("person_id", "period")
    )
