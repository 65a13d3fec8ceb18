"""Break-even transfer rate: how much of training would have to act like learning at work."""

from typing import Final

import streamlit as st

from economics.break_even import RedesignHours, TrainingHours, TransferRate, parity_transfer_rate
from ui.frame import told
from ui.spend.print import EDIT, PART
from ui.spend.words import money
from ui.words import plain

# Name of the field -> label; the unit stands in it. Nothing is assumed: a field begins empty.
TRAINING: Final = {
    "people": "People trained",
    "hours_each": "Hours of training each",
    "rate": "Loaded cost of an hour",
    "fees": "Fees in all",
}
REDESIGN: Final = {
    "expert_hours": "Experts' hours beyond today's",
    "expert_rate": "Cost of an expert's hour",
    "novice_hours": "Novices' hours beyond today's",
    "novice_rate": "Cost of a novice's hour",
    "facilitation": "Facilitation in all",
    "added_hours": "Learning-zone hours it added",
    "low": "Low end of their interval",
    "high": "High end of their interval",
}


def transfer_rate(currency: str) -> None:
    """Ask what a training and a redesign took, and tell at which transfer rate they are equal."""
    st.subheader("An hour of learning, both ways", anchor=False)
    st.markdown(
        "Nobody knows which part of a training turns into skill, so no rate is assumed. What can "
        "be told is the rate at which a training and a redesign cost the same for an hour that "
        "acts like learning at work."
    )
    with st.container(key=f"{EDIT}_transfer"), st.expander("Enter what both took"):
        training = _fields("Training", TRAINING)
        redesign = _fields("Redesign", REDESIGN)
    given = [value for value in (*training.values(), *redesign.values()) if value is not None]
    if len(given) < len(TRAINING) + len(REDESIGN):
        st.caption("Not established: what a training and a redesign took is not entered.")
        return
    with told():
        found = parity_transfer_rate(
            TrainingHours(**{name: value or 0.0 for name, value in training.items()}),
            RedesignHours(**{name: value or 0.0 for name, value in redesign.items()}),
        )
        _result(found, currency)


def _fields(about: str, fields: dict[str, str]) -> dict[str, float | None]:
    with st.grid(4, min_column_width=176, vertical_alignment="bottom"):
        return {
            name: st.number_input(
                f"{about}: {label[0].lower()}{label[1:]}",
                value=None,
                step=1.0,
                key=f"transfer_{name}",
                persist_state="session",
                placeholder="empty",
            )
            for name, label in fields.items()
        }


def _result(found: TransferRate, currency: str) -> None:
    hour = found.cost_of_redesign_hour
    with st.container(key=f"{PART}_transfer"), st.grid(3, min_column_width=200):
        st.metric("An hour of training", money(found.cost_of_training_hour, currency), border=True)
        st.metric(
            "An added hour in the learning zone",
            "not established" if hour is None else money(hour, currency),
            border=True,
        )
        st.metric(
            "Break-even transfer rate",
            "not established" if found.rate is None else plain(found.rate),
            border=True,
        )
    if found.low is not None and found.high is not None:
        st.caption(f"Interval {plain(found.low)} to {plain(found.high)}.")
    st.markdown(found.sentence)
    st.caption("A training that licenses people to work, or keeps them, does more than this tells.")
