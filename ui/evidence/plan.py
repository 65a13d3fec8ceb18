"""Plan a study: who starts when, drawn by lot, and whether it could find what pays."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from evidence.results import Outcome
from exports.evidence.plan_sentences import plan_words
from exports.evidence.planning import PlanRequest, drawn, keep
from exports.evidence.told import PlanFound
from store.errors import AtelierError
from ui.evidence.register import month
from ui.filters import Filters
from ui.frame import sentence, told
from ui.readings import month_end, snapshot_key, workspace
from ui.spend.readings import teams_to_tell_of
from ui.words import counted
from ui.work import BY

FOUND: Final = "evidence_plan"
KEPT: Final = "evidence_plan_kept"
AHEAD: Final = 12  # months ahead that a first wave can start in
MOST_WAVES: Final = 8
TALLEST: Final = 420


def plan_part(filters: Filters, outcomes: Sequence[Outcome], today: date) -> None:
    """The form, then what its plan would find, its list, and the way into the register."""
    st.markdown(
        "Let the lot decide who starts first: then nobody chose, and the teams that start later "
        "are the comparison. See what could be found **before** anything is spent."
    )
    teams = _teams(filters)
    if not teams:
        st.info(
            "A plan needs teams of five people or more. Load people and teams on Data.",
            title="No team to plan with",
            icon=":material/groups:",
        )
        return
    request = plan_form(teams, outcomes, today)
    if request is not None:
        st.session_state.pop(FOUND, None)
        with st.spinner("Reckoning what this plan would find …"), told():
            st.session_state[FOUND] = (snapshot_key(), drawn(workspace(), request))
    at, found = st.session_state.get(FOUND, ("", None))
    if found is not None and at == snapshot_key():
        plan_result(found)
    if KEPT in st.session_state:
        is_kept, words = st.session_state.pop(KEPT)
        (st.success if is_kept else st.error)(words)


def plan_form(
    teams: dict[str, str], outcomes: Sequence[Outcome], today: date
) -> PlanRequest | None:
    """What is planned; None until somebody presses the button."""
    with st.form("evidence_plan_form"):
        with st.grid(3, min_column_width=220, vertical_alignment="bottom"):
            name = st.text_input("Name of the study", max_chars=60, placeholder="such as: Pairing")
            kind = st.selectbox("What begins", ["A redesign", "A training"])
            label = st.selectbox("What it should change", [each.label for each in outcomes])
            first = st.selectbox("First wave starts in", months_ahead(today), format_func=month)
            waves = st.number_input(
                "Waves",
                2,
                MOST_WAVES,
                3,
                help="The last one stays late: it is the comparison of all before it",
            )
            between = st.number_input("Months between waves", 1, 12, 3)
        chosen = st.multiselect(
            "Teams",
            list(teams),
            placeholder=f"all {counted(len(teams), 'team')}",
            help="Teams of five people or more in the part of the firm chosen at the left; empty: "
            "all of them",
        )
        seed = st.number_input(
            "Seed of the draw",
            0,
            2**31 - 1,
            int(f"{today:%Y%m%d}"),
            1,
            help="The same seed and the same teams draw the same list again: so anybody can check",
        )
        is_asked = st.form_submit_button("Draw by lot", icon=":material/casino:")
    if not is_asked:
        return None
    picked = chosen or list(teams)
    [outcome] = [each for each in outcomes if each.label == label]
    return PlanRequest(
        name=" ".join(name.split()) or f"Study of {first:%b %Y}",
        kind="training" if kind == "A training" else "redesign",
        outcome=outcome,
        teams=tuple(teams[each] for each in picked),
        names={teams[each]: each for each in picked},
        first_month=first,
        waves=int(waves),
        months_between=int(between),
        seed=int(seed),
    )


def months_ahead(today: date) -> list[date]:
    """First days of the months that a first wave can start in, the next one first."""
    found = [month_end(today)]
    while len(found) < AHEAD:
        found.append(month_end(found[-1]))
    return found


def plan_result(found: PlanFound) -> None:
    """What the plan would find, who starts when, and what to do with it."""
    with st.container(border=True, key="evidence_plan_result"):
        st.subheader(found.name, anchor=False)
        st.markdown(plan_words(found))
        for note in found.notes:
            st.caption(note)
        st.table(waves(found), border="horizontal", alt="Waves with their months and teams")
        with st.expander(f"The list, drawn with seed {found.seed}"):
            st.dataframe(
                plan_frame(found).drop("seed"),
                hide_index=True,
                height=min(TALLEST, 40 + 36 * len(found.starts)),
                column_config={
                    "team": "Team",
                    "team_id": "Key",
                    "wave": "Wave",
                    "first_month": st.column_config.DateColumn("Starts in", format="MMM YYYY"),
                },
                alt="Teams with their wave and month",
            )
        with st.container(horizontal=True):
            st.download_button(
                "List",
                data=plan_frame(found).write_csv,
                file_name=f"atelier-plan-{found.seed}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
                key="plan_list",
            )
            st.button(
                "Keep it in the register",
                icon=":material/save:",
                key="plan_keep",
                on_click=_keep,
                args=(found,),
                help="With its seed and its list, so that the study finds its teams by itself",
            )


def waves(found: PlanFound) -> list[dict[str, str]]:
    """A row a wave."""
    numbers = sorted({start.wave for start in found.starts})
    rows = []
    for number in numbers:
        mine = [start for start in found.starts if start.wave == number]
        when = mine[0].first_month
        rows.append(
            {
                "Wave": f"{number}",
                "Starts in": month(when) if when else "after the study: the comparison",
                "Teams": counted(len(mine), "team"),
            }
        )
    return rows


def plan_frame(found: PlanFound) -> pl.DataFrame:
    """The list as a table: team, key, wave, first month, seed."""
    rows = [(s.team, s.team_id, s.wave, s.first_month, found.seed) for s in found.starts]
    schema = {
        "team": pl.String, "team_id": pl.String, "wave": pl.Int64, "first_month": pl.Date,
        "seed": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _keep(found: PlanFound) -> None:
    try:
        keep(workspace(), found, BY)
    except AtelierError as error:
        st.session_state[KEPT] = (False, f"{sentence(error.found)}. {sentence(error.do)}.")
        return
    words = f"'{found.name}' is in the register with seed {found.seed}."
    st.session_state[KEPT] = (True, words)


def _teams(filters: Filters) -> dict[str, str]:
    """Label -> key of the teams that can be planned with, by name."""
    units, told_of = filters.units, set(teams_to_tell_of(snapshot_key()))
    keys = [team for team in units.teams(filters.unit or units.firm or "") if team in told_of]
    return {units.label(key): key for key in sorted(keys, key=lambda k: units.label(k).casefold())}
