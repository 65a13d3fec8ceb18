"""Where a figure comes from: the dataflow behind it, drawn from the code that runs."""

from collections.abc import Iterable
from typing import Final

import streamlit as st

from metrics.contract import Indicator
from store.tables import TABLES

Edge = tuple[str, str]
WIDEST: Final = 60  # edges that a reader can follow


@st.cache_resource(show_spinner=False)
def edges(key: str) -> tuple[Edge, ...]:
    """The dataflow behind one figure: pairs of what is needed and what is made of it."""
    from metrics.measure import lineage  # noqa: PLC0415 -- the dataflow costs a second to import

    return tuple(sorted({(str(start), str(end)) for start, end in lineage(key)}))


def used_facts(key: str) -> list[str]:
    """Fact tables that a figure is made from, in the order of the store."""
    starts = {start for start, _ in edges(key)}
    return [name.replace("_", " ") for name in TABLES if name in starts]


def used_anchors(key: str) -> list[str]:
    """Judged numbers on the way to a figure."""
    from metrics.anchors import constants  # noqa: PLC0415

    starts = {start for start, _ in edges(key)}
    return [name for name in constants() if name in starts]


def lineage_picture(told: Indicator) -> None:
    """The dataflow as a picture from left to right: facts, derived tables, the figure. Judged numbers are left out."""
    left_out = set(used_anchors(told.key))
    shown = [(start, end) for start, end in edges(told.key) if start not in left_out]
    tables = used_facts(told.key)
    st.mermaid_chart(
        diagram(shown, told.key),
        alt=f"Dataflow from {', '.join(tables) or 'the facts'} to {told.label}",
    )


def diagram(shown: Iterable[Edge], key: str) -> str:
    """The dataflow in the language of Mermaid: facts as cylinders, the figure with round ends."""
    lines, named = ["flowchart LR"], set()
    for start, end in shown:
        for name in (start, end):
            if name not in named:
                named.add(name)
                lines.append(f"    {name}{_shape(name, key)}")
        lines.append(f"    {start} --> {end}")
    return "\n".join(lines)


def _shape(name: str, key: str) -> str:
    words = name.replace("_", " ")
    if name == key:
        return f'(["{words}"])'
    return f'[("{words}")]' if name in TABLES else f'["{words}"]'


def anchor_table(key: str) -> None:
    """Judged numbers on the way to a figure, each with its unit and its reason."""
    from metrics.anchors import anchors  # noqa: PLC0415

    known = anchors()
    names = used_anchors(key)
    if not names:
        st.caption("None.")
        return
    st.table(
        [
            {
                "Number": name.replace("_", " "),
                "Value": str(known[name].value),
                "Unit": known[name].unit,
                "Why this one": known[name].reason,
            }
            for name in names
        ],
        border="horizontal",
        alt="Judged numbers with unit and reason",
    )
