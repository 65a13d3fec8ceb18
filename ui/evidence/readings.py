"""What the page Evidence reads, kept once for all sessions; nothing is estimated here."""

import streamlit as st

from evidence.outcomes import OUTCOMES
from evidence.results import Outcome
from exports.evidence.told import StudyTold
from ui.readings import snapshot_key


def state() -> str:
    """What the register changes with."""
    return snapshot_key()


def outcomes() -> tuple[Outcome, ...]:
    """Everything that a study can look at, in the order of the documents."""
    return tuple(OUTCOMES.values())


@st.cache_resource(max_entries=2, show_spinner=False)
def studies(state: str) -> tuple[StudyTold, ...]:
    """All studies with their newest findings."""
    return ()
