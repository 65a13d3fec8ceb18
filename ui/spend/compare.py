"""Scenarios side by side: the three of every firm, what is on the screen, and the saved ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from economics.half_rule import half_rule
from economics.inputs import Values, inputs, preset
from economics.value import Option, npv, payback
from store.errors import AtelierError
from ui.spend.print import EDIT, PART
from ui.spend.readings import simulated
from ui.spend.scenarios import full, saved
from ui.spend.words import amount, money, percents, years_words
from ui.spend.words import told as in_words
from ui.words import percent

MOST: Final = 6  # columns that a sheet of paper holds
NEEDS: Final = ":gray[cannot tell yet]"


@dataclass(frozen=True)
class Column:
    """One scenario of the comparison: option of the model, its values, its currency."""

    name: str
    option: Option
    values: Values
    currency: str


def columns(values: Values, currency: str) -> tuple[Column, ...]:
    """The built-in scenarios with the numbers of the screen, then the saved ones."""
    built_in = (
        Column("All training", "training", {**values, "moved": 0.0}, currency),
        Column("Half", "half", {**values, "moved": 0.5}, currency),
        Column("All redesign", "redesign", {**values, "moved": 1.0, "ring_fence": 0.0}, currency),
        Column("Yours, as above", "yours", values, currency),
    )
    return (*built_in, *(Column(e.name, "yours", full(e), e.currency) for e in saved()))


def compare_table(values: Values, currency: str) -> None:
    """The scenarios that the reader wants beside each other, a column each."""
    known = {each.name: each for each in columns(values, currency)}
    with st.container(key=f"{EDIT}_compare"):
        picked = st.multiselect(
            "Compare",
            list(known),
            default=list(known)[:MOST],
            max_selections=MOST,
            key=f"spend_compare_{len(known)}",
            help=f"At most {MOST}, so that they stand side by side on paper too",
        )
    shown = [known[name] for name in picked]
    if not shown:
        st.caption("Choose at least one.")
        return
    with st.container(key=f"{PART}_compare"):
        st.table(rows(shown), border="horizontal", alt="Scenarios side by side")
    if len({each.currency for each in shown}) > 1:
        st.caption("The amounts are in different currencies, and nothing is converted here.")
    st.caption(
        "Each saved scenario stands with its own numbers; the first four share those on this page. "
        "All redesign leaves no training at all, not even compliance: it is the end of the scale."
    )


def rows(shown: Sequence[Column]) -> list[dict[str, str]]:
    """A row a figure, a column a scenario."""
    told = [figures(each) for each in shown]
    return [
        {"Figure": name, **{each.name: one[name] for each, one in zip(shown, told, strict=True)}}
        for name in told[0]
    ]


def figures(each: Column) -> dict[str, str]:
    """All figures of one scenario in words."""
    try:
        rule = half_rule(each.values)
        return {
            "Moves to redesign": percents(rule.moved),
            "Training at launch": money(rule.training_launch, each.currency),
            "Training a year": money(rule.training_yearly, each.currency),
            "Redesign at launch": money(rule.redesign_launch, each.currency),
            "Work redesigned for": f"{rule.redesign_people:,.0f} people",
            **worth(each),
            "Differs from the presets in": differences(each),
        }
    except AtelierError as error:
        return {name: f":gray[{error.found}]" for name in ROWS}


def worth(each: Column) -> dict[str, str]:
    """What one scenario is worth, with its range; what it needs where the capture is missing."""
    if each.values["capture"] is None:
        return dict.fromkeys(WORTH, NEEDS)
    spread = simulated(each.values).options[each.option]
    told = (
        f"**{money(float(npv(each.values, each.option)), each.currency)}**",
        f"{amount(spread.p10)} to {amount(spread.p90)}",
        f"in {percent(spread.p_positive)} of draws",
        years_words(payback(each.values, each.option)),
    )
    return dict(zip(WORTH, told, strict=True))


WORTH: Final = ("Present value", "P10 to P90", "Worth more than nothing", "Pays back after")
ROWS: Final = (
    "Moves to redesign",
    "Training at launch",
    "Training a year",
    "Redesign at launch",
    "Work redesigned for",
    *WORTH,
    "Differs from the presets in",
)


def differences(each: Column) -> str:
    """The inputs that differ from the presets, in a few words."""
    other = [
        f"{inputs()[key].label.lower()} {in_words(value, inputs()[key], '').strip()}"
        for key, value in each.values.items()
        if value != preset()[key] and key not in {"moved", "ring_fence"}
    ]
    return f":small[{'; '.join(other)}]" if other else ":gray[nothing]"
