"""The door: no page shows anything before dashboard.py has run, nor beyond this machine."""

from typing import Final
from urllib.parse import urlsplit

import streamlit as st

from store.errors import RequestError

ADMITTED: Final = "atelier_admitted"
WANTED: Final = "atelier_wanted"
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def require() -> None:
    """The first statement of every page: a session that has not passed dashboard.py is sent there.

    Streamlit serves the files of pages/ by themselves until `st.navigation` has run once in the
    process; the first visitor of a fresh server would read a page that nobody has let them into.
    """
    if not st.session_state.get(ADMITTED):
        page = urlsplit(st.context.url or "").path.rpartition("/")[2]
        st.session_state[WANTED] = (page, st.query_params.to_dict())
        st.switch_page("dashboard.py")


def admit() -> None:
    """Let this session in. Only dashboard.py calls it, after the checks."""
    st.session_state[ADMITTED] = True


def wanted() -> tuple[str, dict[str, str]]:
    """Page and query that a session asked for before it was sent to the door; empty when none."""
    page, query = st.session_state.pop(WANTED, ("", {}))
    return page, query


def check_address(address: str | None) -> None:
    """Refuse to serve beyond this machine, as long as nobody signs in.

    address  what the server is bound to; None is every address of the machine
    """
    if address not in LOOPBACK:
        raise RequestError(
            f"the dashboard is bound to {address or 'every address of this machine'}",
            "a loopback address (127.0.0.1), because nobody signs in yet and whoever reaches the "
            "address reads everything",
            "Start it again without --server.address, and reach it from elsewhere through a tunnel "
            "that you trust",
        )
