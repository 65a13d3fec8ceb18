"""Evidence of change.

Title: Evidence
Icon: :material/science:
Order: 5
Question: Did training or a redesign change anything?
"""

from datetime import UTC, datetime

import streamlit as st

from ui.empty import empty_workspace
from ui.evidence.answer import answer, is_told, nothing_yet
from ui.evidence.choose import choose_outcome, choose_study
from ui.evidence.compute import compute_button
from ui.evidence.definitions import definitions
from ui.evidence.doubts import (
    accidents,
    all_lines,
    hidden,
    left_out,
    methods,
    two_doses,
    usual_last,
)
from ui.evidence.download import evidence_workbook_button
from ui.evidence.event import event_study
from ui.evidence.leaving import leaving_detail
from ui.evidence.money import against_money
from ui.evidence.one_team import is_one_team, one_team
from ui.evidence.plan import plan_part
from ui.evidence.readings import one_team_of, outcomes, plans, state, studies
from ui.evidence.register import in_short, no_studies, register_table
from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.readings import workspace

require()

filters = chosen()
head = st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute")
with head, st.container(width="content"):
    heading(__doc__)
if not workspace().facts_version:
    empty_workspace()
    st.stop()

every = studies(state())
st.header("All studies", anchor=False)
if every:
    st.markdown(in_short(every))
    register_table(every)
    st.header("One study", anchor=False)
    with st.grid(2, min_column_width=260, vertical_alignment="bottom"):
        study = choose_study(every)
        outcome = choose_outcome(study, outcomes())
    with head:
        evidence_workbook_button(every, plans(state()), (study.key, outcome.key))
    finding = study.of(outcome.key)
    if finding is None:
        nothing_yet(study, outcome)
        if not study.reason:
            compute_button(study)
    else:
        answer(study, finding)
        if is_one_team(finding):
            one_team(outcome, one_team_of(state(), study.key, outcome.key))
        if is_told(finding):
            against_money(study, finding)
            event_study(finding)
            methods(finding)
            two_doses(finding)
            leaving_detail(finding)
            hidden(finding)
            accidents(finding)
            left_out(finding)
            all_lines(finding)
        definitions(finding.outcome)
        if is_told(finding):
            usual_last(finding)
        compute_button(study, is_again=True)
else:
    no_studies()

st.header("Plan a study", anchor=False)
plan_part(filters, outcomes(), datetime.now(UTC).date())
