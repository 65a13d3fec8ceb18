"""Where a figure comes from: the dataflow behind it, drawn from the code that runs."""

from collections.abc import Iterable
from functools import cache
from typing import Final

import streamlit as st

from metrics.anchors import anchors, constants
from metrics.contract import Indicator
from metrics.measure import lineage
from store.tables import TABLES
from ui.words import table_words

Edge = tuple[str, str]

# Tables that stand for a rule of docs/methods.md, section 2; the steps between them stay out of the
# picture, and stand in the table below it.
RULES: Final = (
    "capacity",
    "status",
    "participation_hours",
    "task_family",
    "success",
    "ai_flag",
    "expert_present",
    "difficulty",
    "prediction",
    "challenging",
    "connection_stock",
    "turns",
)


@cache
def edges(key: str) -> tuple[Edge, ...]:
    """The dataflow behind one figure: pairs of what is needed and what is made of it."""
    return tuple(sorted({(str(start), str(end)) for start, end in lineage(key)}))


def used_facts(key: str) -> list[str]:
    """Fact tables that a figure is made from, in the order of the store."""
    starts = {start for start, _ in edges(key)}
    return [table_words(name) for name in TABLES if name in starts]


def used_anchors(key: str) -> list[str]:
    """Judged numbers on the way to a figure, in the order of their file."""
    starts = {start for start, _ in edges(key)}
    return [name for name in constants() if name in starts or name == f"score_{key}"]


def lineage_picture(told: Indicator) -> None:
    """The dataflow as a picture: facts, the tables of the shared rules, the figure."""
    kept = {told.key, *TABLES, *RULES}
    st.mermaid_chart(
        diagram(condensed(edges(told.key), kept), told.key),
        alt=f"Dataflow from {', '.join(used_facts(told.key)) or 'the facts'} to {told.label}",
    )


def condensed(every: Iterable[Edge], kept: set[str]) -> list[Edge]:
    """The dataflow with the kept tables only; what lies between two of them is one arrow."""
    above: dict[str, set[str]] = {}
    for start, end in every:
        above.setdefault(end, set()).add(start)

    @cache
    def nearest(name: str) -> frozenset[str]:
        found: set[str] = set()
        for start in above.get(name, ()):
            found |= {start} if start in kept else nearest(start)
        return frozenset(found)

    ends = {end for end in above if end in kept}
    return _direct({(start, end) for end in ends for start in nearest(end)})


def _direct(arrows: set[Edge]) -> list[Edge]:
    """Arrows without those that only repeat a longer way: the picture keeps what leads on."""
    after: dict[str, set[str]] = {}
    for start, end in arrows:
        after.setdefault(start, set()).add(end)

    @cache
    def reached(name: str) -> frozenset[str]:
        return frozenset().union(*({n, *reached(n)} for n in after.get(name, ())))

    return sorted(
        (start, end)
        for start, end in arrows
        if not any(end in reached(other) for other in after[start] - {end})
    )


def step_table(key: str) -> None:
    """Every step on the way to a figure: which table is made of which."""
    made: dict[str, list[str]] = {}
    for start, end in edges(key):
        made.setdefault(end, []).append(start)
    rows = [{"Table": end, "Made of": ", ".join(starts)} for end, starts in sorted(made.items())]
    st.table(rows, border="horizontal", alt="Every step from the facts to the figure")


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
    words = table_words(name)
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
