"""Spend as AI tools tell it: seats and use, at the vendor's price."""

from typing import Final

import narwhals as nw
import polars as pl

from economics.firm_units import FirmUnits, team_on
from economics.training_lines import PERSONAL
from metrics.ai_flag import MEASURES
from metrics.formulas.told_once import told_once

USAGE: Final = "AI usage"
LICENCES: Final = "AI licences"
TOKENS: Final = "tokens"
KIND: Final = ["currency", "category"]
WHOSE: Final = ["person_id", "month", "tool", *KIND]


def usage_amounts(ai_usage: pl.DataFrame, units: FirmUnits) -> pl.DataFrame:
    """One row per person, month, unit and kind of cost: PERSONAL. Never leaves this room.

    ai_usage  as facts tell it

    Counts: a cost on a row that tells of a licence and of no use is a licence, any other one is for
    use. What several exports tell of one person, day and tool counts once: of several ways to split
    a day the one that tells most; of days and of a whole period of one tool in a month the larger
    sum. A period's cost is spread over its days. In the person's team of that day. What a vendor
    tells is quoted: a price, and not what was paid.
    """
    told = ai_usage.filter(pl.col("cost") != 0, pl.col("currency").is_not_null())
    blank = pl.all_horizontal(pl.col(name).is_null() for name in MEASURES)
    is_seat = blank & pl.col("licensed").fill_null(value=False)
    told = told.with_columns(
        category=pl.when(is_seat).then(pl.lit(LICENCES)).otherwise(pl.lit(TOKENS))
    )
    is_period = (pl.col("last_day") > pl.col("day")).fill_null(value=False)
    days = _once(told.filter(~is_period))
    periods = _spread(told.filter(is_period))
    larger = _larger(days, periods) if periods.height else days
    placed = team_on(larger, units).with_columns(
        month=pl.col("day").dt.truncate("1mo"),
        tag=pl.lit("quoted"),
        source=pl.lit(USAGE),
        detail="tool",
    )
    keys = [name for name in PERSONAL if name != "amount"]
    sums = placed.group_by(keys).agg(pl.col("amount").sum())
    return sums.select(PERSONAL.keys()).cast(PERSONAL)


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of single days with each use told once: person_id, day, tool, KIND, amount."""
    parts: list[pl.DataFrame] = [
        nw.to_native(
            told_once(
                nw.from_native(part.lazy()), ["person_id", "usage_day", "tool"], ["cost"]
            ).collect("polars")
        ).with_columns(currency=pl.lit(currency), category=pl.lit(category))
        for (currency, category), part in sorted(
            rows.partition_by(KIND, as_dict=True).items(), key=lambda each: each[0]
        )
    ]
    schema = {
        "person_id": pl.String(), "day": pl.Date(), "tool": pl.String(), "currency": pl.String(),
        "category": pl.String(), "amount": pl.Float64(),
    }  # fmt: skip
    if not parts:
        return pl.DataFrame(schema=schema)
    day = pl.col("usage_day").cast(pl.Int32).cast(pl.Date)
    whole = pl.concat(parts)
    return whole.with_columns(day=day, amount="cost").select(schema.keys())


def _spread(rows: pl.DataFrame) -> pl.DataFrame:
    """Costs of periods, each part on the first of its days in a month."""
    days = (pl.col("last_day") - pl.col("day")).dt.total_days() + 1
    each = pl.date_ranges("day", "last_day", interval="1d")
    return (
        rows.with_columns(share=pl.col("cost") / days, day=each)
        .explode("day")
        .group_by("person_id", "tool", *KIND, pl.col("day").dt.truncate("1mo").alias("month"))
        .agg(pl.col("day").min(), amount=pl.col("share").sum())
        .select("person_id", "day", "tool", *KIND, "amount")
    )


def _larger(days: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """Of the days and the periods of one person, tool and month those that tell more."""
    both = pl.concat(
        [days.with_columns(is_period=False), periods.with_columns(is_period=True)]
    ).with_columns(month=pl.col("day").dt.truncate("1mo"))
    sums = both.group_by(*WHOSE, "is_period").agg(total=pl.col("amount").sum())
    best = sums.sort("total", "is_period", descending=[True, False]).unique(
        WHOSE, keep="first", maintain_order=True
    )
    return both.join(best.select(*WHOSE, "is_period"), on=[*WHOSE, "is_period"], how="semi").drop(
        "month", "is_period"
    )
