"""Rules of the firm: what ledger lines are spent on, what survey items measure, what they catch."""

from typing import Final

import polars as pl
import streamlit as st

from store.construct_rules import CONSTRUCT_RULES, CONSTRUCTS, ConstructRule, items
from store.spend_rules import (
    CATEGORIES,
    HAS_NONE,
    NOT_CATEGORISED,
    SPEND_RULES,
    TAGS,
    SpendRule,
    caught,
    undecided,
)
from ui.readings import KEPT, snapshot_key, workspace
from ui.rules_editor import RuleColumn, rule_editor
from ui.words import counted, plain

TALLEST: Final = 400  # pixels of a list before it scrolls
text = st.column_config.TextColumn
choice = st.column_config.SelectboxColumn

SPEND_COLUMNS: Final = (
    RuleColumn("account", "Account", text(help="Pattern of the account's name or number"), "*"),
    RuleColumn("cost_centre", "Cost centre", text(help="Pattern of the team that pays"), "*"),
    RuleColumn(
        "category", "Spent on", choice(options=[*CATEGORIES, NOT_CATEGORISED], required=True)
    ),
    RuleColumn(
        "tag",
        "Trust",
        choice(options=["", *TAGS], help="How far the amount can be trusted; empty says nothing"),
    ),
    RuleColumn("reason", "Why", text(width="large")),
)
CONSTRUCT_COLUMNS: Final = (
    RuleColumn("item", "Item", text(required=True, help="Pattern of the item's key")),
    RuleColumn(
        "measures",
        "Measures",
        text(help=f"{', '.join(CONSTRUCTS)}, or a word of the firm; empty measures nothing"),
    ),
    RuleColumn("reason", "Why", text(width="large")),
)


@st.fragment
def firm_rules() -> None:
    """Both tables of rules, collapsed; what they catch is counted only when they are opened."""
    st.caption(
        "Facts are never rewritten: rules are applied when facts are read, so a changed rule holds "
        "for what was loaded before, too."
    )
    spend = st.expander("Spend categories by account", key="rules_spend_open", on_change="rerun")
    if spend.open:
        with spend:
            what_is_spent(rule_editor(SPEND_RULES, SPEND_COLUMNS))
    constructs = st.expander(
        "Survey constructs by item", key="rules_survey_open", on_change="rerun"
    )
    if constructs.open:
        with constructs:
            what_is_measured(rule_editor(CONSTRUCT_RULES, CONSTRUCT_COLUMNS))


def what_is_spent(rules: tuple[SpendRule, ...]) -> None:
    """What the rules catch of the loaded ledger, and which accounts nobody has decided on."""
    found = ledger_with(snapshot_key(), rules)
    if found is None:
        st.info("No ledger is loaded yet: load one to see what the rules catch.", title="No ledger")
        return
    lines, own, by_rule, others = found
    fitting = int(by_rule["lines"].sum())
    st.subheader("What the rules above catch", anchor=False)
    st.markdown(
        f"Of {counted(lines, 'ledger line')}, {fitting:,} fit a rule, {own:,} say themselves what "
        f"they are, {lines - fitting - own:,} are not decided. Currencies are never added up."
    )
    if not by_rule.is_empty():
        st.table(
            [_caught_row(row, rules[row["rule"] - 1]) for row in by_rule.iter_rows(named=True)],
            border="horizontal",
            alt="Ledger lines and amounts that each rule catches, by currency",
        )
    st.subheader("Accounts not categorised yet", anchor=False)
    if others.is_empty():
        st.success("Every account is decided on.", icon=":material/check:")
        return
    st.dataframe(
        others,
        hide_index=True,
        column_config={
            "account": "Account",
            "cost_centre": "Cost centre",
            "currency": "Currency",
            "lines": st.column_config.NumberColumn("Lines", format="localized"),
            "amount": st.column_config.NumberColumn("Amount", format="localized"),
        },
        height=min(TALLEST, 40 + 36 * others.height),
        alt="Accounts that no rule fits, by cost centre and currency, the largest amount first",
    )


def _caught_row(row: dict[str, object], rule: SpendRule) -> dict[str, str]:
    centre = "" if rule.cost_centre in {"", "*"} else f", cost centre `{rule.cost_centre}`"
    lines, amount = int(str(row["lines"])), float(str(row["amount"]))
    return {
        "Rule": f"{row['rule']}. `{rule.account or '*'}`{centre}",
        "Spent on": rule.category,
        "Catches": f"{counted(lines, 'line')}, {plain(amount)} {row['currency']}",
    }


def what_is_measured(rules: tuple[ConstructRule, ...]) -> None:
    """What every loaded item measures, and what says so."""
    there = survey_with(snapshot_key(), rules)
    if there is None:
        st.info("No survey is loaded yet: load one to see what the rules say.", title="No survey")
        return
    st.subheader("What the rules above say of the loaded items", anchor=False)
    silent = int(there["construct"].is_null().sum())
    st.markdown(
        f"{counted(there.height, 'item')}; {silent:,} measure nothing that is known and are shown "
        "on their own."
    )
    st.dataframe(
        there.with_columns(
            pl.when(pl.col("rule").is_not_null())
            .then(pl.format("rule {}", "rule"))
            .when(pl.col("construct").is_not_null())
            .then(pl.lit("the export"))
            .otherwise(pl.lit("no rule fits"))
            .alias("rule")
        ),
        hide_index=True,
        column_config={
            "item": "Item",
            "construct": "Measures",
            "rule": "Says who",
            "answers": st.column_config.NumberColumn("Answers", format="localized"),
        },
        height=min(TALLEST, 40 + 36 * there.height),
        alt="Items of the loaded surveys, what each measures and which rule says so",
    )


@st.cache_resource(max_entries=KEPT, show_spinner="Reading the ledger …")
def ledger_with(
    key: str, rules: tuple[SpendRule, ...]
) -> tuple[int, int, pl.DataFrame, pl.DataFrame] | None:
    """Lines, those with a category of their own, what rules catch and what none fits; else none.

    key  state of the facts
    """
    columns = ("account", "team_id", "category", "tag", "currency", "amount")
    lines = workspace().facts("ledger").select(columns).collect()
    if lines.is_empty():
        return None
    own = lines.filter(~HAS_NONE).height
    return lines.height, own, caught(lines, rules), undecided(lines, rules)


@st.cache_resource(max_entries=KEPT, show_spinner="Reading the surveys …")
def survey_with(key: str, rules: tuple[ConstructRule, ...]) -> pl.DataFrame | None:
    """What the rules say of every item; none when no survey is loaded.

    key  state of the facts
    """
    answers = workspace().facts("survey").select("item", "construct").collect()
    return None if answers.is_empty() else items(answers, rules)
