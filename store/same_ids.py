"""Ids of tasks that two systems share by chance: the second task is kept apart from the first."""

from collections.abc import Mapping
from typing import Final

import polars as pl

# The same task told by two systems was opened at one moment, written in other time zones at most.
SAME_OPENING: Final = pl.duration(days=1)
OURS: Final = ("task_id", "parent_id")


def apart(
    parcel: Mapping[str, pl.DataFrame], task: pl.LazyFrame
) -> tuple[Mapping[str, pl.DataFrame], tuple[str, ...]]:
    """The facts of a file with its own ids where another system's task has the same one, and notes.

    parcel  fact table -> rows of one file
    task    the table of tasks as stored

    Counts: a task is another one when the systems differ and so do the days of opening. It gets the
    system before its id (`zendesk 1201`), in all tables of the file. Whoever came first keeps the
    bare id, so the same files loaded again change nothing. Rows of other files that name the id
    without telling the task mean the first.
    """
    told = parcel.get("task")
    if told is None or told.is_empty() or task.head(1).collect().is_empty():
        return parcel, ()
    own = told.select("task_id", "source", "opened_at").drop_nulls().unique("task_id", keep="last")
    known = task.select("task_id", "source", "opened_at").join(
        own.lazy(), on="task_id", suffix="_own"
    )
    other = (
        known.filter(
            pl.col("source") != pl.col("source_own"),
            (pl.col("opened_at") - pl.col("opened_at_own")).abs() > SAME_OPENING,
        )
        .select("task_id", new=pl.format("{} {}", "source_own", "task_id"))
        .sort("task_id")
        .collect()
    )
    if other.is_empty():
        return parcel, ()
    note = (
        f"{other.height} tasks have the id of another system's task, opened at another time;"
        f" they are kept apart, with their system before the id ({other['new'][0]}). Rows of other"
        " files that name the bare id mean the task that was loaded first."
    )
    return {name: _renamed(name, rows, other) for name, rows in parcel.items()}, (note,)


def _renamed(table: str, rows: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """Rows with the new ids, also in what points to other tasks."""
    old, new = other["task_id"], other["new"]
    names = OURS if table == "task" else OURS[:1]
    ids = [pl.col(name).replace(old, new) for name in names if name in rows.columns]
    if table == "task":
        ids.append(pl.col("depends_on").list.eval(pl.element().replace(old, new)))
    return rows.with_columns(ids)
