"""GitLab issues: project and number, user names, seconds and words, and files that are cut."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders import detect
from loaders.export import Export
from loaders.gitlab_issues import gitlab_issues

SAMPLE = Path(__file__).parent / "samples" / "gitlab_issues.csv"
ADDRESS = "https://gitlab.example.com/ops/claims/-/work_items/"
NEW = (
    "ID,IID,Title,Description,Type,URL,State,Confidential,Locked,Milestone,Labels,Author,"
    "Author Username,Assignee,Assignee Username,Created At (UTC),Updated At (UTC),Closed At (UTC),"
    "Due Date,Start Date,Parent ID,Parent IID,Parent Title,Time Estimate,Time Spent,Weight\n"
)
SHORT = "Title,IID,URL,State,Author Username,Created At (UTC),Closed At (UTC)\n"


def at(day, hour, minute=0, second=0):
    return datetime(2024, 3, day, hour, minute, second, tzinfo=UTC)


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is gitlab_issues
    return gitlab_issues.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return gitlab_issues.read(Export.open(SAMPLE))


def test_an_issue_becomes_a_task_with_hours_and_labels(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "ops/claims#12",
        "source": "gitlab",
        "title": "Claims triage prompt",
        "status": "closed",
        "skills": ["prompting", "claims"],
        "estimate_hours": 4.0,
        "effort_hours": 2.5,
        "opened_at": at(12, 14, 45, 10),
        "closed_at": at(19, 8, 5),
        "due_at": at(20, 0),
    }


def test_nothing_estimated_is_unknown_and_the_guard_before_a_formula_is_undone(sample):
    columns = ("title", "status", "estimate_hours", "effort_hours", "closed_at")
    row = ("ops/claims#13", "=Sum of claims", "open", None, None, None)
    assert tasks(sample, *columns)[1] == row


def test_all_assignees_have_their_part_from_an_unknown_moment_on(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "from_at").rows()
    assert rows == [
        ("ops/claims#12", "login:gitlab:aruiz", "assignee", None),
        ("ops/claims#12", "login:gitlab:cdoe", "assignee", None),
        ("ops/claims#12", "login:gitlab:bchen", "reporter", None),
        ("ops/claims#13", "login:gitlab:aruiz", "reporter", None),
        ("ops/infra/deep#3", "login:gitlab:cdoe", "assignee", None),
        ("ops/infra/deep#3", "login:gitlab:project_77_bot", "reporter", None),
    ]


def test_user_names_tie_names_unless_a_comma_breaks_them_and_tokens_are_bots(sample):
    rows = sample.facts["person"].select("person_id", "logins", "name", "worker_type").rows()
    assert rows == [
        ("login:gitlab:aruiz", ["gitlab:aruiz"], "Ana Ruiz", None),
        ("login:gitlab:bchen", ["gitlab:bchen"], "Bo Chen", None),
        ("login:gitlab:cdoe", ["gitlab:cdoe"], "Cy Doe", None),
        ("login:gitlab:project_77_bot", ["gitlab:project_77_bot"], "deploy token", "bot"),
    ]
    assert sample.cut == ""


def test_the_layout_of_work_items_tells_types_parents_and_durations_in_words(tmp_path):
    lines = (
        f'901,12,Prompt,Text,Task,{ADDRESS}12,Closed,No,No,,"ai, claims",Bo,bchen,Ana,aruiz,'
        "2024-03-12 14:45:10,2024-03-19 08:05:00,2024-03-19 08:05:00,2024-03-20,2024-03-01,902,11,"
        "Above,1w 2d,3h 30m,5\n"
        f"902,11,Above,,Epic,{ADDRESS}11,Open,No,No,,,Bo,bchen,,,2024-03-01 09:00:00,"
        "2024-03-01 09:00:00,,,,999,4,Elsewhere,,,\n"
    )
    parcel = read(tmp_path, NEW + lines)
    columns = ("type", "parent_id", "skills", "estimate_hours", "effort_hours", "started_at")
    assert tasks(parcel, *columns) == [
        ("ops/claims#12", "task", "ops/claims#11", ["ai", "claims"], 56.0, 3.5, None),
        ("ops/claims#11", "epic", None, None, None, None, None),
    ]
    assert any("1 issues have a parent that is not in the file" in note for note in parcel.notes)


@pytest.mark.parametrize(
    ("written", "hours"), [("1mo", 160.0), ("90m", 1.5), ("30s", 30 / 3600), ("7200", 2.0)]
)
def test_every_unit_of_durations_is_read(tmp_path, written, hours):
    text = f"{SHORT.strip()},Time Spent\nA,1,{ADDRESS}1,Open,ana,2024-03-01 09:00:00,,{written}\n"
    assert tasks(read(tmp_path, text), "effort_hours") == [("ops/claims#1", pytest.approx(hours))]


def test_without_addresses_issues_go_by_their_number_and_a_note_says_so(tmp_path):
    text = "Title,Issue ID,State,Author Username,Created At (UTC)\nA,1,Open,ana,2024-01-01\n"
    parcel = read(tmp_path, text)
    assert tasks(parcel) == [("gitlab#1",)]
    assert any("named by their number alone" in note for note in parcel.notes)


def test_issues_of_a_group_go_by_the_group(tmp_path):
    address = "https://gitlab.example.com/groups/ops/-/work_items/7"
    assert tasks(read(tmp_path, f"{SHORT}A,7,{address},Open,ana,2024-03-01 09:00:00,\n")) == [
        ("ops#7",)
    ]


def test_an_open_issue_has_no_closing_and_a_closed_one_without_a_date_is_told(tmp_path):
    rows = (
        f"A,1,{ADDRESS}1,Open,ana,2024-03-01 09:00:00,2024-03-02 09:00:00\n"
        f"B,2,{ADDRESS}2,Closed,ana,2024-03-01 09:00:00,\n"
    )
    parcel = read(tmp_path, SHORT + rows)
    assert tasks(parcel, "closed_at") == [("ops/claims#1", None), ("ops/claims#2", None)]
    assert any("1 issues are closed but no column tells when" in each for each in parcel.notes)


def test_rows_that_cannot_be_read_cost_themselves_or_their_cell_only(tmp_path):
    rows = (
        f"A,1,{ADDRESS}1,Closed,ana,2024-03-01 09:00:00,soon,later\n"
        f"B,2,{ADDRESS}2,Open,ana,never,,\n"
        f"C,3.2E+15,{ADDRESS}3,Open,ana,2024-03-01 09:00:00,,\n"
        f"D,4,{ADDRESS}4,Open,ana,9999-12-31,,\n"
    )
    parcel = read(tmp_path, f"{SHORT.strip()},Time Spent\n{rows}")
    assert tasks(parcel) == [("ops/claims#1",)]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Closed At (UTC)"),
        (2, "Time Spent"),
        (3, "Created At (UTC)"),
        (4, "IID"),
        (5, "Created At (UTC)"),
    ]


def test_of_two_rows_of_one_issue_the_one_updated_last_counts(tmp_path):
    rows = (
        f"New,1,{ADDRESS}1,Open,ana,2024-03-01 09:00:00,,2024-03-09 09:00:00\n"
        f"Old,1,{ADDRESS}1,Open,ana,2024-03-01 09:00:00,,2024-03-08 09:00:00\n"
    )
    parcel = read(tmp_path, f"{SHORT.strip()},Updated At (UTC)\n{rows}")
    assert tasks(parcel, "title") == [("ops/claims#1", "New")]
    assert parcel.refused["row"].to_list() == [3]


def test_a_file_as_large_as_a_mail_may_be_is_cut(tmp_path):
    row = f"A,1,{ADDRESS}1,Open,ana,2024-03-01 09:00:00,,{'x' * 1_000_000}\n"
    parcel = read(tmp_path, f"{SHORT.strip()},Description\n{row * 16}")
    assert "cuts its mails at 15 MB" in parcel.cut


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_shuffled_and_further_columns_and_other_encodings_do_not_matter(tmp_path, encoding):
    header = "created at (utc);Health Status;STATE;Author Username;IID;title;URL\n"
    text = f"{header}2024-03-01 09:00:00;ok;Open;ana;1;Übergabe;{ADDRESS}1\n"
    assert tasks(read(tmp_path, text, encoding), "title") == [("ops/claims#1", "Übergabe")]


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", ";", "\t"])
def test_the_guard_before_each_mark_of_a_formula_is_undone(tmp_path, mark):
    row = f'"\'{mark}A",1,{ADDRESS}1,Open,ana,2024-03-01 09:00:00,\n'
    [(_, title)] = tasks(read(tmp_path, SHORT + row), "title")
    assert title == f"{mark}A".strip()
