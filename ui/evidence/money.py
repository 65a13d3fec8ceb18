"""The effect against what pays, with the money model's numbers of today."""

from typing import Final

import streamlit as st

from evidence.results import Finding
from exports.evidence.pays import own_values, pays_from, pays_words
from exports.evidence.sentences import money
from exports.evidence.told import StudyTold
from ui.readings import workspace

MOVED: Final = 5e-4  # of output: a break-even that moved by less is told with the same figures


def against_money(study: StudyTold, finding: Finding) -> None:
    """Where the interval lies against break-even, or why nobody asks; the way to Spend."""
    values = own_values(workspace())
    now = pays_from(study.kind, finding.outcome, values)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(money(finding) or pays_words(study.kind, finding.outcome, values))
        st.page_link("pages/spend.py", label="What it costs", icon=":material/payments:")
    if abs(now - finding.pays) > MOVED:
        st.caption(
            ":orange-badge[▲ the money has moved] The numbers on Spend have changed since this was "
            "studied: study it again below, so that the verdict is held against today's break-even."
        )
