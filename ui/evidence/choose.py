"""Which study and which outcome the reader looks at: both stand in the URL."""

from collections.abc import Sequence

import streamlit as st

from evidence.results import Outcome
from exports.evidence.told import StudyTold
from ui.evidence.register import answers, by_name


def labels(studies: Sequence[StudyTold]) -> dict[str, StudyTold]:
    """What the reader sees -> study, by name; where two have one name the key stands beside it."""
    names = [each.name for each in studies]
    return {
        each.name if names.count(each.name) == 1 else f"{each.name} ({each.key})": each
        for each in by_name(studies)
    }


def choose_study(studies: Sequence[StudyTold]) -> StudyTold:
    """The study that is looked at: at first one with an answer, else one with a verdict."""
    known = labels(studies)
    names = list(known)
    studied = [at for at, name in enumerate(names) if known[name].findings]
    answered = [at for at in studied if answers(known[names[at]])]
    begin = next(iter((*answered, *studied)), 0)
    picked = st.selectbox(
        "Programme or move",
        names,
        index=begin,
        key="rollout",
        bind="query-params",
        help="Every row of the register above",
    )
    return known.get(str(picked), known[names[begin]])


def choose_outcome(study: StudyTold, outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome that is looked at: at first the first one with an answer, else with a finding."""
    by_label = {each.label: each for each in outcomes}
    found = {each.outcome.label for each in answers(study) or study.findings}
    names = list(by_label)
    begin = next((at for at, name in enumerate(names) if name in found), 0)
    picked = st.selectbox(
        "Outcome",
        names,
        index=begin,
        key="outcome",
        bind="query-params",
        help="What may have changed; all that were studied are corrected for each other",
    )
    return by_label.get(str(picked), outcomes[begin])
