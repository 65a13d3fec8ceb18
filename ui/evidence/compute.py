"""Computing a study: it takes a while, so it is done once, kept, and opens at once from then on."""

import streamlit as st

from exports.evidence.computing import compute
from exports.evidence.told import StudyTold
from ui.frame import told
from ui.readings import workspace
from ui.work import BY, bar


def compute_button(study: StudyTold, *, is_again: bool = False) -> None:
    """A button that computes a study on all outcomes and keeps what was found."""
    label = "Study it again with today's facts" if is_again else "Study it on all outcomes"
    if st.button(
        label,
        icon=":material/science:",
        key="study_now",
        type="tertiary" if is_again else "primary",
        help="All outcomes at once, as they are corrected for each other; it is kept, so that the "
        "page opens at once from then on",
    ):
        with st.status(f"Studying {study.name}", expanded=True) as status, told():
            compute(workspace(), study.key, bar(st.progress(0.0, "Reading the facts")), BY)
            status.update(label="Studied", state="complete", expanded=False)
            st.rerun()
