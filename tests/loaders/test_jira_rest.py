"""Jira JSON: turns and moves out of the changelog, and answers that are not the whole."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from loaders import detect
from loaders.export import Export
from loaders.jira_rest import jira_rest
from store.errors import SourceError

SAMPLE = Path(__file__).parent / "samples" / "jira_rest.json"
ANA, CY = "login:712020:1111", "login:712020:2222"
BO, BOT = "login:5b10ac8d82e05b22cc7d4ef5", "login:557058:f58131cb"
DONE = {"id": "10001", "name": "Done", "statusCategory": {"key": "done"}}
TO_DO = {"id": "10000", "name": "To Do", "statusCategory": {"key": "new"}}


def at(day, hour, minute=0):
    return datetime(2024, 3, day, hour, minute, tzinfo=UTC)


def answer(**changes):
    """The sample's answer, its own keys changed."""
    return json.loads(SAMPLE.read_text(encoding="utf-8")) | changes


def issue(number=1, changelog=None, **fields):
    told = {"summary": "A", "status": TO_DO, "created": "2024-03-01T09:00:00.000+0000"} | fields
    record = {"id": str(number), "key": f"B-{number}", "fields": told}
    return record if changelog is None else record | {"changelog": changelog}


def history(day, author, *items, **more):
    at_nine = f"2024-03-{day:02}T09:00:00.000+0000"
    return {"author": author, "created": at_nine, "items": list(items), **more}


def item(field, before, after):
    (a, a_name), (b, b_name) = before, after
    return {"field": field, "from": a, "fromString": a_name, "to": b, "toString": b_name}


def read(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "export.json"
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    path.write_text(text, encoding=encoding)
    export = Export.open(path)
    assert detect(export) is jira_rest
    return jira_rest.read(export)


def first(parcel, table="task"):
    return parcel.facts[table].row(0, named=True)


@pytest.fixture(scope="module")
def sample():
    return jira_rest.read(Export.open(SAMPLE))


def test_an_issue_becomes_a_task_with_its_whole_course(sample):
    assert {key: value for key, value in first(sample).items() if value is not None} == {
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
        "opened_at": at(12, 14, 45),
        "started_at": at(13, 8),
        "closed_at": at(19, 8, 5),
        "due_at": at(20, 0),
        "parent_id": "CLM-40",
        "reopened": 1,
        "estimate_changes": 1,
        "backward_moves": 0,
    }


def test_work_that_went_back_to_waiting_and_what_blocks_it_is_told(sample):
    columns = ("started_at", "closed_at", "depends_on", "reopened", "backward_moves")
    row = sample.facts["task"].select("task_id", "parent_id", *columns).row(1)
    assert row == ("CLM-43", "CLM-40", at(14, 8), None, ["CLM-42"], 0, 1)


def test_a_changelog_that_the_search_cut_leaves_its_counts_unknown_and_the_file_says_so(sample):
    columns = ("status", "closed_at", "truncated_history", "reopened", "backward_moves")
    row = sample.facts["task"].select("task_id", *columns, "estimate_changes").row(2)
    assert row == ("CLM-44", "cancelled", None, True, None, None, None)
    assert "changelogs of 1 issues are cut" in sample.cut


def test_each_turn_is_a_row_and_shares_come_from_logged_work(sample):
    assert sample.facts["participation"].rows() == [
        ("CLM-42", ANA, "assignee", 0.75, at(12, 15), at(20, 8), 6.0),
        ("CLM-42", BO, "assignee", 0.0, at(20, 8), None, 0.0),
        ("CLM-42", CY, "collaborator", 0.25, None, None, 2.0),
        ("CLM-42", BO, "reporter", None, None, None, None),
        ("CLM-43", ANA, "assignee", None, at(13, 8), None, None),
        ("CLM-43", ANA, "reporter", None, None, None, None),
        ("CLM-44", CY, "reporter", None, None, None, None),
    ]


def test_events_tell_who_moved_assigned_logged_and_said_something(sample):
    rows = sample.facts["task_event"].filter(task_id="CLM-42").drop("task_id").sort("at", "kind")
    assert rows.rows() == [
        (BOT, at(12, 15), "assign", None),
        (ANA, at(13, 8), "status", "In Progress"),
        (ANA, at(14, 8), "status", "In Review"),
        (BO, at(14, 9, 2), "comment", None),
        (ANA, at(15, 15), "worklog", "6.0"),
        (CY, at(15, 16), "worklog", "2.0"),
        (ANA, at(19, 8, 5), "status", "Done"),
        (BO, at(20, 8), "assign", None),
        (BO, at(20, 8), "status", "In Review"),
        (ANA, at(22, 8, 5), "status", "Done"),
    ]


def test_the_name_of_a_customer_of_a_help_desk_is_not_kept(tmp_path):
    asker = {"accountId": "qm:1", "accountType": "customer", "displayName": "Dee Fox"}
    parcel = read(tmp_path, [issue(reporter=asker | {"emailAddress": "dee.fox@example.org"})])
    person = first(parcel, "person")
    assert (person["name"], person["email"]) == (None, "dee.fox@example.org")


def test_accounts_tie_what_a_record_shows_and_apps_are_bots(sample):
    rows = sample.facts["person"].select("person_id", "email", "logins", "name", "worker_type")
    assert sorted(rows.rows()) == [
        (BOT, None, ["557058:f58131cb"], "Automation for Jira", "bot"),
        (BO, None, ["5b10ac8d82e05b22cc7d4ef5"], "Bo Chen", None),
        (ANA, "ana.ruiz@example.com", ["712020:1111"], "Ana Ruiz", None),
        (CY, None, ["712020:2222"], "Cy Doe", None),
    ]


def test_no_words_of_people_leave_the_loader(sample):
    kept = "".join(str(frame.to_dicts()) for frame in sample.facts.values())
    assert all(word not in kept for word in ("ecret", "nits", "pairing", "first try"))


def test_without_a_changelog_the_first_assignee_is_unknown(tmp_path):
    ana = {"accountId": "1", "displayName": "Ana Ruiz"}
    parcel = read(tmp_path, [issue(assignee=ana, status=DONE)])
    assert parcel.facts["participation"].select("person_id", "role", "from_at").rows() == [
        ("login:1", "assignee", None)
    ]
    found = first(parcel)
    assert (found["reopened"], found["started_at"], found["closed_at"]) == (None, None, None)
    assert any("1 issues have no changelog" in note for note in parcel.notes)
    assert any("1 issues are done but nothing tells when" in note for note in parcel.notes)


def test_with_an_empty_changelog_the_assignee_had_it_from_its_opening(tmp_path):
    ana = {"accountId": "1", "displayName": "Ana Ruiz"}
    parcel = read(tmp_path, [issue(assignee=ana, changelog={"total": 0, "histories": []})])
    assert first(parcel, "participation")["from_at"] == at(1, 9)
    assert first(parcel)["reopened"] == 0


@pytest.mark.parametrize(("there", "is_cut"), [(39, None), (40, True), (100, True)])
def test_a_changelog_without_a_total_is_cut_where_searches_stop(tmp_path, there, is_cut):
    rows = [history(2, {"accountId": "1"}, item("labels", (None, ""), (None, "x")))] * there
    parcel = read(tmp_path, [issue(changelog={"histories": rows})])
    assert first(parcel)["truncated_history"] == is_cut
    assert bool(parcel.cut) == bool(is_cut)


def test_the_page_of_an_issues_own_changelog_is_read_too(tmp_path):
    moves = history(2, {"accountId": "1"}, item("status", ("10000", "To Do"), ("10001", "Done")))
    page = {"total": 1, "isLast": True, "values": [moves]}
    assert first(read(tmp_path, [issue(changelog=page, status=DONE)]))["closed_at"] == at(2, 9)


def test_a_cut_changelog_leaves_the_closing_to_the_date_of_resolution(tmp_path):
    moves = history(9, {"accountId": "1"}, item("status", ("10000", "To Do"), ("10001", "Done")))
    resolved = {"status": DONE, "resolutiondate": "2024-03-09T10:00:00.000+0000"}
    page = {"total": 90, "histories": [moves]}
    assert first(read(tmp_path, [issue(changelog=page, **resolved)]))["closed_at"] == at(9, 10)


def test_a_status_that_only_histories_name_is_found_by_its_id_or_leaves_the_counts_unknown(
    tmp_path,
):
    bo = {"accountId": "1"}
    there_and_back = [
        history(3, bo, item("status", ("6", "Closed"), ("10000", "To Do"))),
        history(2, bo, item("status", ("10000", "Formerly known as to do"), ("6", "Closed"))),
    ]
    known = issue(changelog={"total": 2, "histories": there_and_back})
    lost = history(2, bo, item("status", ("10000", "To Do"), ("777", "Limbo")))
    unknown = issue(2, changelog={"total": 1, "histories": [lost]})
    parcel = read(tmp_path, [known, unknown])
    assert parcel.facts["task"].select("reopened", "backward_moves").rows() == [
        (1, 0),
        (None, None),
    ]
    assert any(note.startswith("1 statuses occur in histories only") for note in parcel.notes)


def test_a_server_names_people_by_user_name_and_in_histories_by_an_inner_key(tmp_path):
    ana = {"key": "JIRAUSER10100", "name": "aruiz", "emailAddress": "ana@example.com"}
    given = history(2, ana, item("assignee", (None, None), ("JIRAUSER10100", "Ana Ruiz")))
    moved = history(3, ana, item("assignee", ("JIRAUSER10100", "Ana Ruiz"), ("bchen", "Bo Chen")))
    parcel = read(tmp_path, [issue(changelog={"total": 2, "histories": [given, moved]})])
    assert parcel.facts["participation"]["person_id"].to_list() == ["login:aruiz", "login:bchen"]
    assert first(parcel, "person")["email"] == "ana@example.com"


def test_a_damaged_account_goes_by_its_name_and_a_nameless_one_is_left_out(tmp_path):
    broken = {"accountId": "unknown", "displayName": "Former user"}
    moves = history(2, None, item("status", ("10000", "To Do"), ("10001", "Done")))
    page = {"total": 1, "histories": [moves]}
    parcel = read(tmp_path, [issue(changelog=page, status=DONE, reporter=broken)])
    assert parcel.facts["participation"]["person_id"].to_list() == ["name:Former user"]
    assert parcel.facts["task_event"].is_empty()
    assert any("name nobody" in note for note in parcel.notes)
    assert first(parcel)["closed_at"] == at(2, 9)


def test_an_address_that_a_later_record_tells_is_kept(tmp_path):
    short, long = {"accountId": "1"}, {"accountId": "1", "emailAddress": "ana@example.com"}
    parcel = read(tmp_path, [issue(1, assignee=short), issue(2, assignee=long)])
    assert parcel.facts["person"]["email"].to_list() == ["ana@example.com"]


def test_pages_back_to_back_a_list_of_pages_and_one_issue_a_line_are_the_same(tmp_path, sample):
    pages = [answer(issues=[each]) for each in answer()["issues"]]
    forms = (
        "".join(json.dumps(page) for page in pages),
        json.dumps(pages),
        json.dumps(answer()["issues"]),
        "\n".join(json.dumps(each) for each in answer()["issues"]),
    )
    for form in forms:
        parcel = read(tmp_path, form)
        assert parcel.facts["task"].equals(sample.facts["task"])
        assert parcel.rows_read == 3
        assert "changelogs" in parcel.cut


def test_a_page_that_is_not_the_last_is_cut(tmp_path):
    whole = [issue()]
    assert "1 of 250 issues" in read(tmp_path, {"total": 250, "issues": whole}).cut
    newer = {"issues": whole, "nextPageToken": "x", "isLast": False}
    assert "a next page follows" in read(tmp_path, newer).cut
    both = json.dumps(newer) + json.dumps({"issues": [issue(2)], "isLast": True})
    assert read(tmp_path, both).cut == ""
    assert read(tmp_path, {"total": 1, "issues": whole}).cut == ""


def test_of_two_records_of_one_issue_the_one_updated_last_counts(tmp_path):
    new = issue(summary="New", updated="2024-03-09T10:00:00.000+0000")
    old = issue(summary="Old", updated="2024-03-09T10:00:00.000+0200")
    parcel = read(tmp_path, [new, old])
    assert parcel.facts["task"]["title"].to_list() == ["New"]
    assert parcel.refused.rows() == [
        (2, "key", "the issue stands in the file twice; the record updated last counts")
    ]


def test_work_logs_that_are_missing_leave_shares_unknown(tmp_path):
    log = {
        "author": {"accountId": "1"},
        "started": "2024-03-02T09:00:00.000+0000",
        "timeSpentSeconds": 3600,
    }
    parcel = read(tmp_path, [issue(worklog={"total": 21, "worklogs": [log, log]})])
    row = first(parcel, "participation")
    assert (row["role"], row["weight"], row["hours"]) == ("collaborator", None, None)
    assert first(parcel, "task_event")["value"] == "2.0"
    assert any("19 work logs are not in the file" in note for note in parcel.notes)


def test_hours_are_read_from_the_record_of_tracked_time_too(tmp_path):
    tracked = {"originalEstimateSeconds": 5400, "timeSpentSeconds": 1800}
    found = first(read(tmp_path, [issue(timetracking=tracked, timespent=None)]))
    assert (found["estimate_hours"], found["effort_hours"]) == (1.5, 0.5)


def test_without_a_status_category_the_date_of_resolution_decides(tmp_path):
    closed = issue(status={"name": "Fertig"}, resolutiondate="2024-03-02T09:00:00.000+0000")
    assert first(read(tmp_path, [closed]))["closed_at"] == at(2, 9)


def test_values_that_cannot_be_read_cost_their_cell_or_their_issue_only(tmp_path):
    wrong = issue(1, timespent="eight", duedate="12/31/24", labels="x", components=3, parent=[])
    undated, early = issue(2, created="yesterday"), issue(3, status=DONE)
    early["fields"]["resolutiondate"] = "2023-03-02T09:00:00.000+0000"
    keyless = {"key": None, "fields": {"created": "2024-03-01T09:00:00.000+0000"}}
    parcel = read(tmp_path, [wrong, undated, early, keyless, {"key": "B-9", "fields": "none"}])
    assert parcel.facts["task"]["task_id"].to_list() == ["B-1", "B-3"]
    assert parcel.facts["task"]["closed_at"].null_count() == 2
    assert parcel.refused.select("row", "column").rows() == [
        (1, "duedate"),
        (1, "timespent"),
        (2, "created"),
        (3, "resolutiondate"),
        (4, "key"),
        (5, "created"),
    ]


def test_a_broken_line_costs_only_itself_and_a_cut_document_is_refused(tmp_path):
    lines = [json.dumps(issue(1)), json.dumps(issue(2))[:60], json.dumps(issue(3))]
    parcel = read(tmp_path, "\n".join(lines))
    assert parcel.facts["task"]["task_id"].to_list() == ["B-1", "B-3"]
    assert parcel.refused["row"].to_list() == [2]
    path = tmp_path / "cut.json"
    path.write_text(json.dumps({"total": 2, "issues": [issue(1), issue(2)]}, indent=1)[:400])
    with pytest.raises(SourceError, match="breaks off or is damaged"):
        jira_rest.recognises(Export.open(path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_another_encoding_is_read(tmp_path, encoding):
    parcel = read(tmp_path, {"issues": [issue(summary="Übergabe")]}, encoding)
    assert parcel.facts["task"]["title"].to_list() == ["Übergabe"]


def test_an_answer_without_dates_is_refused_with_what_to_ask_for(tmp_path):
    with pytest.raises(SourceError, match="without the field created"):
        read(tmp_path, {"issues": [{"key": "A-1", "fields": {"summary": "x"}}]})


def test_the_order_of_histories_does_not_matter(tmp_path, sample):
    turned = deepcopy(answer())
    for each in turned["issues"]:
        each["changelog"]["histories"].reverse()
    parcel = read(tmp_path, turned)
    assert parcel.facts["task"].equals(sample.facts["task"])
    assert parcel.facts["participation"].equals(sample.facts["participation"])
    assert isinstance(parcel.facts["task_event"], pl.DataFrame)


def test_the_statuses_of_linked_issues_and_sub_tasks_tell_what_a_history_means(tmp_path):
    def link(number, name, key):
        told = {"status": {"id": str(number), "name": name, "statusCategory": {"key": key}}}
        return {"key": f"B-{number}", "fields": told}

    bo = {"accountId": "1"}
    moves = [
        history(2, bo, item("status", ("70", "Parked"), ("71", "Building"))),
        history(3, bo, item("status", ("71", "Building"), ("72", "Shipped"))),
    ]
    around = {
        "subtasks": [link(70, "Parked", "new")],
        "issuelinks": [{"type": {"name": "Relates"}, "inwardIssue": link(72, "Shipped", "done")}],
        "parent": link(71, "Building", "indeterminate"),
    }
    page = {"total": 2, "histories": moves}
    shipped = around["issuelinks"][0]["inwardIssue"]["fields"]["status"] | {"statusCategory": None}
    found = first(read(tmp_path, [issue(changelog=page, status=shipped, **around)]))
    assert (found["started_at"], found["reopened"]) == (at(2, 9), 0)


def test_what_blocks_an_issue_is_told_by_the_words_of_the_link(tmp_path):
    kind = {"name": "Abhängigkeit", "inward": "is blocked by", "outward": "blocks"}
    links = [{"type": kind, "inwardIssue": {"key": "B-7"}}]
    assert first(read(tmp_path, [issue(issuelinks=links)]))["depends_on"] == ["B-7"]


def test_a_status_may_say_that_nothing_was_done_and_an_epic_stands_above(tmp_path):
    dropped = issue(status=DONE | {"name": "Cancelled"}, epic={"key": "B-100"})
    rank = issue(2, customfield_10014="0|i02m2f:")
    parcel = read(tmp_path, [dropped, rank])
    assert parcel.facts["task"].select("status", "parent_id").rows() == [
        ("cancelled", "B-100"),
        ("To Do", None),
    ]


def test_the_last_change_of_category_dates_a_closing_that_nothing_else_dates(tmp_path):
    closed = issue(status=DONE, statuscategorychangedate="2024-03-05T09:00:00.000+0000")
    assert first(read(tmp_path, [closed]))["closed_at"] == at(5, 9)


def test_changes_of_one_moment_are_told_apart_by_their_number(tmp_path):
    bo = {"accountId": "1"}
    moves = [
        history(2, bo, item("assignee", ("8", "B"), ("9", "C")), id="101"),
        history(2, bo, item("assignee", ("7", "A"), ("8", "B")), id="99"),
    ]
    parcel = read(tmp_path, [issue(changelog={"total": 2, "histories": moves})])
    assert parcel.facts["participation"].select("person_id", "from_at", "to_at").rows() == [
        ("login:7", at(1, 9), at(2, 9)),
        ("login:9", at(2, 9), None),
    ]
