"""One Zendesk ticket of the interface on its way to rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from loaders.gather import Gathered, text_in
from loaders.turns import Course, add_events, add_turns, course, turns
from loaders.zendesk_audits import History, account_key
from loaders.zendesk_words import CUSTOMER, DELETED, OPEN, OWN_ID, PRIORITIES, SOURCE, STAGES
from store.tables import CANCELLED

Record = Mapping[str, Any]


class Tickets:
    """Reads tickets one by one, and tells in the end who took part in them.

    told  how often something was met that the reader should know of
    """

    def __init__(self, gathered: Gathered) -> None:
        """Begin with nobody."""
        self.told = Counter[str]()
        self._gathered = gathered
        self._seen: dict[str, None] = {}

    def read(self, row: int, ticket: Record, metrics: Record, history: History | None) -> None:
        """The rows of one ticket.

        metrics  its metric set; empty when the file has none
        history  of its audits; none when the file has none
        """
        task_id = text_in(ticket, "id")
        opened_at = self._gathered.instant(row, "created_at", ticket.get("created_at"))
        if task_id is None or opened_at is None:
            if task_id is None or not ticket.get("created_at"):
                missing = "id" if task_id is None else "created_at"
                self._gathered.refuse(row, missing, "a value is needed and there is none")
            return
        status = (text_in(ticket, "status") or "").lower() or None
        told = self._course(row, metrics, history, opened_at, status)
        if told.closed_at and told.closed_at < opened_at:
            self._gathered.refuse(row, "solved_at", "closed before it was opened")
            return
        self._add_task(row, ticket, opened_at, told, is_cut=bool(history and history.is_cut))
        self._add_people(task_id, ticket, opened_at, history)

    def _course(
        self,
        row: int,
        metrics: Record,
        history: History | None,
        opened_at: datetime,
        status: str | None,
    ) -> Course:
        """What became of a ticket: by its audits, where they are silent by its metrics."""
        solved_at = self._gathered.instant(row, "solved_at", metrics.get("solved_at"))
        reopens = self._gathered.count(row, "reopens", metrics.get("reopens"))
        found = Course(closed_at=solved_at, reopened=reopens)
        if history:
            known = course(history.changes, opened_at, status, STAGES.get, is_cut=history.is_cut)
            found = replace(
                known,
                closed_at=known.closed_at or solved_at,
                reopened=reopens if known.reopened is None else known.reopened,
            )
        is_over = status not in OPEN and status != DELETED
        self.told["undated"] += is_over and found.closed_at is None
        return found if is_over else replace(found, closed_at=None)

    def _add_task(
        self, row: int, ticket: Record, opened_at: datetime, told: Course, *, is_cut: bool
    ) -> None:
        tags = ticket.get("tags")
        skills = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
        status = (text_in(ticket, "status") or "").lower() or None
        self.told["cut"] += is_cut
        self._gathered.add(
            "task",
            task_id=text_in(ticket, "id"),
            opened_at=opened_at,
            source=SOURCE,
            title=text_in(ticket, "subject"),
            type=text_in(ticket, "type"),
            status=CANCELLED if status == DELETED else status,
            priority=PRIORITIES.get((text_in(ticket, "priority") or "").lower()),
            skills=skills or None,
            started_at=told.started_at,
            closed_at=told.closed_at,
            due_at=self._gathered.instant(row, "due_at", ticket.get("due_at")),
            parent_id=text_in(ticket, "problem_id"),
            reopened=told.reopened,
            backward_moves=told.backward_moves,
            truncated_history=True if is_cut else None,
        )

    def _add_people(
        self, task_id: str, ticket: Record, opened_at: datetime, history: History | None
    ) -> None:
        """Who had the ticket, who asked, and what they did."""
        agent, requester = (
            account_key(ticket.get(f"{who}_id")) for who in ("assignee", "requester")
        )
        now = [agent] if agent else []
        if history:
            found = turns(history.changes, opened_at, now, is_cut=history.is_cut)
            add_turns(self._gathered, task_id, found)
            self._seen |= dict.fromkeys(turn.person_id for turn in found)
            self._add_history(task_id, history)
        elif agent:
            self._add_part(task_id, agent, "assignee")
        if requester:
            self._add_part(task_id, requester, "reporter")

    def _add_part(self, task_id: str, who: str, role: str) -> None:
        self._seen[who] = None
        self._gathered.add("participation", task_id=task_id, person_id=who, role=role)

    def _add_history(self, task_id: str, history: History) -> None:
        self.told["by nobody"] += add_events(self._gathered, task_id, history.changes)
        self._seen |= dict.fromkeys(each.by for each in history.changes if each.by)
        for at, who in history.comments:
            self._seen[who] = None
            self._gathered.add("task_event", task_id=task_id, person_id=who, at=at, kind="comment")

    def add_people(self, users: Mapping[str, Record]) -> int:
        """Rows of person of those who took part; gives how many the file says nothing about.

        users  number of the account -> its record

        Counts: whoever asks is mostly a customer, whose name is not kept; an address may tie an
        employee who asked.
        """
        unknown = 0
        for key in self._seen:
            user = users.get(key.removeprefix(OWN_ID))
            if user is None:
                unknown += 1
                continue
            self._gathered.add(
                "person",
                person_id=key,
                email=text_in(user, "email"),
                logins=[key.removeprefix("login:")],
                name=None if text_in(user, "role") == CUSTOMER else text_in(user, "name"),
            )
        return unknown
