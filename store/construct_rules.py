"""What survey items measure: rules on the keys of items, applied when facts are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from store.errors import RequestError
from store.rule_table import RuleTable, first_fit, fits
from store.state import ConstructRuleRow

CONSTRUCTS: Final = ("trust", "challenge", "complexity", "climate", "ai")


@dataclass(frozen=True)
class ConstructRule:
    """One rule.

    item      pattern of the item's key with `*` and `?`
    measures  a construct: a word of CONSTRUCTS or one of the firm; "" keeps the later rules off
    reason    why
    """

    item: str
    measures: str = ""
    reason: str = ""


def check(rule: ConstructRule) -> None:
    """Stop when a rule is about every item."""
    if rule.item.strip() in {"", "*"}:
        raise RequestError(
            "the rule fits every item of every survey",
            "a pattern of keys, such as *trust* or team_climate_?",
            "Say which items it is about",
        )


CONSTRUCT_RULES: Final = RuleTable(
    "construct rule",
    ConstructRule,
    ConstructRuleRow,
    Path(__file__).with_name("construct_rules.toml"),
    check,
)


def with_constructs(survey: pl.DataFrame, rules: Sequence[ConstructRule]) -> pl.DataFrame:
    """The survey with the construct of each item: its own, that of the first rule that fits, none.

    survey  with item and construct, as facts or as a loader tells
    """
    words = {place: rule.measures or None for place, rule in enumerate(rules)}
    told = _place(rules).replace_strict(words, default=None, return_dtype=pl.String)
    return survey.with_columns(pl.col("construct").fill_null(told))


def items(survey: pl.DataFrame, rules: Sequence[ConstructRule]) -> pl.DataFrame:
    """One row per item: what it measures, place of the rule that says so (from 1), answers.

    survey  with item and construct, as facts tell it

    Counts: an item that the export itself ties to a construct has no rule; one that no rule fits,
    or that a rule keeps off on purpose, measures nothing.
    """
    alike = survey.group_by("item", "construct").agg(pl.len().cast(pl.Int64).alias("answers"))
    rule = pl.when(pl.col("construct").is_null()).then(_place(rules) + 1)
    return (
        with_constructs(alike.with_columns(rule.alias("rule")), rules)
        .select("item", "construct", "rule", "answers")
        .sort("item", "construct")
    )


def _place(rules: Sequence[ConstructRule]) -> pl.Expr:
    """Index of the first rule that fits an item."""
    return first_fit([fits("item", rule.item) for rule in rules]).cast(pl.Int64)
