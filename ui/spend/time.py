"""Where did the saved time go? Asked and kept here; hours count only after somebody has said it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from store.saved_time import history, take_back, tell, told
from ui.filters import Filters
from ui.frame import told as shown_errors
from ui.readings import workspace
from ui.spend.print import EDIT, PART
from ui.words import counted
from ui.work import BY

YEAR: Final = 12  # months


def saved_time(filters: Filters, teams: Sequence[str], until: date | None) -> float:
    """The question, what was answered, and the hours of the last twelve months that count.

    teams  units with at least five people, which may be told about
    until  first day of the last month that is looked at
    """
    st.markdown(
        "Time that was saved is worth something when it went somewhere: to work that was waiting, "
        "to customers, to learning. Nobody can read that from traces, so it is asked, for teams of "
        "five people and more. Nothing is counted until it is told."
    )
    rows = told(workspace())
    hours = of_year(rows, until)
    with st.container(key=f"{PART}_time"):
        if rows.is_empty():
            st.caption("Nobody has told where saved time went: no saved hour counts yet.")
        else:
            st.markdown(f"**{counted(hours, 'hour')}** of the last twelve months are told of.")
            st.table(
                [_row(row, filters) for row in rows.reverse().iter_rows(named=True)],
                border="horizontal",
                alt="Where saved time went, by team and month, newest first",
            )
    _form(filters, teams, until)
    _back(rows, filters)
    return hours


def of_year(rows: pl.DataFrame, until: date | None) -> float:
    """Hours of the twelve months that end with a month; of all when there is none."""
    if until is None:
        return float(rows["hours"].sum())
    last = pl.lit(until).dt.truncate("1mo")
    inside = (pl.col("period") <= last) & (pl.col("period") > last.dt.offset_by(f"-{YEAR}mo"))
    return float(rows.filter(inside)["hours"].sum())


def _form(filters: Filters, teams: Sequence[str], until: date | None) -> None:
    names = {filters.units.label(team): team for team in teams}
    if not names:
        st.caption("Load people and teams to tell where their saved time went.")
        return
    with st.container(key=f"{EDIT}_time"), st.form("spend_time", clear_on_submit=True):
        st.markdown("**Where did the saved time go?**")
        with st.grid(4, min_column_width=180, vertical_alignment="bottom"):
            name = st.selectbox("Team or unit", list(names), key="time_team")
            month = st.date_input("Any day of the month", value=until or "today", key="time_month")
            hours = st.number_input("Hours of the whole team", value=None, key="time_hours")
            use = st.text_input(
                "Went to",
                max_chars=200,
                placeholder="such as: waiting customer requests",
                help="Work, never a person",
                key="time_use",
            )
        if st.form_submit_button("Keep it", icon=":material/save:"):
            with shown_errors():
                tell(workspace(), names[str(name)], month, hours or 0.0, use, by=BY)
                st.rerun()


def _back(rows: pl.DataFrame, filters: Filters) -> None:
    """Take one answer back; what was told stays in its history."""
    if rows.is_empty():
        return
    by_words = {
        f"{filters.units.label(row['team_id'])}, {row['period']:%b %Y}: {row['redeployed_to']}": row
        for row in rows.iter_rows(named=True)
    }
    with (
        st.container(key=f"{EDIT}_time_back", horizontal=True, vertical_alignment="bottom"),
        st.popover("Take an answer back", icon=":material/undo:"),
    ):
        picked = st.selectbox("Answer", list(by_words), key="time_answer")
        if st.button("Take it back", key="time_take_back"):
            row = by_words[picked]
            with shown_errors():
                take_back(workspace(), row["team_id"], row["period"], row["redeployed_to"], by=BY)
                st.rerun()
        st.caption(f"{counted(history(workspace()).height, 'change')} so far, all of them kept.")


def _row(row: Mapping[str, object], filters: Filters) -> dict[str, str]:
    return {
        "Team": filters.units.label(str(row["team_id"])),
        "Month": f"{row['period']:%b %Y}",
        "Hours": f"{float(str(row['hours'])):,.0f}",
        "Went to": str(row["redeployed_to"]),
        "Told by": str(row["by"]),
        "When": f"{row['at']:%-d %b %Y}",
    }
