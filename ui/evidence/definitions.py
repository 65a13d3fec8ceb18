"""How an outcome and every estimate is defined: one click from the numbers."""

from pathlib import Path
from typing import Final

import streamlit as st

from evidence.results import Outcome
from ui.method import show_section

PAPER: Final = Path(__file__).parents[2] / "docs" / "evidence.md"
SECTIONS: Final = {
    "1": "What a study asks, and the verdicts",
    "2": "How the change is estimated",
    "3": "Doubts, and what each of them does",
    "4": "What this cannot tell",
}


def definitions(outcome: Outcome) -> None:
    """What the outcome counts, then the sections of docs/evidence.md, each folded."""
    st.header("Definitions", anchor=False)
    st.markdown(
        f"**{outcome.label}**, {outcome.unit}; {outcome.better} is better. Counts: "
        f"{_small(outcome.counts)} Does not tell: {_small(outcome.does_not_tell)}"
    )
    for number, words in SECTIONS.items():
        with st.expander(words):
            show_section(number, PAPER)


def _small(text: str) -> str:
    text = text.rstrip(".") + "."
    return text[:1].lower() + text[1:]
