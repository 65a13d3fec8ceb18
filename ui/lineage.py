"""Where a figure comes from: the dataflow behind it, drawn from the code that runs."""

import inspect
from collections.abc import Iterable
from functools import cache

import streamlit as st

from metrics._modules import flow_functions
from metrics.anchors import anchors, constants
from metrics.contract import Indicator
from metrics.measure import lineage
from store.tables import TABLES

Edge = tuple[str, str]


@cache
def edges(key: str) -> tuple[Edge, ...]:
    """The dataflow behind one figure: pairs of what is needed and what is made of it."""
    return tuple(sorted({(str(start), str(end)) for start, end in lineage(key)}))


def used_facts(key: str) -> list[str]:
    """Fact tables that a figure is made from, in the order of the store."""
    starts = {start for start, _ in edges(key)}
    return [name.replace("_", " ") for name in TABLES if name in starts]


def used_anchors(key: str) -> list[str]:
    """Judged numbers on the way to a figure, in the order of their file."""
    made_by = flow_functions()
    tables = {key, *(name for edge in edges(key) for name in edge if name in made_by)}
    asked = {name for table in tables for name in inspect.signature(made_by[table]).parameters}
    return [name for name in constants() if name in asked or name == f"score_{key}"]


def lineage_picture(told: Indicator) -> None:
    """The dataflow as a picture from left to right: facts, derived tables, the figure."""
    tables = used_facts(told.key)
    st.mermaid_chart(
        diagram(edges(told.key), told.key),
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
