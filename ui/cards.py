"""A headline figure as a card: value, interval, trend, change, coverage, way to its definition."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from metrics.contract import Indicator
from ui.cells import OWN, Cell
from ui.changes import Change
from ui.spark import spark
from ui.words import (
    HEADLINES,
    counted,
    difference,
    direction,
    interval,
    number,
    percent,
    state_words,
)

COLOURS: Final = {
    "challenge": "#2E7FBF",
    "complexity": "#9C62B3",
    "connection": "#C4621A",
    "novice_participation": "#1B8A6B",
    "productivity_index": "#737B83",
}
OTHER: Final = "#737B83"
MIDDLE: Final = 50  # score of the middle anchor


@dataclass(frozen=True)
class Headline:
    """All that a card says.

    cell        the figure now
    history     the figure in all periods, oldest first
    year        change from the same period a year before, else from the one just before
    year_words  what that change is against: `in a year`, `since 2026-Q1`
    reference   change from the reference quarters
    pooled      name of the unit that a pooled figure comes from
    """

    indicator: Indicator
    cell: Cell
    history: Sequence[Cell]
    year: Change | None
    year_words: str
    reference: Change | None
    pooled: str | None = None


def card(headline: Headline, grain: str) -> None:
    """One headline in a box of its own."""
    told = headline.indicator
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.metric(told.label, number(told, headline.cell.value), help=_help(headline))
        st.caption(spread(headline))
        _trend(headline, grain)
        st.markdown(changed(headline))
        st.space("stretch")
        st.caption(support(headline))
        definition_link(told)


def strip(headline: Headline, grain: str) -> None:
    """One headline in a flat box as wide as the page: the guardrail below the four."""
    told = headline.indicator
    with st.container(border=True):
        figure, trend, change = st.columns([1.1, 1, 2], vertical_alignment="center", gap="large")
        with figure:
            st.metric(told.label, number(told, headline.cell.value), help=_help(headline))
            st.caption(spread(headline))
        with trend:
            _trend(headline, grain)
        with change:
            st.markdown(changed(headline))
            st.caption(support(headline))
            definition_link(told)


def definition_link(told: Indicator) -> None:
    """The way to the definition of an indicator: one click."""
    st.page_link(
        "pages/methods.py",
        label="What is this?",
        icon=":material/menu_book:",
        query_params={"indicator": told.label},
    )


def spread(headline: Headline) -> str:
    """The interval, or why there is no figure."""
    cell, told = headline.cell, headline.indicator
    if cell.value is None:
        return state_words(cell.state, cell.reason, headline.pooled) or "no figure"
    return f"95% interval {interval(told, cell.low, cell.high)}"


def changed(headline: Headline) -> str:
    """What changed in a year and since the reference, a line each."""
    if headline.cell.value is None or headline.cell.state not in OWN:
        return ":gray[no comparison]"
    lines = [
        moved(headline.indicator, headline.year, headline.year_words),
        moved(headline.indicator, headline.reference, "since the reference"),
    ]
    return "  \n".join(line for line in lines if line) or ":gray[nothing to compare with yet]"


def moved(told: Indicator, change: Change | None, since: str) -> str:
    """One change in words, in colour only when it is more than chance would make it."""
    if change is None:
        return ""
    words = f"{difference(told, change.change)} {since}"
    if not change.clears:
        return f":gray-badge[◆ cannot tell] :small[{words}]"
    way = direction(told, change.change)
    arrow = "▲" if change.change > 0 else "▼"
    colour = {"better": "green", "worse": "orange"}.get(way, "blue")
    return f":{colour}-badge[{arrow} {way}] :small[{words}]"


def support(headline: Headline) -> str:
    """What the figure stands on: reference, people, coverage, state."""
    cell, told = headline.cell, headline.indicator
    parts = []
    if cell.score is not None:
        parts.append(f"score {cell.score:.0f} of 100")
    if headline.reference is not None:
        parts.append(f"reference {number(told, headline.reference.before)}")
    if cell.n_people:
        parts.append(counted(cell.n_people, "person"))
    if cell.n_novices and told.about_novices:
        parts.append(counted(cell.n_novices, "novice"))
    if cell.coverage is not None and cell.value is not None:
        parts.append(f"{percent(cell.coverage)} of hours usable")
    if cell.value is not None and cell.state != "shown":
        parts.append(f"**{state_words(cell.state, cell.reason, headline.pooled)}**")
    return " · ".join(parts) or "no people to count"


def verdict(cell: Cell) -> str:
    """Where the whole interval lies on the fixed scale, in words and as a badge."""
    if cell.score_low is None or cell.score_high is None:
        return ""
    if cell.score_high < MIDDLE:
        return ":orange-badge[▼ below the middle mark]"
    if cell.score_low > MIDDLE:
        return ":green-badge[▲ above the middle mark]"
    return ":gray-badge[◆ around the middle mark]"


def _help(headline: Headline) -> str:
    told = headline.indicator
    return f"{HEADLINES.get(told.key, told.label)}.\n\nUnit: {told.unit}."


def _trend(headline: Headline, grain: str) -> None:
    known = [cell for cell in headline.history if cell.value is not None]
    if not known:
        return
    told = headline.indicator
    first, last = known[0], known[-1]
    alt = (
        f"{told.label} over {counted(len(known), grain)}: "
        f"from {number(told, first.value)} to {number(told, last.value)}"
    )
    drawn = spark(headline.history, COLOURS.get(told.key, OTHER))
    if drawn:
        st.image(drawn, width="stretch", alt=alt)
