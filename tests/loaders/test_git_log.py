"""git log: commits as tasks, trailers as people or as AI use, and logs in other layouts."""

import gzip
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.git_log import git_log

SAMPLE = Path(__file__).parent / "samples" / "git_log.txt"
FIRST, SECOND = (f"{n}f2e3d4c5b6a79880123456789abcdef01234567" for n in "12")
BOT = "email:49699333+dependabot[bot]@users.noreply.github.com"


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text):
    path = tmp_path / "export.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    export = Export.open(path)
    assert detect(export) is git_log
    return git_log.read(export)


@pytest.fixture(scope="module")
def sample():
    return git_log.read(Export.open(SAMPLE))


def test_a_commit_becomes_a_task(sample):
    task = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in task.items() if value is not None} == {
        "task_id": FIRST,
        "source": "git",
        "title": "CLM-42 rewrite triage prompt",
        "type": "commit",
        "status": "committed",
        "opened_at": at(18, 8, 5),
        "closed_at": at(19, 9),
        "parent_id": "CLM-42",
        "components": ["(root)", "docs", "prompts"],
    }


def test_author_and_trailers_become_parts_and_a_sign_off_does_not(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role").sort("role")
    assert rows.filter(task_id=FIRST).drop("task_id").rows() == [
        ("email:ana.ruiz@example.com", "assignee"),
        ("email:cy.day@example.com", "collaborator"),
        ("email:di.evans@example.com", "mentor"),
        ("email:bo.chen@example.com", "reviewer"),
    ]
    assert rows.filter(task_id=SECOND).drop("task_id").rows() == [(BOT, "assignee")]


def test_an_ai_trailer_is_use_by_the_author_on_that_commit(sample):
    columns = ("person_id", "day", "tool", "model", "task_id", "accepted")
    ana, day = "email:ana.ruiz@example.com", date(2024, 3, 18)
    assert sample.facts["ai_usage"].select(columns).rows() == [
        (ana, day, "claude_code", None, FIRST, 1),
        (ana, day, "claude_code", "Claude Opus 4.6", FIRST, 1),
    ]


def test_whoever_committed_another_ones_work_leaves_an_event_a_button_does_not(sample):
    assert sample.facts["task_event"].rows() == [
        (FIRST, "email:bo.chen@example.com", at(19, 9), "status", "committed")
    ]


def test_bots_are_no_people_and_no_words_leave_the_loader(sample):
    assert sample.facts["person"].select("person_id", "worker_type").rows() == [(BOT, "bot")]
    assert "Secret" not in "".join(str(frame.to_dicts()) for frame in sample.facts.values())


def test_the_layout_without_options_is_read(tmp_path):
    text = (
        f"commit {FIRST}\nAuthor: Ana <ana@example.com>\n"
        "Date:   Tue Aug 14 14:33:27 2012 -0300\n\n    Title\n"
    )
    parcel = read(tmp_path, text)
    moment = datetime(2012, 8, 14, 17, 33, 27, tzinfo=UTC)
    assert parcel.facts["task"].select("opened_at", "closed_at").rows() == [(moment, moment)]
    assert any("add --numstat" in note for note in parcel.notes)


def test_iso_dates_with_blanks_are_read(tmp_path):
    text = f"commit {FIRST}\nAuthor: A <a@b.c>\nDate:   2012-08-14 14:33:27 -0300\n\n    Title\n"
    moment = datetime(2012, 8, 14, 17, 33, 27, tzinfo=UTC)
    assert read(tmp_path, text).facts["task"]["closed_at"].to_list() == [moment]


def commit(sha, merge=""):
    return (
        f"commit {sha}\n{merge}Author: A <a@example.com>\nDate:   2024-03-18T09:00:00+00:00\n\n"
        "    Title\n\n"
    )


def test_a_merge_counts_only_when_the_file_lacks_what_it_merges(tmp_path):
    within = commit("a" * 40, f"Merge: {'c' * 7} {'b' * 7}\n")
    parcel = read(tmp_path, within + commit("b" * 40) + commit("c" * 40))
    assert sorted(parcel.facts["task"]["task_id"]) == ["b" * 40, "c" * 40]
    assert any("1 merge commits were left out" in note for note in parcel.notes)
    of_first_parents = commit("a" * 40, f"Merge: {'c' * 7} {'b' * 7}\n") + commit("c" * 40)
    assert read(tmp_path, of_first_parents).facts["task"].height == 2


def test_bytes_that_are_no_text_do_not_stop_the_log(tmp_path):
    text = commit("a" * 40).replace("Title", "Tit\udcffle").encode("utf-8", "surrogateescape")
    assert read(tmp_path, text).facts["task"].height == 1


@pytest.mark.parametrize(
    ("trailer", "is_use"),
    [
        ("Copilot <198982749+Copilot@users.noreply.github.com>", True),
        ("Cursor AI <ai@cursor.sh>", True),
        ("Claude Dupont <claude.dupont@example.com>", False),
        ("Ana Ruiz <ana@anthropic.com>", False),
    ],
)
def test_a_tool_is_told_by_its_name_and_its_vendors_address(tmp_path, trailer, is_use):
    parcel = read(tmp_path, commit("a" * 40) + f"    Co-authored-by: {trailer}\n")
    assert parcel.facts["ai_usage"].height == (1 if is_use else 0)
    assert parcel.facts["participation"].height == (1 if is_use else 2)


def test_a_tool_that_commits_by_itself_is_an_agent(tmp_path):
    text = commit("a" * 40).replace("A <a@example.com>", "Claude <noreply@anthropic.com>")
    rows = read(tmp_path, text).facts["person"].select("person_id", "worker_type").rows()
    assert rows == [("email:noreply@anthropic.com", "agent")]


def test_a_commit_that_breaks_off_is_refused_with_its_line(tmp_path):
    parcel = read(tmp_path, commit("a" * 40) + f"commit {'b' * 40}\nAuthor: A <a@example.com>\n")
    assert parcel.refused.select("row", "column").rows() == [(7, "AuthorDate")]
    assert parcel.facts["task"].height == 1


def test_a_real_history_gives_the_known_counts(real_data):
    path = real_data / "git" / "pytest.gitlog.txt.gz"
    parcel = git_log.read(Export.open(path))
    use = parcel.facts["ai_usage"]
    assert parcel.facts["task"].height == parcel.rows_read == 4365
    assert parcel.refused.height == 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        commits = ("\n" + file.read()).split("\ncommit ")[1:]
    named = r"(?im)^    co-authored-by: (claude|copilot)"
    # the 34 of the data's description are lines; three more say "Anthropic Claude"
    assert sum(len(re.findall(named, text)) for text in commits) == 34
    with_claude = [text for text in commits if re.search(r"(?i)co-authored-by:.*claude", text)]
    assert use.filter(tool="claude_code")["task_id"].n_unique() == len(with_claude) == 22
    assert sorted(use["tool"].unique()) == ["claude_code", "codex", "cursor", "grok"]


def test_the_log_of_a_shallow_clone_is_cut(tmp_path):
    text = commit("a" * 40) + commit(f"{'b' * 40} (grafted)")
    assert "shallow clone" in read(tmp_path, text).cut
    assert read(tmp_path, commit(f"{'a' * 40} (HEAD -> grafted-roses)")).cut == ""


@pytest.mark.parametrize("change", ["crlf", "utf-8-sig", "cp1252"])
def test_line_ends_and_encodings_do_not_matter(tmp_path, change):
    text = commit("a" * 40).replace("Title", "Übergabe")
    written = text.replace("\n", "\r\n").encode() if change == "crlf" else text.encode(change)
    assert read(tmp_path, written).facts["task"]["title"].to_list() == ["Übergabe"]


def test_a_log_that_is_told_twice_gives_each_commit_once(tmp_path):
    parcel = read(tmp_path, commit("a" * 40) + commit("b" * 40) + commit("a" * 40))
    assert parcel.facts["task"].height == 2
    assert parcel.rows_read == 3


def test_what_the_log_counts_and_cannot_see_is_said():
    assert set(git_log.meanings) == {"ai_usage.accepted"}
    assert git_log.blind
