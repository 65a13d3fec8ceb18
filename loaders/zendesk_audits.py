"""The audits of a Zendesk ticket: what was changed, who changed it, who commented."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loaders.gather import Gathered, records_in, text_in
from loaders.turns import Change
from loaders.zendesk_words import OWN_ID


def account_key(value: object) -> str | None:
    """Key of an account; none for Zendesk itself, whose number is below zero."""
    told = str(value).strip() if isinstance(value, str | int) else ""
    return OWN_ID + told if told.isdecimal() else None


@dataclass(frozen=True)
class History:
    """What the audits of one ticket tell.

    changes   assignments and moves between statuses
    comments  moment and author of every comment after the first, which is the description
    is_cut    the creation of the ticket is not among the audits
    """

    changes: tuple[Change, ...]
    comments: tuple[tuple[datetime, str], ...]
    is_cut: bool

    @classmethod
    def of(
        cls, gathered: Gathered, row: int, audits: Iterable[Mapping[str, Any]]
    ) -> "History | None":
        """The history of a ticket; none without audits.

        row  of the ticket, for what is refused
        """
        changes: list[Change] = []
        comments: list[tuple[datetime, str]] = []
        told, has_creation = False, False
        for audit in audits:
            at = gathered.instant(row, "audits.created_at", audit.get("created_at"))
            if at is None:
                continue
            told, author = True, account_key(audit.get("author_id"))
            events = list(records_in(audit.get("events")))
            is_creation = any(event.get("type") == "Create" for event in events)
            has_creation |= is_creation
            for event in events:
                change = _change(at, author, event)
                if change:
                    changes.append(change)
                who = account_key(event.get("author_id")) or author
                if event.get("type") == "Comment" and who and not is_creation:
                    comments.append((at, who))
        return cls(tuple(changes), tuple(comments), not has_creation) if told else None


def _change(at: datetime, author: str | None, event: Mapping[str, Any]) -> Change | None:
    """A change of assignee or status; the status at the creation is where the ticket began."""
    is_change = event.get("type") == "Change"
    before = event.get("previous_value") if is_change else None
    match event.get("field_name"):
        case "assignee_id" if is_change or event.get("type") == "Create":
            had, has = account_key(before), account_key(event.get("value"))
            return Change(at, author, "assignee", had, has) if had != has else None
        case "status" if is_change:
            return Change(
                at, author, "status", text_in(event, "previous_value"), text_in(event, "value")
            )
    return None
