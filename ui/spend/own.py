"""This firm's own numbers in place of the preset's: its people, and its training money."""

import polars as pl
import streamlit as st

from ui.spend.inputs import is_changed
from ui.spend.ledger import TRAINING, sums
from ui.spend.print import EDIT
from ui.spend.words import money
from ui.words import counted

OWN: tuple[str, ...] = ("people", "launch_money", "yearly_money")


def training_money(
    lines: pl.DataFrame, together: pl.DataFrame | None, currency: str
) -> float | None:
    """What training cost in one currency; None where that is not known.

    together  the lines in one currency; None where a rate is missing
    """
    told = sums(
        (lines if together is None else together).filter(pl.col("category").is_in(TRAINING))
    )
    return told.get(currency) if set(told) == {currency} else None


def own_button(people: int, training: float | None, currency: str, *, is_year: bool) -> None:
    """Offer the firm's people and its training money of a year as inputs.

    is_year  whether the money is of twelve months and of the whole firm
    """
    if not people or training is None or training <= 0 or not is_year:
        st.caption(
            "The amounts below are those of an example firm of 12,000 people. To begin with your "
            "own, choose twelve months of the whole firm, in a currency that its training is "
            "told in."
        )
        return
    with st.container(
        key=f"{EDIT}_own", horizontal=True, vertical_alignment="center", gap="medium"
    ):
        st.button(
            "Begin with this firm's numbers",
            icon=":material/domain:",
            key="spend_own",
            on_click=take_own,
            args=(people, training),
            disabled=all(is_changed(key) for key in OWN),
        )
        st.markdown(
            f":gray[{counted(people, 'person')}, {money(training, currency)} of training in twelve "
            "months, at launch and a year, in place of the example firm]",
            width="stretch",
        )


def take_own(people: int, training: float) -> None:
    """Put the firm's numbers into the fields: in a callback only."""
    st.session_state["people"] = float(people)
    st.session_state["launch_money"] = st.session_state["yearly_money"] = round(training, 2)
