"""Asana tasks as a project or a search exports them to CSV."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.tickets import (
    check_ids,
    in_order,
    key_of,
    latest,
    moments_in,
    participation,
    people,
)

SOURCE: Final = "asana"
ID: Final = "Task ID"
DATES: Final = {
    "opened_at": ("Created At",),
    "closed_at": ("Completed At",),
    "updated": ("Last Modified",),
    "due_at": ("Due Date",),
}
BLOCKED_BY: Final = "Blocked By (Dependencies)"
BLOCKING: Final = "Blocking (Dependencies)"
# Older exports lack the first two.
MARKS: Final = ("Section/Column", BLOCKED_BY, "Last Modified")


def _at_header(export: Export) -> Export | None:
    """The export with its header row found: a live sheet has an address and blank rows above it."""
    if export.shape != "table":
        return None
    views = (export.at_header(ID, "Name", "Created At", mark) for mark in MARKS)
    return next((view for view in views if view is not None), None)


@loader(
    label="Asana CSV",
    fills=("task", "participation", "person"),
    keys=("email", "name"),
    grain="one row per task or subtask as it stands at the export",
    verified="two open importers and several public readers of such files",
    recognises=lambda export: _at_header(export) is not None,
    blind="Private tasks, and tasks of projects that whoever exported them cannot see.",
)
def asana_csv(export: Export) -> Parcel:
    """One task per row, with its assignee.

    export   CSV of a project, or the sheet that Asana keeps up to date; rows above the header do
             not matter
    returns  task (status is the section, components are the projects, skills the tags),
             participation (assignee), person (address and name of assignees)

    Counts: Asana tells days only, so a task opens and closes at midnight, UTC. A subtask names its
    parent, and a task what blocks it: taken where one task of the file bears the name, and of a
    list of blockers only where every part of it is such a name. Of two rows of one task the one
    modified last counts.
    Leaves out: notes, custom fields (a firm's own, without units), start dates (they are plans,
    not first work). Nothing tells who had a task before, nor whether a completed task was done.
    """
    view = _at_header(export) or export
    cells = Cells(view)
    tasks = latest(cells, in_order(cells, _tasks(cells), *DATES["closed_at"]), ID)
    tasks = _related(cells, tasks)
    cells.refusals.notes.append("An Asana CSV has no history: first assignees are unknown.")
    facts = {
        "task": shaped("task", tasks),
        "participation": participation(tasks),
        "person": people(
            tasks.filter(pl.col("email").is_not_null()).select(
                "email", person_id="assignee", name="name"
            )
        ),
    }
    return cells.parcel(facts)


def _tasks(cells: Cells) -> pl.DataFrame:
    """All rows in our words; those without an id or a day of creation are refused."""
    task_id = cells.text(ID)
    check_ids(cells, "Asana", task_id)
    cells.needed(task_id, ID)
    moments = moments_in(cells, DATES)
    email, name = cells.text("Assignee Email"), cells.text("Assignee")
    return pl.DataFrame(
        {
            "row": cells.rows["row"],
            "task_id": task_id,
            "source": pl.repeat(SOURCE, cells.rows.height, eager=True),
            "title": cells.text("Name"),
            "status": cells.text("Section/Column"),
            "components": cells.list("Projects", separator=","),
            "skills": cells.list("Tags", separator=","),
            "email": email,
            "name": name,
            "assignee": key_of({"email:": email, "name:": name}),
            "parent": cells.text("Parent task"),
            "blocked_by": cells.text(BLOCKED_BY),
            "blocking": cells.text(BLOCKING),
            **moments.to_dict(),
        }
    )


def _related(cells: Cells, tasks: pl.DataFrame) -> pl.DataFrame:
    """Tasks with parent_id and depends_on, found by the names of the tasks of the file."""
    named = tasks.filter(pl.col("title").is_not_null())
    unique = named.filter(pl.len().over("title") == 1)
    by_name = dict(unique.select("title", "task_id").iter_rows())
    first: dict[str, set[str]] = {}
    parents, lost = [], {"a parent": 0, "blockers": 0}
    columns = ("task_id", "parent", "blocked_by", "blocking")
    for task_id, parent, blocked_by, blocking in tasks.select(columns).iter_rows():
        parents.append(by_name.get(parent) if parent else None)
        lost["a parent"] += bool(parent) and parents[-1] is None
        before, after = _all_named(blocked_by, by_name), _all_named(blocking, by_name)
        lost["blockers"] += (bool(blocked_by) and not before) + (bool(blocking) and not after)
        first.setdefault(task_id, set()).update(before)
        for other in after:
            first.setdefault(other, set()).add(task_id)
    cells.refusals.notes.extend(
        f"{count} tasks name {words} that no single task of the file fits; left out."
        for words, count in lost.items()
        if count
    )
    depends = [sorted(first.get(task_id, ())) or None for task_id in tasks["task_id"]]
    return tasks.with_columns(
        pl.Series("parent_id", parents, dtype=pl.String),
        pl.Series("depends_on", depends, dtype=pl.List(pl.String)),
    )


def _all_named(cell: str | None, by_name: dict[str, str]) -> list[str]:
    """Tasks that a cell names: one name, or a list of which every part is a name."""
    if not cell:
        return []
    whole = by_name.get(cell)
    if whole:
        return [whole]
    found = [by_name.get(part.strip()) for part in cell.split(",")]
    return [each for each in found if each] if all(found) else []
