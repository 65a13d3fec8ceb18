"""Scenarios on the screen: keep what stands there under a name, open, delete, and their history."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from economics.inputs import Values, inputs, preset
from store.scenarios import (
    Assumption,
    Scenario,
    delete,
    history,
    save,
    scenario,
    scenarios,
    set_currency,
    set_values,
)
from ui.frame import told
from ui.readings import workspace
from ui.spend.inputs import YOURS, put
from ui.spend.print import EDIT, PART
from ui.spend.words import SHOWN_AS
from ui.spend.words import told as in_words
from ui.words import counted
from ui.work import BY

TRUST: Final = ("assumed", "quoted", "measured")
SAVED: Final = "spend_saved"  # what was kept last, to be said once


def saved() -> tuple[Scenario, ...]:
    """The scenarios that somebody saved, by name."""
    return tuple(each for each in scenarios(workspace()) if not each.is_built_in)


def save_form(values: Values, currency: str) -> None:
    """Keep what stands on the screen: under a name, or as what the firm begins with."""
    with st.container(key=f"{EDIT}_save"), st.form("spend_save"):
        st.markdown("**Keep what stands on this page**")
        with st.grid(4, min_column_width=180, vertical_alignment="bottom"):
            name = st.text_input(
                "Name of the scenario",
                max_chars=60,
                placeholder="such as: Board, cautious",
                help="A name that is there already is changed, and its history tells how",
            )
            tag = st.selectbox("How far to trust your changes", TRUST)
            source = st.text_input("Where they come from", max_chars=120)
            why = st.text_input("Why", max_chars=200)
        with st.container(horizontal=True):
            is_named = st.form_submit_button("Save the scenario", icon=":material/save:")
            is_own = st.form_submit_button(
                "Keep as the firm's own",
                icon=":material/home:",
                help="This page then begins with these numbers, for everybody who opens it",
            )
    if is_named or is_own:
        with told():
            keep(YOURS if is_own else name, values, currency, tag=tag, source=source, why=why)
            kept = "the firm's own" if is_own else f"'{' '.join(name.split())}'"
            st.session_state[SAVED] = f"Kept as {kept}."
            st.rerun()
    if SAVED in st.session_state:
        st.success(st.session_state.pop(SAVED), icon=":material/check:")


def keep(name: str, values: Values, currency: str, *, tag: str, source: str, why: str) -> None:
    """Write the values as a scenario; one of this name is changed, all else is new.

    Counts: what equals the preset is no assumption of the scenario, and is not written.
    """
    here, wanted = workspace(), " ".join(name.split())
    mine = differing(values, tag, source)
    known = {each.name.casefold() for each in saved()} | {YOURS}
    if wanted.casefold() in known:
        before = scenario(here, wanted)
    else:
        before = save(here, wanted, by=BY, why=why, currency=currency, values=mine)
    unmoved = {key: each for key, each in mine.items() if _value(before, key) == each.value}
    gone = {key: Assumption(None) for key in before.values if key not in mine}
    changed = {key: each for key, each in mine.items() if key not in unmoved}
    set_values(here, wanted, {**changed, **gone}, by=BY, why=why)
    set_currency(here, wanted, currency, by=BY, why=why)


def differing(values: Values, tag: str, source: str) -> dict[str, Assumption]:
    """What differs from the presets, as assumptions."""
    return {
        key: Assumption(value, tag, source)
        for key, value in values.items()
        if value is not None and value != preset()[key]
    }


def _value(told: Scenario, key: str) -> float | None:
    return told.values[key].value if key in told.values else None


def full(told: Scenario) -> dict[str, float | None]:
    """All inputs of a scenario, presets where it says nothing."""
    return {**preset(), **told.inputs}


def saved_cards() -> None:
    """Every saved scenario with what it assumes, its history, and the ways to open or delete it."""
    for each in saved():
        with st.container(border=True, key=f"{PART}_saved_{each.number}", gap="small"):
            _head(each)
            rows = assumption_rows(each)
            if rows:
                st.table(rows, border="horizontal", alt=f"What {each.name} assumes")
            else:
                st.caption("All presets.")
            past = history(workspace(), each.name)
            with (
                st.container(key=f"{EDIT}_history_{each.number}"),
                st.expander(f"History of its assumptions ({counted(past.height, 'change')})"),
            ):
                st.table(
                    [_change(row) for row in past.reverse().iter_rows(named=True)],
                    border="horizontal",
                    alt=f"Changes of {each.name}, newest first",
                )


def _head(each: Scenario) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(each.name, anchor=False)
        st.button(
            "Open",
            key=f"spend_open_{each.number}",
            icon=":material/open_in_browser:",
            on_click=open_scenario,
            args=(full(each), each.currency),
            help="Put its numbers into the fields of this page",
        )
        with st.popover("Delete", icon=":material/delete:"):
            st.markdown(f"Delete **{each.name}**? Its history stays in the audit.")
            st.button(
                "Delete the scenario",
                key=f"spend_delete_{each.number}",
                on_click=delete,
                args=(workspace(), each.name),
                kwargs={"by": BY},
            )


def open_scenario(values: dict[str, float | None], currency: str) -> None:
    """Put a scenario into the fields: in a callback only."""
    put(values)
    st.session_state["currency"] = currency


def assumption_rows(told: Scenario) -> list[dict[str, str]]:
    """What a scenario assumes beside the presets."""
    return [
        {
            "Assumption": inputs()[key].label,
            "Value": in_words(each.value, inputs()[key], told.currency),
            "Preset": in_words(inputs()[key].preset, inputs()[key], told.currency),
            "Trust": SHOWN_AS.get(each.tag, each.tag),
            "Source": each.source or "–",
        }
        for key, each in told.values.items()
        if key in inputs()
    ]


def _change(row: Mapping[str, object]) -> dict[str, str]:
    field = str(row["field"] or "")
    return {
        "When": f"{row['at']:%-d %b %Y, %H:%M}",
        "By": str(row["by"]),
        "What": inputs()[field].label if field in inputs() else field or str(row["what"]),
        "Before": str(row["old"] or "–"),
        "After": str(row["new"] or "–"),
        "Why": str(row["why"] or "–"),
    }
