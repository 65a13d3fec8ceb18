"""Redesigns of the work.

Title: Redesigns
Icon: :material/construction:
Order: 3
Question: What should change in the work, what does it cost, and how sure is that?
"""

import polars as pl
import streamlit as st

from ui.downloads import workbook_button
from ui.empty import nothing_to_show
from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.log import decision_log
from ui.method import show_section
from ui.proposals import CHOICES, KIND, last_decisions, proposal_cards, subject
from ui.readings import proposals
from ui.teams import team_choice
from ui.words import counted

require()

filters = chosen()
heading(__doc__)
if nothing_to_show(filters):
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom"):
    team = team_choice(filters, "Team or unit", "All teams")
    strength = st.segmented_control(
        "Strength",
        ["All", "Strong", "Watch"],
        default="All",
        key="strength",
        bind="query-params",
        required=True,
    )
    workbook_button(filters, team=team or filters.unit)

wanted = filters.units.teams(team or filters.unit or "")
rows = proposals(filters.key, filters.quarter)
rows = rows.filter(pl.col("team_id").is_in(wanted)) if not rows.is_empty() else rows
if strength in ("Strong", "Watch") and not rows.is_empty():
    rows = rows.filter(pl.col("strength") == strength.upper())

decided = last_decisions()
open_ones = sum(subject(row) not in decided for row in rows.iter_rows(named=True))
teams = rows["team_id"].n_unique() if not rows.is_empty() else 0
st.caption(
    f"{counted(rows.height, 'proposal')} for {counted(teams, 'team')}, {open_ones} not decided. "
    "At most three a team, sorted by team. A redesign changes work, never a person; you decide."
)
with st.expander("When a redesign is proposed, and what the evidence grades mean"):
    show_section("6")

st.header("Proposals", anchor=False)
proposal_cards(rows, filters, is_brief=False)

st.header("Decisions", anchor=False)
decision_log(KIND, CHOICES, filters)
