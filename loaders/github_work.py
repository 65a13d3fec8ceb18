"""Issues and pull requests of GitHub, as rows: what both of its export forms have in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal

from loaders.actors import acts_as
from loaders.gather import Gathered, text_in
from store.tables import CANCELLED

SOURCE: Final = "github"
TABLES_FILLED: Final = ("task", "participation", "task_event", "person")
GHOST: Final = "ghost"  # GitHub's own name for people who deleted their account
DROPPED: Final = ("not_planned", "duplicate")  # state reasons of issues closed without being done
REVIEWS: Final = {"APPROVED": "approval", "CHANGES_REQUESTED": "change_request"}
# GitHub's own first labels that name a kind of work; all other labels are skills.
KINDS_OF_WORK: Final = ("bug", "documentation", "enhancement", "feature", "question")
IN_ADDRESS: Final = re.compile(r"https?://[^/]+/([^/\s]+/[^/\s]+)/(?:pull|issues)/(\d+)")
NESTED_LIMIT: Final = 100  # lists inside a record stop there
FILE_LIMITS: Final = (30, 100)  # the default and the largest page


@dataclass
class Work:
    """One issue or pull request.

    row        place in the file
    task_id    `owner/repository#number` where the file tells the repository
    is_pull    a pull request: its author is the one who does it
    author     login
    closed_at  when it was done; closed without being done is `is_dropped`
    assigned   (login, from, to) of everybody it was assigned to
    reviewers  logins of those who reviewed or are asked to
    commits    login -> share of the commits, when all of them are known
    events     (login, when, kind, value)
    """

    row: int
    task_id: str
    is_pull: bool
    opened_at: datetime
    title: str | None = None
    author: str | None = None
    closed_at: datetime | None = None
    is_dropped: bool = False
    type: str | None = None
    due_at: datetime | None = None
    parent_id: str | None = None
    labels: list[str] = field(default_factory=list)
    components: list[str] | None = None
    depends_on: list[str] | None = None
    assigned: list[tuple[str, datetime | None, datetime | None]] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    commits: Mapping[str, float] = field(default_factory=dict)
    events: list[tuple[str, datetime, str, str | None]] = field(default_factory=list)
    reopened: int | None = None
    changes_requested: int | None = None
    is_cut: bool = False

    def add_event(
        self, login: str, at: datetime | None, kind: str, value: str | None = None
    ) -> None:
        """One event; without its moment it is left out."""
        if at is not None:
            self.events.append((login, at, kind, value))


def write(work: Work, gathered: Gathered) -> None:
    """The rows of one issue or pull request."""
    kind, skills = _kind_and_skills(work)
    gathered.add(
        "task",
        task_id=work.task_id,
        opened_at=work.opened_at,
        source=SOURCE,
        title=work.title,
        type=kind,
        status=_status(work),
        closed_at=work.closed_at,
        due_at=work.due_at,
        parent_id=work.parent_id,
        depends_on=work.depends_on or None,
        components=work.components or None,
        skills=skills or None,
        reopened=work.reopened,
        changes_requested=work.changes_requested,
        truncated_history=work.is_cut or None,
    )
    _write_parts(work, gathered)
    for login, at, kind_of_event, value in work.events:
        gathered.add(
            "task_event",
            task_id=work.task_id,
            person_id=f"login:{login}",
            at=at,
            kind=kind_of_event,
            value=value,
        )


def _write_parts(work: Work, gathered: Gathered) -> None:
    """Who did which part. On a pull request the author is the assignee, everybody else helps."""

    def add(login: str, role: str, **more: object) -> None:
        key = f"login:{login}"
        gathered.add("participation", task_id=work.task_id, person_id=key, role=role, **more)

    if not work.is_pull:
        for login, start, end in work.assigned:
            add(login, "assignee", from_at=start, to_at=end)
        if work.author:
            add(work.author, "reporter")
        return
    # Shares only hold when the author is among those who committed; else their commits went out
    # under another name and every part keeps the weight of its role.
    shares = work.commits if work.author in work.commits else {}
    if work.author:
        add(work.author, "assignee", weight=shares.get(work.author))
    helpers = dict.fromkeys([*work.commits, *(login for login, _, _ in work.assigned)])
    for login in helpers:
        if login != work.author:
            add(login, "collaborator", weight=shares.get(login))
    for login in dict.fromkeys(work.reviewers):
        if login != work.author:
            add(login, "reviewer")


def _status(work: Work) -> str:
    if work.is_dropped:
        return CANCELLED
    if work.closed_at is None:
        return "open"
    return "merged" if work.is_pull else "closed"


def _kind_and_skills(work: Work) -> tuple[str, list[str]]:
    """Type and skills: the one label of an issue that names a kind of work is its type."""
    labels = list(dict.fromkeys(work.labels))
    if work.is_pull:
        return work.type or "pull request", labels
    kinds = [label for label in labels if label.casefold() in KINDS_OF_WORK]
    if work.type is None and len(kinds) == 1:
        labels.remove(kinds[0])
        return kinds[0].casefold(), labels
    return work.type or "issue", labels


class People:
    """The accounts of one file, with a person row for each that is no person."""

    def __init__(self, gathered: Gathered) -> None:
        """Begin with nobody."""
        self._gathered = gathered

    def login(self, user: object) -> str:
        """Login of a user record; a deleted user is `ghost`."""
        login = text_in(user, "login") or GHOST
        told = user if isinstance(user, dict) else {}
        is_bot = told.get("type") == "Bot" or told.get("is_bot") is True
        self._remember(login, acts_as(login, is_bot=is_bot))
        return login

    def _remember(self, login: str, kind: Literal["bot", "agent"] | None) -> None:
        if kind:
            key = f"login:{login}"
            self._gathered.add("person", person_id=key, logins=[login], worker_type=kind)


def task_id_in(record: Mapping[str, Any], *keys: str) -> str | None:
    """`owner/repository#number` out of the first address that tells it."""
    for key in keys:
        found = IN_ADDRESS.search(text_in(record, key) or "")
        if found:
            return f"{found[1]}#{found[2]}"
    return None


def labels_of(value: object) -> list[str]:
    """Label names; GitHub writes labels as records or as plain texts."""
    labels = value if isinstance(value, list) else []
    names = [each if isinstance(each, str) else text_in(each, "name") for each in labels]
    return [name.strip() for name in names if name and name.strip()]


def file_cut(records: int) -> str:
    """Why a file is not the whole: it is as long as a page, and the rest is probably missing."""
    if records not in FILE_LIMITS:
        return ""
    return (
        f"The file has exactly {records} records, as many as a page holds: it is probably cut."
        " Export again with a higher limit or with all pages."
    )
