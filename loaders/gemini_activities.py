"""Gemini in Google Workspace: the activity events of the Reports interface."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from loaders.ai_use import member
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in

TOOL: Final = "gemini_workspace"
APPLICATION: Final = "gemini_in_workspace_apps"
USE: Final = "feature_utilization"
# Google numbers its accounts itself; the prefix keeps these ids apart from the firm's own.
OWN_ID: Final = "google-"
NEXT: Final = "nextPageToken"
Key = tuple[str, date, str | None, str | None]


def _recognises(export: Export) -> bool:
    is_activity = export.shape in {"json", "ndjson"} and {"id", "actor", "events"} <= export.keys
    return is_activity and APPLICATION in export.sample_text


@loader(
    label="Gemini in Workspace activity events",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one record per activity, with one or several events in it",
    verified="vendor documentation of the events, and programs that read them",
    recognises=_recognises,
    meanings={
        "ai_usage.interactions": (
            "feature_utilization [events]: uses of a Gemini feature; one action of a person can"
            " make several, so they are no prompts (data from 2025-06-20, kept for 180 days)"
        ),
    },
    blind=(
        "Private Google accounts, use older than 180 days, and people whose licence logs no events:"
        " no data, not zero."
    ),
)
def gemini_activities(export: Export) -> Parcel:
    """One row per person, day, app and category of use, events added up.

    export   JSON `{"items": [...]}`, several such pages, or one activity a line
    returns  ai_usage: interactions [events]; feature is the app, mode the category as told
             person: the vendor's id beside the address

    Counts: an activity that stands in the file twice counts once. The vendor's categories are kept
    as they are, because what each of them holds is not documented for a loader to judge.
    Leaves out: feedback, which is no use; the action and where in the app it was started; the
    address of the machine.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    sums: Counter[Key] = Counter()
    seen: set[tuple[str | None, ...]] = set()
    others = read = 0
    for row, record in zip(export.record_lines, export.records(), strict=True):
        if "items" in record or "events" not in record:
            continue
        read += 1
        if _is_seen(seen, record) or text_in(record, "id", "applicationName") != APPLICATION:
            continue
        person, day = _person(gathered, row, record), _day(gathered, row, record)
        if person is None or day is None:
            continue
        for event in records_in(record.get("events")):
            if text_in(event, "name") != USE:
                others += 1
                continue
            sums[person, day, _parameter(event, "app_name"), _category(event)] += 1
    for (person, day, app, category), number in sums.items():
        who = {"person_id": person, "day": day, "tool": TOOL, "feature": app, "mode": category}
        gathered.add("ai_usage", **who, licensed=True, interactions=number)
    if others:
        gathered.note(f"{others} events are no use of a feature (feedback and the like); left out.")
    read += len(export.refused_lines)
    parcel = gathered.parcel(("ai_usage", "person"), read)
    return Parcel(parcel.facts, read, parcel.refused, parcel.notes, _cut(export))


def _is_seen(seen: set[tuple[str | None, ...]], record: Mapping[str, Any]) -> bool:
    """Truth that the activity was there before; pages that were asked for anew overlap."""
    names = ("time", "uniqueQualifier")
    key = (*(text_in(record, "id", name) for name in names), text_in(record, "actor", "email"))
    if key[1] is None:
        return False
    is_seen = key in seen
    seen.add(key)
    return is_seen


def _person(gathered: Gathered, row: int, record: Mapping[str, Any]) -> str | None:
    """Key of the actor: the address, else the vendor's id; a person row ties the two."""
    email, number = text_in(record, "actor", "email"), text_in(record, "actor", "profileId")
    key = member(gathered, email, f"{OWN_ID}{number}" if number else None)
    if key is None:
        gathered.refuse(row, "actor", "an e-mail address or a profile id was expected")
    return key


def _day(gathered: Gathered, row: int, record: Mapping[str, Any]) -> date | None:
    told = text_in(record, "id", "time")
    if told is None:
        gathered.refuse(row, "id.time", "a value is needed and there is none")
    moment = gathered.instant(row, "id.time", told)
    return moment.date() if moment else None


def _parameter(event: Mapping[str, Any], name: str) -> str | None:
    """Value of a parameter; their case varies."""
    found = (each for each in records_in(event.get("parameters")) if each.get("name") == name)
    value = next((text_in(each, "value") for each in found), None)
    return value.casefold() if value else None


def _category(event: Mapping[str, Any]) -> str | None:
    return _parameter(event, "event_category")


def _cut(export: Export) -> str:
    """The interface pages forwards: the last page of the file says whether one follows."""
    last = export.documents[-1] if export.documents else None
    if not (isinstance(last, dict) and last.get(NEXT)):
        return ""
    return "The file says that another page follows; load all pages."
