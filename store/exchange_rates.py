"""Rates of exchange that a user gave, each with its day: nothing is converted without one."""

import math
import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl
from sqlmodel import Session, col, select

from store.errors import RequestError
from store.money_change import add_change
from store.money_state import ExchangeRateRow

if TYPE_CHECKING:
    from store.workspace import Workspace

CODE: Final = re.compile(r"[A-Z]{3}")
RATES: Final = pl.Schema(
    {
        "from_currency": pl.String(),
        "to_currency": pl.String(),
        "day": pl.Date(),
        "rate": pl.Float64(),
        "by": pl.String(),
        "at": pl.Datetime("us", "UTC"),
        "source": pl.String(),
        "why": pl.String(),
    }
)
HISTORY: Final = pl.Schema(
    {
        "id": pl.Int64(),
        "at": pl.Datetime("us", "UTC"),
        "by": pl.String(),
        "from_currency": pl.String(),
        "to_currency": pl.String(),
        "day": pl.Date(),
        "old": pl.Float64(),
        "rate": pl.Float64(),
        "source": pl.String(),
        "why": pl.String(),
    }
)
KEY: Final = ["from_currency", "to_currency", "day"]


def give(
    workspace: "Workspace",
    from_currency: str,
    to_currency: str,
    day: date,
    rate: float,
    *,
    by: str,
    source: str,
    why: str = "",
) -> None:
    """Keep a rate: units of the second for one of the first, until the next day with a rate.

    from_currency, to_currency  ISO 4217 codes, in any case
    day     from which the rate holds
    source  who published the rate; a rate without one is refused

    Counts: a rate of the same pair and day takes the place of the earlier one, which stays in the
    history. The opposite direction is a rate of its own: nothing is turned round.
    """
    pair = currency_code(from_currency), currency_code(to_currency)
    if pair[0] == pair[1]:
        raise RequestError(
            f"the rate would turn {pair[0]} into itself",
            "two currencies",
            "Name the other currency",
        )
    if not (math.isfinite(rate) and rate > 0):
        raise RequestError(
            f"the rate is {rate}",
            "a number above 0",
            f"Tell how many {pair[1]} one {pair[0]} is worth",
        )
    if not source.strip():
        raise RequestError(
            "the rate has no source",
            "who published it, such as a central bank or the firm's treasury",
            "Tell the source, so that whoever reads the figures can look it up",
        )
    row = ExchangeRateRow(
        by=by, from_currency=pair[0], to_currency=pair[1], day=day, rate=rate,
        source=source.strip(), why=why.strip(),
    )  # fmt: skip
    add_change(workspace.engine, row, tuple(KEY), "rate")


def take_back(
    workspace: "Workspace",
    from_currency: str,
    to_currency: str,
    day: date,
    *,
    by: str,
    why: str = "",
) -> None:
    """Let the rate of a pair and day be none any more; it stays in the history."""
    pair = currency_code(from_currency), currency_code(to_currency)
    known = rates(workspace).filter(from_currency=pair[0], to_currency=pair[1])
    if known.filter(day=day).is_empty():
        days = ", ".join(map(str, known["day"]))
        raise RequestError(
            f"there is no rate of {pair[0]} in {pair[1]} on {day}",
            f"one of {days}" if days else "a rate that was given; there is none of this pair",
            "See `atelier rates list`",
        )
    row = ExchangeRateRow(
        by=by, from_currency=pair[0], to_currency=pair[1], day=day, source="", why=why.strip()
    )  # fmt: skip
    add_change(workspace.engine, row, tuple(KEY), "rate")


def rates(workspace: "Workspace") -> pl.DataFrame:
    """One row per pair and day with a rate in force: the columns of `RATES`, by pair and day."""
    newest = history(workspace).unique(KEY, keep="last", maintain_order=True)
    return newest.drop_nulls("rate").select(RATES.names()).sort(KEY)


def history(workspace: "Workspace") -> pl.DataFrame:
    """One row per rate that was ever given or taken back, newest last: columns of `HISTORY`."""
    with Session(workspace.engine) as session:
        rows = session.exec(select(ExchangeRateRow).order_by(col(ExchangeRateRow.id)))
        return pl.DataFrame([row.model_dump() for row in rows], schema=HISTORY)


def missing(
    rates: pl.DataFrame, needed: Iterable[tuple[str, date]], to_currency: str
) -> pl.DataFrame:
    """Currencies without a rate into another: from_currency, first_day, last_day.

    rates   rows of `RATES`
    needed  currency and day of each amount that is to be converted

    Counts: a rate holds from its day on, so what is missing lies before the first one.
    """
    schema = {"from_currency": pl.String(), "day": pl.Date()}
    rows = pl.DataFrame(list(needed), schema=schema, orient="row").filter(
        pl.col("from_currency") != to_currency
    )
    first = rates.filter(to_currency=to_currency).group_by("from_currency")
    since = first.agg(since=pl.col("day").min())
    uncovered = rows.join(since, on="from_currency", how="left").filter(
        pl.col("since").is_null() | (pl.col("day") < pl.col("since"))
    )
    days = {"first_day": pl.col("day").min(), "last_day": pl.col("day").max()}
    return uncovered.group_by("from_currency").agg(**days).sort("from_currency")


def currency_code(text: str) -> str:
    """A code of ISO 4217 in capitals; a RequestError when it is none."""
    code = text.strip().upper()
    if not CODE.fullmatch(code):
        raise RequestError(
            "what stands for a currency is no code of three letters",
            "a code of ISO 4217, such as EUR or USD",
            "Name the currency by its code",
        )
    return code
