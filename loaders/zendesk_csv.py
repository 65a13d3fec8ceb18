"""Zendesk tickets as a view exports them to CSV."""

from typing import Final

import polars as pl

from loaders.cells import Cells
from loaders.contract import Parcel, loader, shaped
from loaders.export import Export
from loaders.lenient import lenient
from loaders.tickets import (
    check_ids,
    in_order,
    key_of,
    latest,
    moments_in,
    own_logins,
    participation,
    people,
)
from loaders.values import counts
from loaders.zendesk_words import OPEN, OWN_ID, PRIORITIES, SOURCE

ID: Final = "Id"
TYPE: Final = "Ticket type"
DATES: Final = {
    "opened_at": ("Created at",),
    "closed_at": ("Solved at",),
    "updated": ("Updated at",),
    "due_at": ("Due date",),
}


@loader(
    label="Zendesk view",
    fills=("task", "participation", "person"),
    keys=("email", "login", "name"),
    grain="one row per ticket as it stands at the export",
    verified="several independent readers of such files",
    recognises=lambda export: export.shape == "table" and export.has(ID, TYPE, "Requester"),
    meanings={
        "task.reopened": "Reopens: times the ticket was opened again after it was solved",
        "task.priority": "Priority: 1 Urgent, 2 High, 3 Normal, 4 Low",
    },
    blind="Tickets that the conditions of the view leave out.",
)
def zendesk_csv(export: Export) -> Parcel:
    """One task per ticket, with its agent and its requester.

    export   CSV of a view; the columns are those of the view
    returns  task (skills are the tags), participation (assignee; requester as reporter), person
             (address and account of requesters; most are customers, so names are not kept)

    Counts: a ticket closes when it was solved; one that is new, open, pending or on hold again is
    open. Priority is Zendesk's own scale: urgent 1, high 2, normal 3, low 4. Of two rows of one
    ticket the one updated last counts.
    Leaves out: groups (they are not people), satisfaction, replies, stations and all times in
    minutes (time that passed, not work), a firm's own fields. Agents are told by name only, which
    ties to nobody. Nothing tells who had a ticket first: the file has only moments of assignment.
    """
    cells = Cells(export)
    cells.refusals.notes.extend(note for note in export.notes if note not in cells.refusals.notes)
    tasks = latest(cells, in_order(cells, _tasks(cells), *DATES["closed_at"]), ID)
    notes = cells.refusals.notes
    notes.append("A Zendesk view has no history: first assignees are unknown.")
    if tasks["assignee"].is_not_null().any():
        notes.append("Agents are told by name; two agents of one name count as one.")
    requesters = tasks.select("email", "logins", person_id="reporter")
    is_tied = pl.col("email").is_not_null() | pl.col("logins").is_not_null()
    facts = {
        "task": shaped("task", tasks),
        "participation": participation(tasks),
        "person": people(requesters.filter(is_tied)),
    }
    return cells.parcel(facts)


def _tasks(cells: Cells) -> pl.DataFrame:
    """All rows in our words; those without an id or a moment of creation are refused."""
    task_id, account = cells.text(ID), cells.text("Requester id")
    check_ids(cells, "Zendesk", task_id, account)
    cells.needed(task_id, ID)
    moments = moments_in(cells, DATES)
    email, name = cells.text("Requester email"), cells.text("Requester")
    status = cells.text("Status")
    is_open = status.str.to_lowercase().is_in(OPEN).fill_null(value=False)
    priority = cells.text("Priority").str.to_lowercase()
    return moments.with_columns(
        pl.when(~is_open).then("closed_at").alias("closed_at"),
        row=cells.rows["row"],
        task_id=task_id,
        source=pl.lit(SOURCE),
        title=cells.text("Subject"),
        type=cells.text(TYPE),
        status=status,
        priority=priority.replace_strict(PRIORITIES, default=None, return_dtype=pl.Int64),
        skills=cells.list("Tags", separator=" "),
        reopened=lenient(cells, "Reopens", counts(cells.raw("Reopens"))),
        assignee=key_of({"name:": cells.text("Assignee")}),
        reporter=key_of({"email:": email, OWN_ID: account, "name:": name}),
        email=email,
        logins=own_logins(account, OWN_ID),
    )
