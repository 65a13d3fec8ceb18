"""Seats of AI tools: three figures with their definitions, never added."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

import streamlit as st

from economics.judged import judged
from economics.seats import Seats
from ui.filters import Filters
from ui.frame import sentence
from ui.spend.print import EDIT, PART
from ui.spend.readings import seats_of
from ui.words import counted

MEANINGS: Final = {
    "Exposed": "people who hold a seat: whom any change of the contract reaches. No saving.",
    "Reassignable": "seats that somebody without one would use today, without a new contract. "
    "Frees no money.",
    "Reducible": "seats that could be given up at renewal: unused through the whole notice period.",
}


def seat_view(key: str, filters: Filters) -> None:
    """The three figures by tool, what they mean, and the days of renewal that they wait for."""
    plain = seats_of(key, (), int(judged()["notice_days"]))
    tools = plain.by_tool["tool"].to_list()
    if not tools:
        st.caption("No export tells of seats: a list of licences of an AI tool would.")
        return
    renewals, notice = _fields(tools)
    found = seats_of(key, renewals, notice)
    with st.container(key=f"{PART}_seats"):
        st.table(
            [seat_row(row) for row in found.by_tool.iter_rows(named=True)],
            border="horizontal",
            alt="Seats by tool: exposed, reassignable, reducible at renewal",
        )
        meant = [f"- **{word}**: {meaning}" for word, meaning in MEANINGS.items()]
        st.markdown("\n".join(meant))
    st.caption(
        "Three questions about the same seats, so they are never added. A seat that is not used "
        "may be leave, a broken login or the wrong tool: ask the team before one is taken."
    )
    _by_team(found, filters)


def tool_words(tool: str) -> str:
    """A tool as a sentence names it."""
    return sentence(tool.replace("_", " "))


def seat_row(row: Mapping[str, object]) -> dict[str, str]:
    """One tool in words; what cannot be told stands with its reason."""
    return {
        "Tool": tool_words(str(row["tool"])),
        "As of": _day(row["as_of"]),
        "Exposed": _told(row["exposed"], None),
        "Not used lately": _told(row["unused"], None),
        "Reassignable": _told(row["reassignable"], row["why_not_reassignable"]),
        "Reducible at renewal": _told(row["reducible"], row["why_not_reducible"]),
    }


def _fields(tools: list[str]) -> tuple[tuple[tuple[str, date], ...], int]:
    with st.container(key=f"{EDIT}_seats"), st.grid(4, min_column_width=180):
        days = {
            tool: st.date_input(
                f"{tool_words(tool)}: renewed on", value=None, key=f"renewal_{tool}"
            )
            for tool in tools
        }
        notice = st.number_input(
            "Notice period, days",
            min_value=1,
            value=int(judged()["notice_days"]),
            key="notice_days",
            bind="query-params",
            help="How long before the renewal a seat must be unused to be given up",
        )
    told = ((tool, day) for tool, day in days.items() if isinstance(day, date))
    return tuple(told), int(notice or 1)


def _by_team(found: Seats, filters: Filters) -> None:
    rows = [
        {
            "Tool": tool_words(row["tool"]),
            "Team or unit": filters.units.label(row["team_id"]),
            "Exposed": _told(row["exposed"], row["why_not"]),
            "Not used lately": _told(row["unused"], row["why_not"]),
        }
        for row in found.by_team.iter_rows(named=True)
    ]
    if not rows:
        return
    with (
        st.container(key=f"{EDIT}_seats_by_team"),
        st.expander(f"Seats by team ({counted(len(rows), 'row')})"),
    ):
        st.table(
            sorted(rows, key=lambda row: (str(row["Tool"]), row["Team or unit"].casefold())),
            border="horizontal",
            alt="Seats by tool and team, by name",
        )


def _told(value: object, why: object) -> str:
    if value is not None:
        return f"**{int(str(value)):,}**"
    return f":gray[cannot tell: {why}]" if why else ":gray[cannot tell]"


def _day(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return f"{value:%-d %b %Y}"
    return "not known"
