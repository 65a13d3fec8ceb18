"""Rules of the firm in a table: add, remove, reorder, keep, back to ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import streamlit as st

from store.rule_table import RuleTable
from ui.frame import told
from ui.readings import workspace
from ui.words import counted
from ui.work import BY

ORDER: Final = "Order"
HOW: Final = (
    "The first rule that fits counts. `*` stands for any text, `?` for one letter. Change *Order* "
    "to move a rule: 2.5 goes between 2 and 3. A new rule has order 0, before all others. To "
    "remove rules, mark their rows on the left (or with Shift and the space bar) and press Delete. "
    "Nothing is kept before you save."
)


@dataclass(frozen=True)
class RuleColumn:
    """A column of the table.

    name     field of the rule
    words    head of the column
    config   how it is edited
    default  what an empty cell means
    """

    name: str
    words: str
    config: Any
    default: str = ""


def rule_rows(rules: Sequence[Any], columns: Sequence[RuleColumn]) -> pl.DataFrame:
    """A row per rule in the order in which they are tried, under the heads of the columns."""
    rows = [
        {ORDER: float(place), **{column.words: getattr(rule, column.name) for column in columns}}
        for place, rule in enumerate(rules, start=1)
    ]
    words = {column.words: pl.String() for column in columns}
    return pl.DataFrame(rows, schema={ORDER: pl.Float64(), **words})


def rules_of(
    rows: pl.DataFrame, rule: Callable[..., Any], columns: Sequence[RuleColumn]
) -> tuple[Any, ...]:
    """The rules that the rows say, by their order; a row without order comes before all others.

    Counts: a row in which nothing is written is no rule.
    """
    words = [column.words for column in columns]
    written = rows.filter(
        pl.any_horizontal(pl.col(words).fill_null("").str.strip_chars().str.len_chars() > 0)
    )
    in_order = written.sort(ORDER, nulls_last=False, maintain_order=True)
    return tuple(
        rule(
            **{
                column.name: (row[column.words] or "").strip() or column.default
                for column in columns
            }
        )
        for row in in_order.iter_rows(named=True)
    )


def rule_editor(table: RuleTable[Any], columns: Sequence[RuleColumn]) -> tuple[Any, ...]:
    """The table of rules with its buttons; answers the rules as they stand there, kept or not."""
    kept = table.rules(workspace())
    state = f"rules_{table.name}"
    st.caption(HOW)
    edited = st.data_editor(
        rule_rows(kept, columns),
        # A new number after each save: else the changes would be made to the new rows once more.
        key=f"{state}_{st.session_state.get(state, 0)}",
        num_rows="dynamic",
        hide_index=True,
        column_config=_config(columns),
        placeholder="",
        alt=f"{table.name.capitalize()}s in the order in which they are tried; can be edited",
    )
    rules = rules_of(edited, table.rule, columns)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Save the rules",
            icon=":material/save:",
            key=f"{state}_save",
            disabled=rules == kept,
        ):
            _keep(table, rules, state)
        if st.button(
            "Back to ours",
            icon=":material/undo:",
            key=f"{state}_ours",
            disabled=kept == table.defaults() and rules == kept,
            help="The rules that Atelier comes with, in place of all these",
        ):
            _keep(table, table.defaults(), state)
        st.caption(_standing(table, kept, rules))
    return rules


def _config(columns: Sequence[RuleColumn]) -> Mapping[str, Any]:
    order = st.column_config.NumberColumn(default=0, min_value=0, width="small")
    return {ORDER: order, **{column.words: column.config for column in columns}}


def _standing(table: RuleTable[Any], kept: tuple[Any, ...], rules: tuple[Any, ...]) -> str:
    own = "ours" if kept == table.defaults() else "the firm's own"
    waiting = "" if rules == kept else " :orange-badge[▲ changed, not saved]"
    return f"{counted(len(kept), 'rule')}, {own}.{waiting}"


def _keep(table: RuleTable[Any], rules: Sequence[Any], state: str) -> None:
    """Keep the rules, or say why one of them cannot be kept; then what was kept is shown."""
    with told():
        table.replace(workspace(), rules, by=BY)
        st.session_state[state] = st.session_state.get(state, 0) + 1
        st.rerun()
