"""GitHub out of its REST interface: a backup with timelines, bare lists, and a real project."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.github_rest import github_rest

SAMPLE = Path(__file__).parent / "samples" / "github_rest.jsonl"
PULL, ISSUE = "acme/claims#17", "acme/claims#12"
BARE = {
    "id": 1,
    "node_id": "I_1",
    "number": 5,
    "html_url": "https://github.com/acme/claims/issues/5",
    "title": "Sync breaks",
    "state": "open",
    "user": {"login": "ana-ruiz", "type": "User"},
    "assignees": [],
    "labels": [],
    "created_at": "2026-03-01T09:00:00Z",
    "closed_at": None,
}


def at(day, hour, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text):
    path = tmp_path / "export.json"
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    export = Export.open(path)
    assert detect(export) is github_rest
    return github_rest.read(export)


def told(parcel, row=0):
    task = parcel.facts["task"].row(row, named=True)
    return {key: value for key, value in task.items() if value is not None}


@pytest.fixture(scope="module")
def sample():
    return github_rest.read(Export.open(SAMPLE))


def test_a_pull_request_of_a_backup_becomes_a_task(sample):
    assert told(sample) == {
        "task_id": PULL,
        "source": "github",
        "title": "Add retry to claims sync",
        "type": "pull request",
        "status": "merged",
        "opened_at": at(2, 9),
        "closed_at": at(4, 15),
        "due_at": datetime(2026, 3, 31, tzinfo=UTC),
        "skills": ["sync"],
        "reopened": 0,
        "changes_requested": 1,
    }


def test_an_issue_closes_when_it_was_first_closed_and_knows_that_comments_are_missing(sample):
    assert told(sample, 1) == {
        "task_id": ISSUE,
        "source": "github",
        "title": "Sync breaks",
        "type": "bug",
        "status": "closed",
        "opened_at": at(1, 9),
        "closed_at": at(4, 15),
        "skills": ["sync"],
        "reopened": 1,
        "truncated_history": True,
    }


def test_parts_come_from_reviews_requests_and_assignments(sample):
    columns = ("task_id", "person_id", "role", "from_at", "to_at")
    assert sample.facts["participation"].select(columns).sort(columns[:3]).rows() == [
        (ISSUE, "login:ana-ruiz", "assignee", at(1, 10), at(2, 10)),
        (ISSUE, "login:bo-chen", "assignee", at(2, 10), None),
        (ISSUE, "login:renovate[bot]", "reporter", None, None),
        (PULL, "login:ana-ruiz", "assignee", None, None),
        (PULL, "login:bo-chen", "reviewer", None, None),
        (PULL, "login:di-evans", "reviewer", None, None),
        (PULL, "login:ghost", "reviewer", None, None),
    ]


def test_the_timeline_becomes_events_and_a_merge_is_told_once(sample):
    of_pull = sample.facts["task_event"].filter(task_id=PULL).drop("task_id").sort("at")
    assert of_pull.rows() == [
        ("login:bo-chen", at(3, 10), "change_request", None),
        ("login:ana-ruiz", at(3, 11), "comment", None),
        ("login:ana-ruiz", at(3, 12), "status", "closed"),
        ("login:ana-ruiz", at(3, 12, 5), "status", "reopened"),
        ("login:bo-chen", at(4, 14), "approval", None),
        ("login:ghost", at(4, 14, 30), "review", None),
        ("login:bo-chen", at(4, 15), "status", "merged"),
    ]


def test_no_words_of_people_leave_the_loader_and_assignees_stay_out_of_values(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert "Secret" not in kept
    assigned = sample.facts["task_event"].filter(kind="assign")
    assert assigned["value"].to_list() == [None, None]


def test_only_the_bot_gets_a_person_row(sample):
    rows = sample.facts["person"].select("person_id", "worker_type").rows()
    assert rows == [("login:renovate[bot]", "bot")]


def test_the_note_counts_reviews_and_requests(sample):
    expected = "3 reviews: 1 approve, 1 request changes; 2 review requests."
    assert expected in sample.notes


def test_pages_that_stand_back_to_back_are_one_list(tmp_path):
    pages = json.dumps([BARE]) + json.dumps(
        [
            BARE
            | {
                "number": 6,
                "html_url": None,
                "url": "https://api.github.com/repos/acme/claims/issues/6",
            }
        ]
    )
    parcel = read(tmp_path, pages)
    assert parcel.facts["task"]["task_id"].to_list() == ["acme/claims#5", "acme/claims#6"]


def test_a_list_of_pages_is_one_list(tmp_path):
    pages = [[BARE], [BARE | {"html_url": "https://github.com/acme/claims/issues/6"}]]
    parcel = read(tmp_path, pages)
    assert parcel.facts["task"]["task_id"].to_list() == ["acme/claims#5", "acme/claims#6"]


def test_without_a_timeline_reviews_and_reopenings_are_unknown(tmp_path):
    found = read(tmp_path, [BARE]).facts["task"].row(0, named=True)
    assert (found["reopened"], found["changes_requested"]) == (None, None)


def test_a_row_of_the_issue_list_that_is_a_pull_request_is_read_as_one(tmp_path):
    row = BARE | {
        "state": "closed",
        "closed_at": "2026-03-04T15:00:00Z",
        "pull_request": {"merged_at": "2026-03-04T15:00:00Z"},
        "closed_by": {"login": "bo-chen", "type": "User"},
    }
    parcel = read(tmp_path, [row])
    assert told(parcel)["status"] == "merged"
    assert parcel.facts["participation"].select("person_id", "role").rows() == [
        ("login:ana-ruiz", "assignee")
    ]
    assert parcel.facts["task_event"].select("person_id", "kind", "value").rows() == [
        ("login:bo-chen", "status", "merged")
    ]


def test_what_was_closed_without_being_done_is_cancelled(tmp_path):
    closed = {"state": "closed", "closed_at": "2026-03-04T15:00:00Z"}
    pull = BARE | closed | {"pull_request": {"merged_at": None}}
    issue = BARE | closed | {"number": 6, "html_url": None, "state_reason": "not_planned"}
    parcel = read(tmp_path, [pull, issue])
    assert parcel.facts["task"].select("status", "closed_at").rows() == [("cancelled", None)] * 2


def test_an_account_that_github_calls_a_bot_is_one_whatever_its_name(tmp_path):
    parcel = read(tmp_path, [BARE | {"user": {"login": "ci-account", "type": "Bot"}}])
    assert parcel.facts["person"]["worker_type"].to_list() == ["bot"]


def test_without_any_address_tasks_go_by_the_id_of_github(tmp_path):
    row = {key: value for key, value in BARE.items() if key != "html_url"}
    parcel = read(tmp_path, [row])
    assert parcel.facts["task"]["task_id"].to_list() == ["issue:1"]
    assert any("GitHub's own id" in note for note in parcel.notes)


def test_a_parent_is_read_from_its_address(tmp_path):
    address = "https://api.github.com/repos/acme/claims/issues/2"
    assert told(read(tmp_path, [BARE | {"parent_issue_url": address}]))["parent_id"] == (
        "acme/claims#2"
    )


def test_records_that_cannot_be_tasks_are_refused_with_their_row(tmp_path):
    undated = BARE | {"created_at": "yesterday"}
    nameless = {"node_id": "x", "created_at": "2026-03-01T09:00:00Z", "user": None}
    parcel = read(tmp_path, [BARE, undated, nameless, BARE | {"user": "text", "labels": 3}])
    assert parcel.refused.select("row", "column").rows() == [(2, "created_at"), (3, "number")]
    assert parcel.facts["task"].height == 1


def test_a_broken_line_costs_only_itself(tmp_path):
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    parcel = read(tmp_path, "\n".join([lines[0], lines[1][:200], lines[1]]))
    assert parcel.facts["task"].height == 2
    assert parcel.refused["row"].to_list() == [2]


def test_a_real_project_gives_the_known_counts(real_data):
    pulls = github_rest.read(Export.open(real_data / "github" / "pulls.jsonl.gz"))
    issues = github_rest.read(Export.open(real_data / "github" / "issues.jsonl.gz"))
    task, part, event = (pulls.facts[n] for n in ("task", "participation", "task_event"))
    kinds = dict(event.group_by("kind").len().rows())
    reviews = event.filter(event["kind"].is_in(["review", "approval", "change_request"]))
    assert (task.height, issues.facts["task"].height) == (537, 341)
    assert task["closed_at"].count() == (task["status"] == "merged").sum() == 332
    assert part.filter(role="assignee")["person_id"].n_unique() == 94
    assert reviews["person_id"].n_unique() == 83
    assert reviews.height == 1788
    assert (kinds["approval"], kinds["change_request"]) == (644, 74)
    assert any("234 review requests" in note for note in pulls.notes)
    assert (pulls.refused.height, issues.refused.height) == (0, 0)
    assert kinds["comment"] + issues.facts["task_event"].filter(kind="comment").height == 5197


@pytest.mark.parametrize(("records", "is_cut"), [(29, False), (30, True), (100, True)])
def test_a_list_as_long_as_a_page_is_probably_cut(tmp_path, records, is_cut):
    address = "https://github.com/acme/claims/issues/"
    rows = [BARE | {"number": n, "html_url": f"{address}{n}"} for n in range(records)]
    assert bool(read(tmp_path, rows).cut) == is_cut


def test_a_backup_is_no_page(tmp_path):
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    assert read(tmp_path, "\n".join(lines[:1] * 30)).cut == ""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_another_encoding_is_read(tmp_path, encoding):
    path = tmp_path / "export.json"
    text = json.dumps([BARE | {"title": "Übergabe"}], ensure_ascii=False)
    path.write_text(text, encoding=encoding)
    assert github_rest.read(Export.open(path)).facts["task"]["title"].to_list() == ["Übergabe"]


def test_pages_that_overlap_give_each_task_once(tmp_path):
    later = BARE | {"title": "Sync breaks again"}
    parcel = read(tmp_path, json.dumps([BARE]) + json.dumps([later]))
    assert parcel.facts["task"]["title"].to_list() == ["Sync breaks again"]
