"""The answer to one question: the verdict first, then what changed and what it stands on."""

import streamlit as st

from evidence.results import Estimate, Finding, Outcome
from exports.evidence.sentences import could_find, practice, stands_on
from exports.evidence.told import StudyTold
from exports.evidence.wording import (
    MINUS,
    change,
    change_unit,
    learned_by_doing,
    loss_of,
    plainly,
    signed,
    spread,
    verdict_mark,
)
from exports.evidence.wording import figures as figures_of
from ui.evidence.fixes import fix
from ui.evidence.register import badge, started
from ui.words import counted, lower


def answer(study: StudyTold, finding: Finding) -> None:
    """The verdict as a sentence, where and when it was tried, and the four figures behind it."""
    with st.container(border=True, key="evidence_answer"):
        st.markdown(badge(verdict_mark(finding)))
        st.subheader(headline(finding), anchor=False)
        st.caption(tried(study, finding))
        if study.is_old:
            st.caption(
                ":orange-badge[▲ newer facts] The facts or the judged numbers have changed since "
                "this was studied; study it again below."
            )
    if is_told(finding):
        figures(finding)
        st.markdown(could_find(finding))
    else:
        refused(finding)


def headline(finding: Finding) -> str:
    """The sentence of the verdict; of one that cannot tell it names what cannot be told."""
    asked = f"It cannot be told whether {lower(finding.outcome.label)} changed."
    return plainly(finding.verdict.sentence).replace("This table cannot tell.", asked)


def is_told(finding: Finding) -> bool:
    """Whether numbers may stand beside the verdict."""
    return finding.verdict.code != "NOT-ANSWERABLE"


def tried(study: StudyTold, finding: Finding) -> str:
    """Where and when: months of the start, teams, how the dates came about."""
    parts = [f"Started {started(study)}" if study.first else "No month of start is known"]
    if is_told(finding):
        parts.append(stands_on(finding).rstrip("."))
    parts.append("dates drawn by lot" if study.by_lot else "dates were chosen, not drawn by lot")
    if "ONLY_WITH_AI" in [code.code for code in finding.codes]:
        parts.append("compared with teams that AI had come to as well")
    return " · ".join(parts)


def figures(finding: Finding) -> None:
    """In all, at equal practice, learning by doing, and what would have been found."""
    outcome = finding.outcome
    with st.grid(4, min_column_width=180):
        _figure("Change in all", outcome, finding.total)
        _figure("At equal practice", outcome, finding.equal_practice)
        _learning(finding)
        _smallest(finding)
    st.markdown(practice(finding))


def refused(finding: Finding) -> None:
    """Why there is no answer, and what would bring one."""
    for code in finding.codes:
        st.markdown(f"- **{plainly(code.sentence).rstrip('.')}.** {fix(code.code)}")
    if not finding.codes:
        st.markdown(f"- {fix('')}")


def nothing_yet(study: StudyTold, outcome: Outcome) -> None:
    """A study that nobody has computed on this outcome."""
    with st.container(border=True):
        if study.reason:
            st.subheader("No study is possible", anchor=False)
            st.markdown(f"{study.reason.rstrip('.')}. {fix('')}")
            return
        st.subheader("Not studied yet", anchor=False)
        st.markdown(
            f"Nobody has looked at **{outcome.label.lower()}** for **{study.name}** with these "
            f"facts. {counted(study.teams, 'team')} had it or will have it."
        )


def _figure(label: str, outcome: Outcome, told: Estimate | None) -> None:
    if told is None:
        _box(label, "cannot tell", "practice is not known" if "equal" in label else "no estimate")
        return
    below = f"95% interval {spread(outcome, told)}"
    _box(label, brief(outcome, told.estimate), _after_unit(change_unit(outcome), below))


def _learning(finding: Finding) -> None:
    learned, outcome = learned_by_doing(finding), finding.outcome
    if learned is None:
        _box("Learning by doing", "cannot tell", "practice is not known")
        return
    unit = "points" if change_unit(outcome) == "%" else change_unit(outcome)
    _box(
        "Learning by doing",
        signed(outcome, learned),
        _after_unit(unit, "in all less at equal practice"),
    )


def _smallest(finding: Finding) -> None:
    outcome = finding.outcome
    if finding.mde is None:
        _box("Smallest it could find", "cannot tell", "too little to tell")
        return
    least = brief(outcome, loss_of(outcome, finding.mde)).lstrip(MINUS)
    below = _after_unit(change_unit(outcome), "four times out of five")
    _box("Smallest it could find", least, below)


def brief(outcome: Outcome, value: float) -> str:
    """A change as a large figure: a unit that is a word stands below it."""
    return change(outcome, value) if change_unit(outcome) == "%" else figures_of(outcome, value)


def _after_unit(unit: str, words: str) -> str:
    return words if unit == "%" else f"{unit}, {words}"


def _box(label: str, value: str, below: str) -> None:
    with st.container(border=True, height="stretch", gap="xxsmall"):
        st.metric(label, value)
        st.caption(below)
