"""Tasks of a table: one row each, and the people in their columns as rows of participation."""

from collections.abc import Mapping

import polars as pl

from loaders.cells import Cells
from loaders.contract import shaped


def once(cells: Cells, tasks: pl.DataFrame, column: str, what: str = "task") -> pl.DataFrame:
    """One row per task: of several the one updated last, then the lower one.

    tasks   task_id, row, updated (moment); the other rows of a task are refused
    column  of the file, for the report
    what    name of a task in the source's words
    """
    if tasks.get_column("task_id").hash().n_unique() == tasks.height:  # no two can be the same
        return tasks if tasks.get_column("row").is_sorted() else tasks.sort("row")
    best = (
        tasks.sort("updated", "row", nulls_last=False)
        .unique("task_id", keep="last", maintain_order=True)
        .sort("row")
    )
    rows, kept = cells.rows.get_column("row"), best.get_column("row")
    double = rows.is_in(tasks.get_column("row").implode()) & ~rows.is_in(kept.implode())
    reason = f"the {what} stands in the file twice; the row updated last counts"
    cells.refusals.add(column, reason, double)
    return best


def parts(tasks: pl.DataFrame, roles: Mapping[str, str]) -> pl.DataFrame:
    """Rows of participation: everybody in a column has its role, from an unknown moment on.

    tasks  task_id, and per column a person key or a list of them
    roles  column -> role; who has a role in a column does not get it from a later one again
    """
    found = [
        _people(tasks, column).with_columns(role=pl.lit(role)) for column, role in roles.items()
    ]
    rows = pl.concat(found).unique(["task_id", "person_id", "role"], maintain_order=True)
    return shaped("participation", rows.sort("task_id", "role", "person_id"))


def _people(tasks: pl.DataFrame, column: str) -> pl.DataFrame:
    rows = tasks.select("task_id", person_id=column)
    if rows.schema["person_id"] == pl.List(pl.String):
        rows = rows.explode("person_id")
    return rows.filter(pl.col("person_id").is_not_null())
