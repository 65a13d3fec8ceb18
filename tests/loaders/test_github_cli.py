"""GitHub out of the gh command line: pull requests, issues, and files with some fields only."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.github_cli import github_cli
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "github_cli.json"
PULL, OTHER = "acme/claims#17", "acme/claims#18"
ISSUE = {
    "number": 12,
    "url": "https://github.com/acme/claims/issues/12",
    "title": "Sync breaks",
    "state": "CLOSED",
    "stateReason": "COMPLETED",
    "createdAt": "2026-03-01T09:00:00Z",
    "closedAt": "2026-03-04T15:01:11Z",
    "author": {"login": "bo-chen"},
    "assignees": [{"login": "ana-ruiz"}],
    "labels": [{"name": "bug"}, {"name": "sync"}],
}


def at(day, hour, minute=0, second=0):
    return datetime(2026, 3, day, hour, minute, second, tzinfo=UTC)


def read(tmp_path, records, text=None):
    path = tmp_path / "export.json"
    path.write_text(text or json.dumps(records), encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is github_cli
    return github_cli.read(export)


def task(parcel, row=0):
    return parcel.facts["task"].row(row, named=True)


@pytest.fixture(scope="module")
def sample():
    return github_cli.read(Export.open(SAMPLE))


def test_a_pull_request_becomes_a_task_that_closes_when_it_is_merged(sample):
    assert {key: value for key, value in task(sample).items() if value is not None} == {
        "task_id": PULL,
        "source": "github",
        "title": "Add retry to claims sync",
        "type": "pull request",
        "status": "merged",
        "opened_at": at(2, 9, 12, 44),
        "closed_at": at(4, 15, 1, 10),
        "parent_id": "acme/claims#12",
        "components": ["(root)", "sync"],
        "skills": ["good first issue"],
        "changes_requested": 1,
    }


def test_a_pull_request_closed_without_merging_is_cancelled(sample):
    assert (task(sample, 1)["status"], task(sample, 1)["closed_at"]) == ("cancelled", None)


def test_the_author_does_it_others_help_by_their_commits_and_review(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "weight")
    assert sorted(rows.rows()) == [
        (PULL, "login:ana-ruiz", "assignee", 0.75),
        (PULL, "login:bo-chen", "reviewer", None),
        (PULL, "login:cy-day", "collaborator", 0.25),
        (PULL, "login:di-evans", "reviewer", None),
        (OTHER, "login:app/dependabot", "assignee", None),
        (OTHER, "login:bo-chen", "collaborator", None),
    ]


def test_events_tell_who_when_and_of_what_kind(sample):
    rows = sample.facts["task_event"].drop("task_id").sort("at").rows()
    assert rows == [
        ("login:cy-day", at(2, 11), "comment", None),
        ("login:bo-chen", at(3, 10), "change_request", None),
        ("login:ana-ruiz", at(3, 12), "review", None),
        ("login:bo-chen", at(4, 14), "approval", None),
        ("login:bo-chen", at(4, 15, 1, 10), "status", "merged"),
    ]


def test_commits_tie_logins_to_addresses_and_bots_are_no_people(sample):
    rows = sample.facts["person"].select("person_id", "email", "logins", "worker_type", "name")
    assert rows.sort("person_id").rows() == [
        ("email:ana.ruiz@example.com", "ana.ruiz@example.com", ["ana-ruiz"], None, None),
        ("email:cy.day@example.com", "cy.day@example.com", ["cy-day"], None, None),
        ("login:app/dependabot", None, ["app/dependabot"], "bot", None),
    ]


def test_no_words_of_people_leave_the_loader(sample):
    assert "Secret" not in "".join(str(frame.to_dicts()) for frame in sample.facts.values())


def test_an_issue_takes_its_type_from_the_label_that_names_a_kind_of_work(tmp_path):
    parcel = read(tmp_path, [ISSUE])
    found = task(parcel)
    assert (found["type"], found["skills"], found["status"]) == ("bug", ["sync"], "closed")
    assert found["closed_at"] == at(4, 15, 1, 11)
    rows = parcel.facts["participation"].select("person_id", "role").rows()
    assert sorted(rows) == [("login:ana-ruiz", "assignee"), ("login:bo-chen", "reporter")]


@pytest.mark.parametrize("reason", ["NOT_PLANNED", "DUPLICATE"])
def test_an_issue_closed_without_being_done_is_cancelled(tmp_path, reason):
    found = task(read(tmp_path, [ISSUE | {"stateReason": reason}]))
    assert (found["status"], found["closed_at"]) == ("cancelled", None)


def test_what_was_not_asked_for_is_unknown_not_zero(tmp_path):
    slim = {key: ISSUE[key] for key in ("number", "createdAt", "closedAt", "state")}
    parcel = read(tmp_path, [slim])
    found = task(parcel)
    assert found["task_id"] == "#12"
    assert [found[c] for c in ("changes_requested", "reopened", "components")] == [None] * 3
    assert parcel.facts["participation"].is_empty()
    assert any("add url" in note for note in parcel.notes)


def test_a_list_of_exactly_thirty_is_probably_cut(tmp_path):
    parcel = read(tmp_path, [ISSUE | {"number": n, "url": None} for n in range(30)])
    assert "exactly 30 records" in parcel.cut
    short = read(tmp_path, [ISSUE | {"number": n, "url": None} for n in range(29)])
    assert short.cut == ""


def test_a_hundred_comments_are_a_history_that_was_cut(tmp_path):
    said = {"author": {"login": "cy-day"}, "createdAt": "2026-03-02T11:00:00Z"}
    assert task(read(tmp_path, [ISSUE | {"comments": [said] * 100}]))["truncated_history"]
    assert not task(read(tmp_path, [ISSUE | {"comments": [said] * 99}]))["truncated_history"]


def test_a_deleted_author_is_somebody_unknown(tmp_path):
    parcel = read(tmp_path, [ISSUE | {"author": None, "assignees": []}])
    assert parcel.facts["participation"]["person_id"].to_list() == ["login:ghost"]


@pytest.mark.parametrize(
    ("login", "is_bot", "expected"),
    [
        ("renovate[bot]", False, ["bot"]),
        ("copilot-swe-agent[bot]", False, ["agent"]),
        ("Copilot", False, ["agent"]),
        ("ci-account", True, ["bot"]),
        ("claude-monet", False, []),
        ("robot-lover", False, []),
    ],
)
def test_bots_and_agents_are_told_from_people(tmp_path, login, is_bot, expected):
    author = {"login": login, "is_bot": is_bot}
    parcel = read(tmp_path, [ISSUE | {"author": author}])
    assert parcel.facts["person"]["worker_type"].to_list() == expected


def test_nonsense_inside_a_record_does_not_break_the_others(tmp_path):
    odd = ISSUE | {
        "number": 13,
        "url": "https://github.com/acme/claims/issues/13",
        "author": "just text",
        "assignees": {"login": "nobody"},
        "labels": [None, 7, "plain"],
        "comments": [None, {"createdAt": "soon"}],
        "unknown": {"deep": [1]},
    }
    undated = ISSUE | {"number": 14, "createdAt": "yesterday"}
    unnumbered = {key: value for key, value in ISSUE.items() if key != "number"}
    parcel = read(tmp_path, [ISSUE, odd, undated, unnumbered])
    assert parcel.facts["task"]["task_id"].to_list() == ["acme/claims#12", "acme/claims#13"]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "comments.createdAt"),
        (3, "createdAt"),
        (4, "number"),
    ]


def test_a_file_that_breaks_off_says_where(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps([ISSUE], indent=1)[:-40], encoding="utf-8")
    with pytest.raises(SourceError, match="breaks off or is damaged"):
        detect(Export.open(path))


def test_without_the_day_of_opening_the_reader_is_told_what_to_ask_for(tmp_path):
    fields = {key: value for key, value in ISSUE.items() if key != "createdAt"}
    with pytest.raises(SourceError, match="--json"):
        read(tmp_path, [fields])
