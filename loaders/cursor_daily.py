"""Cursor Admin API, daily usage data: what each member did on each day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from loaders.ai_use import member
from loaders.contract import Parcel, loader
from loaders.dates import day_of
from loaders.export import Export
from loaders.gather import Gathered, text_in

TOOL: Final = "cursor"
# Cursor numbers its users itself; the prefix keeps these ids apart from the firm's own.
OWN_ID: Final = "cursor-"
# Vendor's counts of requests -> feature and mode.
REQUESTS: Final = {
    "composerRequests": ("composer", None),
    "chatRequests": ("chat", "ask"),
    "agentRequests": ("agent", "agent"),
    "cmdkUsages": ("cmdk", "edit"),
    "bugbotUsages": ("bugbot", None),
}
TABS: Final = {"suggested": "totalTabsShown", "accepted": "totalTabsAccepted"}
DIFFS: Final = {
    "suggested": "totalApplies",
    "accepted": "totalAccepts",
    "rejected": "totalRejects",
    "lines_added": "acceptedLinesAdded",
    "lines_removed": "acceptedLinesDeleted",
}
FIRST_YEAR: Final = 2020  # a number that gives an older day is not in milliseconds
LATEST: Final = 4_102_444_800_000  # 2100-01-01 in milliseconds


def _recognises(export: Export) -> bool:
    keys = export.keys
    is_daily = "composerRequests" in keys and bool({"email", "userId"} & keys)
    return export.shape in {"json", "ndjson"} and is_daily


@loader(
    label="Cursor daily usage",
    fills=("ai_usage", "person"),
    keys=("email", "login"),
    grain="one record per member and day",
    verified="vendor documentation with an example answer, and programs that read it",
    recognises=_recognises,
    meanings={
        "ai_usage.interactions": (
            "composerRequests, chatRequests, agentRequests, cmdkUsages, bugbotUsages [requests]:"
            " one row each"
        ),
        "ai_usage.suggested": (
            "totalTabsShown [completions] on the row of tab; totalApplies [changes offered] on"
            " the row without feature"
        ),
        "ai_usage.accepted": (
            "totalTabsAccepted [completions] on the row of tab; totalAccepts [changes] on the row"
            " without feature"
        ),
        "ai_usage.rejected": "totalRejects [changes]",
        "ai_usage.lines_added": "acceptedLinesAdded [lines]: added by changes that were accepted",
        "ai_usage.lines_removed": "acceptedLinesDeleted [lines]: by changes that were accepted",
    },
    blind=(
        "Members who were not active are in paged answers only; private accounts and other editors"
        " are in none."
    ),
)
def cursor_daily(export: Export) -> Parcel:
    """One row per member, day and feature of Cursor.

    export   JSON `{"data": [...], "period": {...}}`, several such pages, or one record a line
    returns  ai_usage: interactions [requests] by feature; suggested, accepted of completions on the
             row of tab; suggested, accepted, rejected [changes], lines_added, lines_removed [lines]
             on the row without feature
             person: the vendor's id beside the address

    Counts: a day is told in epoch milliseconds, UTC, or as a date. A missing count is unknown, not
    zero. Somebody listed on a day without use has a licence and zeros.
    Leaves out: requests by way of billing, which are the same requests again; lines written without
    AI; the model and file type used most, which stand for no count; costs, see the usage events.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    records = [
        (row, record)
        for row, record in zip(export.record_lines, export.records(), strict=True)
        if "data" not in record
    ]
    for row, record in records:
        person, day = _person(gathered, row, record), _day(gathered, row, record)
        if person and day:
            who = {"person_id": person, "day": day, "tool": TOOL, "licensed": True}
            _add_day(gathered, row, record, who)
    read = len(records) + len(export.refused_lines)
    parcel = gathered.parcel(("ai_usage", "person"), read)
    return Parcel(parcel.facts, read, parcel.refused, parcel.notes, _cut(export))


def _person(gathered: Gathered, row: int, record: Mapping[str, Any]) -> str | None:
    """Key of the member: the address, else the vendor's id; a person row ties the two."""
    email, number = text_in(record, "email"), text_in(record, "userId")
    key = member(gathered, email, f"{OWN_ID}{number}" if number else None)
    if key is None:
        gathered.refuse(row, "email", "a value is needed and there is none")
    return key


def _day(gathered: Gathered, row: int, record: Mapping[str, Any]) -> date | None:
    """Day of a record out of `day` (a date) or `date` (epoch milliseconds, or a date)."""
    told = text_in(record, "day") or text_in(record, "date") or ""
    day = None
    if told.isdigit() and int(told) < LATEST:
        day = datetime.fromtimestamp(int(told) / 1000, UTC).date()
    elif not told.isdigit():
        day = day_of(told[:10])
    if day is None or day.year < FIRST_YEAR:
        gathered.refuse(row, "date", "a day was expected, in epoch milliseconds or like 2026-03-03")
        return None
    return day


def _add_day(
    gathered: Gathered, row: int, record: Mapping[str, Any], who: Mapping[str, object]
) -> None:
    for name, (feature, mode) in REQUESTS.items():
        number = gathered.count(row, name, record.get(name))
        if number is not None:
            gathered.add("ai_usage", **who, feature=feature, mode=mode, interactions=number)
    tabs = {ours: gathered.count(row, name, record.get(name)) for ours, name in TABS.items()}
    if any(number is not None for number in tabs.values()):
        gathered.add("ai_usage", **who, feature="tab", mode="completion", **tabs)
    diffs = {ours: gathered.count(row, name, record.get(name)) for ours, name in DIFFS.items()}
    gathered.add("ai_usage", **who, **diffs)


def _cut(export: Export) -> str:
    last = export.documents[-1] if export.documents else None
    pages = last.get("pagination") if isinstance(last, dict) else None
    if not (isinstance(pages, dict) and pages.get("hasNextPage") is True):
        return ""
    return "The file says that another page follows; load all pages."
