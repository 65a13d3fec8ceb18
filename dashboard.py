"""The menu and the door of Atelier: `streamlit run dashboard.py`. It draws no figure itself."""

from pathlib import Path

import streamlit as st

from ui.filters import draw_filters
from ui.frame import freshness, told
from ui.guard import admit, check_address, wanted
from ui.menu import entries
from ui.readings import workspace

HERE = Path(__file__).parent

# A picture of our own: a symbol of the icon font as page icon would be fetched from its maker.
st.set_page_config(
    page_title="Atelier",
    page_icon=str(HERE / "ui" / "marks" / "icon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
PAGES = {
    path.stem: st.Page(
        path, title=each.title, icon=each.icon, help=each.question, default=each.order == 1
    )
    for path, each in entries(HERE / "pages").items()
}
# Before any stop: until st.navigation has run once, Streamlit serves pages/ to anybody.
page = st.navigation(list(PAGES.values()))

st.logo(str(HERE / "ui" / "marks" / "atelier.svg"), size="large")
with told():
    check_address(st.get_option("server.address"))
    admit()
if not st.session_state.get("atelier_admitted"):
    st.stop()

path, query = wanted()
if path in PAGES and PAGES[path] is not page:
    st.switch_page(PAGES[path], query_params=query)

with st.sidebar, told():
    if workspace().measurement:
        draw_filters()
        st.space("small")
    freshness()
    st.caption("On this machine only: nobody signs in yet, so the address is closed to others.")
with told():
    page.run()
