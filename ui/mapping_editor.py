"""A mapping for a file that nobody knows: proposed, corrected, previewed, kept, used again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl
import streamlit as st

from loaders.export import Export
from loaders.load import LoadReport
from loaders.mapping import Plan, preview, save
from loaders.mapping_propose import Proposed, propose
from loaders.origin import KEYS, SCALES, Origin
from loaders.reading import Fill
from store.tables import TABLES
from ui.frame import told
from ui.readings import workspace
from ui.words import table_words

ROWS: Final = pl.Schema(
    {
        "fill": pl.Int64(),
        "Into": pl.String(),
        "column": pl.String(),
        "Column of the file": pl.String(),
        "Same for all rows": pl.String(),
        "Person key": pl.String(),
        "Unit": pl.String(),
        "List separator": pl.String(),
        "How sure": pl.Float64(),
        "Why": pl.String(),
    }
)


def unknown(paths: Sequence[Path], reports: Sequence[LoadReport]) -> list[Path]:
    """Files that no loader and no mapping reads."""
    lost = {report.file for report in reports if report.error is not None and not report.loader}
    return [path for path in paths if path.name in lost]


@st.cache_resource(max_entries=8, show_spinner="Reading the columns …")
def proposed(path: str, moment: int) -> tuple[Export, Proposed]:
    """The opened file and what its columns may mean."""
    export = Export.open(path)
    return export, propose(export)


def mapping_editor(path: Path) -> None:
    """One file: what each of our columns is made of, to be corrected, tried and kept."""
    st.subheader(f"A mapping for {path.name}", anchor=False)
    with told():
        export, found = proposed(str(path), path.stat().st_mtime_ns)
        header = [cell for cell in export.as_table().header if cell]
        tables = st.pills(
            "Facts that this file holds",
            list(TABLES),
            selection_mode="multi",
            default=list(dict.fromkeys(fill.table for fill in found.plan.fills)),
            format_func=table_words,
            key=f"tables_{path.name}",
            help="\n".join(f"- {table_words(each.name)}: {each.grain}" for each in TABLES.values()),
        )
        fills = with_tables(found.plan.fills, tables)
        if not fills:
            st.caption(
                "Choose at least one kind of facts. Nothing in this file could be told for certain."
            )
            return
        edited = edit(editor_rows(fills, found), header, path.name)
        name = st.text_input("Name of the mapping", value=found.plan.name, key=f"name_{path.name}")
        plan = plan_of(edited, fills, replace(found.plan, name=name or found.plan.name))
        try_and_keep(export, plan, path.name)


def with_tables(fills: Sequence[Fill], tables: Sequence[str]) -> list[Fill]:
    """The fills of the chosen tables; a table that was not proposed begins empty."""
    kept = [fill for fill in fills if fill.table in tables]
    there = {fill.table for fill in kept}
    return [*kept, *(Fill(table, {}) for table in tables if table not in there)]


def editor_rows(fills: Sequence[Fill], found: Proposed) -> pl.DataFrame:
    """A line for every column of the chosen tables, filled in where something was proposed."""
    sure = {(each.table, each.column): each for each in found.suggestions}
    rows = [
        {
            "fill": place,
            "Into": f"{table_words(fill.table)} · {table_words(column.name)}"
            + (" *" if column.required else ""),
            "column": column.name,
            "Column of the file": origin.name or None if origin else None,
            "Same for all rows": origin.constant if origin else None,
            "Person key": origin.key if origin and column.name.endswith("person_id") else None,
            "Unit": origin.unit if origin else None,
            "List separator": origin.separator if origin else None,
            "How sure": why.confidence if origin and why else None,
            "Why": why.reason if origin and why else column.about,
        }
        for place, fill in enumerate(fills)
        for column in TABLES[fill.table].columns
        for origin in [fill.origins.get(column.name)]
        for why in [sure.get((fill.table, column.name))]
    ]
    # What was found comes first in its table, then what is needed; the rest waits below.
    is_found = pl.coalesce("Column of the file", "Same for all rows").is_not_null()
    is_needed = pl.col("Into").str.ends_with("*")
    frame = pl.DataFrame(rows, schema=ROWS)
    return frame.sort("fill", ~is_found, ~is_needed, maintain_order=True)


def edit(rows: pl.DataFrame, header: Sequence[str], name: str) -> pl.DataFrame:
    """The lines as somebody corrected them."""
    choose = st.column_config.SelectboxColumn
    edited: pl.DataFrame = st.data_editor(
        rows,
        key=f"editor_{name}",
        hide_index=True,
        disabled=["fill", "Into", "column", "How sure", "Why"],
        column_config={
            "fill": None,
            "column": None,
            "Column of the file": choose(options=list(header)),
            "Person key": choose(options=list(KEYS)),
            "Unit": choose(options=list(SCALES)),
            "How sure": st.column_config.ProgressColumn(
                min_value=0.0, max_value=1.0, format="percent"
            ),
        },
        alt=f"Which column of {name} fills which of ours; * is needed",
        height=420,
    )
    return edited


def plan_of(rows: pl.DataFrame, fills: Sequence[Fill], plan: Plan) -> Plan:
    """The mapping that the lines say. What the lines do not show of an origin is kept as it was."""
    made = []
    for place, fill in enumerate(fills):
        lines = {
            line["column"]: line
            for line in rows.filter(pl.col("fill") == place).iter_rows(named=True)
        }
        origins = {
            name: origin
            for name in TABLES[fill.table].names
            if (origin := origin_of(lines[name], fill.origins.get(name))) is not None
        }
        made.append(replace(fill, origins=origins))
    return replace(plan, fills=tuple(fill for fill in made if fill.origins))


def origin_of(line: Mapping[str, Any], before: Origin | None) -> Origin | None:
    """Where one column comes from, as its line says; None when it is left empty."""
    source, constant = line["Column of the file"], line["Same for all rows"]
    if not source and not constant:
        return None
    begun = before or Origin()
    columns = begun.columns if source == begun.name else (source,) if source else ()
    return replace(
        begun,
        columns=columns,
        constant=constant or None,
        key=line["Person key"] or begun.key,
        unit=line["Unit"] or None,
        separator=line["List separator"] or None,
    )


def try_and_keep(export: Export, plan: Plan, name: str) -> None:
    """The first rows that the mapping makes, and the button that keeps it."""
    if st.toggle("Show the first rows that it makes", key=f"try_{name}"):
        seen = preview(export, plan)
        for note in seen.notes:
            st.caption(note)
        for table, rows in seen.first.items():
            st.markdown(f"**{table_words(table)}**: {seen.rows[table]:,} rows")
            st.dataframe(rows, hide_index=True, alt=f"First rows of {table}")
        if seen.refused.height:
            st.caption(f"{seen.refused['row'].n_unique():,} rows would be refused.")
    if st.button("Keep this mapping", icon=":material/save:", key=f"keep_{name}"):
        save(plan, workspace().folder)
        st.rerun()
