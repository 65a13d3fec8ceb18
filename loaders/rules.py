"""What a row of a fact table must hold to; a row that breaks a rule is refused with its reason."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from loaders.parsed import Refusals
from store.tables import STORED, Column, Kind

# Corrections, credits and points of a firm's own scale go below zero.
MAY_BE_NEGATIVE: Final = ("value", "amount", "score", "scale_min", "scale_max", "cost")
NEEDED: Final = "a value is needed and there is none"
CURRENCY: Final = r"^[A-Z]{3}$"
LONGEST_STATUS: Final = 60  # a status is a few words; more is text that people wrote


class Rule(NamedTuple):
    """One rule: the column it blames, the reason it gives, where it is broken."""

    column: str
    reason: str
    is_broken: pl.Expr


ORDERS: Final = {
    "task": (
        Rule("closed_at", "closed before it was opened", pl.col("closed_at") < pl.col("opened_at")),
    ),
    "membership": (
        Rule(
            "valid_to",
            "the interval ends before it begins, or on the same day",
            pl.col("valid_to") <= pl.col("valid_from"),
        ),
    ),
    "participation": (
        Rule("to_at", "the part ends before it begins", pl.col("to_at") < pl.col("from_at")),
    ),
    "task_event": (
        Rule(
            "value",
            "hours, a status or an account was expected, not text",
            pl.col("value").str.len_chars() > LONGEST_STATUS,
        ),
    ),
    "occupation": (
        Rule(
            "job_zone",
            "a job zone from 1 to 5 was expected",
            ~pl.col("job_zone").is_between(1, 5),
        ),
    ),
    "survey": (
        Rule(
            "score",
            "the answer lies outside its scale",
            (pl.col("score") < pl.col("scale_min")) | (pl.col("score") > pl.col("scale_max")),
        ),
    ),
}


def rules(table: str) -> tuple[Rule, ...]:
    """All rules of a fact table."""
    of_columns = [rule for column in STORED[table].columns for rule in _of(column)]
    return (*of_columns, *ORDERS.get(table, ()))


def _of(column: Column) -> Iterator[Rule]:
    cell = pl.col(column.name)
    if column.required:
        yield Rule(column.name, NEEDED, cell.is_null())
    if column.name == "currency":
        is_code = cell.str.contains(CURRENCY)
        yield Rule(column.name, "a currency of three letters was expected, like EUR", ~is_code)
    if column.kind is Kind.SHARE:
        yield Rule(
            column.name, "a share above 0 and up to 1 was expected", ~((cell > 0) & (cell <= 1))
        )
    if column.kind is Kind.NUMBER:
        yield Rule(column.name, "a number was expected", ~cell.is_finite())
    is_counted = column.kind in {Kind.NUMBER, Kind.COUNT}
    if is_counted and column.name not in MAY_BE_NEGATIVE:
        yield Rule(column.name, "a number of 0 or more was expected", cell < 0)


def check(table: str, rows: pl.DataFrame, refusals: Refusals, names: dict[str, str]) -> None:
    """Refuse the rows that break a rule of their table.

    names  fact column -> column of the file, for the report
    """
    broken = rows.select(
        rule.is_broken.fill_null(value=False).any().alias(str(i))
        for i, rule in enumerate(rules(table))
    ).row(0)
    for rule, is_broken in zip(rules(table), broken, strict=True):
        if not is_broken:
            continue
        where = rows.select(rule.is_broken.fill_null(value=False)).to_series()
        if rule.reason == NEEDED:
            where &= refusals.kept  # a cell that could not be read has its reason already
        refusals.add(names.get(rule.column) or rule.column, rule.reason, where)
