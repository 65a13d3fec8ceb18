"""Linear issues as a workspace exports them to CSV."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.dated import dated
from loaders.export import Export
from loaders.parts import once, parts
from store.tables import CANCELLED

SOURCE: Final = "linear"
PRIORITIES: Final = {"urgent": 1, "high": 2, "medium": 3, "low": 4}  # the fifth is "No priority"
MOMENTS: Final = {
    "opened_at": "Created",
    "updated": "Updated",
    "started_at": "Started",
    "closed_at": "Completed",
    "dropped_at": "Canceled",
    "due_at": "Due Date",
}
ISSUE: Final = r"[A-Za-z][A-Za-z0-9]*-\d+"


def _recognises(export: Export) -> bool:
    return export.shape == "table" and export.has("ID", "Team", "Cycle Number", "Triaged")


@loader(
    label="Linear CSV",
    fills=("task", "participation"),
    keys=("email", "name"),
    grain="one row per issue as it stands at the export",
    verified="vendor's own importer; a census of public exports",
    recognises=_recognises,
)
def linear(export: Export) -> Parcel:
    """One task per issue, with its assignee and its creator.

    export   CSV of a workspace or team, in the layouts before and after relations were added
    returns  task (started, completed; what blocks it comes first), participation (assignee,
             reporter)

    Counts: Completed is done. Canceled is "cancelled" and has no closing, also when it was once
    completed before. Of two rows of one issue the one updated last counts.
    Leaves out: descriptions, estimates (points of a team's own scale, no hours), cycles, projects,
    initiatives, related issues and duplicates, time in status (its layout is not known from a real
    file). The file has no comments and no history: the first assignee, reopenings and moves back
    are unknown.
    """
    cells = Cells(export)
    times = dated(cells, MOMENTS, needed="opened_at")
    tasks = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "task_id": cells.needed(cells.id("ID"), "ID"),
            "source": pl.repeat(SOURCE, cells.rows.height, eager=True),
            "title": cells.text("Title"),
            "state": cells.text("Status"),
            "priority": cells.text("Priority")
            .str.to_lowercase()
            .replace_strict(PRIORITIES, default=None, return_dtype=pl.Int64),
            "skills": cells.list("Labels", separator=","),
            "parent_id": cells.text("Parent issue"),
            "depends_on": _issues(cells, "Blocked by"),
            **times,
            "assignee": _people(cells, "Assignee"),
            "creator": _people(cells, "Creator"),
        }
    ).filter(cells.refusals.kept)
    tasks = once(cells, _ended(tasks), export.header[int(export.first("ID") or 0)])
    dropped = (tasks["status"] == CANCELLED).sum()
    if dropped:
        cells.refusals.notes.append(f"{dropped} issues were canceled; they count as cancelled.")
    cells.refusals.notes.append(
        "A Linear CSV has no history: first assignees and reopenings are unknown."
    )
    roles = {"assignee": "assignee", "creator": "reporter"}
    return cells.parcel({"task": shaped("task", tasks), "participation": parts(tasks, roles)})


def _ended(tasks: pl.DataFrame) -> pl.DataFrame:
    """Tasks with the status and the closing that their moments mean."""
    is_dropped = pl.col("dropped_at").is_not_null() & ~(
        pl.col("closed_at") > pl.col("dropped_at")
    ).fill_null(value=False)
    return tasks.with_columns(
        status=pl.when(is_dropped).then(pl.lit(CANCELLED)).otherwise("state"),
        closed_at=pl.when(~is_dropped).then("closed_at"),
    )


def _issues(cells: Cells, column: str) -> pl.Series:
    """Keys of issues in a cell, whatever stands between them; without any it is null."""
    found = cells.text(column).str.extract_all(ISSUE).to_frame("keys")
    return found.select(pl.when(pl.col("keys").list.len() > 0).then("keys")).to_series()


def _people(cells: Cells, column: str) -> pl.Series:
    """Person keys: Linear tells addresses; what is none, such as an integration, goes by name."""
    told = cells.text(column)
    kind = pl.when(told.str.contains("@")).then(pl.lit("email:")).otherwise(pl.lit("name:"))
    return pl.select(kind + told).to_series()
