"""The log of decisions: what was decided on which proposal, when and why."""

from collections.abc import Mapping

import streamlit as st

from ui.filters import Filters
from ui.readings import workspace


def decision_log(kind: str, choices: Mapping[str, str], filters: Filters) -> None:
    """Every decision of a kind, newest first."""
    decisions = workspace().decisions(kind).reverse()
    if decisions.is_empty():
        st.caption("Nothing has been decided yet.")
        return
    st.dataframe(
        [
            {
                "When": row["at"],
                "About": about(row["subject"], filters),
                "Decision": choices.get(row["choice"], row["choice"]),
                "Reason": row["reason"],
                "By": row["by"],
            }
            for row in decisions.iter_rows(named=True)
        ],
        column_config={"When": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")},
        hide_index=True,
        alt="Decisions, newest first",
    )


def about(subject: str, filters: Filters) -> str:
    """A subject in words: the team by its name, then the rest."""
    first, *rest = subject.split("|")
    return ", ".join([filters.units.label(first), *(part.replace("_", " ") for part in rest)])
