"""Cells of a Jira CSV that hold several things: comments, work logs, links, and all its dates."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from loaders.coded import CodedCells
from loaders.distinct import distinct
from loaders.jira_columns import (
    AT,
    COMMENT,
    INWARD,
    MOMENTS,
    OUTWARD,
    WORK_LOG,
    layout_of_moments,
    positions,
)
from loaders.quick_moments import moment
from loaders.values import moments

SECONDS_AN_HOUR: Final = 3600


def cells_at(cells: CodedCells, places: list[str]) -> pl.DataFrame:
    """Filled cells of several columns, (cells,): row, cell."""
    if not places:
        return pl.DataFrame(schema={"row": pl.Int64(), "cell": pl.String()})
    filled = [
        cells.rows.select("row", cell=place).drop_nulls().cast({"cell": pl.String})
        for place in places
    ]
    return pl.concat(filled).sort("row", maintain_order=True)


def comments(cells: CodedCells) -> pl.DataFrame:
    """Comments without their bodies: row, date (text), author."""
    return _parted(cells, "Comment", COMMENT, "date;author;text was expected")


def work_logs(cells: CodedCells) -> pl.DataFrame:
    """Work logs without their texts: row, date (text), author, hours."""
    parted = _parted(cells, "Log Work", WORK_LOG, "text;date;author;seconds was expected")
    hours = pl.col("seconds").cast(pl.Float64, strict=False) / SECONDS_AN_HOUR
    return parted.with_columns(hours=hours).drop("seconds")


def _parted(cells: CodedCells, column: str, form: str, reason: str) -> pl.DataFrame:
    """Cells of a repeated column cut by a form; a cell that does not fit it is refused."""
    long = cells_at(cells, positions(cells.export, column.casefold()))
    parts = pl.col("cell").str.extract_groups(form)
    cut = long.with_columns(parts.struct.unnest()).drop("cell")
    told = cut.with_columns(pl.exclude("row").str.strip_chars().replace("", None))
    fits = pl.all_horizontal(pl.exclude("row").is_not_null())
    _refuse(cells, column, told.filter(~fits), reason)
    return told.filter(fits)


def _refuse(cells: CodedCells, column: str, failed: pl.DataFrame, reason: str) -> None:
    rows = cells.rows.get_column("row")
    where = rows.is_in(failed.get_column("row").implode())
    cells.refusals.add(column, reason, where, row_stays=True)


def dated(
    cells: CodedCells, parts: Mapping[str, pl.DataFrame]
) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """The moments of a file: its layout of dates is decided once, over all its columns.

    parts    frames with a column `date` of text, by the column of the file that they come from
    returns  (rows,) one column of moments per name in MOMENTS; the parts with `at` for `date`

    Counts: a row without Created is refused, any other moment that cannot be read is left empty.
    """
    layout, export = layout_of_moments(cells.export), cells.export
    quick = [cells.read_at_once(AT + name) for name in MOMENTS]
    told = [cells.coded(name) for name in MOMENTS]
    for each in parts.values():
        at = each.select(moment(pl.col("date"), layout)).to_series()
        quick.append(at)
        told.append(each["date"].set(at.is_not_null(), None).cast(cells.kind))
    once = distinct(told)
    parsed = moments(
        once.cells,
        "Created",
        day_first=export.day_first,
        numerals=export.numerals,
        times=once.times,
        bare=sum(at.count() for at in quick),
    )
    cells.refusals.notes.extend(parsed.notes)
    values = [
        at.zip_with(at.is_not_null(), once.spread(parsed.values, column))
        for at, column in zip(quick, told, strict=True)
    ]
    reasons = [once.spread(parsed.reasons, column) for column in told]
    for name, reason in zip(MOMENTS, reasons, strict=False):
        failed = reason.is_not_null()
        text = "a moment in the layout of the other dates was expected"
        cells.refusals.add(name, text, failed, row_stays=name != "Created")
    fixed = pl.DataFrame([v.alias(n) for n, v in zip(MOMENTS, values, strict=False)])
    moved = {}
    for (column, frame), at in zip(parts.items(), values[len(MOMENTS) :], strict=True):
        rows = frame.with_columns(at=at).drop("date")
        _refuse(cells, column, rows.filter(pl.col("at").is_null()), "its date cannot be read")
        moved[column] = rows.filter(pl.col("at").is_not_null())
    done = {at for column in parts for at in positions(export, column.casefold())}
    done |= {name for name in cells.rows.columns if name.startswith(AT)}
    cells.let_go(done | {at for name in MOMENTS for at in export.every(name)[:1]})
    return fixed, moved


def blocked(tasks: pl.DataFrame, first: pl.DataFrame) -> pl.DataFrame:
    """Tasks with `depends_on`, what must come first, out of `blockers`."""
    if first.is_empty():
        return tasks.with_columns(depends_on=pl.lit(None, pl.List(pl.String)))
    return tasks.join(first, on="task_id", how="left", maintain_order="left")


def blockers(cells: CodedCells, tasks: pl.DataFrame) -> pl.DataFrame:
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
