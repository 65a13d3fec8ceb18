"""Azure Boards work items as a query exports them to CSV, flat or as a tree."""

import re
from typing import Final

import polars as pl

from loaders.azure_people import events, keys, people
from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.dated import dated
from loaders.export import Export
from loaders.lenient import lenient
from loaders.parts import once, parts
from loaders.values import counts, numbers
from store.tables import CANCELLED

SOURCE: Final = "azure devops"
ID: Final = "ID"
PREFIX: Final = "AB#"  # how Azure itself writes a work item in a commit or a comment
LEVEL: Final = re.compile(r"title ?(\d+)")
PEOPLE: Final = ("Assigned To", "Created By", "Activated By", "Resolved By", "Closed By")
MOMENTS: Final = {
    "opened_at": "Created Date",
    "updated": "Changed Date",
    "started_at": "Activated Date",
    "resolved_at": "Resolved Date",
    "closed_at": "Closed Date",
    "due_at": "Due Date",
}
STEPS: Final = {
    "activated": ("activator", "started_at"),
    "resolved": ("resolver", "resolved_at"),
    "closed": ("closer", "closed_at"),
}
# States of the four processes that Azure comes with, by their category.
DONE: Final = ("closed", "done", "completed")
OPEN: Final = (
    *("new", "approved", "to do", "proposed", "design"),
    *("active", "committed", "open", "doing", "in progress", "in planning", "ready", "resolved"),
)
REMOVED: Final = "removed"
# Reasons for closing a bug without doing anything about it.
NOT_DONE: Final = (
    "as designed",
    "cannot reproduce",
    "copied to backlog",
    "deferred",
    "duplicate",
    "obsolete",
    "will not fix",
)


def _recognises(export: Export) -> bool:
    is_table = export.shape == "table" and export.has(ID, "Work Item Type")
    return is_table and (export.has("Title") or export.has("Title 1"))


@loader(
    label="Azure Boards CSV",
    fills=("task", "participation", "task_event", "person"),
    keys=("email", "login", "name"),
    grain="one row per work item as it stands at the export, with the columns of the query",
    verified="vendor's pages on import, export and fields; programs that read such files",
    recognises=_recognises,
    meanings={
        "task.estimate_hours": "Original Estimate [no unit of its own; boards show h]: the amount"
        " of work required to complete a task (vendor's field reference)",
        "task.effort_hours": "Completed Work [no unit of its own; boards show h]: the amount of"
        " work that has been spent on a task (vendor's field reference)",
    },
)
def azure_devops(export: Export) -> Parcel:
    """One task per work item, with its assignee, its author, and who closed it.

    export   CSV of a query; of a tree query (Title 1, Title 2 ...) depth tells the parent
    returns  task (id `AB#1042`; the area path is its component), participation (assignee,
             reporter), task_event (activated, resolved, closed), person (addresses with names)

    Counts: done is Closed, Done or Completed, and a state of the firm's own with a closing date;
    Resolved is still work. Removed, and closed as Duplicate, Obsolete and the like, is "cancelled"
    and has no closing. Work has no unit in Azure; its boards show
    hours, so numbers are read as hours, and a firm that writes days must say so in a mapping.
    Activation is the last one when an item was reopened. The query needs the column Created Date.
    Leaves out: descriptions, criteria, story points, effort and size (points, no hours), remaining
    work, iterations. The file has no comments and no history: the first assignee and
    reopenings are unknown.
    """
    cells = Cells(export)
    cells.require("Created Date")
    times = dated(cells, MOMENTS, needed="opened_at")
    item = cells.needed(cells.id(ID), ID)
    title, depth = _titles(cells)
    tasks = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "task_id": PREFIX + item,
            "source": pl.repeat(SOURCE, cells.rows.height, eager=True),
            "title": title,
            "type": cells.text("Work Item Type"),
            "priority": lenient(cells, "Priority", counts(cells.raw("Priority"))),
            "components": cells.text("Area Path").to_frame().select(_as_list()).to_series(),
            "skills": cells.list("Tags"),
            "estimate_hours": _work(cells, "Original Estimate"),
            "effort_hours": _work(cells, "Completed Work"),
            "parent_id": PREFIX + _parents(cells, item, depth),
            "state": cells.text("State"),
            "reason": cells.text("Reason").str.to_lowercase(),
            **times,
            "assignee": keys(cells, "Assigned To"),
            "author": keys(cells, "Created By"),
            "activator": keys(cells, "Activated By"),
            "resolver": keys(cells, "Resolved By"),
            "closer": keys(cells, "Closed By"),
        }
    ).filter(cells.refusals.kept)
    tasks = once(cells, _ended(tasks), export.header[int(export.first(ID) or 0)])
    _note(cells, tasks)
    facts = {
        "task": shaped("task", tasks),
        "participation": parts(tasks, {"assignee": "assignee", "author": "reporter"}),
        "task_event": events(tasks, STEPS),
        "person": people(cells, PEOPLE),
    }
    return cells.parcel(facts)


def _as_list() -> pl.Expr:
    return pl.when(pl.first().is_not_null()).then(pl.concat_list(pl.first()))


def _work(cells: Cells, column: str) -> pl.Series:
    return lenient(cells, column, numbers(cells.raw(column)))


def _ended(tasks: pl.DataFrame) -> pl.DataFrame:
    """Tasks with the status and the closing that their state means."""
    state = pl.col("state").str.to_lowercase()
    is_dated = pl.col("closed_at").is_not_null()
    is_done = (state.is_in(DONE) | (is_dated & ~state.is_in((*OPEN, REMOVED)))).fill_null(is_dated)
    is_dropped = (state == REMOVED) | (is_done & pl.col("reason").is_in(NOT_DONE))
    is_dropped = is_dropped.fill_null(value=False)
    ended = tasks.with_columns(
        status=pl.when(is_dropped).then(pl.lit(CANCELLED)).otherwise("state"),
        closed_at=pl.when(is_done & ~is_dropped).then("closed_at"),
    )
    is_late = pl.col("started_at") > pl.col("closed_at")
    return ended.with_columns(
        started_at=pl.when(~is_late.fill_null(value=False)).then("started_at")
    )


def _titles(cells: Cells) -> tuple[pl.Series, list[int | None]]:
    """Titles, and in a tree how deep each of them stands."""
    levels = [
        (int(found[1]), str(place))
        for place, name in enumerate(cells.export.header)
        if (found := LEVEL.fullmatch(name.casefold()))
    ]
    if not levels:
        return cells.text("Title"), [None] * cells.rows.height
    columns = [cells.rows[place].str.strip_chars() for _, place in sorted(levels)]
    frame = pl.DataFrame([each.alias(str(i)) for i, each in enumerate(columns)])
    title = frame.select(pl.coalesce(pl.all())).to_series()
    filled = (pl.when(pl.col(name).is_not_null()).then(int(name)) for name in frame.columns)
    return title, frame.select(pl.coalesce(*filled)).to_series().to_list()


def _parents(cells: Cells, item: pl.Series, depth: list[int | None]) -> pl.Series:
    """Number of the item above: told in a column, else the last row that stands one level up."""
    above: list[str | None] = []
    path: list[str | None] = []
    for own, level in zip(item, depth, strict=True):
        if level is None:
            above.append(None)
            continue
        del path[level:]
        above.append(path[level - 1] if 0 < level <= len(path) else None)
        path += [None] * (level - len(path)) + [own]
    told = cells.id("Parent")
    return pl.select(pl.coalesce(told, pl.Series(above, dtype=pl.String))).to_series()


def _note(cells: Cells, tasks: pl.DataFrame) -> None:
    notes = cells.refusals.notes
    if tasks["estimate_hours"].count() or tasks["effort_hours"].count():
        notes.append("Azure gives work no unit; its boards show hours, so it is read as hours.")
    is_done = pl.col("status").str.to_lowercase().is_in(DONE)
    undated = tasks.filter(is_done, pl.col("closed_at").is_null()).height
    if undated:
        notes.append(f"{undated} items are done but no column tells when; add Closed Date.")
    if not cells.export.has("Assigned To"):
        notes.append("The query has no column Assigned To: nobody is credited.")
    notes.append("An Azure Boards CSV has no history: first assignees, reopenings are unknown.")
