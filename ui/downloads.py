"""The workbook: everything that a page shows, made when somebody asks for it."""

from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from store.workspace import Workspace
from ui.filters import Filters
from ui.readings import workspace

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_button(
    filters: Filters,
    team: str | None = None,
    indicator: str | None = None,
    *,
    names: bool = False,
) -> None:
    """A button that hands over the workbook of a page; nothing is written before the click.

    team   the team or unit that the page is about, with all below it; none is the whole firm
    names  people are named: only where somebody assigns their work
    """
    chosen = {"grain": filters.grain, "team": team, "indicator": indicator}
    if filters.period:
        chosen["period"] = filters.period.isoformat()
    st.download_button(
        "Workbook",
        data=partial(workbook, workspace(), {k: v for k, v in chosen.items() if v}, names=names),
        file_name=f"atelier-{filters.period_words or 'empty'}.xlsx",
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
        key="workbook",
        help="What this page shows as an Excel workbook; filters, dates and versions stand on its "
        "first sheet",
    )


def workbook(here: Workspace, chosen: dict[str, str], *, names: bool) -> BytesIO:
    """The bytes of the workbook of one selection."""
    from exports.workbook import write_workbook  # noqa: PLC0415 -- openpyxl is needed by the click only

    with TemporaryDirectory() as folder:
        path = write_workbook(here, Path(folder) / "atelier.xlsx", chosen, names=names)
        return BytesIO(path.read_bytes())
