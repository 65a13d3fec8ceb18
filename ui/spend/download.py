"""The workbook of the page Spend: the same numbers as live formulas, made when somebody asks."""

from functools import partial
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
import streamlit as st

from economics.inputs import Values, preset
from store.scenarios import history
from ui.downloads import EXCEL
from ui.readings import workspace
from ui.spend.inputs import PERCENT, YOURS, is_changed
from ui.spend.scenarios import differing, full, saved

FILE: Final = "atelier-spend.xlsx"


def spend_workbook_button(values: Values, currency: str, lines: pl.DataFrame, place: str) -> None:
    """A button that hands over the workbook of what stands on the page."""
    pilot = (_share(st.session_state.get("pilot_se")), st.session_state.get("pilot_cost"))
    st.download_button(
        "Workbook with formulas",
        data=partial(spend_workbook, dict(values), currency, lines, pilot),
        file_name=FILE,
        mime=EXCEL,
        icon=":material/download:",
        on_click="ignore",
        key=f"workbook_{place}",
        help="Everything on this page as an Excel workbook: change an assumption there, and all "
        "that depends on it moves",
    )


def spend_workbook(
    values: Values,
    currency: str,
    lines: pl.DataFrame,
    pilot: tuple[float | None, float | None],
) -> BytesIO:
    """The bytes of the workbook of one set of values."""
    from exports.spend.ledger_sheet import COLUMNS  # noqa: PLC0415 -- openpyxl is for the click only
    from exports.spend.scenarios_sheet import Saved  # noqa: PLC0415
    from exports.spend_workbook import SpendBook, write_spend_workbook  # noqa: PLC0415

    mine = {key: each for key, each in differing(values, "assumed", "").items() if is_changed(key)}
    told = SpendBook(
        scenario="Yours",
        currency=currency,
        values=values,
        tags={key: each.tag for key, each in mine.items()},
        sources={key: "entered on the page Spend" for key in mine},
        saved={
            each.name: Saved("yours", _differences(full(each)))
            for each in saved()
            if each.currency == currency
        },
        history=changes(),
        lines=lines.select(COLUMNS),
        versions=versions(),
        pilot=pilot,
    )
    with TemporaryDirectory() as folder:
        return BytesIO(write_spend_workbook(told, Path(folder) / FILE).read_bytes())


def changes() -> list[dict[str, object]]:
    """Every change of an assumption of the firm's own numbers, the newest first."""
    rows = history(workspace(), YOURS).reverse().iter_rows(named=True)
    return [
        {**{name: row[name] for name in ("at", "by", "old", "new", "why")}, "input": row["field"]}
        for row in rows
    ]


def versions() -> dict[str, str]:
    """Versions of facts and rules that the lines of spend were made with."""
    made = workspace().measurement
    rules = {} if made is None else {"rules": made.rule_version, "anchors": made.anchors_version}
    return {"facts": str(workspace().facts_version), **rules}


def _differences(values: Values) -> dict[str, float | None]:
    return {key: value for key, value in values.items() if value != preset()[key]}


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / PERCENT
