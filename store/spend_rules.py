"""What ledger lines are spent on: rules on accounts and cost centres, applied when facts are read.

The facts are never rewritten: a rule that changes tells another story of the same lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from store.errors import RequestError
from store.rule_table import RuleTable, first_fit, fits
from store.state import SpendRuleRow
from store.tables import LEDGER

CATEGORIES: Final = (
    "training seats",
    "training fees",
    "time off work",
    "instructors",
    "AI licences",
    "tokens",
    "redesign hours",
    "facilitation",
)
NOT_CATEGORISED: Final = "not categorised"
TAGS: Final = LEDGER.column("tag").choices
HAS_NONE: Final = pl.col("category").is_null() | (pl.col("category") == "")


@dataclass(frozen=True)
class SpendRule:
    """One rule.

    account      pattern of the account with `*` and `?`, whatever its case
    cost_centre  pattern of the cost centre; both must fit
    category     one of CATEGORIES, or NOT_CATEGORISED, which keeps the later rules off
    tag          how far the amount can be trusted, for lines that do not say; "" says nothing
    reason       why
    """

    account: str = "*"
    cost_centre: str = "*"
    category: str = NOT_CATEGORISED
    tag: str = ""
    reason: str = ""


def check(rule: SpendRule) -> None:
    """Stop when a rule has a category or a tag that nobody counts, or fits every line."""
    if rule.category not in (*CATEGORIES, NOT_CATEGORISED):
        raise RequestError(
            f"{rule.category or 'nothing'} is no category of spend",
            f"one of {', '.join((*CATEGORIES, NOT_CATEGORISED))}",
            "Choose one of these",
        )
    if rule.tag and rule.tag not in TAGS:
        raise RequestError(
            f"{rule.tag} does not say how far an amount can be trusted",
            f"one of {', '.join(TAGS)}, or nothing",
            "Choose one of these",
        )
    if {rule.account.strip(), rule.cost_centre.strip()} <= {"*", ""}:
        raise RequestError(
            "the rule fits every line of the ledger",
            "a pattern of accounts or of cost centres, such as *training* or 54*",
            "Say which accounts or cost centres it is about",
        )


SPEND_RULES: Final = RuleTable(
    "spend rule", SpendRule, SpendRuleRow, Path(__file__).with_name("spend_rules.toml"), check
)


def with_categories(ledger: pl.DataFrame, rules: Sequence[SpendRule]) -> pl.DataFrame:
    """The ledger with a category on every line: its own, that of a rule, or NOT_CATEGORISED.

    ledger  with account, team_id (the cost centre), category and tag, as facts or as a loader tells

    Counts: the first rule that fits counts. A line with a category of its own keeps it, and its
    tag; the tag of a rule fills an empty tag only.
    """
    told = ledger.with_columns(_place(rules).alias("_rule"))
    categories = {place: rule.category for place, rule in enumerate(rules)}
    tags = {place: rule.tag or None for place, rule in enumerate(rules)}
    category = pl.col("_rule").replace_strict(categories, default=None, return_dtype=pl.String)
    tag = pl.col("_rule").replace_strict(tags, default=None, return_dtype=pl.String)
    return told.with_columns(
        pl.when(HAS_NONE)
        .then(category.fill_null(NOT_CATEGORISED))
        .otherwise("category")
        .alias("category"),
        pl.when(HAS_NONE & pl.col("tag").is_null()).then(tag).otherwise("tag").alias("tag"),
    ).drop("_rule")


def _place(rules: Sequence[SpendRule]) -> pl.Expr:
    """Index of the first rule that fits a line, whether or not the line needs one."""
    conditions = [
        fits("account", rule.account or "*") & fits("team_id", rule.cost_centre or "*")
        for rule in rules
    ]
    return first_fit(conditions).cast(pl.Int64)


def caught(ledger: pl.DataFrame, rules: Sequence[SpendRule]) -> pl.DataFrame:
    """One row per rule and currency: place of the rule (from 1), lines, amount.

    ledger  as facts tell it

    Counts: a line with a category of its own is caught by no rule; a rule that catches nothing has
    no row. Currencies are never added up.
    """
    alike = _alike(ledger).filter(HAS_NONE).with_columns((_place(rules) + 1).alias("rule"))
    return (
        alike.drop_nulls("rule")
        .group_by("rule", "currency")
        .agg(pl.col("lines").sum(), pl.col("amount").sum())
        .sort("rule", "currency")
    )


def undecided(ledger: pl.DataFrame, rules: Sequence[SpendRule]) -> pl.DataFrame:
    """The rows of `left_over` that no rule fits: nobody has said what they are.

    ledger  as facts tell it

    Counts: what a rule keeps without a category on purpose is decided.
    """
    return left_over(ledger.filter(HAS_NONE & _place(rules).is_null()).pipe(with_categories, ()))


def _alike(ledger: pl.DataFrame) -> pl.DataFrame:
    """One row per account, cost centre, category and currency, so that rules look at each once."""
    return ledger.group_by("account", "team_id", "category", "currency").agg(
        pl.len().cast(pl.Int64).alias("lines"), pl.col("amount").sum()
    )


def spend_by_category(ledger: pl.DataFrame) -> pl.DataFrame:
    """One row per category and currency: lines, amount. Currencies are never added up.

    ledger  with categories
    """
    return (
        ledger.group_by("category", "currency")
        .agg(pl.len().cast(pl.Int64).alias("lines"), pl.col("amount").sum())
        .sort("category", "currency")
    )


def left_over(ledger: pl.DataFrame) -> pl.DataFrame:
    """One row per account, cost centre and currency without a category, the largest first.

    ledger  with categories
    """
    return (
        ledger.filter(pl.col("category") == NOT_CATEGORISED)
        .group_by("account", pl.col("team_id").alias("cost_centre"), "currency")
        .agg(pl.len().cast(pl.Int64).alias("lines"), pl.col("amount").sum())
        .sort(pl.col("amount").abs(), "account", "cost_centre", descending=[True, False, False])
    )
