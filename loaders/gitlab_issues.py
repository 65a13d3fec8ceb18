"""GitLab issues as GitLab mails them in a CSV, in the layouts before and after work items."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.dated import dated
from loaders.export import Export
from loaders.gitlab_work import SOURCE, durations, logins, mail_cut, people, task_ids
from loaders.parts import once, parts

NUMBER: Final = ("Issue ID", "IID")
OWN_ID: Final = "ID"
CLOSED: Final = "closed"
MOMENTS: Final = {
    "opened_at": "Created At (UTC)",
    "updated": "Updated At (UTC)",
    "closed_at": "Closed At (UTC)",
    "due_at": "Due Date",
}


def _recognises(export: Export) -> bool:
    if export.shape != "table" or not export.has("Author Username", "Created At (UTC)", "State"):
        return False
    return export.first(*NUMBER) is not None and not export.has("MR IID")


@loader(
    label="GitLab issues CSV",
    fills=("task", "participation", "person"),
    keys=("login",),
    grain="one row per issue or work item as it stands at the export",
    verified="source of the exporter, in both layouts",
    recognises=_recognises,
)
def gitlab_issues(export: Export) -> Parcel:
    """One task per issue, with its assignees and its author.

    export   CSV that GitLab mails, before and since the layout with ID and IID
    returns  task, participation (assignee, reporter), person (user names with names; bots)

    Counts: whatever is closed is done; GitLab tells no reason of closing. Estimates and logged time
    are seconds or words like `1w 2d` in the file and hours here (a day has 8, a week 40); 0 is what
    GitLab writes where there is none, so it is unknown. A parent outside the file is left out.
    Leaves out: descriptions, weights (points of no unit), start dates (plans, no work), milestones,
    titles of parents. The file has no comments and no history: the first assignee, reopenings and
    moves are unknown.
    """
    cells = Cells(export)
    times = dated(cells, MOMENTS, needed="opened_at", in_utc=True)
    task_id = task_ids(cells, "#", *NUMBER)
    state = cells.text("State").str.to_lowercase()
    is_closed = (state == CLOSED).fill_null(value=False)
    tasks = pl.DataFrame(
        {
            "row": cells.rows["row"],
            "task_id": task_id,
            "source": pl.repeat(SOURCE, cells.rows.height, eager=True),
            "title": cells.text("Title"),
            "type": cells.text("Type").str.to_lowercase(),
            "status": state,
            **times,
            "closed_at": pl.select(pl.when(is_closed).then(times["closed_at"])).to_series(),
            "skills": cells.list("Labels", separator=","),
            "estimate_hours": durations(cells, "Time Estimate"),
            "effort_hours": durations(cells, "Time Spent"),
            "parent_id": _parents(cells, task_id),
            "assignees": logins(cells, "Assignee Username"),
            "author": logins(cells, "Author Username"),
        }
    ).filter(cells.refusals.kept)
    tasks = once(cells, tasks, export.header[int(export.first(*NUMBER) or 0)])
    _note(cells, tasks)
    facts = {
        "task": shaped("task", tasks),
        "participation": parts(tasks, {"assignees": "assignee", "author": "reporter"}),
        "person": people(cells, ("Author", "Author Username"), ("Assignee", "Assignee Username")),
    }
    return replace(cells.parcel(facts), cut=mail_cut(export))


def _parents(cells: Cells, task_id: pl.Series) -> pl.Series:
    """Task above an issue: told by GitLab's own number, which only the file itself resolves."""
    own, above = cells.text(OWN_ID), cells.text("Parent ID")
    known = {i: task for i, task in zip(own, task_id, strict=True) if i and task}
    found = above.replace_strict(known, default=None, return_dtype=pl.String)
    lost = (above.is_not_null() & found.is_null()).sum()
    if lost:
        cells.refusals.notes.append(
            f"{lost} issues have a parent that is not in the file; it is left out."
        )
    return found


def _note(cells: Cells, tasks: pl.DataFrame) -> None:
    undated = tasks.filter(pl.col("status") == CLOSED, pl.col("closed_at").is_null()).height
    if undated:
        cells.refusals.notes.append(f"{undated} issues are closed but no column tells when.")
    cells.refusals.notes.append(
        "A GitLab CSV has no history: first assignees and reopenings are unknown."
    )
