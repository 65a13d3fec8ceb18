"""The changelog of Jira issues, and what the statuses in it stand for."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from loaders.gather import Gathered, part_in, records_in, text_in
from loaders.jira_accounts import Accounts, histories_of, listed
from loaders.turns import Change, Phase, Stage

# Keys of the status categories. They are not translated, and "undefined" tells nothing.
PHASES: Final = {"new": Phase.WAITING, "indeterminate": Phase.GOING, "done": Phase.DONE}
# Ids of the statuses that every Jira is born with: open, in progress, reopened, resolved, closed.
BORN_WITH: Final = {
    "1": Phase.WAITING,
    "3": Phase.GOING,
    "4": Phase.WAITING,
    "5": Phase.DONE,
    "6": Phase.DONE,
}
# Names of fields in a history, those of custom fields as the cloud and a server spell them.
FIELDS: Final[Mapping[str, Literal["assignee", "status", "estimate"]]] = {
    "assignee": "assignee",
    "status": "status",
    "timeoriginalestimate": "estimate",
    "story points": "estimate",
    "story point estimate": "estimate",
}
# Changes inside a search stop there, without a word: 40 in the newer one, 100 in the older.
LIMITS: Final = (40, 100)


class Statuses:
    """Which statuses are waiting, work and done, as the file itself tells it.

    Counts: a history names statuses without their category. It is looked up among the statuses in
    which the issues of the file stand now, also linked ones; a renamed status is found by its id.
    """

    def __init__(self) -> None:
        """Begin with nothing known."""
        self._by_name: dict[str, Phase] = {}
        self._by_id: dict[str, Phase] = {}
        self._ids: dict[str, str] = {}
        self.unknown: set[str] = set()

    def meet(self, issue: Mapping[str, Any]) -> None:
        """Learn from an issue, and from those around it."""
        fields = part_in(issue, "fields")
        near = [*records_in([fields.get("parent")]), *records_in(fields.get("subtasks"))]
        for link in records_in(fields.get("issuelinks")):
            near += records_in([link.get("inwardIssue"), link.get("outwardIssue")])
        for each in (issue, *near):
            status = part_in(part_in(each, "fields"), "status")
            phase = PHASES.get(text_in(status, "statusCategory", "key") or "")
            name, own_id = text_in(status, "name"), text_in(status, "id")
            if phase is not None and name:
                self._by_name.setdefault(name, phase)
            if phase is not None and own_id:
                self._by_id.setdefault(own_id, phase)
        for change in histories_of(issue):
            for item in records_in(change.get("items")):
                if text_in(item, "field") == "status":
                    self._name(text_in(item, "fromString"), text_in(item, "from"))
                    self._name(text_in(item, "toString"), text_in(item, "to"))

    def _name(self, name: str | None, own_id: str | None) -> None:
        if name and own_id:
            self._ids[name] = own_id

    def stage(self, name: str) -> Stage | None:
        """Stage of a status; none when nothing tells it."""
        own_id = self._ids.get(name, "")
        for phases, key in ((self._by_name, name), (self._by_id, own_id), (BORN_WITH, own_id)):
            if key in phases:
                return Stage(phases[key])
        self.unknown.add(name)
        return None


def is_cut(issue: Mapping[str, Any]) -> bool:
    """Truth that the export holds the newest changes only."""
    page, there = part_in(issue, "changelog"), len(histories_of(issue))
    total = page.get("total")
    if isinstance(total, int):
        return total > there
    return there in LIMITS


def has_history(issue: Mapping[str, Any]) -> bool:
    """Truth that the export was asked for the changelog."""
    page = part_in(issue, "changelog")
    return isinstance(page.get("histories", page.get("values")), list)


def changes_of(
    issue: Mapping[str, Any], row: int, accounts: Accounts, gathered: Gathered
) -> list[Change]:
    """Changes of assignee, status and estimate, of one moment in the order of their ids."""
    found: list[Change] = []
    for history in sorted(histories_of(issue), key=_number):
        at = gathered.instant(row, "changelog.created", history.get("created"))
        by = accounts.key(history.get("author"))
        for item in records_in(history.get("items")):
            field = FIELDS.get((text_in(item, "field") or "").casefold())
            if at is None or field is None:
                continue
            before, after = text_in(item, "fromString"), text_in(item, "toString")
            if field == "assignee":
                before, after = (accounts.of_item(text_in(item, key)) for key in ("from", "to"))
            found.append(Change(at, by, field, before, after))
    return found


def _number(history: Mapping[str, Any]) -> int:
    """Number of a change. The search gives the newest first, and many changes share a moment."""
    told = text_in(history, "id") or ""
    return int(told) if told.isdecimal() else 0


def missing_in(fields: Mapping[str, Any], name: str, inner: str) -> int:
    """How many records of a nested page are not in the export."""
    total = part_in(fields, name).get("total")
    return max(0, total - len(listed(fields, name, inner))) if isinstance(total, int) else 0
