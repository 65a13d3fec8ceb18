"""What becomes of files: a line per file with rows added, changed, same and refused, and why."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from loaders.load import LoadReport
from ui.frame import sentence, three_lines
from ui.words import counted, table_words

STATUS: Final = {
    "dry run": ":blue-badge[◇ would load]",
    "loaded": ":green-badge[● loaded]",
    "already loaded": ":gray-badge[○ already loaded]",
    "nothing new": ":gray-badge[○ nothing new]",
    "not loaded": ":orange-badge[▲ not read]",
    "left out": ":gray-badge[○ left out]",
}


def report_table(reports: Sequence[LoadReport]) -> None:
    """A line per file."""
    st.table(
        [_row(report) for report in reports], border="horizontal", alt="What becomes of every file"
    )


def _row(report: LoadReport) -> dict[str, str]:
    return {
        "File": report.file,
        "Read as": report.source or "not known",
        "What happens": STATUS.get(report.status, report.status),
        "Rows": f"{report.rows_read:,}",
        "Added": f"{report.added:,}",
        "Changed": f"{report.changed:,}",
        "Same": f"{report.same:,}",
        "Refused": f"**{report.refused:,}**" if report.refused else "0",
    }


def report_details(report: LoadReport, place: int) -> None:
    """Tables, notes, errors and refused rows of one file, the place-th, where there are any."""
    if report.error is not None:
        st.warning(three_lines(report.error), title=sentence(report.error.found))
    if not (report.notes or report.refused or report.tables):
        return
    with st.expander(f"{report.file}: {_gist(report)}"):
        for table, changes in report.tables.items():
            st.markdown(
                f"**{table_words(table)}**: {changes.added:,} added, {changes.changed:,} changed, "
                f"{changes.same:,} the same"
            )
        for note in report.notes:
            st.caption(note)
        if report.refused:
            refused_rows(report.refusals, report.file, key=f"refused_{place}")


def refused_rows(refusals: pl.DataFrame, file: str, key: str) -> None:
    """Refused rows as a table and as a file."""
    st.dataframe(
        refusals,
        hide_index=True,
        alt=f"Refused rows of {file}: row as a spreadsheet counts, column, reason",
        height=min(320, 40 + 36 * max(1, refusals.height)),
    )
    st.download_button(
        "Refused rows",
        data=lambda: refusals.write_csv().encode(),
        file_name=f"{file}.refused.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def _gist(report: LoadReport) -> str:
    parts = [counted(len(report.tables), "kind") + " of facts"] if report.tables else []
    parts += [counted(len(report.notes), "note")] if report.notes else []
    parts += [f"{counted(report.refused, 'row')} refused"] if report.refused else []
    return ", ".join(parts)
