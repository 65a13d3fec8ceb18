"""Spend as training records tell it: fees of courses, and the time that people spent in them."""

from typing import Final

import polars as pl

from economics.firm_rate import FirmRate
from economics.firm_units import FirmUnits, team_on

TRAINING: Final = "training"
FEES: Final = "training fees"
TIME: Final = "time off work"
PERSONAL: Final = pl.Schema(
    {
        "person_id": pl.String(),
        "unit_id": pl.String(),
        "month": pl.Date(),
        "category": pl.String(),
        "currency": pl.String(),
        "amount": pl.Float64(),
        "tag": pl.String(),
        "source": pl.String(),
        "detail": pl.String(),
    }
)


def training_amounts(
    training: pl.DataFrame, units: FirmUnits, rate: FirmRate | None
) -> pl.DataFrame:
    """One row per person, course and kind of cost; columns of PERSONAL. Never leaves this room.

    training  person_id, course, completed_on, hours, cost, currency
    rate      cost of an hour; None: the time has no amount

    Counts: in the month of completion, in the person's team of that day. A fee is quoted: the
    learning system tells a price, and not what was paid. Time is hours times the firm's one rate,
    assumed. Machines learn nothing.
    """
    people = training.filter(~pl.col("person_id").is_in(units.machines.implode()))
    placed = team_on(people.with_columns(day=pl.col("completed_on")), units).with_columns(
        month=pl.col("completed_on").dt.truncate("1mo"), source=pl.lit(TRAINING)
    )
    fees = placed.filter(pl.col("cost") != 0, pl.col("currency").is_not_null()).with_columns(
        category=pl.lit(FEES), amount="cost", tag=pl.lit("quoted"), detail=pl.lit("course fees")
    )
    parts = [fees.select(PERSONAL.keys())]
    if rate:
        hours = placed.filter(pl.col("hours") > 0)
        time = hours.with_columns(
            category=pl.lit(TIME),
            amount=pl.col("hours") * rate.amount,
            currency=pl.lit(rate.currency),
            tag=pl.lit("assumed"),
            detail=pl.lit(rate.words),
        )
        parts.append(time.select(PERSONAL.keys()))
    return pl.concat(parts).cast(PERSONAL)
