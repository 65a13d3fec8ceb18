"""Leaving, person by person: the detail under a study of retention."""

import streamlit as st

from evidence.results import Finding
from exports.evidence.leaving import leaving


def leaving_detail(finding: Finding) -> None:
    """How many times as likely leaving is, per person and month; nothing for other outcomes."""
    words = leaving(finding)
    if words:
        st.header("And person by person?", anchor=False)
        st.markdown(words)
