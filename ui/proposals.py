"""A proposed redesign as a card: what, why, cost, effect, evidence, guardrail, decision."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from ui.filters import Filters
from ui.frame import sentence
from ui.readings import definitions, workspace
from ui.words import counted, percent
from ui.work import BY

KIND: Final = "redesign"
GRADES: Final = {
    "A": "A · tried in a workplace trial",
    "B": "B · tried in education or a laboratory",
    "C": "C · seen at work, without a trial",
    "D": "D · a case or a theory",
}
STRENGTHS: Final = {
    "STRONG": ":green-badge[● strong: the whole interval lies beyond the threshold]",
    "WATCH": ":gray-badge[○ watch: only the point does; talk and collect data first]",
}
ASKED: Final = {"accept": "Accept", "edit": "Accept with changes", "reject": "Reject"}
CHOICES: Final = {"accept": "Accepted", "edit": "Accepted with changes", "reject": "Rejected"}


def proposal_cards(rows: pl.DataFrame, filters: Filters, *, is_brief: bool) -> None:
    """Proposals one below the other; brief ones leave out the decision."""
    if rows.is_empty():
        st.info(
            "A redesign is proposed only when a figure lies beyond its threshold. That none is "
            "proposed does not say that all is well: look at the coverage of the figures.",
            title="Nothing is proposed here in this period",
            icon=":material/check:",
        )
    decided = last_decisions()
    for row in rows.sort("team_id", "rank").iter_rows(named=True):
        proposal_card(row, filters, decided.get(subject(row)), is_brief=is_brief)


def proposal_card(
    row: Mapping[str, Any], filters: Filters, decision: Mapping[str, Any] | None, *, is_brief: bool
) -> None:
    """One proposal."""
    with st.container(border=True):
        team = filters.units.label(row["team_id"])
        st.subheader(row["title"] if is_brief else f"{team}: {row['title']}", anchor=False)
        st.markdown(
            f"{STRENGTHS.get(row['strength'], row['strength'])} :blue-badge[{GRADES[row['grade']]}]"
        )
        st.markdown(stop(row["what"]))
        st.markdown(f":gray[Because:] {stop(row['because'])}")
        if row["strength"] == "STRONG":  # the others ask for a conversation, not for a change
            facts(row)
        st.caption(f"Move {row['section']} · expires {row['expires_on']:%d %b %Y}")
        if decision:
            st.markdown(decision_words(decision))
        if not is_brief:
            decide(row)


def facts(row: Mapping[str, Any]) -> None:
    """What one should know before changing the work."""
    with st.grid(3, min_column_width=240):
        _fact("Costs", f"**{counted(row['cost_hours'], 'hour')}** a quarter", row["cost_words"])
        weeks = f"{row['weeks_from']} to {row['weeks_to']} weeks until it shows"
        _fact("Expected", effect(row), weeks)
        _fact("Output", sentence(row["productivity"]), "")
        _fact("Must not get worse", sentence(row["guardrail"]), "")
        _fact("Stop rule", sentence(row["stop_rule"]), "")


def stop(text: str) -> str:
    """The same text as a sentence with its end."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def effect(row: Mapping[str, Any]) -> str:
    """The expected effect with its range, on the figure that it is aimed at."""
    told = definitions().get(row["aims_at"])
    aim = told.label if told else row["aims_at"]
    return (
        f"**{percent(row['prior'])}** of the gap in {aim} closed in two quarters "
        f"({percent(row['prior_low'])} to {percent(row['prior_high'])})"
    )


def subject(row: Mapping[str, Any]) -> str:
    """What a decision is about: team, move and period."""
    return f"{row['team_id']}|{row['move']}|{row['period']:%Y-%m-%d}"


def last_decisions() -> dict[str, Mapping[str, Any]]:
    """The newest decision on every redesign, by subject."""
    return {row["subject"]: row for row in workspace().decisions(KIND).iter_rows(named=True)}


def decision_words(decision: Mapping[str, Any]) -> str:
    """A decision as one line."""
    colour = {"accept": "green", "edit": "green"}.get(decision["choice"], "gray")
    reason = f": {decision['reason']}" if decision["reason"] else ""
    word = CHOICES.get(decision["choice"], decision["choice"])
    return f":{colour}-badge[{word}] {decision['at']:%d %b %Y}{reason}"


def decide(row: Mapping[str, Any]) -> None:
    """Accept, change or reject one proposal, with a reason."""
    key = subject(row)
    with st.popover("Decide", icon=":material/gavel:"), st.form(f"decide_{key}", border=False):
        choice = st.segmented_control(
            "Decision",
            list(CHOICES),
            default="accept",
            required=True,
            format_func=lambda each: ASKED[each],
        )
        reason = st.text_area(
            "Reason",
            max_chars=400,
            placeholder="What you know about this team that the figures do not",
            help="About the work, not about a person: it is kept with the decision",
        )
        if st.form_submit_button("Keep the decision"):
            if choice != "accept" and not reason.strip():
                st.error(
                    "Give a reason: it is what the next proposals learn from.",
                    title="A reason is missing",
                )
            else:
                workspace().decide(KIND, key, str(choice), reason.strip(), BY)
                st.rerun()


def _fact(label: str, what: str, how: str) -> None:
    with st.container(gap=None):
        st.markdown(f":gray[{label}]")
        st.markdown(what)
        if how:
            st.caption(how)
