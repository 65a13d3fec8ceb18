"""The firm in one look.

Title: Overview
Icon: :material/explore:
Order: 1
Question: Do people still get better at their jobs by doing the jobs?
"""

import polars as pl
import streamlit as st

from ui.cards import card, strip
from ui.changes import changes, earlier, withstand
from ui.downloads import workbook_button
from ui.empty import nothing_to_show
from ui.filters import chosen
from ui.frame import heading, told
from ui.guard import require
from ui.headlines import headlines, reference_periods, since, summary
from ui.looks import looks, talks
from ui.readings import assignment_history, cube, definitions, held, proposals
from ui.rows import change_tabs, fresh_rows, history_line, look_cards, talk_list
from ui.words import HEADLINES, counted

require()

filters = chosen()
with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
    with st.container(width="content"):
        heading(__doc__)
    if filters.period:
        workbook_button(filters, team=filters.unit)
if nothing_to_show(filters) or filters.period is None or filters.unit is None:
    st.stop()

shown = headlines(filters, filters.unit)
st.markdown(summary(shown, filters.unit_words, filters.period_words))

with st.grid(4, min_column_width=200):
    for headline in shown[:4]:
        card(headline, filters.grain)
for headline in shown[4:]:
    strip(headline, filters.grain)

figures = cube(filters.key, filters.grain)
teams = filters.units.teams(filters.unit)
mine = figures.filter(pl.col("team_id").is_in(teams))
before = earlier(filters.periods, filters.period)
since_then = changes(mine, filters.period, [before] if before else [])
since_start = changes(mine, filters.period, reference_periods(filters, mine))
against = {
    since(before, filters.period, filters.grain): since_then,
    "since the reference": since_start,
}
against = {words: table for words, table in against.items() if words and not table.is_empty()}
clear = {
    words: withstand(table.filter(pl.col("indicator").is_in(list(HEADLINES))))
    for words, table in against.items()
}
proposed = pl.DataFrame()
with told():
    proposed = proposals(filters.key, filters.quarter)
found = looks(teams, filters.units, clear, proposed, definitions())

st.header("Teams that need a look", anchor=False)
st.caption(
    f"{len(found)} of {counted(len(teams), 'team')}, by name. A team is listed when its figures "
    "strongly support a redesign, or when a headline became worse by more than chance."
)
look_cards(found)
talk_list(talks(teams, filters.units, proposed, found))

st.header("What changed", anchor=False)
st.caption(
    "The clearest changes, one a team and headline. So many are looked at that one in twenty of "
    "these may still be chance."
)
change_tabs(against, filters.units, definitions())

st.header("What the figures stand on", anchor=False)
fresh_rows(held(filters.key))
history_line(assignment_history(filters.key), filters.unit, filters.quarter)
