"""Claude Enterprise Analytics API: what each user did on a day in chat, Code, Cowork and Office."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from loaders.ai_use import SAME_USE, Use, Uses
from loaders.anthropic_actors import APPS, CODE, anthropic_person
from loaders.contract import Parcel, loader
from loaders.copies import without_copies
from loaders.export import Export
from loaders.file_name import days_in_name
from loaders.gather import Gathered, part_in, text_in
from loaders.report_pages import missing_pages
from store.errors import SourceError

OFFICE: Final = ("excel", "outlook", "powerpoint", "word")
CHAT: Final = "chat"
MEANINGS: Final = {
    "ai_usage.interactions": "chat_metrics, cowork_metrics, office_metrics.*: message_count"
    " [messages]: messages sent by the user; Claude Code does not tell them",
    "ai_usage.sessions": "chat: distinct_conversation_count [conversations]; Code, Cowork and"
    " Office: distinct_session_count [sessions]; approximate (error below 2 %) over several days",
    "ai_usage.accepted": "claude_code_metrics.tool_actions.*.accepted_count [edits]: proposals of"
    " the edit tools that were accepted",
    "ai_usage.rejected": "claude_code_metrics.tool_actions.*.rejected_count [edits]: such proposals"
    " that were rejected",
    "ai_usage.lines_added": "claude_code_metrics.core_metrics.lines_of_code.added_count [lines]",
    "ai_usage.lines_removed": "claude_code_metrics.core_metrics.lines_of_code.removed_count"
    " [lines]",
}


def _recognises(export: Export) -> bool:
    # Skills, connectors and projects have chat metrics too, but no user.
    return export.shape in {"json", "ndjson"} and {"user", "chat_metrics"} <= export.keys


@loader(
    label="Claude Enterprise users (Analytics API)",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one record per user and requested day (or period)",
    verified="types of the vendor's Python library (2026)",
    recognises=_recognises,
    version=2,
    meanings=MEANINGS,
    blind="Use with private accounts and through the API is not in it; data begin on 2026-01-01.",
)
def claude_enterprise_users(export: Export) -> Parcel:
    """One row per user, day and product.

    export   JSON with `data`, several such documents, or JSON lines. A record does not tell its
             day: the file is named for it (claude-users-2026-03-03.json), or for the first and last
             day of a period (claude-users-2026-03-01-to-2026-03-31.json)
    returns  ai_usage: interactions, sessions, accepted, rejected [edits], lines_added,
             lines_removed [lines]; `claude_code` is a tool of its own, all else is `claude`
             person: e-mail and the vendor's id, tied

    Counts: a listed user has a licence; chat always has a row, other products when they were used.
    A feature that is switched off is null, one that is not used is 0. What was done in Claude Code
    stands in Claude Code Analytics as well.
    Leaves out: groups (records without user), web searches, connectors, skills, projects, files and
    artifacts, shared conversations that were viewed, commits and pull requests, Design, Science,
    and the metrics of Chat and Cowork unified, of which the vendor does not say whether the others
    hold them too. Tokens and costs are in other reports.
    """
    first, last = _days(export)
    gathered, uses = Gathered(), Uses()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    records = export.records()
    numbered = zip(export.record_lines, records, strict=True)
    for row, record in without_copies(export, numbered):
        if "chat_metrics" not in record and "user" not in record:
            continue
        person = anthropic_person(
            gathered, text_in(record, "user", "email_address"), text_in(record, "user", "id")
        )
        if person is None:
            gathered.refuse(row, "user", "a user was expected; totals of groups are not loaded")
            continue
        _check_day(export, record, first, last)
        for (tool, feature), numbers in _products(gathered, row, record):
            whole = last if last != first else None
            uses.add(Use(person, first, tool, whole, feature), numbers)
            if tool == CODE:
                gathered.note(SAME_USE)
    uses.write(gathered, licensed=True)
    parcel = gathered.parcel(("ai_usage", "person"), len(records) + len(export.refused_lines))
    return replace(parcel, cut=missing_pages(export))


def _days(export: Export) -> tuple[date, date]:
    found = days_in_name(export.name)
    if found is None:
        raise SourceError(
            f"{export.name} does not tell its day: neither its records nor its name do",
            "the day that was asked for in the name of the file, like claude-users-2026-03-03.json",
            "Rename the file for its day, or for the first and last day of its period",
        )
    return found


def _check_day(export: Export, record: Mapping[str, Any], first: date, last: date) -> None:
    """Stop when a record was active outside the days in the name: then the name is wrong."""
    told = text_in(record, "last_activity_date")
    if told and not first.isoformat() <= told[:10] <= last.isoformat():
        raise SourceError(
            f"{export.name} holds activity outside the days in its name",
            f"last_activity_date from {first} to {last}",
            "Rename the file for the day that was asked for, not for the day of the download",
        )


def _products(
    gathered: Gathered, row: int, record: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, str | None], Mapping[str, int | None]]]:
    """Tool and feature with their numbers: chat, and whatever else was used."""
    chat = part_in(record, "chat_metrics")
    sessions = "distinct_conversation_count"
    yield (APPS, CHAT), _messages(gathered, row, "chat_metrics", chat, sessions)
    others = {"cowork": part_in(record, "cowork_metrics")} | {
        name: part_in(part_in(record, "office_metrics"), name) for name in OFFICE
    }
    for name, part in others.items():
        numbers = _messages(gathered, row, name, part, "distinct_session_count")
        if any(numbers.values()):
            yield (APPS, name), numbers
    code = _code(gathered, row, part_in(record, "claude_code_metrics"))
    if any(code.values()):
        yield (CODE, None), code


def _messages(
    gathered: Gathered, row: int, name: str, part: Mapping[str, Any], sessions: str
) -> dict[str, int | None]:
    return {
        "interactions": gathered.count(row, f"{name}.message_count", part.get("message_count")),
        "sessions": gathered.count(row, f"{name}.{sessions}", part.get(sessions)),
    }


def _code(gathered: Gathered, row: int, part: Mapping[str, Any]) -> dict[str, int | None]:
    core = part_in(part, "core_metrics")
    lines = part_in(core, "lines_of_code")
    actions = [each for each in part_in(part, "tool_actions").values() if isinstance(each, dict)]
    told = {
        "sessions": ("distinct_session_count", [core.get("distinct_session_count")]),
        "lines_added": ("lines_of_code.added_count", [lines.get("added_count")]),
        "lines_removed": ("lines_of_code.removed_count", [lines.get("removed_count")]),
        "accepted": ("accepted_count", [each.get("accepted_count") for each in actions]),
        "rejected": ("rejected_count", [each.get("rejected_count") for each in actions]),
    }
    return {
        name: _sum(gathered.count(row, f"claude_code_metrics.{column}", cell) for cell in cells)
        for name, (column, cells) in told.items()
    }


def _sum(numbers: Iterable[int | None]) -> int | None:
    told = [number for number in numbers if number is not None]
    return sum(told) if told else None
