"""Who takes which task next.

Title: Assignments
Icon: :material/handshake:
Order: 4
Question: Who could take which open task, with whom beside them, and is it worth it to both sides?
"""

import streamlit as st

from ui.downloads import workbook_button
from ui.empty import nothing_to_show
from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.log import decision_log
from ui.method import show_section
from ui.options import (
    CHOICES,
    KIND,
    SHOWN,
    novices_reached,
    reasons_without,
    task_card,
    task_list,
)
from ui.readings import people_names, plan
from ui.words import counted

require()

PAGE_SIZE = 5  # tasks at a time: fifteen options are what one can weigh

filters = chosen()
heading(__doc__)
if nothing_to_show(filters):
    st.stop()
st.markdown(
    "Three options for every open task. **You decide**, and the worker may decline without a "
    "record. Names appear on this page only, for the one who assigns the work."
)

matched = plan(filters.key)
names = people_names(filters.key)
with st.container(horizontal=True, vertical_alignment="bottom"):
    status = st.segmented_control(
        "Show", list(SHOWN), default=SHOWN[0], key="status", bind="query-params", required=True
    )
    workbook_button(filters, team=filters.unit, names=True)
novices_reached(matched)

with st.expander("What the values mean, and how the proposals are made"):
    show_section("7")

st.header("Open tasks", anchor=False)
tasks = task_list(matched, filters, status or SHOWN[0])
st.caption(f"{counted(len(tasks), 'task')}, by team and title.")
if status == SHOWN[2]:
    reasons_without(tasks)
else:
    pages = max(1, -(-len(tasks) // PAGE_SIZE))
    place = st.pagination(pages, key="task_page", bind="query-params") if pages > 1 else 1
    for task in tasks[(place - 1) * PAGE_SIZE : place * PAGE_SIZE]:
        task_card(task, matched, names, filters)

st.header("Decisions", anchor=False)
decision_log(KIND, CHOICES, filters)
