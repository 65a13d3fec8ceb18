"""GitHub issues and pull requests as `gh issue list --json` and `gh pr list --json` write them."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.folders import first_folders
from loaders.gather import Gathered, part_in, records_in, text_in
from loaders.github_work import (
    DROPPED,
    NESTED_LIMIT,
    REVIEWS,
    TABLES_FILLED,
    People,
    Work,
    file_cut,
    labels_of,
    task_id_in,
    write,
)
from store.errors import SourceError

MARKS: Final = frozenset({"createdAt", "closedAt", "mergedAt", "stateReason"})
COMPANIONS: Final = frozenset({"assignees", "author", "isDraft", "labels", "state", "url"})
OF_PULLS: Final = frozenset(
    {
        "additions",
        "baseRefName",
        "changedFiles",
        "commits",
        "files",
        "headRefName",
        "isDraft",
        "latestReviews",
        "mergedAt",
        "mergedBy",
        "reviewDecision",
        "reviewRequests",
        "reviews",
    }
)
NESTED: Final = ("comments", "commits", "files", "reviews")


def _recognises(export: Export) -> bool:
    keys = export.keys
    is_list = "number" in keys and bool(keys & MARKS) and bool(keys & COMPANIONS)
    return export.shape in {"json", "ndjson"} and is_list and "node_id" not in keys


@loader(
    label="GitHub issues and pull requests (gh)",
    fills=TABLES_FILLED,
    keys=("login", "email"),
    grain="one record per issue or pull request, with the fields that were asked for",
    verified="source of the command line tool",
    recognises=_recognises,
)
def github_cli(export: Export) -> Parcel:
    """One task per issue or pull request, with its people and its reviews.

    export   JSON list with any of the fields of `gh issue list` or `gh pr list`
    returns  task, participation (on a pull request the author is the assignee; commit authors with
             a login are collaborators by their share of the commits), task_event (comment, review,
             approval, change_request, status), person (bots, agents, and logins whose e-mail
             address a commit tells)

    Counts: a task is closed when it is merged or completed. Closed without that it is "cancelled"
    and has no closing. A field that was not asked for is unknown, not zero. Every review that
    requests changes is a round. A commit without a known account counts as the author's.
    Leaves out: all texts but titles; the author's reviews of their own pull request, as a part;
    teams that are asked to review; lines added and removed.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    _check(export)
    records = export.records()
    people, counts = People(gathered), Counter[str]()
    for row, record in zip(export.record_lines, records, strict=True):
        work = _work(export.keys, gathered, people, row, record)
        if work:
            write(work, gathered)
            counts.update(kind for _, _, kind, _ in work.events)
    _note(export.keys, gathered, counts)
    parcel = gathered.parcel(TABLES_FILLED, len(records) + len(export.refused_lines))
    return replace(parcel, cut=file_cut(len(records)))


def _check(export: Export) -> None:
    if "createdAt" not in export.keys:
        there = ", ".join(sorted(export.keys))
        raise SourceError(
            f"{export.name} has no field createdAt",
            f"number, url, state, createdAt and closedAt; the file has {there}",
            "Export again and add the missing fields after --json",
        )


def _work(
    fields: frozenset[str],
    gathered: Gathered,
    people: People,
    row: int,
    record: Mapping[str, Any],
) -> Work | None:
    """One record, read; none when it cannot be a task."""
    number = text_in(record, "number")
    opened_at = gathered.instant(row, "createdAt", record.get("createdAt"))
    if number is None or opened_at is None:
        if number is None or not record.get("createdAt"):
            missing = "number" if number is None else "createdAt"
            gathered.refuse(row, missing, "a value is needed and there is none")
        return None
    address = text_in(record, "url") or ""
    is_pull = "/pull/" in address or (bool(fields & OF_PULLS) and "/issues/" not in address)
    work = Work(row, task_id_in(record, "url") or f"#{number}", is_pull, opened_at)
    work.title = text_in(record, "title")
    work.author = people.login(record["author"]) if "author" in record else None
    work.type = text_in(record, "issueType", "name")
    work.labels = labels_of(record.get("labels"))
    work.due_at = gathered.instant(
        row, "milestone.dueOn", part_in(record, "milestone").get("dueOn")
    )
    work.assigned = [(people.login(each), None, None) for each in _list(record, "assignees")]
    work.is_cut = any(len(_list(record, name)) >= NESTED_LIMIT for name in NESTED)
    _close(work, gathered, record)
    _relate(work, record)
    _review(work, gathered, people, record)
    _commit(work, gathered, people, record)
    return work


def _close(work: Work, gathered: Gathered, record: Mapping[str, Any]) -> None:
    """When it was done, and whether it was dropped instead."""
    state = (text_in(record, "state") or "").upper()
    closed_at = gathered.instant(work.row, "closedAt", record.get("closedAt"))
    merged_at = gathered.instant(work.row, "mergedAt", record.get("mergedAt"))
    tells_merge = bool(state) or "mergedAt" in record
    if state == "OPEN":
        reason = text_in(record, "stateReason") or ""
        work.reopened = 1 if reason.upper() == "REOPENED" else None
    elif work.is_pull and tells_merge:
        is_closed = state == "CLOSED" or (not state and closed_at is not None)
        work.closed_at = merged_at or (closed_at if state == "MERGED" else None)
        work.is_dropped = work.closed_at is None and is_closed
    elif (text_in(record, "stateReason") or "").lower() in DROPPED:
        work.is_dropped = True
    else:
        work.closed_at = closed_at
    if work.is_pull and closed_at and not tells_merge:
        gathered.note("Without state or mergedAt, closed pull requests count as merged.")


def _relate(work: Work, record: Mapping[str, Any]) -> None:
    """Larger tasks and tasks that must come first."""
    prefix = work.task_id.rpartition("#")[0]

    def named(other: Mapping[str, Any]) -> str | None:
        number = text_in(other, "number")
        return task_id_in(other, "url") or (f"{prefix}#{number}" if number else None)

    closes = [named(each) for each in _list(record, "closingIssuesReferences")]
    parent = named(part_in(record, "parent"))
    work.parent_id = parent or (closes[0] if len(closes) == 1 else None)
    blockers = [named(each) for each in _list(record, "blockedBy")]
    work.depends_on = sorted({each for each in blockers if each})
    paths = [text_in(each, "path") for each in _list(record, "files")]
    work.components = first_folders(path for path in paths if path)


def _review(work: Work, gathered: Gathered, people: People, record: Mapping[str, Any]) -> None:
    """Reviews, requests for them, and comments."""
    name = "reviews" if "reviews" in record else "latestReviews"
    reviews = _list(record, name)
    for each in reviews:
        login, state = people.login(each.get("author")), text_in(each, "state") or ""
        at = gathered.instant(work.row, f"{name}.submittedAt", each.get("submittedAt"))
        work.add_event(login, at, REVIEWS.get(state.upper(), "review"))
        work.reviewers.append(login)
    # The latest review of each reviewer hides the rounds before it.
    if "reviews" in record:
        work.changes_requested = sum(kind == "change_request" for _, _, kind, _ in work.events)
    asked = [each for each in _list(record, "reviewRequests") if text_in(each, "login")]
    work.reviewers.extend(people.login(each) for each in asked)
    for each in _list(record, "comments"):
        at = gathered.instant(work.row, "comments.createdAt", each.get("createdAt"))
        work.add_event(people.login(each.get("author")), at, "comment")
    if work.closed_at and text_in(record, "mergedBy", "login"):
        work.add_event(people.login(record["mergedBy"]), work.closed_at, "status", "merged")


def _commit(work: Work, gathered: Gathered, people: People, record: Mapping[str, Any]) -> None:
    """Shares of the commits, and the e-mail addresses that commits tell of logins."""
    commits = _list(record, "commits")
    shares: dict[str, float] = defaultdict(float)
    for commit in commits:
        authors = [each for each in _list(commit, "authors") if text_in(each, "login")]
        logins = [people.login(each) for each in authors]
        for login, each in zip(logins, authors, strict=True):
            _tie(gathered, login, text_in(each, "email"))
        # A commit whose account is unknown is the author's: who opens a pull request wrote it.
        whose = logins or ([work.author] if work.author else [])
        for login in whose:
            shares[login] += 1 / (len(whose) * len(commits))
    work.commits = shares


def _tie(gathered: Gathered, login: str, email: str | None) -> None:
    if email and "@" in email:
        gathered.add("person", person_id=f"email:{email}", email=email, logins=[login])


def _note(fields: frozenset[str], gathered: Gathered, counts: Counter[str]) -> None:
    """What the reader should know of this file."""
    if "url" not in fields:
        gathered.note(
            "Without the field url, tasks are named by their number alone; add url before you load"
            " a second repository."
        )
    kinds = ("review", "approval", "change_request")
    if sum(counts[kind] for kind in kinds):
        gathered.note(
            f"{sum(counts[kind] for kind in kinds)} reviews: {counts['approval']} approve,"
            f" {counts['change_request']} request changes."
        )
    if "latestReviews" in fields and "reviews" not in fields:
        gathered.note("Only the latest review of each reviewer is in the file; add reviews.")


def _list(record: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """The records of a nested list, also when it is wrapped in `nodes`."""
    value = record.get(key)
    return list(records_in(value.get("nodes") if isinstance(value, dict) else value))
