"""GitLab merge requests: who wrote, who approved, and a closing that only the last update dates."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.gitlab_merge_requests import gitlab_merge_requests

SAMPLE = Path(__file__).parent / "samples" / "gitlab_merge_requests.csv"
HEADER = "Title,MR IID,URL,State,Author Username,Approver Usernames,Created At (UTC)\n"


def at(day, hour, minute=0, second=0):
    return datetime(2024, 3, day, hour, minute, second, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is gitlab_merge_requests
    return gitlab_merge_requests.read(export)


@pytest.fixture(scope="module")
def sample():
    return gitlab_merge_requests.read(Export.open(SAMPLE))


def test_merged_dropped_and_open_requests_become_tasks(sample):
    first, *others = sample.facts["task"].rows(named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "ops/claims!17",
        "source": "gitlab",
        "title": "Add retry to claims sync",
        "type": "merge request",
        "status": "merged",
        "opened_at": at(2, 9, 12, 44),
        "closed_at": at(4, 15, 1, 10),
    }
    assert [(each["status"], each["closed_at"]) for each in others] == [
        ("cancelled", None),
        ("opened", None),
    ]


def test_a_note_says_that_the_last_update_stands_for_the_merge(sample):
    assert any("1 merged requests are dated by their last update" in n for n in sample.notes)


def test_the_author_does_it_others_help_and_nobody_reviews_their_own(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role").rows()
    assert rows == [
        ("ops/claims!17", "login:gitlab:aruiz", "assignee"),
        ("ops/claims!17", "login:gitlab:cdoe", "collaborator"),
        ("ops/claims!17", "login:gitlab:bchen", "reviewer"),
        ("ops/claims!17", "login:gitlab:devans", "reviewer"),
        ("ops/claims!18", "login:gitlab:bchen", "assignee"),
        ("ops/claims!19", "login:gitlab:project_77_bot_a1", "assignee"),
    ]


def test_every_column_of_people_ties_names_and_a_token_is_a_bot(sample):
    rows = sample.facts["person"].select("person_id", "name", "worker_type").rows()
    assert rows == [
        ("login:gitlab:aruiz", "Ana Ruiz", None),
        ("login:gitlab:bchen", "Bo Chen", None),
        ("login:gitlab:cdoe", "Cy Doe", None),
        ("login:gitlab:devans", "Di Evans", None),
        ("login:gitlab:project_77_bot_a1", "renovate", "bot"),
    ]


def test_a_request_without_an_author_keeps_its_reviewers(tmp_path):
    parcel = read(tmp_path, f'{HEADER}A,1,,opened,,"bo, cy",2024-03-01 09:00:00 UTC\n')
    assert parcel.facts["participation"].select("person_id", "role").rows() == [
        ("login:gitlab:bo", "reviewer"),
        ("login:gitlab:cy", "reviewer"),
    ]


def test_a_broken_row_costs_only_itself(tmp_path):
    text = (
        f"{HEADER}A,1,,opened,ana,,soon\nB,,,opened,ana,,2024-03-01\nC,3,,opened,ana,,2024-03-01\n"
    )
    parcel = read(tmp_path, text)
    assert parcel.facts["task"]["task_id"].to_list() == ["gitlab!3"]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Created At (UTC)"),
        (3, "MR IID"),
    ]


def test_a_file_as_large_as_a_mail_may_be_is_cut(tmp_path):
    row = f"A,1,,opened,ana,,2024-03-01,{'x' * 1_000_000}\n"
    assert "15 MB" in read(tmp_path, f"{HEADER.strip()},Description\n{row * 16}").cut


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_shuffled_and_further_columns_and_other_encodings_do_not_matter(tmp_path, encoding):
    header = "created at (utc);Squash;STATE;Author Username;mr iid;title\n"
    parcel = read(tmp_path, f"{header}2024-03-01 09:00:00 UTC;x;opened;ana;1;Übergabe\n", encoding)
    assert parcel.facts["task"].select("task_id", "title").rows() == [("gitlab!1", "Übergabe")]
