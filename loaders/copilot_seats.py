"""GitHub Copilot seats: who holds a licence, as the vendor's interface answers."""

from datetime import date, datetime
from typing import Any, Final

from loaders.actors import acts_as
from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, text_in

TOOL: Final = "copilot"
TOTAL: Final = "total_seats"
SEAT: Final = frozenset({"assignee", "plan_type", "last_activity_at"})
# Beside `created_at` these tell how late the export was made.
SEEN: Final = ("updated_at", "last_authenticated_at", "last_activity_at")


def _recognises(export: Export) -> bool:
    is_seats = {TOTAL, "seats"} <= export.keys or export.keys >= SEAT
    return export.shape in {"json", "ndjson"} and is_seats


@loader(
    label="GitHub Copilot seats",
    fills=("ai_usage", "person"),
    keys=("login",),
    grain="one record per seat, as it stood when the export was made",
    verified="vendor's interface description",
    recognises=_recognises,
    blind="Whether and how much a seat is used: the vendor's last activity is a day, no count.",
)
def copilot_seats(export: Export) -> Parcel:
    """One row per person with a seat: licensed from its creation to the newest moment in the file.

    export   JSON `{"total_seats": n, "seats": [...]}`, several such pages, or one seat a line
    returns  ai_usage: licensed, without a measure
             person: accounts of bots and agents

    Counts: the export bears no day of its own; the newest moment in it stands for that day. A
    person with seats in several organisations counts once, from the oldest of them.
    Leaves out: the last activity and its editor, which tell when somebody used Copilot last and not
    how much; the plan; the team that gave the seat, which is no team of the firm; the coming end of
    a cancelled seat.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    since: dict[str, tuple[str, date | None]] = {}
    newest: date | None = None
    records = export.records()
    read = 0
    for row, record in zip(export.record_lines, records, strict=True):
        if "seats" in record:  # a page without seats
            continue
        read += 1
        created, last = _days(gathered, row, record)
        newest = max(filter(None, (newest, last)), default=None)
        login = text_in(record, "assignee", "login")
        if login is None:
            gathered.refuse(row, "assignee", "the seat has nobody, or the account was deleted")
            continue
        spelled, before = since.get(login.casefold(), (login, None))
        oldest = min(filter(None, (before, created)), default=None)
        since[login.casefold()] = (spelled, oldest)
    for login, first in since.values():
        _add_seat(gathered, login, first or newest, newest)
    tables = ("ai_usage", "person")
    parcel = gathered.parcel(tables, read + len(export.refused_lines))
    return Parcel(parcel.facts, parcel.rows_read, parcel.refused, parcel.notes, _cut(export, read))


def _days(gathered: Gathered, row: int, record: dict[str, Any]) -> tuple[date | None, date | None]:
    """Day of the seat's creation, and the newest day that its record tells."""
    created = gathered.instant(row, "created_at", record.get("created_at"))
    seen = [gathered.instant(row, name, record.get(name)) for name in SEEN]
    told: list[datetime] = [moment for moment in (created, *seen) if moment is not None]
    return created.date() if created else None, max(told).date() if told else None


def _add_seat(gathered: Gathered, login: str, first: date | None, newest: date | None) -> None:
    kind, key = acts_as(login), f"login:{login}"
    if kind:
        gathered.add("person", person_id=key, logins=[login], worker_type=kind)
    if first is None:
        gathered.note("Seats without any moment in the file have no day; they were left out.")
        return
    gathered.add("ai_usage", person_id=key, day=first, last_day=newest, tool=TOOL, licensed=True)


def _cut(export: Export, read: int) -> str:
    """Why the seats are not all; the total is that of the largest organisation in the file."""
    pages = [each for each in export.documents if isinstance(each, dict)]
    totals = [page[TOTAL] for page in pages if type(page.get(TOTAL)) is int]
    if not totals or max(totals) <= read:
        return ""
    return f"The file says that there are {max(totals)} seats and holds {read}; load all pages."
