"""Jira CSV: what becomes of its rows, of repeated columns, and of files that are not right."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.jira_csv import jira_csv
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "jira_csv.csv"
ANA = "login:712020:11111111-2222-3333-4444-555555555555"
BO = "login:5b10ac8d82e05b22cc7d4ef5"


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def read(tmp_path, text, **how):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    export = Export.open(path, **how)
    assert detect(export) is jira_csv
    return jira_csv.read(export)


def tasks(parcel, *columns):
    return parcel.facts["task"].select("task_id", *columns).rows()


@pytest.fixture(scope="module")
def sample():
    return jira_csv.read(Export.open(SAMPLE))


def test_an_issue_becomes_a_task_with_hours_lists_and_its_blocker(sample):
    first = sample.facts["task"].row(0, named=True)
    assert {key: value for key, value in first.items() if value is not None} == {
        "task_id": "CLM-42",
        "source": "jira",
        "title": "Rewrite claim triage prompt",
        "type": "Story",
        "status": "Done",
        "priority": 2,
        "components": ["triage", "api"],
        "skills": ["prompting", "claims"],
        "estimate_hours": 4.0,
        "effort_hours": 8.0,
        "opened_at": at(12, 15, 45),
        "closed_at": at(19, 9, 5),
        "due_at": at(20, 17),
        "parent_id": "CLM-40",
    }
    assert tasks(sample, "depends_on", "closed_at")[1] == ("CLM-43", ["CLM-42"], None)


def test_an_issue_that_was_not_done_is_cancelled_and_has_no_closing(sample):
    assert tasks(sample, "status", "closed_at")[2] == ("CLM-44", "cancelled", None)
    assert any("1 issues were closed without being done" in note for note in sample.notes)


def test_a_parent_is_found_by_key_or_by_an_id_in_the_file_and_else_left_out(sample):
    assert tasks(sample, "parent_id") == [
        ("CLM-42", "CLM-40"),
        ("CLM-43", "CLM-42"),
        ("CLM-44", None),
    ]
    assert any("1 issues have a parent that is not in the file" in each for each in sample.notes)


def test_weights_are_shares_of_the_logged_hours(sample):
    rows = sample.facts["participation"].select("task_id", "person_id", "role", "weight", "hours")
    assert rows.rows() == [
        ("CLM-42", ANA, "assignee", 0.75, 6.0),
        ("CLM-42", BO, "collaborator", 0.25, 2.0),
        ("CLM-42", BO, "reporter", None, None),
        ("CLM-43", BO, "assignee", None, None),
        ("CLM-43", ANA, "reporter", None, None),
        ("CLM-44", "name:Cy Day", "assignee", None, None),
        ("CLM-44", BO, "reporter", None, None),
    ]


def test_an_account_id_has_its_name_beside_it_else_nobody_could_tell_whose_it_is(sample):
    assert sample.facts["person"].select("person_id", "logins", "name").rows() == [
        (BO, [BO.removeprefix("login:")], "Bo Chen"),
        (ANA, [ANA.removeprefix("login:")], "Ana Ruiz"),
    ]


def test_events_tell_who_and_when_but_no_words(sample):
    assert sample.facts["task_event"].rows() == [
        ("CLM-42", BO, at(14, 10, 2), "comment", None),
        ("CLM-42", BO, at(15, 17), "worklog", "2.0"),
        ("CLM-42", ANA, at(15, 16), "worklog", "6.0"),
    ]
    kept = "".join(frame.write_csv() for frame in map(_flat, sample.facts.values()))
    assert all(word not in kept for word in ("Secret", "nits", "pairing", "first try"))


def _flat(frame):
    return frame.with_columns(pl.col(pl.List(pl.String)).list.join(";"))


def test_without_a_moment_of_creation_the_export_is_asked_for_again(tmp_path):
    with pytest.raises(SourceError, match="no column Created"):
        read(tmp_path, "Summary,Issue key,Issue id,Status\nA,B-1,1,Open\n")


def test_a_server_names_people_by_user_name(tmp_path):
    parcel = read(
        tmp_path,
        "Summary,Issue key,Issue id,Issue Type,Status,Assignee,Reporter,Created,Comment\n"
        "A,B-1,1,Bug,Open,aruiz,bchen,2/Jan/24 3:04 PM,2/Jan/24 4:04 PM;bchen;hello\n",
    )
    assert parcel.facts["participation"]["person_id"].to_list() == ["login:aruiz", "login:bchen"]
    assert parcel.facts["task_event"]["person_id"].to_list() == ["login:bchen"]


def test_one_name_with_a_blank_shows_that_the_column_holds_names(tmp_path):
    parcel = read(
        tmp_path,
        "Summary,Issue key,Issue id,Status,Assignee,Created\n"
        "A,B-1,1,Open,Cher,2024-01-02 15:04\nA,B-2,2,Open,Ana Ruiz,2024-01-02 15:04\n",
    )
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Cher", "name:Ana Ruiz"]


def test_beside_account_ids_a_bare_name_stays_a_name(tmp_path):
    parcel = read(
        tmp_path,
        "Summary,Issue key,Issue id,Status,Assignee,Assignee Id,Created\n"
        "A,B-1,1,Open,Cher,5b10,2024-01-02 15:04\nA,B-2,2,Open,Bono,,2024-01-02 15:04\n",
    )
    assert parcel.facts["participation"]["person_id"].to_list() == ["login:5b10", "name:Bono"]


def test_an_assignee_who_logged_nothing_where_others_did_has_no_weight(tmp_path):
    parcel = read(
        tmp_path,
        "Summary,Issue key,Issue id,Status,Assignee,Created,Log Work\n"
        "A,B-1,1,Open,ana,2024-01-02 15:04,did it;2024-01-03 15:04;bo;7200\n",
    )
    rows = parcel.facts["participation"].select("person_id", "role", "weight", "hours").rows()
    assert rows == [("login:ana", "assignee", 0.0, 0.0), ("login:bo", "collaborator", 1.0, 2.0)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2/Jan/24 3:04 PM", datetime(2024, 1, 2, 15, 4, tzinfo=UTC)),
        ("02/Jan/2024 15:04", datetime(2024, 1, 2, 15, 4, tzinfo=UTC)),
        ("2/Jan/24", datetime(2024, 1, 2, tzinfo=UTC)),
        ("2024-01-02 15:04", datetime(2024, 1, 2, 15, 4, tzinfo=UTC)),
        ("2024-01-02T15:04:00.000+0200", datetime(2024, 1, 2, 13, 4, tzinfo=UTC)),
        ("14-01-2024 15:04", datetime(2024, 1, 14, 15, 4, tzinfo=UTC)),
        ("Jan/2/24 3:04 PM", datetime(2024, 1, 2, 15, 4, tzinfo=UTC)),
        ("2/Jan/2024 3:04 PM", datetime(2024, 1, 2, 15, 4, tzinfo=UTC)),
        ("2/January/24 3:04 PM", datetime(2024, 1, 2, 15, 4, tzinfo=UTC)),
        ("2/Dez/24 15:04", datetime(2024, 12, 2, 15, 4, tzinfo=UTC)),
        ("2/août/24 15:04", datetime(2024, 8, 2, 15, 4, tzinfo=UTC)),
        ("2024-01-02 15:04:05", datetime(2024, 1, 2, 15, 4, 5, tzinfo=UTC)),
        ("12-12-2024 14:42", datetime(2024, 12, 12, 14, 42, tzinfo=UTC)),
    ],
)
def test_every_layout_of_dates_is_read(tmp_path, written, expected):
    text = f"Issue key,Issue id,Summary,Status,Created\nB-1,1,A,Open,{written}\n"
    assert tasks(read(tmp_path, text), "opened_at") == [("B-1", expected)]


def test_a_date_that_can_be_read_two_ways_is_asked_about(tmp_path):
    text = "Issue key,Issue id,Summary,Status,Created\nB-1,1,A,Open,7/9/2024 10:00\n"
    with pytest.raises(SourceError, match="day first or month first"):
        read(tmp_path, text)
    parcel = read(tmp_path, text, day_first=True)
    assert tasks(parcel, "opened_at") == [("B-1", datetime(2024, 9, 7, 10, tzinfo=UTC))]


def test_one_sure_date_anywhere_decides_the_layout_of_all_columns(tmp_path):
    text = (
        "Issue key,Issue id,Summary,Status,Created,Resolved\n"
        "B-1,1,A,Done,7/9/2024 10:00,25/9/2024 10:00\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "opened_at") == [("B-1", datetime(2024, 9, 7, 10, tzinfo=UTC))]


def test_of_two_rows_of_one_issue_the_one_updated_last_counts(tmp_path):
    parcel = read(
        tmp_path,
        "Issue key,Issue id,Summary,Status,Created,Updated\n"
        "B-1,1,new,Open,2024-01-02 15:04,2024-03-02 15:04\n"
        "B-1,1,old,Open,2024-01-02 15:04,2024-02-02 15:04\n",
    )
    assert tasks(parcel, "title") == [("B-1", "new")]
    assert parcel.refused.rows() == [
        (3, "Issue key", "the issue stands in the file twice; the row updated last counts")
    ]


def test_bad_rows_are_refused_with_their_row_and_the_others_load(tmp_path):
    parcel = read(
        tmp_path,
        "Issue key,Issue id,Summary,Status,Created,Due date,Log Work,Original estimate\n"
        ",1,no key,Open,2024-01-02 15:04,,,\n"
        "B-2,2,no date,Open,soon,,,\n"
        "B-3,3,odd cells,Open,2024-01-02 15:04,whenever,free text,much\n",
    )
    assert [task_id for (task_id,) in tasks(parcel)] == ["B-3"]
    assert parcel.refused.select("row", "column").rows() == [
        (2, "Issue key"),
        (3, "Created"),
        (4, "Log Work"),
        (4, "Due date"),
        (4, "Original estimate"),
    ]


def test_columns_may_come_in_any_order_with_strangers_between_and_a_byte_order_mark(tmp_path):
    text = (
        "\ufeffCreated,Satisfaction rating,work type,Status,SUMMARY,Work item key\n"
        "2024-01-02 15:04,9,Bug,Open,A,B-1\n"
    )
    assert tasks(read(tmp_path, text), "type", "title") == [("B-1", "Bug", "A")]


def test_a_custom_field_never_stands_for_a_field_of_jira(tmp_path):
    text = (
        "Issue key,Issue id,Summary,Status,Created,Custom field (Time Spent),Σ Time Spent\n"
        "B-1,1,A,Open,2024-01-02 15:04,2024-01-02 15:04,7200\n"
    )
    assert tasks(read(tmp_path, text), "effort_hours") == [("B-1", None)]


def test_status_categories_in_another_language_leave_the_date_of_resolution_to_decide(tmp_path):
    text = (
        "Issue key,Issue id,Summary,Status,Created,Resolved,Status Category\n"
        "B-1,1,A,Fertig,2024-01-02 15:04,2024-01-03 15:04,Fertig\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "closed_at") == [("B-1", datetime(2024, 1, 3, 15, 4, tzinfo=UTC))]
    assert any("another language" in note for note in parcel.notes)


def test_a_reopened_issue_with_a_leftover_date_of_resolution_is_open(tmp_path):
    text = (
        "Issue key,Issue id,Summary,Status,Created,Resolved,Status Category\n"
        "B-1,1,A,Reopened,2024-01-02 15:04,2024-01-03 15:04,To Do\n"
    )
    assert tasks(read(tmp_path, text), "status", "closed_at") == [("B-1", "Reopened", None)]


def test_ids_that_a_spreadsheet_rounded_are_refused(tmp_path):
    text = "Issue key,Issue id,Summary,Status,Created\nB-1,1.2E+15,A,Open,2024-01-02 15:04\n"
    with pytest.raises(SourceError, match="a spreadsheet has rounded them"):
        read(tmp_path, text)


def test_a_file_of_exactly_a_thousand_issues_is_probably_cut(tmp_path):
    rows = "".join(f"B-{i},{i},A,Open,2024-01-02 15:04\n" for i in range(1000))
    parcel = read(tmp_path, "Issue key,Issue id,Summary,Status,Created\n" + rows)
    assert "exactly 1000 issues" in parcel.cut
    whole = read(
        tmp_path, "Issue key,Issue id,Summary,Status,Created\n" + rows[: rows.rindex("B-")]
    )
    assert whole.cut == ""


def test_the_bugs_of_hadoop_load_with_their_gaps_named(real_data):
    parcel = jira_csv.read(Export.open(real_data / "jira" / "hadoop_bugs.csv.gz"))
    task = parcel.facts["task"]
    assert (parcel.rows_read, task.height, parcel.refused.height) == (2503, 2503, 0)
    # counted apart with the csv module: 1,733 resolved, 307 of them duplicates, invalid, won't fix
    assert task["closed_at"].count() == 1426
    assert (task["status"] == "cancelled").sum() == 307
    assert task["opened_at"].null_count() == 0
    assert dict(task.group_by("priority").len().rows()) == {1: 76, 2: 86, 3: 1738, 4: 539, 5: 64}
    gaps = next(note for note in parcel.notes if note.startswith("The file has no"))
    assert "issue keys" in gaps
    assert "assignees" in gaps


HEADER = "Issue key,Issue id,Summary,Status,Created\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_other_encodings_and_separators_do_not_matter(tmp_path, encoding, separator):
    text = (HEADER + "B-1,1,Übergabe,Open,2024-01-02 15:04\n").replace(",", separator)
    path = tmp_path / "export.csv"
    path.write_text(text, encoding=encoding)
    assert tasks(jira_csv.read(Export.open(path)), "title") == [("B-1", "Übergabe")]


def test_rows_narrower_or_wider_than_the_header_and_huge_cells_are_read(tmp_path):
    text = (
        f"{HEADER.strip()},Description,Labels\n"
        "B-1,1,narrow,Open,2024-01-02 15:04\n"
        "B-2,2,wide,Open,2024-01-02 15:04,,x,more,cells\n"
        f'B-3,3,huge,Open,2024-01-02 15:04,"{"secret words, " * 20_000}",y\n'
    )
    assert tasks(read(tmp_path, text), "title", "skills") == [
        ("B-1", "narrow", None),
        ("B-2", "wide", ["x"]),
        ("B-3", "huge", ["y"]),
    ]


@pytest.mark.parametrize("never", ["0000-00-00", "9999-12-31 00:00", "NULL", "-", ""])
def test_stand_ins_for_no_date_leave_the_cell_empty(tmp_path, never):
    text = f"{HEADER.strip()},Due date\nB-1,1,A,Open,2024-01-02 15:04,{never}\n"
    parcel = read(tmp_path, text)
    assert tasks(parcel, "due_at") == [("B-1", None)]
    assert parcel.refused.is_empty()


def test_what_apps_put_into_custom_fields_is_in_no_fact(tmp_path):
    text = (
        f"{HEADER.strip()},Custom field (Approvals),Custom field (Rank),Custom field (Epic Link)\n"
        "B-1,1,A,Open,2024-01-02 15:04,com.app.ApprovalsCFValue@21c2fe6f,0|i02m2f:,B-9\n"
    )
    parcel = read(tmp_path, text)
    assert tasks(parcel, "parent_id") == [("B-1", "B-9")]
    kept = "".join(str(frame.to_dicts()) for frame in parcel.facts.values())
    assert "ApprovalsCFValue" not in kept
    assert "i02m2f" not in kept


def test_a_workbook_with_real_dates_is_read(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(HEADER.strip().split(","))
    book.active.append(["B-1", 1, "A", "Open", datetime(2024, 1, 2, 15, 4)])  # noqa: DTZ001
    book.save(tmp_path / "export.xlsx")
    export = Export.open(tmp_path / "export.xlsx")
    assert detect(export) is jira_csv
    expected = datetime(2024, 1, 2, 15, 4, tzinfo=UTC)
    assert tasks(jira_csv.read(export), "opened_at") == [("B-1", expected)]


def test_files_that_overlap_give_each_issue_once(tmp_path):
    from loaders.load import load_paths
    from store.workspace import Workspace

    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text(f"{HEADER}B-1,1,A,Open,2024-01-02 15:04\nB-2,2,A,Open,2024-01-02 15:04\n")
    second.write_text(f"{HEADER}B-2,2,A,Done,2024-01-02 15:04\nB-3,3,A,Open,2024-01-02 15:04\n")
    with Workspace.open(tmp_path / "workspace") as workspace:
        load_paths(workspace, [first, second], by="test")
        rows = workspace.facts("task").select("task_id", "status").collect().sort("task_id").rows()
    assert rows == [("B-1", "Open"), ("B-2", "Done"), ("B-3", "Open")]
