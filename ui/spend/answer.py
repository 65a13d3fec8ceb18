"""The page in half a minute: what was spent, what it did, what the same money would do."""

from collections.abc import Sequence

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from economics.half_rule import half_rule
from economics.inputs import Values
from exports.evidence.pays import did_words
from exports.evidence.told import StudyTold
from ui.spend.inputs import is_changed
from ui.spend.ledger import TRAINING, sums
from ui.spend.period import Span
from ui.spend.print import PART
from ui.spend.readings import simulated
from ui.spend.words import amount, money
from ui.words import percent


def answers(
    lines: pl.DataFrame,
    wanted: Span,
    values: Values,
    currency: str,
    studies: Sequence[StudyTold] = (),
) -> None:
    """Three cards, one a question of the page; what training did comes from the studies."""
    with st.container(key=f"{PART}_answers"), st.grid(3, min_column_width=240):
        _card("What do we spend?", *spent(lines, wanted))
        with _card("What did it do?", *did_words(studies)):
            st.page_link(
                "pages/evidence.py",
                label="All studies" if studies else "Study it",
                icon=":material/science:",
            )
        _card("The same money as redesign?", *would(values, currency))


def spent(lines: pl.DataFrame, wanted: Span) -> tuple[str, str]:
    """Training spend in the currency with the most lines, and what stands beside it."""
    training = sums(lines.filter(pl.col("category").is_in(TRAINING)))
    if not training:
        return "Not known", "No export tells what training cost: bring the ledger on Data."
    (currency, first), *others = training.items()
    beside = "".join(f", {money(each, other)} beside it" for other, each in others)
    return money(first, currency), f"on training in {wanted.words}{beside}"


def would(values: Values, currency: str) -> tuple[str, str]:
    """How often half redesign beats all training; without capture, what would move."""
    rule = half_rule(values)
    if values["capture"] is None:
        return (
            money(rule.redesign_launch, currency),
            f"would move at launch, then {amount(rule.redesign_yearly)} a year{_whose(values)}. "
            "What that is worth cannot be told before the part of freed time that becomes money is "
            "entered.",
        )
    found = simulated(values)
    half, training = found.options["half"], found.options["training"]
    return (
        f"{percent(found.p_half_beats_training)} of draws",
        f"say that half of it as redesign is worth more than all training: "
        f"{money(half.p50, currency)} against {amount(training.p50)} in the middle. Above zero: "
        f"{percent(half.p_positive)} and {percent(training.p_positive)} of draws{_whose(values)}.",
    )


def _whose(values: Values) -> str:
    """Whose money the scenario is about, as long as nobody has entered the firm's own."""
    if values["launch_money"] is None and not is_changed("people"):
        return ", for the example firm of 12,000 people"
    return ""


def _card(question: str, answer: str, below: str) -> DeltaGenerator:
    card = st.container(border=True, height="stretch", gap="xxsmall")
    with card:
        st.metric(question, answer)
        st.caption(below)
    return card
