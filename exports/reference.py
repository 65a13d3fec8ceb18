"""Reference pages of the documents: `python -m exports.reference` makes them from the code."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from exports.reference_evidence import evidence
from exports.reference_sources import sources
from store.tables import REFERENCES, TABLES, Column, Kind, Table

DOCS: Final = Path(__file__).parent.parent / "docs"

KIND_WORDS: Final[Mapping[Kind, str]] = {
    Kind.TEXT: "text",
    Kind.NUMBER: "number",
    Kind.COUNT: "whole number",
    Kind.SHARE: "share, 0 to 1",
    Kind.FLAG: "true or false",
    Kind.DAY: "ISO date",
    Kind.MOMENT: "ISO 8601 with offset",
    Kind.LIST: "list",
    Kind.PERSON: "person key",
}

CANONICAL_INTRODUCTION: Final = """# Canonical files: the firm in ten tables

<!-- made from store/tables.py by `python -m exports.reference`; a test compares -->

An analyst with a warehouse feeds Atelier through these files. A file with these columns loads as it
is: CSV, Parquet, JSON lines or XLSX, also gzipped. The table is told by the file's stem
(`person.csv`, `task.parquet`) or by its columns.

    atelier load person.csv membership.csv task.csv.gz participation.parquet

- Columns in *italics* are optional. Columns that are not listed here are named in the report and
  left out.
- Empty is missing, never zero. Lists in a CSV cell are separated by `;`.
- Days are ISO dates, moments ISO 8601 with offset. A moment without an offset is taken as UTC,
  and the report says so.
- A person key is any id that the source uses. The table `person` ties a person's employee number,
  e-mail and logins together; strict keys only. What ties to nobody stays, in the unmatched list:
  work done by somebody unknown, never by a novice.
- A row with the same natural key replaces the earlier one; an empty cell does not erase what was
  known. The same file twice changes nothing.
- A row that cannot be right (no key, negative effort, closed before it opened) is refused with its
  number and reason; the rest loads.
"""

REFERENCES_INTRODUCTION: Final = """
# Beside them: taxonomies

These three tables say nothing about the firm: they hold what O*NET, ESCO or the firm's own list
know of occupations and skills. They load in the same way, also from the files of the
[O*NET database](https://www.onetcenter.org/database.html) and of ESCO as they are. A firm's own
skills need no more than a file with the column `skill`, and where there are any `parent` (the
larger skill, by its name) and `aliases` (parted by `;`):

    skill,parent,aliases
    Python,Programming,py;python3
    Programming,,coding
"""


def canonical_files() -> str:
    """The page docs/canonical-files.md."""
    facts, others = (
        "".join(_table_section(table) for table in tables.values())
        for tables in (TABLES, REFERENCES)
    )
    return CANONICAL_INTRODUCTION + facts + REFERENCES_INTRODUCTION + others


def _table_section(table: Table) -> str:
    head = f"\n## `{table.name}`: {table.grain}\n\nNatural key: {', '.join(table.key)}.\n\n"
    rows = "".join(_column_row(column) for column in table.columns)
    return head + "| column | holds | meaning |\n|---|---|---|\n" + rows


def _column_row(column: Column) -> str:
    name = f"`{column.name}`" if column.required else f"*`{column.name}`*"
    choices = f": {', '.join(column.choices)}" if column.choices else ""
    return f"| {name} | {KIND_WORDS[column.kind]} | {column.about}{choices} |\n"


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    "canonical-files.md": canonical_files,
    "evidence.md": evidence,
    "sources.md": sources,
}


def write_all(folder: Path = DOCS) -> None:
    """Write every page that is made from the code."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write_all()
