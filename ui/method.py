"""The definition of a figure, taken from its own docstring and from docs/methods.md."""

import inspect
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from textwrap import dedent
from typing import Final

import streamlit as st

from metrics._modules import flow_functions
from metrics.contract import Indicator
from ui.cells import now
from ui.filters import Filters
from ui.frame import sentence
from ui.readings import cube
from ui.words import counted, interval, number, state_words

PAPER: Final = Path(__file__).parents[1] / "docs" / "methods.md"
HEADINGS: Final = ("Counts", "Does not tell", "Paper")
COMMENT: Final = re.compile(r"<!--.*?-->\n?", re.DOTALL)
HEADING: Final = re.compile(r"^#+ (?P<number>[\d.]+)\.? .*$", re.MULTILINE)


@dataclass(frozen=True)
class Definition:
    """A docstring in its parts: what it is, inputs, how odd cases count, what it does not tell."""

    what: str
    inputs: str
    counts: str
    limits: str


def definition(key: str) -> Definition:
    """What the code says about one figure."""
    return parted(inspect.getdoc(flow_functions()[key]) or "")


def parted(text: str) -> Definition:
    """A docstring in its parts. Inputs stand as they are written, the rest flows."""
    lines = [line.strip() for line in text.strip().splitlines()]
    found: dict[str, list[str]] = {"": []}
    current = ""
    for line in lines:
        for name in HEADINGS:
            if line.startswith(f"{name}:"):
                current, line = name, line.removeprefix(f"{name}:").strip()  # noqa: PLW2901 -- rest of the line
                found[current] = []
        found[current].append(line)
    what, _, inputs = "\n".join(found[""]).partition("\n\n")
    return Definition(
        " ".join(what.split()),
        inputs.strip(),
        _flow(found.get("Counts")),
        _flow(found.get("Does not tell")),
    )


def _flow(lines: list[str] | None) -> str:
    return sentence(" ".join(" ".join(lines or ["Nothing beyond the definition."]).split()))


@lru_cache(maxsize=4)
def sections(paper: Path = PAPER) -> dict[str, str]:
    """A document by the number of its headings; a part includes its own parts."""
    if not paper.exists():
        return {}
    text = COMMENT.sub("", paper.read_text(encoding="utf-8"))
    marks = list(HEADING.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return {
        mark["number"].rstrip("."): text[mark.end() : end].strip("\n")
        for mark, end in zip(marks, ends, strict=True)
    }


def show_section(method: str, paper: Path = PAPER) -> None:
    """One section of a document, its formulas as blocks of their own; says so when missing."""
    text = sections(paper).get(method, f"docs/{paper.name} has no section {method}.")
    for is_formula, block in blocks(text):
        if is_formula:
            st.code(block, language=None, wrap_lines=True)
        else:
            st.markdown(block)


def blocks(text: str) -> list[tuple[bool, str]]:
    """A text in turns of prose and of indented formulas: whether it is a formula, and its lines."""
    turns = groupby(text.splitlines(), key=lambda line: line.startswith("    "))
    made = [(is_formula, dedent("\n".join(lines)).strip("\n")) for is_formula, lines in turns]
    return [(is_formula, block) for is_formula, block in made if block]


def minimums(told: Indicator) -> None:
    """The smallest numbers with which the figure is shown, and may trigger a redesign."""
    needed = [counted(told.people, "person")]
    needed += [counted(told.novices, "novice")] if told.novices else []
    needed += [f"{told.others} others"] if told.others else []
    needed += [f"{told.units} {told.unit_word}"] if told.units else []
    st.markdown(f"Shown from {', '.join(needed)}.")
    if told.trigger_units:
        st.markdown(f"Triggers a redesign from {told.trigger_units} {told.unit_word}.")


def right_now(told: Indicator, filters: Filters) -> None:
    """What the figure is for the chosen unit and period."""
    if filters.unit is None or filters.period is None:
        return
    cell = now(cube(filters.key, filters.grain), filters.unit, filters.period).get(told.key)
    where = f"{filters.unit_words}, {filters.period_words}"
    if cell is None or cell.value is None:
        why = state_words(cell.state, cell.reason, None) if cell else "not computed"
        st.markdown(f":gray[{where}: {why}]")
    else:
        spread = interval(told, cell.low, cell.high)
        st.markdown(
            f":gray[{where}:] **{number(told, cell.value)}** :gray[(95% interval {spread})]"
        )
