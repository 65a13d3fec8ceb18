"""GitHub issues and pull requests as the REST interface gives them, bare or in a backup."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, records_in, text_in
from loaders.github_work import (
    DROPPED,
    REVIEWS,
    TABLES_FILLED,
    People,
    Work,
    file_cut,
    labels_of,
    task_id_in,
    write,
)

BARE: Final = frozenset({"number", "created_at", "user"})
ADDRESSED: Final = frozenset({"node_id", "html_url"})
ASSIGNMENTS: Final = ("assigned", "unassigned")


def _recognises(export: Export) -> bool:
    keys = export.keys
    is_bare = keys >= BARE and bool(keys & ADDRESSED)
    is_backup = "events" in keys and "type" in keys and bool(keys & {"pull", "issue"})
    return export.shape in {"json", "ndjson"} and (is_bare or is_backup)


@loader(
    label="GitHub issues and pull requests (REST, backup)",
    fills=TABLES_FILLED,
    keys=("login",),
    grain="one record per issue or pull request, in a backup with its timeline",
    history=True,
    verified="vendor's published types and a public backup",
    recognises=_recognises,
)
def github_rest(export: Export) -> Parcel:
    """One task per issue or pull request, with its people and its timeline.

    export   JSON list (also several back to back) of issues or pull requests, or a backup with one
             record a line: `{type, pull or issue, events, comments}`
    returns  task, participation (on a pull request the author is the assignee; assignees of issues
             with the interval in which they were), task_event (comment, review, approval,
             change_request, assign, status), person (bots and agents)

    Counts: a pull request is closed when it is merged, an issue when it was first closed; closed
    without being done it is "cancelled" and has no closing. Reopenings before that do not count.
    Every review that requests changes is a round. Without a timeline reviews, reopenings and rounds
    are unknown, not zero.
    Leaves out: all texts but titles; comments on lines of code, which their review stands for;
    commits, which tell addresses but no accounts; teams that are asked to review.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    records = export.records()
    people, counts = People(gathered), Counter[str]()
    for row, record in zip(export.record_lines, records, strict=True):
        work = _work(gathered, people, counts, row, record)
        if work:
            write(work, gathered)
            counts.update(kind for _, _, kind, _ in work.events)
    _note(gathered, counts)
    parcel = gathered.parcel(TABLES_FILLED, len(records) + len(export.refused_lines))
    return replace(parcel, cut="" if "events" in export.keys else file_cut(len(records)))


def _work(
    gathered: Gathered,
    people: People,
    counts: Counter[str],
    row: int,
    record: Mapping[str, Any],
) -> Work | None:
    """One record, read; none when it cannot be a task."""
    inner = record.get(text_in(record, "type") or "")
    told: Mapping[str, Any] = inner if isinstance(inner, dict) else record
    opened_at = gathered.instant(row, "created_at", told.get("created_at"))
    is_pull = _is_pull(record, told)
    task_id = _task_id(told, is_pull)
    if opened_at is None or task_id is None:
        if task_id is None or not told.get("created_at"):
            missing = "number" if task_id is None else "created_at"
            gathered.refuse(row, missing, "a value is needed and there is none")
        return None
    counts["named by id"] += "#" not in task_id
    work = Work(row, task_id, is_pull, opened_at)
    work.title = text_in(told, "title")
    work.author = people.login(told.get("user"))
    work.type = text_in(told, "type", "name")
    work.labels = labels_of(told.get("labels"))
    work.due_at = gathered.instant(row, "milestone.due_on", _at(told, "milestone", "due_on"))
    work.parent_id = task_id_in(_api_as_page(told, "parent_issue_url"), "parent_issue_url")
    timeline = list(records_in(record.get("events"))) if "events" in record else None
    _close(work, gathered, people, told, timeline)
    _people(work, people, told)
    if timeline is not None:
        _follow(work, gathered, people, counts, timeline)
        told_comments = gathered.count(row, "comments", told.get("comments")) or 0
        work.is_cut = told_comments > sum(each.get("event") == "commented" for each in timeline)
    return work


def _is_pull(record: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    is_row_of_pull = "pull_request" in told or {"head", "base"} <= told.keys()
    return record.get("type") == "pull" or is_row_of_pull


def _task_id(told: Mapping[str, Any], is_pull: bool) -> str | None:
    """`owner/repository#number`; GitHub's own id when no address tells the repository."""
    named = task_id_in(told, "html_url")
    repository = _at(told, "base", "repo", "full_name")
    address = text_in(told, "repository_url") or text_in(told, "url") or ""
    if not repository and "/repos/" in address:
        repository = "/".join(address.partition("/repos/")[2].split("/")[:2])
    number, own_id = text_in(told, "number"), text_in(told, "id")
    if named or (repository and number):
        return named or f"{repository}#{number}"
    return f"{'pull' if is_pull else 'issue'}:{own_id}" if own_id and number else None


def _close(
    work: Work,
    gathered: Gathered,
    people: People,
    told: Mapping[str, Any],
    timeline: list[dict[str, Any]] | None,
) -> None:
    """When it was done, and whether it was dropped instead."""
    row = work.row
    closed_at = gathered.instant(row, "closed_at", told.get("closed_at"))
    merged = told.get("merged_at") or _at(told, "pull_request", "merged_at")
    is_closed = told.get("state") == "closed" or (closed_at is not None and "state" not in told)
    if not is_closed:
        return
    if work.is_pull:
        work.closed_at = gathered.instant(row, "merged_at", merged)
        work.is_dropped = work.closed_at is None
    elif text_in(told, "state_reason") in DROPPED:
        work.is_dropped = True
    else:
        closings = [
            gathered.instant(row, "events.created_at", each.get("created_at"))
            for each in timeline or []
            if each.get("event") == "closed"
        ]
        work.closed_at = min((at for at in closings if at), default=closed_at)
    closer = told.get("merged_by") or told.get("closed_by")
    if timeline is None and closer:
        status = "merged" if work.is_pull and work.closed_at else "closed"
        work.add_event(people.login(closer), work.closed_at or closed_at, "status", status)


def _people(work: Work, people: People, told: Mapping[str, Any]) -> None:
    """Who has it now, and who is asked to review."""
    assignees = list(records_in(told.get("assignees"))) or list(records_in([told.get("assignee")]))
    work.assigned = [(people.login(each), None, None) for each in assignees]
    asked = records_in(told.get("requested_reviewers"))
    work.reviewers = [people.login(each) for each in asked if text_in(each, "login")]


def _follow(
    work: Work,
    gathered: Gathered,
    people: People,
    counts: Counter[str],
    timeline: list[dict[str, Any]],
) -> None:
    """What the timeline tells: reviews, comments, closings, and who had it when."""
    asked: dict[str, None] = dict.fromkeys(work.reviewers)
    for each in timeline:
        event = text_in(each, "event") or ""
        when = each.get("submitted_at") or each.get("created_at")
        requested = text_in(each, "requested_reviewer", "login")
        if event == "reviewed":
            login = people.login(each.get("user") or each.get("actor"))
            at = gathered.instant(work.row, "events.submitted_at", when)
            state = (text_in(each, "state") or "").upper()
            work.add_event(login, at, REVIEWS.get(state, "review"))
            asked[login] = None
        elif event == "review_requested":
            counts["review requests"] += 1
            if requested:
                asked[people.login(each["requested_reviewer"])] = None
        elif event == "review_request_removed" and requested:
            reviewed = {login for login, _, kind, _ in work.events if kind != "comment"}
            if requested not in reviewed:
                asked.pop(requested, None)
        else:
            _follow_one(work, gathered, people, event, each)
    work.reviewers = list(asked)
    # What was closed by mistake and opened again before the merge did not come back as unfinished.
    again = [at for _, at, _, value in work.events if value == "reopened"]
    work.reopened = sum(work.closed_at is None or at > work.closed_at for at in again)
    if work.is_pull:
        work.changes_requested = sum(kind == "change_request" for _, _, kind, _ in work.events)
    _assign(work, gathered, people, timeline)


def _follow_one(
    work: Work, gathered: Gathered, people: People, event: str, each: Mapping[str, Any]
) -> None:
    """A comment, a change of status or an assignment."""
    kinds = {"commented": "comment", "assigned": "assign"}
    statuses = {"closed": "closed", "reopened": "reopened", "merged": "merged"}
    if event not in kinds and event not in statuses:
        return
    login = people.login(each.get("user") or each.get("actor"))
    at = gathered.instant(work.row, "events.created_at", each.get("created_at"))
    if event == "closed" and (login, at, "status", "merged") in work.events:
        return  # GitHub tells a merge as a merge and as a closing, at the same second
    work.add_event(login, at, kinds.get(event, "status"), statuses.get(event))


def _assign(work: Work, gathered: Gathered, people: People, timeline: list[dict[str, Any]]) -> None:
    """Intervals in which people had the task, out of assignments and their ends."""
    open_since: dict[str, datetime | None] = {}
    past: list[tuple[str, datetime | None, datetime | None]] = []
    for each in timeline:
        if each.get("event") not in ASSIGNMENTS or not text_in(each, "assignee", "login"):
            continue
        login = people.login(each["assignee"])
        at = gathered.instant(work.row, "events.created_at", each.get("created_at"))
        if each["event"] == "assigned":
            open_since.setdefault(login, at)
        else:
            past.append((login, open_since.pop(login, None), at))
    now = [login for login, _, _ in work.assigned]
    work.assigned = past + [(login, open_since.get(login), None) for login in now]


def _note(gathered: Gathered, counts: Counter[str]) -> None:
    """What the reader should know of this file."""
    kinds = ("review", "approval", "change_request")
    if any(counts[kind] for kind in kinds):
        gathered.note(
            f"{sum(counts[kind] for kind in kinds)} reviews: {counts['approval']} approve,"
            f" {counts['change_request']} request changes; {counts['review requests']} review"
            " requests."
        )
    if counts["named by id"]:
        gathered.note(
            "No address tells the repository; tasks are named by GitHub's own id. Do not load the"
            " same repository from another export too."
        )


def _api_as_page(told: Mapping[str, Any], key: str) -> dict[str, str]:
    """An address of the interface written like the address of its page."""
    return {key: (text_in(told, key) or "").replace("/repos/", "/")}


def _at(record: Mapping[str, Any], *path: str) -> str | None:
    return text_in(record, *path)
