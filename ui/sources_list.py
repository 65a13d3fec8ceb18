"""What can be read: every source by family, searched by words, each with its definitions."""

from collections.abc import Mapping, Sequence

import streamlit as st

from exports.reference_sources import in_markdown
from loaders.contract import Loader
from loaders.description import (
    blind_words,
    counts,
    families,
    file_words,
    history_words,
    key_words,
    layout_words,
    leaves_out,
    sentence,
)
from ui.words import counted, table_words


@st.fragment
def sources_list() -> None:
    """The sources of the chosen families, or those that fit the words; collapsed."""
    there = families()
    total = sum(len(members) for members in there.values())
    st.caption(
        f"{counted(total, 'source')} are read as they leave their systems, whatever the file is "
        "called. A file of any other layout gets a mapping when you bring it."
    )
    words = st.text_input(
        "Search sources",
        key="sources_words",
        placeholder="a system, a kind of fact, a column, a word of a definition",
        icon=":material/search:",
    )
    chosen = st.pills(
        "Kind of source",
        list(there),
        selection_mode="multi",
        key="sources_kinds",
        format_func=lambda name: f"{name} · {len(there[name])}",
    )
    found = matching(there, words, chosen)
    if not (words.strip() or chosen):
        return
    if not found:
        st.info(
            "Any table can be read through a mapping: bring the file above.",
            title="No source fits these words",
            icon=":material/search_off:",
        )
    for name, members in found.items():
        st.subheader(f"{name}: {counted(len(members), 'source')}", anchor=False)
        for loader in members:
            _source(loader)


def matching(
    there: Mapping[str, Sequence[Loader]], words: str, chosen: Sequence[str]
) -> dict[str, list[Loader]]:
    """Sources of the chosen families (of all when none is chosen) in which every word stands.

    there  family -> its sources
    """
    wanted = words.casefold().split()
    found = {
        name: [loader for loader in members if all(word in _all_text(loader) for word in wanted)]
        for name, members in there.items()
        if not chosen or name in chosen
    }
    return {name: members for name, members in found.items() if members}


def _all_text(loader: Loader) -> str:
    tables = " ".join(f"{table} {table_words(table)}" for table in loader.fills)
    meanings = " ".join(f"{column} {told}" for column, told in loader.meanings.items())
    parts = (loader.name, loader.label, tables, loader.grain, loader.about, loader.blind, meanings)
    return " ".join(parts).casefold()


def _source(loader: Loader) -> None:
    fills = ", ".join(table_words(table) for table in loader.fills)
    with st.expander(f"**{in_markdown(loader.label)}** :gray[{fills}]"):
        lines = {
            "File": file_words(loader),
            "Grain": sentence(loader.grain, capital=False),
            "People by": sentence(key_words(loader), capital=False),
            "History": sentence(history_words(loader), capital=False),
            "Layout seen in": sentence(layout_words(loader), capital=False),
            "Cannot see": blind_words(loader),
            "Counts": counts(loader),
            "Leaves out": leaves_out(loader),
        }
        told = [f"**{name}:** {in_markdown(text)}" for name, text in lines.items() if text]
        if loader.meanings:
            told += ["**What the vendor counts:** field, [unit], definition", definitions(loader)]
        st.markdown("\n\n".join(told))


def definitions(loader: Loader) -> str:
    """A line per column that the loader defines: ours, and what the vendor counts there."""
    return "\n".join(
        f"- *{_column_words(column)}*: {in_markdown(told)}"
        for column, told in sorted(loader.meanings.items())
    )


def _column_words(column: str) -> str:
    table, _, name = column.partition(".")
    return f"{table_words(table)} · {table_words(name)}"
