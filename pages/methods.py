"""How it is measured.

Title: Methods
Icon: :material/menu_book:
Order: 8
Question: What does each figure count, how, from which facts, and what does it not tell?
"""

import streamlit as st

from ui.filters import chosen
from ui.frame import heading
from ui.guard import require
from ui.lineage import anchor_table, lineage_picture, step_table, used_facts
from ui.method import definition, minimums, right_now, show_section
from ui.readings import definitions

require()

filters = chosen()
heading(__doc__)

names = {told.label: key for key, told in definitions().items()}
picked = st.selectbox("Figure", list(names), key="indicator", bind="query-params", format_func=str)
told = definitions()[names[picked]]
about = definition(told.key)

st.header(f"{told.label}", anchor=False)
st.markdown(f"**{about.what}**")
right_now(told, filters)

counting, limits = st.columns(2, gap="large")
with counting:
    st.subheader("Counts", anchor=False)
    st.markdown(about.counts)
    st.subheader("Smallest sample", anchor=False)
    minimums(told)
with limits:
    st.subheader("Does not tell", anchor=False)
    st.markdown(about.limits)
    st.subheader("Unit", anchor=False)
    st.markdown(
        f"{told.unit}; {told.better if told.better != 'neither' else 'neither end'} is better"
    )

st.header("Formula", anchor=False)
show_section(told.method)

st.header("From facts to figure", anchor=False)
st.caption(
    f"Made from {', '.join(used_facts(told.key)) or 'the facts'}. Drawn from the code that runs: "
    "facts as cylinders, the tables of the shared rules, the figure."
)
lineage_picture(told)
with st.expander("Every step, table by table"):
    step_table(told.key)
with st.expander("Judged numbers on the way, each with its reason"):
    anchor_table(told.key)

st.header("Rules that all figures share", anchor=False)
with st.expander(
    "Periods, capacity, status, skill, intervals, suppression, shrinkage, missing data"
):
    show_section("2")

st.header("What these numbers must not be used for", anchor=False)
show_section("8")
