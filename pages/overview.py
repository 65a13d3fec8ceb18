"""Do people still get better at their jobs by doing the jobs?

Title: Overview
Icon: :material/explore:
Order: 1
"""

import polars as pl
import streamlit as st

from ui.cards import card, strip
from ui.changes import changes, earlier
from ui.downloads import workbook_button
from ui.empty import nothing_to_show
from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.headlines import headlines, summary
from ui.looks import looks
from ui.readings import cube, definitions, held, proposals
from ui.rows import change_rows, fresh_rows, look_rows
from ui.words import counted, period_name

require()

filters = chosen()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    with st.container(width="content"):
        heading("The firm in one look", "Do people still get better at their jobs by doing the jobs?")
    if filters.period:
        workbook_button(filters, team=filters.unit)
if nothing_to_show(filters) or filters.period is None or filters.unit is None:
    st.stop()

shown = headlines(filters, filters.unit)
st.markdown(summary(shown, filters.unit_words, filters.period_words))

with st.grid(4, min_column_width=220):
    for headline in shown[:4]:
        card(headline, filters.grain)
for headline in shown[4:]:
    strip(headline, filters.grain)

figures = cube(filters.key, filters.grain)
before = earlier(filters.periods, filters.period)
since = period_name(before, filters.grain) if before else ""
teams = filters.units.teams(filters.unit)
mine = figures.filter(pl.col("team_id").is_in(teams))
changed = changes(mine, filters.period, [before] if before else [])
found = looks(
    teams, filters.units, changed, proposals(filters.key, filters.quarter), definitions(), since
)

looking, moving = st.columns([1, 1], gap="large")
with looking:
    st.header("Teams that need a look", anchor=False)
    st.caption(
        f"{counted(len(found), 'team')} of {len(teams)}, by name. A team is listed when a redesign is strongly "
        "supported by its figures, or when a headline became worse by more than chance would make it."
    )
    look_rows(found)
with moving:
    st.header("What changed", anchor=False)
    st.caption(f"The largest changes since {since or 'earlier'} that are larger than chance would make them.")
    change_rows(changed, filters.units, definitions(), since)

st.header("What the figures stand on", anchor=False)
fresh_rows(held(filters.key))
