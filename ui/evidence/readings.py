"""What the page Evidence reads, kept once for all sessions; nothing is estimated here."""

import streamlit as st

from evidence.outcomes import OUTCOMES
from evidence.results import Outcome
from exports.evidence.one_team import one_team_told
from exports.evidence.studies import plans_told, studies_told
from exports.evidence.told import OneTeam, PlanTold, StudyTold
from store.studies import newest
from ui.readings import snapshot_key, workspace


def state() -> str:
    """What the register changes with: facts, decisions, plans, and findings that were kept."""
    here = workspace()
    return f"{snapshot_key()}|{here.decisions('redesign').height}|{newest(here)}"


def outcomes() -> tuple[Outcome, ...]:
    """Everything that a study can look at, in the order of the documents."""
    return tuple(OUTCOMES.values())


@st.cache_resource(max_entries=2, show_spinner=False)
def studies(state: str) -> tuple[StudyTold, ...]:
    """All studies with their newest findings."""
    return studies_told(workspace())


@st.cache_resource(max_entries=2, show_spinner=False)
def plans(state: str) -> tuple[PlanTold, ...]:
    """Lists that were drawn and kept."""
    return plans_told(workspace())


@st.cache_resource(max_entries=16, show_spinner="Weighing the other teams …")
def one_team_of(state: str, study: str, outcome: str) -> OneTeam | str:
    """What others make of the one treated team, or why nothing can be made of it."""
    return one_team_told(workspace(), study, outcome)
