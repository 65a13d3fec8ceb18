"""Cells of a Jira CSV that hold several things: comments, work logs, links, and all its dates."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.export import Export
from loaders.values import moments

# `date;author;body`: the body may hold anything, also semicolons and line breaks.
COMMENT: Final = r"^(?P<date>[^;]*);(?P<author>[^;]*);"
# `comment;date;author;seconds`: the text stands first, so the form tells the last three parts.
WORK_LOG: Final = r"(?s)^(?:.*;)?(?P<date>[^;]*);(?P<author>[^;]*);(?P<seconds>\d+)\s*$"
SECONDS_AN_HOUR: Final = 3600
MOMENTS: Final = ("Created", "Updated", "Resolved", "Due date", "Status Category Changed")
INWARD: Final = "inward issue link (block"
OUTWARD: Final = "outward issue link (block"


def positions(export: Export, begin: str, *, whole: bool = True) -> list[str]:
    """Positions of header cells of a name, with its bracket; of its beginning when not `whole`."""
    plain = [" ".join(cell.casefold().split()) for cell in export.header]
    return [
        str(i)
        for i, cell in enumerate(plain)
        if cell == begin or (not whole and cell.startswith(begin))
    ]


def cells_at(cells: Cells, places: list[str]) -> pl.DataFrame:
    """Filled cells of several columns, (cells,): row, cell."""
    if not places:
        return pl.DataFrame(schema={"row": pl.Int64(), "cell": pl.String()})
    long = cells.rows.unpivot(places, index="row", variable_name="place", value_name="cell")
    filled = long.filter(pl.col("cell").is_not_null())
    return filled.sort("row", pl.col("place").cast(pl.Int64)).select("row", "cell")


def comments(cells: Cells) -> pl.DataFrame:
    """Comments without their bodies: row, date (text), author."""
    return _parted(cells, "Comment", COMMENT, "date;author;text was expected")


def work_logs(cells: Cells) -> pl.DataFrame:
    """Work logs without their texts: row, date (text), author, hours."""
    parted = _parted(cells, "Log Work", WORK_LOG, "text;date;author;seconds was expected")
    hours = pl.col("seconds").cast(pl.Float64, strict=False) / SECONDS_AN_HOUR
    return parted.with_columns(hours=hours).drop("seconds")


def _parted(cells: Cells, column: str, form: str, reason: str) -> pl.DataFrame:
    """Cells of a repeated column cut by a form; a cell that does not fit it is refused."""
    long = cells_at(cells, positions(cells.export, column.casefold()))
    parts = pl.col("cell").str.extract_groups(form)
    cut = long.with_columns(parts.struct.unnest()).drop("cell")
    told = cut.with_columns(pl.exclude("row").str.strip_chars().replace("", None))
    fits = pl.all_horizontal(pl.exclude("row").is_not_null())
    _refuse(cells, column, told.filter(~fits), reason)
    return told.filter(fits)


def _refuse(cells: Cells, column: str, failed: pl.DataFrame, reason: str) -> None:
    rows = cells.rows.get_column("row")
    where = rows.is_in(failed.get_column("row").implode())
    cells.refusals.add(column, reason, where, row_stays=True)


def dated(
    cells: Cells, parts: Mapping[str, pl.DataFrame]
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """The moments of a file: its layout of dates is decided once, over all its columns.

    parts    frames with a column `date` of text, by the column of the file that they come from
    returns  (rows,) one column of moments per name in MOMENTS; the parts with `at` for `date`

    Counts: a row without Created is refused, any other moment that cannot be read is left empty.
    """
    texts = [cells.raw(name) for name in MOMENTS] + [each["date"] for each in parts.values()]
    export = cells.export
    parsed = moments(
        pl.concat(texts), "Created", day_first=export.day_first, numerals=export.numerals
    )
    cells.refusals.notes.extend(parsed.notes)
    starts = [sum(map(len, texts[:i])) for i in range(len(texts))]
    values = [parsed.values.slice(at, len(t)) for at, t in zip(starts, texts, strict=True)]
    reasons = [parsed.reasons.slice(at, len(t)) for at, t in zip(starts, texts, strict=True)]
    for name, reason in zip(MOMENTS, reasons, strict=False):
        failed = reason.is_not_null()
        text = "a moment in the layout of the other dates was expected"
        cells.refusals.add(name, text, failed, row_stays=name != "Created")
    fixed = pl.DataFrame([v.alias(n) for n, v in zip(MOMENTS, values, strict=False)])
    moved = {}
    for (column, frame), at in zip(parts.items(), values[len(MOMENTS) :], strict=True):
        told = frame.with_columns(at=at).drop("date")
        _refuse(cells, column, told.filter(pl.col("at").is_null()), "its date cannot be read")
        moved[column] = told.filter(pl.col("at").is_not_null())
    return fixed, moved


def blockers(cells: Cells, tasks: pl.DataFrame) -> pl.DataFrame:
    """Tasks that must come first: task_id, depends_on (list).

    tasks  row, task_id

    Counts: `Inward issue link (Blocks)` names what blocks this issue, `Outward ...` what it blocks.
    """
    inward = cells_at(cells, positions(cells.export, INWARD, whole=False)).join(tasks, on="row")
    outward = cells_at(cells, positions(cells.export, OUTWARD, whole=False)).join(tasks, on="row")
    pairs = [
        inward.select("task_id", first=pl.col("cell").str.strip_chars()),
        outward.select(task_id=pl.col("cell").str.strip_chars(), first="task_id"),
    ]
    return (
        pl.concat(pairs)
        .unique()
        .sort("task_id", "first")
        .group_by("task_id", maintain_order=True)
        .agg(depends_on="first")
    )
