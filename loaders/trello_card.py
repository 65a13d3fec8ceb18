"""One card of a Trello board on its way to rows, and what the board's log tells of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from loaders.gather import Gathered, records_in, text_in
from loaders.trello_lists import is_done, stage_of
from loaders.turns import Change, Course, add_events, add_turns, course, turns
from store.tables import CANCELLED

SOURCE: Final = "trello"
# Trello numbers members itself; the prefix keeps its ids apart from those of other systems.
OWN_ID: Final = "login:trello-"
ID_LENGTH: Final = 24  # hexadecimal digits, of which the first eight are seconds since 1970
CREATIONS: Final = ("createCard", "copyCard", "convertToCardFromCheckItem", "emailCard")
MEMBERS: Final = ("addMemberToCard", "removeMemberFromCard")
Record = Mapping[str, Any]


def member_key(member: str | None) -> str | None:
    """Key of a member; none for none."""
    return OWN_ID + member if member else None


def born(card_id: str | None) -> datetime | None:
    """When a card was made, which its id tells; none when it is no id of Trello."""
    if card_id is None or len(card_id) != ID_LENGTH:
        return None
    try:
        seconds = int(card_id[:8], 16)
    except ValueError:
        return None
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True)
class Log:
    """What the log of a board tells of one card.

    changes       members who came and went, moves between lists
    comments      moment and author of each
    author        key of whoever made the card
    completed_at  when it was last marked complete
    is_cut        the making of the card is not in the log
    """

    changes: tuple[Change, ...] = ()
    comments: tuple[tuple[datetime, str], ...] = ()
    author: str | None = None
    completed_at: datetime | None = None
    is_cut: bool = True

    @classmethod
    def of(cls, gathered: Gathered, row: int, actions: Iterable[Record]) -> "Log":
        """The log of a card; row is the place of the card in the file."""
        changes: list[Change] = []
        comments: list[tuple[datetime, str]] = []
        author, completions, is_cut = None, [], True
        for action in actions:
            at = gathered.instant(row, "actions.date", action.get("date"))
            if at is None:
                continue
            kind = text_in(action, "type")
            by = member_key(
                text_in(action, "idMemberCreator") or text_in(action, "memberCreator", "id")
            )
            change = _change(at, by, kind, action)
            if change:
                changes.append(change)
            elif kind == "commentCard" and by:
                comments.append((at, by))
            elif kind in CREATIONS:
                author, is_cut = by, False
            if _marks_complete(action):
                completions.append(at)
        last = max(completions, default=None)
        return cls(tuple(changes), tuple(comments), author, last, is_cut)


def _change(at: datetime, by: str | None, kind: str | None, action: Record) -> Change | None:
    """A member who came or went, or a move between lists."""
    if kind in MEMBERS:
        member = member_key(text_in(action, "data", "idMember") or text_in(action, "member", "id"))
        came = kind == MEMBERS[0]
        pair = (None, member) if came else (member, None)
        return Change(at, by, "assignee", *pair) if member else None
    after = text_in(action, "data", "listAfter", "name")
    if kind == "updateCard" and after:
        return Change(at, by, "status", text_in(action, "data", "listBefore", "name"), after)
    return None


def _marks_complete(action: Record) -> bool:
    data = action.get("data")
    old = data.get("old") if isinstance(data, dict) else None
    card = data.get("card") if isinstance(data, dict) else None
    was = old.get("dueComplete") if isinstance(old, dict) else None
    return was is False and isinstance(card, dict) and card.get("dueComplete") is True


def add_card(
    gathered: Gathered, row: int, card: Record, list_name: str | None, log: Log
) -> Counter[str]:
    """The rows of one card; gives what was met that the reader should know of."""
    card_id = text_in(card, "id")
    opened_at = born(card_id)
    if card_id is None or opened_at is None:
        gathered.refuse(row, "id", "an id of 24 hexadecimal digits was expected")
        return Counter()
    told = course(log.changes, opened_at, list_name, stage_of, is_cut=log.is_cut)
    done = is_done(list_name) or card.get("dueComplete") is True
    closed_at = _closing(gathered, row, card, told, log) if done else None
    if closed_at and closed_at < opened_at:
        gathered.refuse(row, "dateLastActivity", "closed before it was opened")
        return Counter()
    dropped = card.get("closed") is True and not done
    gathered.add(
        "task",
        task_id=card_id,
        opened_at=opened_at,
        source=SOURCE,
        title=text_in(card, "name"),
        status=CANCELLED if dropped else list_name,
        skills=_labels(card) or None,
        started_at=told.started_at,
        closed_at=closed_at,
        due_at=gathered.instant(row, "due", card.get("due")),
        reopened=told.reopened,
        backward_moves=told.backward_moves,
        truncated_history=log.is_cut or None,
    )
    _add_people(gathered, card_id, card, opened_at, log)
    is_guess = closed_at is not None and told.closed_at is None and not log.completed_at
    undated = done and closed_at is None
    return Counter(dropped=dropped, guessed=is_guess, undated=undated, cut=log.is_cut)


def _closing(gathered: Gathered, row: int, card: Record, told: Course, log: Log) -> datetime | None:
    """When a card was done: first in a done list, else marked complete, else last touched."""
    known = told.closed_at or log.completed_at
    if known or card.get("dueComplete") is not True:
        return known
    return gathered.instant(row, "dateLastActivity", card.get("dateLastActivity"))


def _labels(card: Record) -> list[str]:
    """Names of the labels, the colour of those that have none."""
    names = [
        text_in(each, "name") or text_in(each, "color") for each in records_in(card.get("labels"))
    ]
    return list(dict.fromkeys(name for name in names if name))


def _add_people(
    gathered: Gathered, card_id: str, card: Record, opened_at: datetime, log: Log
) -> None:
    """Who has and had the card, who made it, and what they did."""
    ids = card.get("idMembers")
    members = [each for each in ids if isinstance(each, str)] if isinstance(ids, list) else []
    now = [OWN_ID + member for member in members]
    add_turns(gathered, card_id, turns(log.changes, opened_at, now, is_cut=log.is_cut))
    if log.author:
        gathered.add("participation", task_id=card_id, person_id=log.author, role="reporter")
    add_events(gathered, card_id, log.changes)
    for at, who in log.comments:
        gathered.add("task_event", task_id=card_id, person_id=who, at=at, kind="comment")
