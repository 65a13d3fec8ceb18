"""Sums of spend: by month, category, team and currency, in one currency where rates were given."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from economics.ledger_lines import BILLS, BOOKS
from economics.training_lines import TIME, TRAINING
from economics.usage_lines import USAGE
from store.errors import RequestError
from store.exchange_rates import currency_code, missing

if TYPE_CHECKING:
    from store.workspace import Workspace

BY: Final = ("month", "category", "team_id", "currency")
DIGITS: Final = 6  # sums of cents come in the order of the rows: what lies below is noise
CENT: Final = 2
HALF_A_CENT: Final = 0.005


def spend(lines: pl.DataFrame, by: Sequence[str] = BY) -> pl.DataFrame:
    """One row per `by`, always with the currency: amount, lines, tags. Only what counts.

    lines    rows of `economics.spend_lines.LINES`
    by       any of month, category, team_id, tag, source, currency
    returns  tags: the tags behind the sum, joined by a comma, the weakest last

    Counts: currencies are never added. Months with too few people have no month (null). The amount
    of a unit above is what is told with it alone; those of the teams below it are their own.
    """
    keys = list(dict.fromkeys([*by, "currency"]))
    order = pl.col("tag").replace_strict({"measured": 0, "quoted": 1, "assumed": 2}, default=3)
    return (
        lines.filter("counted")
        .group_by(keys)
        .agg(
            pl.col("amount").sum().round(DIGITS),
            lines=pl.len().cast(pl.Int64),
            tags=pl.col("tag").sort_by(order).unique(maintain_order=True).str.join(", "),
        )
        .sort(keys, nulls_last=True)
    )


def totals(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per currency and tag: amount, lines; what counts."""
    return (
        lines.filter("counted")
        .group_by("currency", "tag")
        .agg(pl.col("amount").sum().round(DIGITS), lines=pl.len().cast(pl.Int64))
        .sort("currency", "tag")
    )


def coverage(lines: pl.DataFrame) -> pl.DataFrame:
    """One row per source, currency and reason: what counts (reason null) and what does not.

    returns  source, currency, why_not, lines, amount, first_month, last_month
    """
    return (
        lines.group_by("source", "currency", "why_not")
        .agg(
            lines=pl.len().cast(pl.Int64),
            amount=pl.col("amount").sum().round(DIGITS),
            first_month=pl.col("month").min(),
            last_month=pl.col("month").max(),
        )
        .sort("source", "currency", "why_not", nulls_last=False)
    )


def converted(lines: pl.DataFrame, rates: pl.DataFrame, to_currency: str) -> pl.DataFrame:
    """The lines that count in one currency; amounts change, their currency stays in `told_in`.

    rates    rows of `store.exchange_rates.RATES`
    returns  the lines with amount and currency in `to_currency`, told_in, rate, rate_day

    Counts: for each month the newest rate whose day is not after the month's last one; a line
    without a month takes the newest rate of all. A rate is used in the direction in which it was
    given. Raises a RequestError that lists what is missing: nothing is converted by half.
    """
    to_currency = currency_code(to_currency)
    counted = lines.filter("counted")
    newest = pl.lit(counted["month"].max(), pl.Date)
    dated = counted.with_columns(day=pl.col("month").fill_null(newest).dt.month_end())
    _refuse_missing(dated, rates, to_currency)
    given = rates.filter(to_currency=to_currency).select(
        "rate", rate_day="day", day="day", told_in="from_currency"
    )
    same = dated.filter(currency=to_currency).with_columns(
        told_in="currency", rate=pl.lit(1.0), rate_day=pl.lit(None, pl.Date)
    )
    foreign = dated.filter(pl.col("currency") != to_currency).with_columns(told_in="currency")
    foreign = foreign.sort("day").join_asof(
        given.sort("day"), on="day", by="told_in", strategy="backward", check_sortedness=False
    )
    both = pl.concat([same, foreign.select(same.columns)])
    return both.with_columns(
        amount=pl.col("amount") * pl.col("rate"), currency=pl.lit(to_currency)
    ).drop("day").sort("month", "category", "team_id", "told_in", "source", "reference", "detail",
                       "amount", nulls_last=True)  # fmt: skip


def _refuse_missing(dated: pl.DataFrame, rates: pl.DataFrame, to_currency: str) -> None:
    needed = dated.select("currency", "day").unique().iter_rows()
    without = missing(rates, needed, to_currency)
    if without.is_empty():
        return
    told = "; ".join(
        f"{code} from {first:%B %Y} to {last:%B %Y}" for code, first, last in without.iter_rows()
    )
    code, first, _ = without.row(0)
    raise RequestError(
        f"there are amounts without a rate into {to_currency}: {told}",
        "a rate that somebody gave, with its day on or before these months, for each currency",
        f"Look the rate up and add it, such as `atelier rates add {code} {to_currency} <rate> "
        f"--day {first.replace(day=1)} --source <who published it>`, or look at each currency by "
        "itself",
    )


def reconciled(workspace: "Workspace", lines: pl.DataFrame) -> pl.DataFrame:
    """One row per source and currency: what its facts add up to, and where it is in the lines.

    returns  source, currency, facts, counted, not_counted, is_whole: the two add up to the facts,
             to the cent. Of training and AI usage facts is null where they do not: several exports
             tell the same use, or the rest is about fewer than five people, on whom it would tell

    Counts: the ledger by its lines, which are always whole; fees of training and costs of AI usage.
    Hours times a rate are no fact and are left out.
    """
    found = _in_lines(lines)
    sums = _in_facts(workspace)
    told = sums.join(found, on=["source", "currency"], how="left").with_columns(
        pl.col("counted", "not_counted").fill_null(0.0)
    )
    rest = pl.col("facts") - pl.col("counted") - pl.col("not_counted")
    is_whole = rest.abs() < HALF_A_CENT
    return (
        told.with_columns(is_whole=is_whole)
        .with_columns(facts=pl.when(pl.col("is_whole") | (pl.col("source") == BOOKS)).then("facts"))
        .with_columns(_cents(name) for name in ("facts", "counted", "not_counted"))
        .sort("source", "currency")
    )


def _in_facts(workspace: "Workspace") -> pl.DataFrame:
    ledger = workspace.facts("ledger").select("currency", "amount").collect()
    frames = [ledger.with_columns(source=pl.lit(BOOKS))]
    for table, source in (("training", TRAINING), ("ai_usage", USAGE)):
        costs = workspace.facts(table).select("currency", amount="cost").collect()
        frames.append(costs.with_columns(source=pl.lit(source)))
    told = pl.concat([each.select("source", "currency", "amount") for each in frames])
    return told.drop_nulls().group_by("source", "currency").agg(facts=pl.col("amount").sum())


def _in_lines(lines: pl.DataFrame) -> pl.DataFrame:
    is_time = (pl.col("source") == TRAINING) & (pl.col("category") == TIME)
    of_facts = lines.filter(pl.col("source").is_in([BOOKS, BILLS, TRAINING, USAGE]), ~is_time)
    amount = pl.col("amount")
    return (
        of_facts.with_columns(pl.col("source").replace({BILLS: BOOKS}))
        .group_by("source", "currency")
        .agg(
            counted=amount.filter("counted").sum(),
            not_counted=amount.filter(~pl.col("counted")).sum(),
        )
    )


def _cents(name: str) -> pl.Expr:
    """A sum to the cent; nothing is nothing, and not -0.00."""
    rounded = pl.col(name).round(CENT)
    return pl.when(rounded == 0).then(0.0).otherwise(rounded).alias(name)
