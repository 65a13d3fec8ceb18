"""The register on the screen: every programme and move, since when, and what was found."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

import streamlit as st

from evidence.results import Finding
from exports.evidence.told import StudyTold
from exports.evidence.wording import KINDS, OPEN, VERDICTS, Mark, outcome_name, verdict_mark
from ui.words import counted

ORDER: Final = {code: place for place, code in enumerate(VERDICTS)}
WIDE: Final = "\u2003"  # between groups of verdicts: a line may break there
MANY: Final = 14  # studies; from more on the list scrolls
NAMED: Final = 3  # outcomes; more without an answer are counted, so that the answers stand out
TALLEST: Final = 620  # pixels of a list that scrolls


def in_short(studies: Sequence[StudyTold]) -> str:
    """What all studies together say: every answer by name, and for how many questions none is."""
    done = [each for each in by_name(studies) if each.findings]
    if not done:
        return "**Nothing has been studied yet.** Choose one below and study it."
    asked = sum(len(each.findings) for each in done)
    told = [(each, answers(each)) for each in done]
    clear = [f"- **{each.name}**: {_grouped(found)}" for each, found in told if found]
    count = sum(len(found) for _, found in told)
    if not clear:
        return (
            f"**None of {counted(asked, 'question')} has an answer yet.** That does not say that "
            "nothing changed: the figures are too few or too uneven to tell."
        )
    lead = (
        f"**{count} of {counted(asked, 'question')} {'has' if count == 1 else 'have'} an answer**"
    )
    rest = "" if count == asked else "; for the others the figures cannot tell"
    lines = "\n".join(clear)
    return f"{lead}, a question being one programme or move and one outcome{rest}.\n\n{lines}"


def answers(study: StudyTold) -> list[Finding]:
    """Findings that answer something, in the order in which they were studied."""
    return [each for each in study.findings if each.verdict.code not in OPEN]


def register_table(studies: Sequence[StudyTold]) -> None:
    """All studies, a row each, by name: nobody is ranked."""
    rows = [register_row(each) for each in by_name(studies)]
    st.table(
        rows,
        border="horizontal",
        height=TALLEST if len(rows) > MANY else "content",
        alt="Every programme and move with its teams, its months and its newest verdicts, by name",
    )
    done = sum(bool(each.findings) for each in studies)
    st.caption(
        f"{counted(len(studies), 'programme or move').replace('programme or', 'programmes and')}, "
        f"{done} studied. Programmes arrive from the training records: a team has one from the "
        "month in which half of its people have completed it. Moves arrive from accepted redesigns."
    )


def no_studies() -> None:
    """No programme and no move yet: why, and what would bring one."""
    with st.container(border=True):
        st.subheader("Nothing to study yet", anchor=False)
        st.markdown(
            "A study needs a beginning: a training that half of a team's people have completed, a "
            "redesign that somebody accepted, or a plan that was drawn by lot. None is loaded."
        )
        with st.container(horizontal=True):
            st.page_link(
                "pages/data.py", label="Bring training records", icon=":material/upload_file:"
            )
            st.page_link(
                "pages/redesigns.py", label="Accept a redesign", icon=":material/construction:"
            )


def by_name(studies: Sequence[StudyTold]) -> list[StudyTold]:
    """Studies in the order of the page."""
    return sorted(studies, key=lambda each: (each.name.casefold(), each.key))


def register_row(study: StudyTold) -> dict[str, str]:
    """One study in words; few columns, so that it can be read on a phone."""
    return {
        "Programme or move": f"{study.name}  \n:gray[{KINDS.get(study.kind, study.kind)}]",
        "Newest verdicts": verdicts_words(study),
        "Teams, since": f"{study.teams:,}  \n:gray[{started(study)}]",
    }


def started(study: StudyTold) -> str:
    """First and last month of the start."""
    if study.first == study.last:
        return month(study.first)
    return f"{month(study.first)} to {month(study.last)}"


def verdicts_words(study: StudyTold) -> str:
    """What was found, outcomes with the same verdict together; else why nothing was."""
    if not study.findings:
        return f":gray[{study.reason}]" if study.reason else ":gray[not studied yet]"
    return _grouped(study.findings)


def _grouped(findings: Sequence[Finding]) -> str:
    """Outcomes with the same verdict together, answers first."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for each in findings:
        groups[each.verdict.code].append(each)
    return WIDE.join(
        f"{badge(verdict_mark(found[0]))} {_names(found)}"
        for _, found in sorted(groups.items(), key=lambda pair: ORDER[pair[1][0].verdict.code])
    )


def badge(mark: Mark) -> str:
    """A verdict as a badge: colour, shape and word say the same."""
    return f":{mark.colour}-badge[{mark.shape} {mark.word}]"


def month(day: date | None) -> str:
    """A month as a table says it."""
    return f"{day:%b %Y}" if day else "–"


def _names(found: Sequence[Finding]) -> str:
    """Outcomes of one verdict; many that answer nothing are a number, so that answers stand out."""
    if len(found) > NAMED and found[0].verdict.code in OPEN:
        return counted(len(found), "outcome")
    return ", ".join(sorted(outcome_name(each) for each in found))
