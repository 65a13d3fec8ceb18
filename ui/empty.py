"""What stands where nothing can be shown: why, and what would fix it."""

import streamlit as st

from ui.filters import Filters
from ui.readings import cube, snapshot_key, workspace
from ui.work import measure_button, open_made_firm_button


def nothing_to_show(filters: Filters) -> bool:
    """Say why there are no figures and offer the next step; answer whether that was needed."""
    key = snapshot_key()
    if not workspace().facts_version:
        empty_workspace()
    elif workspace().measurement is None:
        unmeasured()
    elif cube(key, filters.grain).is_empty() or filters.period is None or filters.unit is None:
        no_period()
    else:
        return False
    return True


def empty_workspace(*, is_data_page: bool = False) -> None:
    """An empty workspace: bring files, or look at the made firm first."""
    with st.container(border=True):
        st.header("Nothing is loaded yet", anchor=False)
        st.markdown(
            "Atelier reads the exports that a firm already has: people and teams, tasks, AI usage. "
            "Two files are enough to begin, one with people in teams and one with tasks."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            if not is_data_page:
                st.page_link(
                    "pages/data.py", label="Bring your exports", icon=":material/upload_file:"
                )
            open_made_firm_button()
        st.caption(
            "The made firm is invented: 40 teams over two years, in the formats of real systems. "
            "It goes into this workspace; use another folder for your own files later."
        )


def unmeasured() -> None:
    """Facts without figures: measure."""
    with st.container(border=True):
        st.header("The facts are here, the figures are not", anchor=False)
        st.markdown(
            "Files have been loaded, and nobody has measured since. It takes a minute or two."
        )
        measure_button("unmeasured")


def no_period() -> None:
    """Measured, but no complete period came of it."""
    st.info(
        "A period is shown when it is complete and holds closed tasks of known teams. Load the "
        "tasks of a whole quarter together with people and teams, or choose Month in the sidebar.",
        title="No complete period yet",
        icon=":material/hourglass_empty:",
    )
