"""The fields of one Jira issue in JSON, as the cells of a task."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from loaders.gather import Gathered, part_in, records_in, text_in
from loaders.jira_words import DONE, ISSUE_KEY, PRIORITIES, SOURCE, is_not_done
from loaders.turns import Course
from store.tables import CANCELLED

EPIC: Final = "customfield_10014"  # the same on every site of the cloud
SECONDS_AN_HOUR: Final = 3600


class Ending(NamedTuple):
    """How an issue stands: closed without a moment is done at a time that nobody tells."""

    status: str | None
    is_closed: bool = False
    closed_at: datetime | None = None


def told(fields: Mapping[str, Any]) -> dict[str, object]:
    """Cells of a task that a field tells as it is."""
    priority = (text_in(fields, "priority", "name") or "").casefold()
    components = [text_in(each, "name") for each in records_in(fields.get("components"))]
    labels = fields.get("labels")
    skills = [each for each in labels if isinstance(each, str)] if isinstance(labels, list) else []
    return {
        "source": SOURCE,
        "title": text_in(fields, "summary"),
        "type": text_in(fields, "issuetype", "name"),
        "priority": PRIORITIES.get(priority),
        "components": [name for name in components if name] or None,
        "skills": skills or None,
        "parent_id": _parent(fields),
    }


def _parent(fields: Mapping[str, Any]) -> str | None:
    epic = text_in(fields, EPIC) or ""
    above = text_in(fields, "parent", "key") or text_in(fields, "epic", "key")
    return above or (epic if ISSUE_KEY.fullmatch(epic) else None)


def due(gathered: Gathered, row: int, fields: Mapping[str, Any]) -> datetime | None:
    """Beginning of the day on which an issue is due."""
    day = text_in(fields, "duedate")
    return gathered.instant(row, "duedate", f"{day}T00:00:00Z") if day else None


def hours(
    gathered: Gathered, row: int, fields: Mapping[str, Any], name: str, tracked: str
) -> float | None:
    """Hours out of a field of seconds, or out of the record that repeats it."""
    value = fields.get(name)
    if value is None:
        value = part_in(fields, "timetracking").get(tracked)
    seconds = gathered.count(row, name, value)
    return None if seconds is None else seconds / SECONDS_AN_HOUR


def ending(
    gathered: Gathered,
    row: int,
    fields: Mapping[str, Any],
    came: Course,
    opened_at: datetime,
    *,
    is_whole: bool,
) -> Ending:
    """Status and closing of an issue.

    came      what its history tells
    is_whole  the history is there from the beginning, so its first closing is the first
    """
    status = text_in(fields, "status", "name")
    category = text_in(fields, "status", "statusCategory", "key")
    resolved = gathered.instant(row, "resolutiondate", fields.get("resolutiondate"))
    is_closed = category == DONE if category else resolved is not None
    if not is_closed:
        return Ending(status)
    if is_not_done(text_in(fields, "resolution", "name")) or is_not_done(status):
        return Ending(CANCELLED)
    name = "statuscategorychangedate"
    moved = gathered.instant(row, name, fields.get(name))
    first, last = (came.closed_at, resolved) if is_whole else (resolved, came.closed_at)
    closed_at = first or last or moved
    if closed_at is not None and closed_at < opened_at:
        gathered.refuse(row, "resolutiondate", "the issue was closed before it was opened")
        closed_at = None
    return Ending(status, is_closed=True, closed_at=closed_at)
