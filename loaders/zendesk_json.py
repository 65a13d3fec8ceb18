"""Zendesk tickets as the interface gives them, with users, metrics and audits where they are."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in
from loaders.zendesk_audits import History
from loaders.zendesk_ticket import Tickets

FILLS: Final = ("task", "participation", "task_event", "person")
TICKET: Final = frozenset({"requester_id", "via"})
# What may stand beside the tickets, each under its own key, also in a document of its own.
METRICS: Final = ("metric_sets", "ticket_metrics")
BESIDE: Final = ("tickets", "users", "audits", *METRICS)
SENTENCES: Final = {
    "cut": "{} tickets have audits without their creation: their first turns are unknown.",
    "by nobody": "{} changes were made by Zendesk itself; they are no events of people.",
    "undated": "{} tickets are solved but nothing tells when: add metric_sets or audits.",
    "unknown": "{} accounts are known by number only: load the users too (include=users).",
}
Record = Mapping[str, Any]


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"}:
        return False
    if export.keys >= TICKET:
        return True
    if "tickets" not in export.keys:
        return False
    tickets = (
        each for document in export.records() for each in records_in(document.get("tickets"))
    )
    first = next(tickets, None)
    return first is not None and first.keys() >= TICKET


@loader(
    label="Zendesk tickets (JSON)",
    fills=FILLS,
    keys=("login",),
    grain="one record per ticket, with its audits where they are in the file",
    history=True,
    verified="vendor's interface reference and open connectors",
    recognises=_recognises,
    meanings={
        "task.reopened": "moves of the audits from solved to open; without audits the metric"
        " reopens, times the ticket was opened again",
        "task.priority": "priority: 1 urgent, 2 high, 3 normal, 4 low",
    },
    blind="Tickets deleted for good, archived ones unless exported incrementally, and audits that"
    " were not fetched.",
)
def zendesk_json(export: Export) -> Parcel:
    """One task per ticket, with its people and, where the file holds audits, its history.

    export   JSON of the interface: `{"tickets": [...]}`, a list of tickets, or one a line. Beside
             the tickets, or as further documents, `users`, `metric_sets`, `ticket_metrics` and
             `audits` are read
    returns  task (skills are the tags, the larger task is the problem), participation (assignee,
             with audits in turns; requester as reporter), task_event (assign, status, comment),
             person (account, address and name of the users who took part; of customers no name)

    Counts: done is solved or closed; a ticket that is open again has no closing. With audits
    closed_at is the first time it was solved, started_at when it was first open; without them
    closing and reopenings are those of the metrics, and the first assignee is unknown. Audits that
    lack the creation of their ticket are cut, and the task says so. Open, pending and on hold are
    one stage, no step back. Priority is Zendesk's own scale: urgent 1, high 2, normal 3, low 4. A
    deleted ticket is "cancelled". Of two records of one ticket the later one counts.
    Leaves out: descriptions, bodies of comments, groups, copies and followers (they watch),
    satisfaction, all times in minutes (time that passed, not work), a firm's own fields.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    pile, tickets = _piled(export), Tickets(gathered)
    for row, ticket in pile.tickets.values():
        number, own = text_in(ticket, "id") or "", ticket.get("metric_set")
        metrics = own if isinstance(own, dict) else pile.metrics.get(number, {})
        history = History.of(gathered, row, pile.audits.get(number, {}).values())
        tickets.read(row, ticket, metrics, history)
    tickets.told["unknown"] = tickets.add_people(pile.users)
    _note(gathered, tickets.told, has_audits=bool(pile.audits))
    parcel = gathered.parcel(FILLS, pile.read + len(export.refused_lines))
    return replace(parcel, cut=_cut(export, pile.read))


@dataclass
class _Pile:
    """The records of a file by their kind; tickets with their row, and how many there were."""

    tickets: dict[object, tuple[int, Record]] = field(default_factory=dict)
    users: dict[str, Record] = field(default_factory=dict)
    metrics: dict[str, Record] = field(default_factory=dict)
    audits: dict[str, dict[str, Record]] = field(default_factory=dict)
    read: int = 0

    def add(self, ticket: Record, row: int | None = None) -> None:
        """One ticket; without a row of its own its place in the file counts."""
        self.read += 1
        place = row or self.read
        self.tickets[text_in(ticket, "id") or place] = (place, ticket)


def _piled(export: Export) -> _Pile:
    pile = _Pile()
    for row, record in zip(export.record_lines, export.records(), strict=True):
        if not any(isinstance(record.get(key), list) for key in BESIDE):
            pile.add(record, row)
            continue
        for ticket in records_in(record.get("tickets")):
            pile.add(ticket)
        pile.users.update(_by(record, "users", "id"))
        for key in METRICS:
            pile.metrics.update(_by(record, key, "ticket_id"))
        for number, audit in _by(record, "audits", "ticket_id"):
            # Pages overlap: an audit that stands in the file twice happened once.
            pile.audits.setdefault(number, {})[text_in(audit, "id") or str(id(audit))] = audit
    return pile


def _by(record: Record, kind: str, key: str) -> Iterator[tuple[str, Record]]:
    return ((text_in(each, key) or "", each) for each in records_in(record.get(kind)))


def _note(gathered: Gathered, told: Counter[str], *, has_audits: bool) -> None:
    """What the reader should know of this file."""
    if not has_audits:
        gathered.note("The file has no audits: first assignees and moves are unknown.")
    for what, sentence in SENTENCES.items():
        if told[what]:
            gathered.note(sentence.format(told[what]))


def _cut(export: Export, read: int) -> str:
    """Why the file is not the whole: its last page of tickets says that more follow."""
    pages = [page for page in export.records() if isinstance(page.get("tickets"), list)]
    if not pages:
        return ""
    last, meta = pages[-1], pages[-1].get("meta")
    if "end_of_stream" in last:  # the incremental export names a next page even when it is done
        more = last["end_of_stream"] is False
    elif isinstance(meta, dict):
        more = meta.get("has_more") is True
    else:
        more = bool(last.get("next_page"))
    total = last.get("count")
    if isinstance(total, int) and "end_of_stream" not in last and total > read:
        return f"The file has {read} of {total} tickets: export the other pages too."
    return (
        "The last page of the file says that more tickets follow: export them too." if more else ""
    )
