"""Columns of a Jira CSV: their names, and what is kept of them while the file is read."""

from typing import Final

import polars as pl

from loaders.coded import CodedCells
from loaders.distinct import kind
from loaders.export import Export
from loaders.quick_moments import any_moment, layout_of, within

KEY: Final = ("Issue key", "Work item key", "Key")
ID: Final = "Issue id"
TYPE: Final = ("Issue Type", "Work type")
MOMENTS: Final = ("Created", "Updated", "Resolved", "Due date", "Status Category Changed")
PEOPLE: Final = ("Assignee", "Reporter", "Creator")
PARENTS: Final = ("Parent", "Parent id", "Parent key")
# The beginning of a name, as `positions` compares it.
EPIC: Final = "custom field (epic link)"
INWARD: Final = "inward issue link (block"
OUTWARD: Final = "outward issue link (block"
# `date;author;body`: the body may hold anything, also semicolons and line breaks.
COMMENT: Final = r"^(?P<date>[^;]*);(?P<author>[^;]*);"
# `comment;date;author;seconds`: the text stands first, so the form tells the last three parts.
WORK_LOG: Final = r"(?s)^(?:.*;)?(?P<date>[^;]*);(?P<author>[^;]*);(?P<seconds>\d+)\s*$"
WITHOUT_BODY: Final = {"comment": r"^([^;]*;[^;]*;)", "log work": r"(?s)([^;]*;[^;]*;\d+\s*)$"}
AT: Final = "at:"  # a column of moments that were read at once; what they left is still text
REPEATED: Final = (
    *("Status", "Status Category", "Resolution", "Priority", "Component/s", "Labels"),
    *("Original estimate", "Time Spent"),
)


def read(export: Export) -> CodedCells:
    """The columns that count; of comments and work logs only who and when, no words."""
    texts = kind()
    names = (*REPEATED, *TYPE, *PARENTS, *PEOPLE, *(f"{each} Id" for each in PEOPLE))
    coded = {at for name in names for at in export.every(name)}
    links = {at for begin in (INWARD, OUTWARD) for at in positions(export, begin, whole=False)}
    plain = {at for name in (*KEY, ID, "Summary") for at in export.every(name)} | links
    columns = [pl.col(at) for at in sorted(plain | {*positions(export, EPIC)})]
    columns += [pl.col(at).cast(texts) for at in sorted(coded - plain)]
    for begin, form in WITHOUT_BODY.items():
        cells = [pl.col(at) for at in positions(export, begin)]
        columns += [pl.coalesce(cell.str.extract(form), cell) for cell in cells]
    layout = layout_of_moments(export)
    dated = {AT + name: at for name in MOMENTS for at in export.every(name)[:1]}
    for name, at in dated.items():
        found = within(pl.col(name))
        columns += [found.alias(name), pl.when(found.is_null()).then(at).cast(texts)]

    def plan(rows: pl.LazyFrame) -> pl.LazyFrame:
        read = {name: any_moment(pl.col(at), layout) for name, at in dated.items()}
        return rows.with_columns(**read).select("row", *columns)

    return CodedCells(export, plan, texts)


def layout_of_moments(export: Export) -> str | None:
    """How the first rows write their moments, when that can be read in one way only."""
    places = [int(at) for name in MOMENTS for at in export.every(name)[:1]]
    rows = export.head[export.header_row :]
    cells = [row[at] for row in rows for at in places if at < len(row)]
    return layout_of(pl.Series(cells, dtype=pl.String))


def positions(export: Export, begin: str, *, whole: bool = True) -> list[str]:
    """Positions of header cells of a name, with its bracket; of its beginning when not `whole`."""
    plain = [" ".join(cell.casefold().split()) for cell in export.header]
    return [
        str(i)
        for i, cell in enumerate(plain)
        if cell == begin or (not whole and cell.startswith(begin))
    ]
