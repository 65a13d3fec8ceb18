"""Asana tasks as its interface gives them: a list of records, also page by page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in

SOURCE: Final = "asana"
# Asana numbers accounts itself; the prefix keeps these numbers apart from those of other systems.
OWN_ID: Final = "login:asana-"
FILLS: Final = ("task", "participation", "person")
MARKS: Final = frozenset({"completed", "completed_at", "memberships"})
Record = Mapping[str, Any]


def _recognises(export: Export) -> bool:
    keys = export.keys
    return export.shape in {"json", "ndjson"} and {"gid", "name"} <= keys and bool(keys & MARKS)


@loader(
    label="Asana JSON",
    fills=FILLS,
    keys=("login",),
    grain="one record per task as it stands at the export, with its subtasks inside",
    verified="vendor's interface reference and two open importers",
    recognises=_recognises,
    blind="Private tasks, and tasks of projects that the account of the interface cannot see.",
)
def asana_json(export: Export) -> Parcel:
    """One task per record, with its assignee; a subtask inside a record is a task of its own.

    export   JSON `{"data": [...]}` of tasks, also several pages back to back, or one record a line
    returns  task (status is the first section, components are the projects, skills the tags),
             participation (assignee), person (account and name of assignees)

    Counts: a task is closed when it is completed; a left over moment of completion of an open task
    counts nothing. A due day without a time is midnight, UTC. Subtasks that the file only names,
    without their day of creation, are not loaded and are counted in a note.
    Leaves out: notes and comments, followers (they watch), custom fields (a firm's own, without
    units), start days (they are plans, not first work). Nothing tells who had a task before, nor
    whether a completed task was done.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    records, bare = export.records(), 0
    for row, record in zip(export.record_lines, records, strict=True):
        for task, parent in _with_subtasks(record, text_in(record, "parent", "gid")):
            if task is not record and not task.get("created_at"):
                bare += 1
            else:
                _add(gathered, row, task, parent)
    gathered.note("An Asana export has no history: first assignees are unknown.")
    if bare:
        gathered.note(f"{bare} subtasks are only named in the file; export them as tasks too.")
    parcel = gathered.parcel(FILLS, len(records) + len(export.refused_lines))
    return replace(parcel, cut=_cut(export))


def _with_subtasks(task: Record, parent: str | None) -> Iterator[tuple[Record, str | None]]:
    """A task and everything below it, each with the id of the task above."""
    yield task, parent
    for inner in records_in(task.get("subtasks")):
        yield from _with_subtasks(inner, text_in(task, "gid"))


def _add(gathered: Gathered, row: int, task: Record, parent: str | None) -> None:
    """The rows of one task."""
    task_id = text_in(task, "gid")
    opened_at = gathered.instant(row, "created_at", task.get("created_at"))
    if task_id is None or opened_at is None:
        if task_id is None or not task.get("created_at"):
            missing = "gid" if task_id is None else "created_at"
            gathered.refuse(row, missing, "a value is needed and there is none")
        return
    told = gathered.instant(row, "completed_at", task.get("completed_at"))
    closed_at = None if task.get("completed") is False else told
    if closed_at and closed_at < opened_at:
        gathered.refuse(row, "completed_at", "closed before it was opened")
        return
    projects, sections = _places(task)
    gathered.add(
        "task",
        task_id=task_id,
        opened_at=opened_at,
        source=SOURCE,
        title=text_in(task, "name"),
        status=sections[0] if sections else None,
        components=projects or None,
        skills=_names(task, "tags") or None,
        closed_at=closed_at,
        due_at=_due(gathered, row, task),
        parent_id=parent,
        depends_on=_blockers(task) or None,
    )
    _add_assignee(gathered, task_id, task)


def _add_assignee(gathered: Gathered, task_id: str, task: Record) -> None:
    """Who has the task now; since when is not told."""
    account = text_in(task, "assignee", "gid")
    if account is None:
        return
    key = OWN_ID + account
    gathered.add("participation", task_id=task_id, person_id=key, role="assignee")
    logins = [key.removeprefix("login:")]
    gathered.add("person", person_id=key, logins=logins, name=text_in(task, "assignee", "name"))


def _blockers(task: Record) -> list[str]:
    """Ids of the tasks that must come first."""
    return _told([text_in(each, "gid") for each in records_in(task.get("dependencies"))])


def _places(task: Record) -> tuple[list[str], list[str]]:
    """Names of the projects and of the sections that a task stands in."""
    members = list(records_in(task.get("memberships")))
    projects = [text_in(each, "project", "name") for each in members] + _names(task, "projects")
    sections = [text_in(each, "section", "name") for each in members]
    return _told(projects), _told(sections)


def _names(task: Record, key: str) -> list[str]:
    return _told([text_in(each, "name") for each in records_in(task.get(key))])


def _told(names: list[str] | list[str | None]) -> list[str]:
    return list(dict.fromkeys(name for name in names if name))


def _due(gathered: Gathered, row: int, task: Record) -> datetime | None:
    """The moment when it is due, else the day as midnight UTC."""
    if task.get("due_at"):
        return gathered.instant(row, "due_at", task["due_at"])
    day = text_in(task, "due_on")
    return gathered.instant(row, "due_on", f"{day}T00:00:00Z") if day else None


def _cut(export: Export) -> str:
    """Why the file is not the whole: the last page names a next one."""
    documents = export.documents
    last = documents[-1] if documents else None
    if isinstance(last, dict) and isinstance(last.get("next_page"), dict):
        return "The last page of the file names a next page: the export is cut there."
    return ""
