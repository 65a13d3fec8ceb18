"""An open task with three options: worth to the worker and to the firm, reasons, risks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import streamlit as st

from ui.filters import Filters
from ui.readings import workspace
from ui.words import counted, percent
from ui.work import BY

if TYPE_CHECKING:
    from redesign.match import MatchPlan

KIND: Final = "assignment"
CHOICES: Final = {"accept": "Accepted", "edit": "Given to somebody else", "decline": "Declined"}
OPEN: Final = ("proposed", "no room")
SHOWN: Final = ("To decide", "Decided", "Without an option")

Row = Mapping[str, Any]


def task_list(plan: "MatchPlan", filters: Filters, shown: str) -> list[Row]:
    """Open tasks of the chosen part of the firm, by team and title."""
    teams = filters.units.teams(filters.unit or "")
    rows = plan.tasks.filter(pl.col("team_id").is_in(teams) | pl.col("team_id").is_null())
    has_options = pl.col("task_id").is_in(plan.options["task_id"].unique().implode())
    decided = pl.col("task_id").is_in(list(last_decisions()))
    wanted = {
        "To decide": has_options & ~decided,
        "Decided": decided,
        "Without an option": ~has_options & (pl.col("status") != "started"),
    }[shown]
    names = {team: filters.units.label(team).casefold() for team in teams}
    found = rows.filter(wanted).sort("title", "task_id", nulls_last=True).to_dicts()
    return sorted(found, key=lambda row: names.get(row["team_id"], ""))


def last_decisions() -> dict[str, Row]:
    """The newest decision on every task."""
    rows = workspace().decisions(KIND).iter_rows(named=True)
    return {row["subject"].split("|")[1]: row for row in rows}


def novices_reached(plan: "MatchPlan") -> None:
    """How many novices get something to learn from, and what the plan costs the experts."""
    novices = plan.people.filter("is_novice")
    reached = novices.filter("got_learning_task").height
    statuses = dict(plan.tasks["status"].value_counts().iter_rows())
    with st.grid(4, min_column_width=180):
        st.metric("Tasks with a proposal", f"{statuses.get('proposed', 0):,}", border=True)
        st.metric(
            "Novices with a task to learn from", f"{reached} of {novices.height}", border=True
        )
        st.metric(
            "Kept out, assigned as usual",
            f"{statuses.get('held out', 0):,}",
            border=True,
            help="One task in five, drawn by lot from its name and the season: it shows whether "
            "proposals do harm",
        )
        st.metric("Nobody can", f"{statuses.get('nobody can', 0):,}", border=True)


def task_card(task: Row, plan: "MatchPlan", names: Mapping[str, str], filters: Filters) -> None:
    """One open task with its options and the decision."""
    decision = last_decisions().get(task["task_id"])
    with st.container(border=True):
        st.subheader(task["title"] or task["task_id"], anchor=False)
        team = filters.units.label(task["team_id"]) if task["team_id"] else "no team"
        due = ":orange-badge[▲ due] " if task["is_due"] else ""
        why = "" if task["status"] == "proposed" else f" · {task['reason']}"
        st.markdown(f"{due}:small[:gray[{team} · {task['task_id']}{why}]]")
        if decision:
            st.markdown(decision_words(decision, names))
        options = plan.options.filter(pl.col("task_id") == task["task_id"]).to_dicts()
        if options:
            for column, option in zip(st.columns(len(options)), options, strict=True):
                with column:
                    option_card(option, names, is_decided=decision is not None)
            other_choice(task)


def option_card(option: Row, names: Mapping[str, str], *, is_decided: bool) -> None:
    """One person for one task, with whom beside them."""
    with st.container(border=True, height="stretch", gap="xsmall"):
        badge = (
            ":green-badge[★ proposed]"
            if option["is_chosen"]
            else f":gray-badge[option {option['option']}]"
        )
        st.markdown(f"{badge} :gray-badge[{option['role_in_zone']}]")
        st.markdown(f"**{named(option['person_id'], names)}**")
        beside = option["supporter_id"]
        st.caption(
            f"with {named(beside, names)} beside, {option['support_hours']:.1f} h"
            if beside
            else "alone"
        )
        st.progress(worth(option["worker_value"]), f"To the worker {option['worker_value']:.2f}")
        st.progress(worth(option["firm_value"]), f"To the firm {option['firm_value']:.2f}")
        st.caption(f"{percent(option['p_success'])} likely to succeed · {option['hours']:.0f} h")
        because = (
            option["because"].replace(beside, named(beside, names)) if beside else option["because"]
        )
        st.markdown(f":small[{because}]")
        st.caption(f"**Risk** {option['risk']}")
        st.caption(f"**What would change it** {option['would_change']}")
        st.space("stretch")
        key = f"{option['team_id']}|{option['task_id']}|{option['person_id']}"
        st.button(
            "Accept",
            key=f"accept_{key}",
            icon=":material/check:",
            width="stretch",
            disabled=is_decided,
            on_click=workspace().decide,
            args=(KIND, key, "accept", "", BY),
        )


def other_choice(task: Row) -> None:
    """Give the task to somebody else, or to nobody now. Whom it passed over is not kept."""
    key = f"{task['team_id']}|{task['task_id']}"
    with (
        st.popover("Someone else, or not now", icon=":material/edit:"),
        st.form(f"other_{key}", border=False),
    ):
        choice = st.segmented_control(
            "Decision",
            ["edit", "decline"],
            default="edit",
            required=True,
            format_func=lambda each: {"edit": "Somebody else", "decline": "Not now"}[each],
        )
        reason = st.text_area(
            "Reason",
            max_chars=400,
            placeholder="About the task, not about a person",
            help="A worker may decline without a record: write nothing about who declined",
        )
        if st.form_submit_button("Keep the decision"):
            if reason.strip():
                workspace().decide(KIND, key, str(choice), reason.strip(), BY)
                st.rerun()
            st.error(
                "Give a reason: it is what the next proposals learn from.",
                title="A reason is missing",
            )


def decision_words(decision: Row, names: Mapping[str, str]) -> str:
    """A decision as one line."""
    person = decision["subject"].split("|")[2:]
    whom = f" {named(person[0], names)}" if person else ""
    reason = f": {decision['reason']}" if decision["reason"] else ""
    return f":blue-badge[{CHOICES.get(decision['choice'], decision['choice'])}]{whom}{reason}"


def named(person: str | None, names: Mapping[str, str]) -> str:
    """The name of a person, else a word that names nobody."""
    return names.get(person or "", "somebody without a name in the files")


def worth(value: float) -> float:
    """A value as the length of a bar."""
    return min(1.0, max(0.0, value))


def reasons_without(tasks: list[Row]) -> None:
    """Tasks that have no option, each with its reason."""
    st.dataframe(
        [
            {
                "Task": task["title"] or task["task_id"],
                "Status": task["status"],
                "Why": task["reason"],
            }
            for task in tasks
        ],
        hide_index=True,
        alt=f"{counted(len(tasks), 'task')} without an option, with the reason",
    )
