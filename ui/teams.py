"""Choosing a team: a list that stands in the URL, and the whole list where none is chosen yet."""

from typing import Final

import streamlit as st

from ui.filters import Filters, choose
from ui.words import counted

LISTED: Final = 120  # more teams than one can look through; the field above finds one by its name


def team_choice(filters: Filters, label: str, everything: str) -> str | None:
    """The team or unit that the reader has chosen; None is all of them.

    everything  what stands in the field when none is chosen
    """
    within = filters.unit or ""
    options = [filters.units.label(each) for each in (within, *filters.units.below(within))]
    picked = st.selectbox(
        label, options, index=None, key="team", bind="query-params", placeholder=everything
    )
    return filters.units.find(picked)


def team_index(filters: Filters) -> None:
    """Every team below the chosen part of the firm, under its unit, by name."""
    units, top = filters.units, filters.unit or ""
    if len(units.teams(top)) > LISTED:
        st.caption(
            f"{counted(len(units.teams(top)), 'team')}: type a name above, or choose a part."
        )
        return
    groups = [each for each in (top, *units.below(top)) if units.children(each)]
    for group in groups or [top]:
        teams = [child for child in units.children(group) if not units.children(child)] or (
            [group] if not units.children(group) else []
        )
        if not teams:
            continue
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(units.label(group), anchor=False, width="content")
            st.caption(counted(len(teams), "team"), width="content")
        with st.grid(4, min_column_width=180, gap="small"):
            for team in teams:
                name = units.label(team)
                st.button(
                    name,
                    key=f"open_{team}",
                    icon=":material/groups:",
                    width="stretch",
                    on_click=choose,
                    args=("team", name),
                )


def breadcrumb(filters: Filters, team: str) -> str:
    """Where a team stands in the firm: the units above it, the highest first."""
    return " › ".join(filters.units.label(each) for each in reversed(filters.units.above(team)))
