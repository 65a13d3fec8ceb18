"""Jira issues as the REST search gives them, with the changelog that tells how they came to be."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from loaders.contract import Parcel, loader
from loaders.export import Export
from loaders.gather import Gathered, part_in, records_in, text_in
from loaders.jira_work import Work
from store.errors import SourceError

MARKS: Final = frozenset({"key", "fields"})
FILLS: Final = ("task", "participation", "task_event", "person")
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
SENTENCES: Final = {
    "dropped": "{} issues were closed without being done; they count as cancelled.",
    "undated": "{} issues are done but nothing tells when.",
    "untold": "{} issues have no changelog: their first assignees and reopenings are unknown;"
    " search again with expand=changelog.",
    "nameless": "{} changes, comments or work logs name nobody; they are left out.",
    "comments missing": "{} comments are not in the file: a search gives only the first of each"
    " issue.",
    "work logs missing": "{} work logs are not in the file: a search gives only the first of each"
    " issue. Shares of those issues are unknown.",
}

_Issues = list[tuple[int, dict[str, Any]]]


def _recognises(export: Export) -> bool:
    if export.shape not in {"json", "ndjson"}:
        return False
    if export.keys >= MARKS:
        return True
    # a list of whole answers
    pages = export.records()[:1] if "issues" in export.keys else []
    return any(each.keys() >= MARKS for page in pages for each in records_in(page.get("issues")))


@loader(
    label="Jira JSON",
    fills=FILLS,
    keys=("login", "email", "name"),
    grain="one record per issue, with its changelog",
    history=True,
    verified="raw answers in the tests of an open connector; the published interface",
    recognises=_recognises,
)
def jira_rest(export: Export) -> Parcel:
    """One task per issue, with its people, what they logged, and its history.

    export   answers of the issue search with `expand=changelog`: one, several back to back, a bare
             list of issues, or one issue a line
    returns  task, participation (one assignee row per turn, reporter, and whoever else logged work
             as collaborator; where work is logged weight is the share of the hours), task_event
             (assign, status, comment, worklog), person (accounts, bots and agents)

    Counts: done is what the status category says. Closed without being done (Won't Do, Duplicate
    ...) is "cancelled" and has no closing. closed_at is the first closing, started_at the first
    move into work; reopenings are moves out of done, backward moves go from work back to waiting.
    Estimates are seconds in the file and hours here; points are no hours, but a change of either
    counts. A changelog that the search has cut tells no first turn, no start and no counts, and the
    task says so. Without a changelog the first assignee is unknown. Of two records of one issue the
    one updated last counts. Of two issues that a "Blocks" link ties, the blocking one comes first.
    Leaves out: all texts but titles; bodies of comments and work logs, watchers, sums over
    sub-tasks, sprints, story points and other custom fields.
    """
    gathered = Gathered()
    for line, reason in export.refused_lines:
        gathered.refuse(line, "", reason)
    issues = list(_issues(export))
    _check(export, issues)
    work = Work(gathered, issues)
    for row, issue in _once(gathered, issues):
        work.read(row, issue)
    work.write()
    _note(gathered, work)
    parcel = gathered.parcel(FILLS, len(issues) + len(export.refused_lines))
    return replace(parcel, cut=_cut(export, issues, work.told))


def _issues(export: Export) -> Iterator[tuple[int, dict[str, Any]]]:
    """Row and record of every issue, also where the file is a list of whole answers."""
    for row, record in zip(export.record_lines, export.records(), strict=True):
        inner = record.get("issues")
        if "fields" in record or not isinstance(inner, list):
            yield row, record
        else:
            yield from ((row, each) for each in records_in(inner))


def _check(export: Export, issues: _Issues) -> None:
    if issues and not any("created" in part_in(issue, "fields") for _, issue in issues):
        raise SourceError(
            f"{export.name} has issues without the field created",
            "the fields summary, status, assignee, reporter and created of each issue",
            "Search again with fields=*all and expand=changelog",
        )


def _once(gathered: Gathered, issues: _Issues) -> _Issues:
    """One record per issue: pages of a search overlap when issues change meanwhile."""
    best: dict[object, tuple[datetime, int, dict[str, Any]]] = {}
    for row, issue in issues:
        key = text_in(issue, "key") or text_in(issue, "id") or (row, len(best))
        updated = gathered.instant(row, "updated", part_in(issue, "fields").get("updated"))
        new = (updated or LONG_AGO, row, issue)
        if key in best:
            twice = "the issue stands in the file twice; the record updated last counts"
            gathered.refuse(min(best[key], new, key=lambda each: each[:2])[1], "key", twice)
        if key not in best or new[:2] >= best[key][:2]:
            best[key] = new
    return [(row, issue) for _, row, issue in best.values()]


def _note(gathered: Gathered, work: Work) -> None:
    """What the reader should know of this file."""
    for what, sentence in SENTENCES.items():
        if work.told[what]:
            gathered.note(sentence.format(work.told[what]))
    unknown = len(work.statuses.unknown)
    if unknown:
        gathered.note(
            f"{unknown} statuses occur in histories only, so it is not known whether they are work"
            " or done; tasks that went through them have no counts of reopenings and moves back."
        )


def _cut(export: Export, issues: _Issues, told: Counter[str]) -> str:
    """Why the file is not the whole: pages that are missing, changelogs that the search cut."""
    pages = [page for page in export.documents if isinstance(page, dict) and "issues" in page]
    pages += [page for page in export.records() if "fields" not in page and "issues" in page]
    totals = [page["total"] for page in pages if isinstance(page.get("total"), int)]
    keys = {text_in(issue, "key") for _, issue in issues}
    if totals and max(totals) > len(keys):
        return f"The file has {len(keys)} of {max(totals)} issues: export the other pages too."
    is_open = pages and not any(page.get("isLast") is True for page in pages)
    if is_open and any(page.get("nextPageToken") or page.get("isLast") is False for page in pages):
        return f"The file has {len(keys)} issues and a next page follows: export that one too."
    if told["cut"]:
        return (
            f"The changelogs of {told['cut']} issues are cut: the search gives only their newest"
            " changes. Fetch /issue/KEY/changelog of each to have the whole."
        )
    return ""
