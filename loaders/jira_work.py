"""Jira issues in JSON on their way to rows: tasks, parts, events."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from loaders import jira_issue
from loaders.gather import Gathered, part_in, records_in, text_in
from loaders.jira_accounts import Accounts, listed
from loaders.jira_history import Statuses, changes_of, has_history, is_cut, missing_in
from loaders.jira_issue import SECONDS_AN_HOUR
from loaders.turns import Change, Course, add_events, add_turns, course, turns
from store.tables import CANCELLED


class Work:
    """The issues of one file while they are read.

    told      how often something happened that the reader should know
    statuses  what the statuses stand for
    """

    def __init__(self, gathered: Gathered, issues: list[tuple[int, dict[str, Any]]]) -> None:
        """Meet all people and statuses first: a history may name those of another issue."""
        self._gathered = gathered
        self._accounts, self.statuses = Accounts(gathered), Statuses()
        self.told: Counter[str] = Counter()
        self._tasks: dict[str, dict[str, object]] = {}
        self._blockers: dict[str, set[str]] = defaultdict(set)
        for _, issue in issues:
            self._accounts.meet(issue)
            self.statuses.meet(issue)

    def read(self, row: int, issue: Mapping[str, Any]) -> None:
        """One issue."""
        fields, task_id = part_in(issue, "fields"), text_in(issue, "key") or text_in(issue, "id")
        opened_at = self._gathered.instant(row, "created", fields.get("created"))
        if task_id is None or opened_at is None:
            if task_id is None or not fields.get("created"):
                column = "key" if task_id is None else "created"
                self._gathered.refuse(row, column, "a value is needed and there is none")
            return
        changes = changes_of(issue, row, self._accounts, self._gathered)
        came, cut = Course(), is_cut(issue)
        if has_history(issue):
            status = text_in(fields, "status", "name")
            came = course(changes, opened_at, status, self.statuses.stage, is_cut=cut)
        self.told["untold"] += not has_history(issue)
        self.told["cut"] += cut
        self._tasks[task_id] = self._task(row, issue, came, opened_at) | {"task_id": task_id}
        self._link(task_id, fields)
        self._take_part(row, task_id, issue, changes, opened_at)
        self._comment(row, task_id, fields)

    def write(self) -> None:
        """Hand over the tasks, once all links are known."""
        for task_id, cells in self._tasks.items():
            before = sorted(self._blockers.get(task_id, ())) or None
            self._gathered.add("task", **cells, depends_on=before)

    def _task(
        self, row: int, issue: Mapping[str, Any], came: Course, opened_at: datetime
    ) -> dict[str, object]:
        fields, told, cut = part_in(issue, "fields"), self._gathered, is_cut(issue)
        is_whole = has_history(issue) and not cut
        ending = jira_issue.ending(told, row, fields, came, opened_at, is_whole=is_whole)
        self.told["dropped"] += ending.status == CANCELLED
        self.told["undated"] += ending.is_closed and ending.closed_at is None
        estimate = ("timeoriginalestimate", "originalEstimateSeconds")
        return {
            **jira_issue.told(fields),
            "status": ending.status,
            "opened_at": opened_at,
            "started_at": came.started_at,
            "closed_at": ending.closed_at,
            "due_at": jira_issue.due(told, row, fields),
            "estimate_hours": jira_issue.hours(told, row, fields, *estimate),
            "effort_hours": jira_issue.hours(told, row, fields, "timespent", "timeSpentSeconds"),
            "reopened": came.reopened,
            "estimate_changes": came.estimate_changes,
            "backward_moves": came.backward_moves,
            "truncated_history": cut or None,
        }

    def _link(self, task_id: str, fields: Mapping[str, Any]) -> None:
        """Which task must come first: what blocks this one, and this one for what it blocks."""
        for link in records_in(fields.get("issuelinks")):
            name = (text_in(link, "type", "name") or "").casefold()
            words = (text_in(link, "type", "inward") or "").casefold()
            if not (name.startswith("block") or "blocked by" in words):
                continue
            before, after = (
                text_in(link, "inwardIssue", "key"),
                text_in(link, "outwardIssue", "key"),
            )
            if before:
                self._blockers[task_id].add(before)
            if after:
                self._blockers[after].add(task_id)

    def _take_part(
        self,
        row: int,
        task_id: str,
        issue: Mapping[str, Any],
        changes: list[Change],
        opened_at: datetime,
    ) -> None:
        """Turns, helpers and the reporter."""
        fields = part_in(issue, "fields")
        logged = self._worklogs(row, task_id, fields)
        if missing_in(fields, "worklog", "worklogs"):
            logged = dict.fromkeys(logged)  # who helped is known, with which share is not
        now = self._accounts.key(fields.get("assignee"))
        told = ([now] if now else []) if "assignee" in fields else None
        is_short = is_cut(issue) or not has_history(issue)
        found = turns(changes, opened_at, told, is_cut=is_short)
        hours = {who: spent for who, spent in logged.items() if spent is not None}
        add_turns(self._gathered, task_id, found, hours=hours)
        for who in sorted(logged.keys() - {turn.person_id for turn in found}):
            total = sum(hours.values())
            weight = hours[who] / total if total else None
            self._part(task_id, who, "collaborator", weight=weight, hours=hours.get(who))
        reporter = self._accounts.key(fields.get("reporter"))
        if reporter:
            self._part(task_id, reporter, "reporter")
        self.told["nameless"] += add_events(self._gathered, task_id, changes)

    def _worklogs(
        self, row: int, task_id: str, fields: Mapping[str, Any]
    ) -> dict[str, float | None]:
        """Hours that each person logged. Two logs of one person at one moment are one event."""
        by_event: dict[tuple[str, datetime], float] = defaultdict(float)
        for log in listed(fields, "worklog", "worklogs"):
            at = self._gathered.instant(row, "worklog.started", log.get("started"))
            seconds = self._gathered.count(row, "timeSpentSeconds", log.get("timeSpentSeconds"))
            who = self._accounts.key(log.get("author"))
            self.told["nameless"] += who is None
            if at and seconds is not None and who:
                by_event[who, at] += seconds / SECONDS_AN_HOUR
        by_person: dict[str, float | None] = {}
        for (who, at), spent in by_event.items():
            by_person[who] = (by_person.get(who) or 0.0) + spent
            self._event(task_id, who, at, "worklog", str(spent))
        self.told["work logs missing"] += missing_in(fields, "worklog", "worklogs")
        return by_person

    def _comment(self, row: int, task_id: str, fields: Mapping[str, Any]) -> None:
        """Who said something when; what was said is not read."""
        for said in listed(fields, "comment", "comments"):
            at = self._gathered.instant(row, "comment.created", said.get("created"))
            who = self._accounts.key(said.get("author"))
            self.told["nameless"] += who is None
            if at and who:
                self._event(task_id, who, at, "comment")
        self.told["comments missing"] += missing_in(fields, "comment", "comments")

    def _part(self, task_id: str, who: str, role: str, **more: float | None) -> None:
        self._gathered.add("participation", task_id=task_id, person_id=who, role=role, **more)

    def _event(
        self, task_id: str, who: str, at: datetime, kind: str, value: str | None = None
    ) -> None:
        told = {"task_id": task_id, "person_id": who, "at": at, "kind": kind, "value": value}
        self._gathered.add("task_event", **told)
