"""What the workspace holds: sources and their people, the import ledger, unknown accounts."""

from functools import cache

import polars as pl
import streamlit as st

from loaders import loaders
from store.unmatched import WORK
from ui.frame import sentence
from ui.readings import held, imports, snapshot_key, unmatched, workspace
from ui.reports import refused_rows
from ui.rows import fresh_rows
from ui.words import counted, percent, table_words


def sources() -> None:
    """Facts with their days, cut exports, and by source the share of rows of known people."""
    fresh_rows(held(snapshot_key()))
    for row in workspace().cuts().iter_rows(named=True):
        first, last = (f"{row[name]:%-d %B %Y}" for name in ("first_day", "last_day"))
        st.warning(
            f"{row['cut']} Figures from {first} to {last} are marked as partial until later "
            "exports of the same part of this source are whole.",
            title=f"{source_words(row['loader'])}: not the whole export",
            icon=":material/content_cut:",
        )
    shares = workspace().people.match_share()
    if shares.is_empty():
        return
    st.subheader("People behind the work, by source", anchor=False)
    st.table(
        [
            {
                "Source": source_words(row["source"]),
                "Kind of fact": table_words(row["table"]),
                "Rows": f"{row['rows']:,}",
                "With a known person": f"{row['matched']:,} ({percent(row['share'])})",
            }
            for row in shares.iter_rows(named=True)
        ],
        border="horizontal",
        alt="Rows with a known person, by source and kind of fact",
    )


def ledger() -> None:
    """Every load: when, which file, what it changed; refused rows can be taken along."""
    lines = imports()
    if lines.is_empty():
        st.caption("No file has been loaded yet.")
        return
    counts = ("rows_read", "added", "changed", "same", "refused")
    names = {"at": "When", "file": "File", "loader": "Read as", "rows_read": "Rows", "by": "By"}
    st.dataframe(
        lines.select("at", "file", pl.col("loader").replace(labels()), *counts, "by").rename(
            lambda name: names.get(name, name.capitalize())
        ),
        hide_index=True,
        column_config={"When": st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")},
        alt="Import ledger, newest first",
    )
    refused = lines.filter(pl.col("refused") > 0)
    if refused.is_empty():
        return
    rows = {
        f"{row['file']} ({row['refused']:,} refused)": row for row in refused.iter_rows(named=True)
    }
    picked = st.selectbox("Refused rows of", list(rows), index=None, placeholder="Choose a load")
    if picked:
        row = rows[picked]
        refused_rows(workspace().refused(row["id"]), row["file"], key=f"ledger_{row['id']}")


def accounts() -> None:
    """Accounts that tie to nobody known."""
    lines = unmatched(snapshot_key())
    if lines.is_empty():
        st.caption("Every account belongs to a known person.")
        return
    st.caption(
        f"{counted(lines.height, 'account')} without a known person. Their work counts as done by "
        "somebody unknown, never by nobody and never by a novice. A file that names their e-mail "
        "addresses or logins ties them."
    )
    kinds = [name for name in WORK if name in lines.columns and lines[name].sum()]
    st.dataframe(
        lines.select(
            "account",
            "kind",
            pl.col("source").str.split(", ").list.eval(pl.element().replace(labels())),
            "rows",
            *kinds,
            "first_day",
            "last_day",
        ),
        hide_index=True,
        column_config={
            "account": "Account",
            "kind": "Told by",
            "source": st.column_config.ListColumn("Seen in"),
            "rows": "Rows",
            **{name: sentence(table_words(name)) for name in kinds},
            "first_day": st.column_config.DateColumn("From", format="D MMM YYYY"),
            "last_day": st.column_config.DateColumn("To", format="D MMM YYYY"),
        },
        alt="Accounts without a known person, under their pseudonyms",
    )


@cache
def labels() -> dict[str, str]:
    """Name of a loader -> the source in the users' words."""
    return {loader.name: loader.label for loader in loaders()}


def source_words(name: str) -> str:
    """A source in the users' words; a mapping keeps its own name."""
    return labels().get(name, name.replace("mapping:", "Mapping "))
