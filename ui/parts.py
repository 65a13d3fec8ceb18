"""The parts of every headline, as a table and as small pictures."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from metrics.contract import Indicator
from ui.cards import verdict
from ui.cells import OWN, Cell, now
from ui.changes import Change
from ui.charts import show, side_by_side, small_trend
from ui.filters import Filters
from ui.readings import cube
from ui.units import Units
from ui.words import (
    HEADLINES,
    SHORT_STATES,
    difference,
    direction,
    interval,
    number,
    percent,
    state_words,
)

FAMILIES: Final = {
    "challenge": "Challenge",
    "complexity": "Complexity",
    "connection": "Connection",
    "novice_exclusion": "Novice participation",
    "productivity": "Productivity kept",
    "ai": "AI in use",
}


def families(definitions: Mapping[str, Indicator]) -> dict[str, list[Indicator]]:
    """Indicators under the headline that they belong to; families without a name come last."""
    found: dict[str, list[Indicator]] = {name: [] for name in FAMILIES}
    for indicator in definitions.values():
        found.setdefault(indicator.family, []).append(indicator)
    return {family: members for family, members in found.items() if members}


def family_name(family: str) -> str:
    """A family in the users' words."""
    return FAMILIES.get(family, family.replace("_", " ").capitalize())


def headline_of(members: list[Indicator]) -> Indicator:
    """The figure that a family is known by."""
    return next((told for told in members if told.key in HEADLINES), members[0])


def part_pictures(
    members: list[Indicator], histories: Mapping[str, list[Cell]], grain: str
) -> None:
    """A small trend for every part of a family that has a figure."""
    drawn = [told for told in members if any(c.value is not None for c in histories[told.key])]
    if not drawn:
        return
    with st.grid(3, min_column_width=260):
        for told in drawn:
            cell = histories[told.key][-1]
            with st.container(border=True, gap="xsmall"):
                st.markdown(f"{told.label} **{number(told, cell.value)}**", help=told.unit)
                show(
                    small_trend(told, histories[told.key], grain),
                    alt=f"{told.label} over time with its 95% interval",
                    key=f"small_{told.key}",
                )


def part_table(
    members: list[Indicator],
    current: Mapping[str, Cell],
    changed: Mapping[str, Change],
    units: Units,
) -> None:
    """All figures of one family: value, interval, where it lies, change, what it stands on."""
    st.table(
        [part_row(told, current.get(told.key), changed.get(told.key), units) for told in members],
        border="horizontal",
        alt=f"Figures of {family_name(members[0].family)}",
    )


def part_row(
    told: Indicator, cell: Cell | None, change: Change | None, units: Units
) -> dict[str, str]:
    """One figure in words."""
    if cell is None or cell.value is None:
        pooled = units.label(cell.pooled_from) if cell and cell.pooled_from else None
        why = state_words(cell.state, cell.reason, pooled) if cell else "not computed"
        return {
            "Figure": told.label,
            "Value": f":gray[{why}]",
            "Interval, 95%": "",
            "On the fixed scale": "",
            "Change in a year": "",
            "Usable hours": "",
            "Unit": told.unit,
        }
    badge = f" :gray-badge[{SHORT_STATES[cell.state]}]" if cell.state in SHORT_STATES else ""
    return {
        "Figure": told.label,
        "Value": f"**{number(told, cell.value)}**{badge}",
        "Interval, 95%": interval(told, cell.low, cell.high),
        "On the fixed scale": verdict(cell) if cell.state in OWN else "",
        "Change in a year": change_words(told, change),
        "Usable hours": percent(cell.coverage),
        "Unit": told.unit,
    }


def change_words(told: Indicator, change: Change | None) -> str:
    """A change with its interval; in colour only when it is more than chance would make it."""
    if change is None:
        return "–"
    words = difference(told, change.change)
    if not change.clears:
        return f":gray[◆ cannot tell ({words})]"
    way = direction(told, change.change)
    arrow = "▲" if change.change > 0 else "▼"
    colour = {"better": "green", "worse": "orange"}.get(way, "blue")
    return f":{colour}-badge[{arrow} {way}] {words}"


def unit_pictures(told: Indicator, parts: list[str], whole: Cell | None, filters: Filters) -> None:
    """One figure in the units directly below, side by side; those without a figure by name."""
    every, period = cube(filters.key, filters.grain), filters.period
    if period is None:
        return
    found = {part: now(every, part, period).get(told.key) for part in parts}
    rows = [(filters.units.label(part), cell) for part, cell in found.items() if cell]
    mark = (filters.units.label(whole.team_id), whole.value) if whole and whole.value else None
    show(
        side_by_side(told, rows, mark),
        alt=f"{told.label} of each part, by name, with 95% intervals",
        key="side_by_side",
    )
    hidden = [name for name, cell in rows if cell.value is None]
    if hidden:
        st.caption(
            f"Without a figure (fewer than 5 people, or nothing to count): {', '.join(hidden)}."
        )
