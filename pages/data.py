"""The data.

Title: Data
Icon: :material/database:
Order: 7
Question: What is loaded, what would a file change, and whose work is not known yet?
"""

import streamlit as st

from ui.empty import empty_workspace
from ui.filters import chosen
from ui.firm_rules import firm_rules
from ui.frame import heading
from ui.guard import require
from ui.holdings import accounts, ledger, sources
from ui.identities import who_is_who
from ui.incoming import dry_run, field, last_load, load_button, mapping_state, seen
from ui.mapping_editor import mapping_editor, unknown
from ui.occupations import occupation_review
from ui.readings import newest_state, workspace
from ui.reports import report_details, report_table
from ui.sources_list import sources_list
from ui.work import judged_anew, measure_button

require()

filters = chosen()
heading(__doc__)
here = workspace()
if not here.facts_version:
    empty_workspace(is_data_page=True)

st.header("Bring files", anchor=False)
paths = field()
if paths:
    reports = dry_run(newest_state(), seen(paths), mapping_state())
    st.subheader("What would change", anchor=False)
    st.caption("Nothing is written before you load. The same file twice changes nothing.")
    report_table(reports)
    for place, report in enumerate(reports):
        report_details(report, place)
    for path in unknown(paths, reports):
        mapping_editor(path)
    load_button(paths, reports)
else:
    last_load()

st.header("What can be read", anchor=False)
sources_list()

made = here.measurement
if here.facts_version and (made is None or made.facts_version < here.facts_version):
    st.header("Measure", anchor=False)
    st.markdown("There are facts that no figure has seen yet.")
    measure_button("data")
elif made is not None and judged_anew():
    st.header("Measure", anchor=False)
    st.markdown("Job zones or judged numbers have changed since these figures were made.")
    measure_button("data")

if here.facts_version:
    st.header("What is loaded", anchor=False)
    sources()
    st.header("Loads", anchor=False)
    ledger()
    st.header("Who is who", anchor=False)
    who_is_who(filters)
    st.header("Accounts of nobody known", anchor=False)
    accounts()
    st.header("Job titles and occupations", anchor=False)
    occupation_review()

st.header("Rules of the firm", anchor=False)
firm_rules()
