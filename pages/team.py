"""Teams.

Title: Team
Icon: :material/groups:
Order: 2
Question: What happens to the work of one team, and with how much AI?
"""

import polars as pl
import streamlit as st

from ui.cards import card, definition_link, strip
from ui.cells import history, now
from ui.changes import changes, earlier, of_unit
from ui.charts import levels, show, trend
from ui.downloads import workbook_button
from ui.empty import nothing_to_show
from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.headlines import headlines, reference_periods, upto
from ui.parts import families, family_name, headline_of, part_pictures, part_table, unit_pictures
from ui.proposals import proposal_cards
from ui.readings import assignment_history, cube, definitions, proposals
from ui.rows import history_line
from ui.teams import breadcrumb, team_choice, team_index
from ui.words import HEADLINES, counted, period_name

require()

filters = chosen()
top = st.container()
if nothing_to_show(filters) or filters.period is None:
    with top:
        heading(__doc__)
    st.stop()
with st.container(horizontal=True, vertical_alignment="bottom"):
    team = team_choice(filters, "Team or unit", "Choose a team")
    workbook_button(filters, team=team or filters.unit)
if team is None:
    with top:
        heading(__doc__)
    team_index(filters)
    st.stop()

figures = cube(filters.key, filters.grain).filter(pl.col("team_id") == team)
current = now(figures, team, filters.period)
name = filters.units.label(team)
with top:
    people = max((cell.n_people or 0 for cell in current.values()), default=0)
    size = counted(people, "person") if people else "fewer than 5 people"
    above = breadcrumb(filters, team)
    heading(__doc__, name, f"{above} · {size}" if above else size)

shown = headlines(filters, team)
with st.grid(4, min_column_width=220):
    for headline in shown[:4]:
        card(headline, filters.grain)
for headline in shown[4:]:
    strip(headline, filters.grain)

st.header("A closer look", anchor=False)
groups = families(definitions())
picked = st.segmented_control(
    "Figure",
    list(groups),
    format_func=family_name,
    default=next(iter(groups)),
    key="family",
    bind="query-params",
    required=True,
    label_visibility="collapsed",
)
members = groups[picked or next(iter(groups))]
told = headline_of(members)
past = {each.key: upto(history(figures, team, each.key), filters.period) for each in members}
usage = definitions().get("ai_active_share")
used = upto(history(figures, team, "ai_active_share"), filters.period)
beside = (usage, used) if usage and used and told.key != usage.key else None
marks = levels(told, reference_periods(filters, figures), past[told.key])
st.markdown(f":gray[{HEADLINES.get(told.key, told.label)}. The band is the 95% interval.]")
show(
    trend(told, past[told.key], filters.grain, marks, beside),
    alt=f"{told.label} of {name} over time with its 95% interval, above the AI-active share",
    key="trend",
)
part_pictures([each for each in members if each is not told], past, filters.grain)
before = earlier(filters.periods, filters.period)
changed = of_unit(changes(figures, filters.period, [before] if before else []), team)
part_table(members, current, changed, filters.units)
since = f"Changes are against {period_name(before, filters.grain)}. " if before else ""
st.caption(
    f"{since}The middle mark is 50 on the fixed scale of 0 to 100, the same for all and always."
)
history_line(assignment_history(filters.key), team, filters.quarter)
definition_link(told)

children = filters.units.children(team)
if children:
    st.header(f"{told.label} in the parts of {name}", anchor=False)
    st.caption("By name. Where two intervals overlap, the figures do not tell the two apart.")
    unit_pictures(told, children, current.get(told.key), filters)

st.header("Proposed redesigns", anchor=False)
mine = proposals(filters.key, filters.quarter).filter(pl.col("team_id") == team)
proposal_cards(mine, filters, is_brief=True)
st.page_link("pages/redesigns.py", label="Decide on redesigns", icon=":material/construction:")
