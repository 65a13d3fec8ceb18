"""GitLab merge requests as GitLab mails them in a CSV."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.dated import dated
from loaders.export import Export
from loaders.gitlab_work import SOURCE, logins, mail_cut, people, task_ids
from loaders.parts import once, parts
from store.tables import CANCELLED

NUMBER: Final = "MR IID"
MERGED: Final = "merged"
DROPPED: Final = "closed"  # closed without a merge
MOMENTS: Final = {"opened_at": "Created At (UTC)", "updated": "Updated At (UTC)"}
PEOPLE: Final = (
    ("Author", "Author Username"),
    ("Assignees", "Assignee Usernames"),
    ("Approvers", "Approver Usernames"),
    ("Merged User", "Merged Username"),
)


def _recognises(export: Export) -> bool:
    is_table = export.shape == "table"
    return is_table and export.has(NUMBER, "Author Username", "Created At (UTC)", "State")


@loader(
    label="GitLab merge requests CSV",
    fills=("task", "participation", "person"),
    keys=("login",),
    grain="one row per merge request as it stands at the export",
    verified="source of the exporter",
    recognises=_recognises,
)
def gitlab_merge_requests(export: Export) -> Parcel:
    """One task per merge request, with its author, helpers and reviewers.

    export   CSV that GitLab mails
    returns  task, participation (the author is the assignee, other assignees are collaborators;
             who approved or merged it without having written it is a reviewer), person (user names
             with names; bots)

    Counts: what is merged is done. The file has no moment of merging: the last update stands for
    it, which may be later, and a note says so. Closed without a merge is "cancelled".
    Leaves out: descriptions, branches, milestones. The file has no comments, no reviews before the
    approval and no history: rounds of changes, reopenings and the moments of reviews are unknown.
    """
    cells = Cells(export)
    state = cells.text("State").str.to_lowercase()
    frame = pl.DataFrame({"state": state, **dated(cells, MOMENTS, needed="opened_at", in_utc=True)})
    is_dropped = pl.col("state") == DROPPED
    tasks = frame.select(
        "opened_at",
        "updated",
        status=pl.when(is_dropped).then(pl.lit(CANCELLED)).otherwise("state"),
        closed_at=pl.when(pl.col("state") == MERGED).then("updated"),
    ).with_columns(
        cells.rows["row"],
        task_ids(cells, "!", NUMBER).alias("task_id"),
        pl.lit(SOURCE).alias("source"),
        pl.lit("merge request").alias("type"),
        cells.text("Title").alias("title"),
        logins(cells, "Author Username").alias("author"),
        logins(cells, "Assignee Usernames").alias("assignees"),
        logins(cells, "Approver Usernames").alias("approvers"),
        logins(cells, "Merged Username").alias("merger"),
    )
    tasks = once(cells, tasks.filter(cells.refusals.kept), NUMBER)
    facts = {
        "task": shaped("task", tasks),
        "participation": _parts(tasks),
        "person": people(cells, *PEOPLE),
    }
    merged = tasks["closed_at"].count()
    if merged:
        cells.refusals.notes.append(
            f"{merged} merged requests are dated by their last update: the file does not tell when"
            " they were merged."
        )
    return replace(cells.parcel(facts), cut=mail_cut(export))


def _parts(tasks: pl.DataFrame) -> pl.DataFrame:
    """Who did which part; on their own merge request nobody helps or reviews."""
    own = pl.col("author").fill_null([])
    others = tasks.with_columns(
        pl.col(name).list.set_difference(own) for name in ("assignees", "approvers", "merger")
    )
    roles = {
        "author": "assignee",
        "assignees": "collaborator",
        "approvers": "reviewer",
        "merger": "reviewer",
    }
    return parts(others, roles)
