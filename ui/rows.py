"""Lists of the overview: teams that need a look, changes, and what is loaded."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from metrics.contract import Indicator
from store.tables import STORED, TABLES
from ui.changes import withstand
from ui.frame import sentence
from ui.looks import Look
from ui.units import Units
from ui.words import counted, difference, direction, number, percent, table_words

SHOWN: Final = 9  # rows of a list before the reader is sent to the whole of it
REASONS: Final = 2
ALL_BUT_SOME: Final = 0.95  # with so many tasks told nobody needs to be warned


def look_cards(found: Sequence[Look]) -> None:
    """Teams that need a look, by name, each with its reasons and the way to its page."""
    if not found:
        st.success("No team stands out in this period.", icon=":material/check:")
        return
    _grid_of_looks(found[:SHOWN])
    if len(found) > SHOWN:
        with st.expander(f"{counted(len(found) - SHOWN, 'more team')}"):
            _grid_of_looks(found[SHOWN:])


def _grid_of_looks(found: Sequence[Look]) -> None:
    with st.grid(3, min_column_width=260):
        for look in found:
            with st.container(border=True, height="stretch", gap="xsmall"):
                team_link(look.name)
                for reason in look.reasons[:REASONS]:
                    st.caption(reason)
                if len(look.reasons) > REASONS:
                    st.caption(f"and {len(look.reasons) - REASONS} more")


def talk_list(names: Sequence[str]) -> None:
    """Names of teams whose figures lead to a conversation only."""
    if not names:
        return
    with st.expander(f"{counted(len(names), 'team')} to talk with"):
        st.caption(
            "A figure lies beyond a threshold, but not its whole interval: a question to the team, "
            "not a change of the work."
        )
        with st.grid(3, min_column_width=200, gap="xsmall"):
            for name in names:
                team_link(name)


def team_link(name: str) -> None:
    """The way to the page of a team."""
    st.page_link(
        "pages/team.py", label=f"**{name}**", icon=":material/groups:", query_params={"team": name}
    )


def change_tabs(
    against: Mapping[str, pl.DataFrame], units: Units, definitions: Mapping[str, Indicator]
) -> None:
    """The clearest changes against every earlier time, a tab each.

    against  against what, in words -> changes of every team and figure (ui.changes)
    """
    if not against:
        st.info("There is no earlier period to compare with yet.", icon=":material/history:")
        return
    tabs = st.tabs([sentence(each) for each in against])
    for tab, table in zip(tabs, against.values(), strict=True):
        with tab:
            change_rows(withstand(table), units, definitions)


def change_rows(changed: pl.DataFrame, units: Units, definitions: Mapping[str, Indicator]) -> None:
    """The clearest changes as a table, one a team and headline: from, to, how much, good or not.

    changed  changes that withstand looking at all of them, the clearest first (ui.changes)
    """
    told = [key for key, indicator in definitions.items() if indicator.better != "neither"]
    family = {key: indicator.family for key, indicator in definitions.items()}
    rows = (
        changed.filter(pl.col("indicator").is_in(told))
        .with_columns(family=pl.col("indicator").replace(family))
        .unique(["team_id", "family"], keep="first", maintain_order=True)
    )
    if rows.is_empty():
        st.info("No change is larger than chance would make it.", icon=":material/drag_handle:")
        return
    st.table(
        [
            _change_row(row, units, definitions[row["indicator"]])
            for row in rows.head(SHOWN).iter_rows(named=True)
        ],
        border="horizontal",
        alt="Clearest changes by team and figure",
    )


def _change_row(row: Mapping[str, object], units: Units, told: Indicator) -> dict[str, str]:
    change, before, value = (float(str(row[name])) for name in ("change", "before", "value"))
    way = direction(told, change)
    arrow = "▲" if change > 0 else "▼"
    colour = {"better": "green", "worse": "orange"}.get(way, "blue")
    return {
        "Team": units.label(str(row["team_id"])),
        "Figure": told.label,
        "From, to": f"{number(told, before)} → {number(told, value)}",
        "Change": f":{colour}-badge[{arrow} {way}] {difference(told, change)}",
    }


def history_line(history: pl.DataFrame, unit: str | None, period: date | None) -> None:
    """Of how many tasks of a unit and period it is known who held them first.

    history  the table `assignment_history`
    """
    mine = history.filter(pl.col("team_id") == unit, pl.col("period") == period)
    if mine.is_empty() or mine["share"].item() > ALL_BUT_SOME:
        return
    st.caption(
        f"Who held a task first is known for {percent(mine['share'].item())} of the "
        f"{mine['tasks'].item():,} tasks closed in this quarter. The other exports tell the last "
        "assignee only: a turn that was passed on is not seen there."
    )


def fresh_rows(held: pl.DataFrame) -> None:
    """What is loaded, a row per table; what is missing in one line."""
    there = held.filter(pl.col("rows") > 0)
    st.table(
        [
            {
                "What": table_words(row["table"]),
                "Rows": f"{row['rows']:,}",
                "From": f"{row['first']:%d %b %Y}" if row["first"] else "–",
                "To": f"{row['last']:%d %b %Y}" if row["last"] else "–",
                "One row is": STORED[row["table"]]
                .grain.removeprefix("one row per ")
                .removeprefix("one "),
            }
            for row in there.iter_rows(named=True)
        ],
        border="horizontal",
        alt="Rows, first and last day of every kind of fact that is loaded",
    )
    is_absent = (pl.col("rows") == 0) & pl.col("table").is_in(list(TABLES))
    absent = held.filter(is_absent)["table"].to_list()
    if absent:
        st.caption(f"Not loaded: {', '.join(table_words(name) for name in absent)}.")
