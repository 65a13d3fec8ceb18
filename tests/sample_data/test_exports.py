"""The exports: formats as the vendors write them, noise as real exports have it, nothing else."""

import csv
import gzip
import hashlib
import json
import re
from collections import Counter

import pytest

from sample_data import make_firm, write_exports
from sample_data.words import FIRST_NAMES, SURNAMES

JIRA_BEGIN = (
    "Summary,Issue key,Issue id,Issue Type,Status,Project key,Project name,Project type,Priority,"
    "Resolution,Assignee,Assignee Id,Reporter,Reporter Id,Creator,Creator Id,Created,Updated,"
    "Resolved,Due date,Original estimate,Remaining Estimate,Time Spent"
)
STAMP = r"\d{1,2}/[A-Z][a-z]{2}/\d{2} \d{1,2}:\d{2} [AP]M"


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def hashes(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(small_firm, small_exports, tmp_path):
    write_exports(make_firm(small_firm.seed, small_firm.plan), tmp_path)
    assert hashes(tmp_path) == hashes(small_exports)


def test_another_seed_gives_other_work(small_firm, small_exports, tmp_path):
    write_exports(make_firm(8, small_firm.plan), tmp_path)
    assert hashes(tmp_path)["jira_2024q3.csv"] != hashes(small_exports)["jira_2024q3.csv"]


def test_a_firm_of_400_people_takes_less_than_60_megabytes(exports):
    assert sum(path.stat().st_size for path in exports.iterdir()) < 60e6


def test_jira_has_the_header_of_the_cloud_with_repeated_columns(small_exports):
    header = rows_of(small_exports / "jira_2024q3.csv")[0]
    count = Counter(header)
    assert ",".join(header).startswith(JIRA_BEGIN)
    assert (count["Components"], count["Labels"]) == (3, 2)
    assert count["Comment"] > 1
    assert count["Log Work"] > 1
    assert count["Inward issue link (Blocks)"] == 1
    assert header[-2:] == ["Status Category", "Status Category Changed"]


def test_jira_comments_and_work_logs_carry_date_and_author(small_exports):
    table = rows_of(small_exports / "jira_2024q3.csv")
    header = table[0]
    forms = {
        "Comment": rf"{STAMP};[0-9a-f]{{24}};[a-z ]+",
        "Log Work": rf"[a-z]+;{STAMP};[0-9a-f]{{24}};\d+",
        "Created": STAMP,
        "Due date": STAMP,
    }
    for name, form in forms.items():
        places = [i for i, cell in enumerate(header) if cell == name]
        cells = [row[i] for row in table[1:] for i in places if row[i]]
        assert cells
        assert all(re.fullmatch(form, cell) for cell in cells)


def test_time_spent_is_the_sum_of_the_work_logs(small_exports):
    table = rows_of(small_exports / "jira_2024q4.csv")
    header = table[0]
    spent = header.index("Time Spent")
    logs = [i for i, cell in enumerate(header) if cell == "Log Work"]
    for row in table[1:]:
        seconds = sum(int(row[i].rsplit(";", 1)[1]) for i in logs if row[i])
        assert seconds == int(row[spent] or 0)


def test_all_rows_of_a_jira_file_are_as_wide_as_its_header(small_exports):
    for path in small_exports.glob("jira_*.csv"):
        assert len({len(row) for row in rows_of(path)}) == 1


def test_one_jira_file_is_cut_at_a_thousand_issues_and_another_has_the_rest(exports):
    first = rows_of(exports / "jira_2026q3_page1.csv")
    rest = rows_of(exports / "jira_2026q3_page2.csv")
    assert len(first) - 1 == 1000
    assert not {row[1] for row in first} & {row[1] for row in rest[1:]}


def test_twelve_rows_stand_twice_in_the_first_jira_file(exports):
    keys = Counter(row[1] for row in rows_of(exports / "jira_2024q3.csv")[1:])
    assert Counter(keys.values())[2] == 12


def test_a_restated_file_corrects_hours_and_nothing_else(exports):
    header, *rows = rows_of(exports / "jira_2025q2.csv")
    again = {row[1]: row for row in rows_of(exports / "jira_2025q2_restated.csv")[1:]}
    hours = {i for i, name in enumerate(header) if name in {"Time Spent", "Log Work"}}
    before = {row[1]: row for row in rows if row[1] in again}
    changed = {key for key, row in again.items() if row != before[key]}
    assert len(again) == len(before) == 300
    assert 10 <= len(changed) <= 30
    for key in changed:
        pairs = enumerate(zip(again[key], before[key], strict=True))
        assert {i for i, (new, old) in pairs if new != old} <= hours


def test_a_fifth_of_the_jira_tasks_has_no_effort(exports):
    header, *rows = rows_of(exports / "jira_2025q1.csv")
    empty = sum(not row[header.index("Time Spent")] for row in rows)
    assert empty / len(rows) == pytest.approx(0.2, abs=0.03)


def test_one_task_in_seven_has_no_component(firm):
    own = firm.item.filter(kind="own")
    assert own["component"].null_count() / own.height == pytest.approx(0.15, abs=0.015)


def test_two_to_three_hundred_tasks_are_open_at_the_export(firm):
    still = firm.item.filter("is_open")
    assert 200 <= still.height <= 300
    assert still.filter(kind="planned")["account"].null_count() == firm.plan.planned_tasks
    assert still.filter(kind="planned")["due_on"].null_count() == 0


def test_pull_requests_have_the_fields_of_the_command(small_exports):
    pulls = json.loads((small_exports / "gh_pr_payments-api.json").read_text())
    assert set(pulls[0]) == {
        "number", "title", "state", "createdAt", "mergedAt", "closedAt", "author", "isDraft",
        "labels", "milestone", "additions", "deletions", "changedFiles", "files", "commits",
        "reviews", "url",
    }  # fmt: skip
    merged = [pull for pull in pulls if pull["state"] == "MERGED"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", p["mergedAt"]) for p in merged)
    states = Counter(review["state"] for pull in pulls for review in pull["reviews"])
    assert set(states) == {"APPROVED", "CHANGES_REQUESTED", "COMMENTED"}
    oids = [commit["oid"] for pull in pulls for commit in pull["commits"]]
    assert all(re.fullmatch("[0-9a-f]{40}", oid) for oid in oids)
    assert any(pull["author"]["is_bot"] for pull in pulls)
    assert {commit["authors"][0]["login"] for pull in pulls for commit in pull["commits"]}


def test_who_opens_a_pull_request_never_reviews_it(small_exports):
    for path in small_exports.glob("gh_pr_*.json"):
        for pull in json.loads(path.read_text()):
            reviewers = {review["author"]["login"] for review in pull["reviews"]}
            assert pull["author"]["login"] not in reviewers


def test_planned_issues_are_open_and_nobodys(small_exports):
    issues = json.loads((small_exports / "gh_issue_backlog.json").read_text())
    assert issues
    assert all(issue["state"] == "OPEN" and issue["assignees"] == [] for issue in issues)


def test_bamboohr_writes_names_of_fields_and_custom_columns(small_exports):
    header, *rows = rows_of(small_exports / "bamboohr_report.csv")
    assert ",".join(header) == (
        "id,employeeNumber,displayName,workEmail,department,division,location,jobTitle,"
        "supervisorEId,hireDate,originalHireDate,terminationDate,status,employmentHistoryStatus,"
        "payRate,payType,paidPer,standardHoursPerWeek,Level,Job Family,Entry level,Senior level,"
        "Job Information: Date"
    )
    ended = [row[header.index("terminationDate")] for row in rows]
    assert "0000-00-00" in ended
    history = json.loads((small_exports / "bamboohr_job_info.json").read_text())
    assert len(history) == len(rows)
    assert set(history[0]) == {
        "id", "employeeId", "date", "location", "department", "division", "jobTitle", "reportsTo",
    }  # fmt: skip
    told = {(row["employeeId"], row["date"], row["department"]) for row in history}
    place = [header.index(name) for name in ("id", "Job Information: Date", "department")]
    assert told == {tuple(row[i] for i in place) for row in rows}


def test_whoever_came_back_has_two_records_of_one_employee_number(exports, firm):
    header, *rows = rows_of(exports / "bamboohr_report.csv")
    records = {(row[0], row[1]) for row in rows}
    twice = [number for number, n in Counter(number for _, number in records).items() if n > 1]
    assert len(twice) == firm.plan.rehires
    status = header.index("status")
    assert all({r[status] for r in rows if r[1] == n} == {"Active", "Inactive"} for n in twice)


def test_copilot_reports_are_lines_of_user_days(small_exports):
    text = gzip.decompress((small_exports / "copilot_users_2024.ndjson.gz").read_bytes()).decode()
    records = [json.loads(line) for line in text.splitlines()]
    assert {"user_id", "user_login", "day", "user_initiated_interaction_count"} <= set(records[0])
    keys = [(record["user_login"], record["day"]) for record in records]
    assert len(keys) == len(set(keys))
    for record in records:
        parts = record["totals_by_feature"]
        assert sum(p["loc_added_sum"] for p in parts) == record["loc_added_sum"]


def test_claude_code_reports_have_people_and_an_api_key(small_exports):
    text = gzip.decompress((small_exports / "claude_code_2024.json.gz").read_bytes()).decode()
    report = json.loads(text)
    assert (report["has_more"], report["next_page"]) == (False, None)
    assert {row["actor"]["type"] for row in report["data"]} == {"user_actor", "api_actor"}
    first = report["data"][0]
    assert set(first["model_breakdown"][0]["tokens"]) == {
        "input", "output", "cache_read", "cache_creation",
    }  # fmt: skip
    assert isinstance(first["model_breakdown"][0]["estimated_cost"]["amount"], int)


def test_cornerstone_has_its_columns_and_unfinished_rows(small_exports):
    header, *rows = rows_of(small_exports / "cornerstone_transcript.csv")
    assert header == [
        "User ID", "User Name", "User - Email", "Training Title", "Training Type",
        "Training Provider", "Transcript Status", "Transcript Registration Date",
        "Transcript Completed Date", "Training Hours", "Training Price",
    ]  # fmt: skip
    assert len({row[6] for row in rows}) > 2
    assert any("AI workshop" in row[3] for row in rows)


def test_the_list_of_accounts_leaves_out_those_that_nobody_knows(exports, firm):
    header, *rows = rows_of(exports / "accounts.csv")
    assert header == [
        "person_id", "employee_id", "email", "logins", "worker_type", "location", "opt_out",
        "certificates", "goals",
    ]  # fmt: skip
    people = [row for row in rows if row[4] in {"employee", "contractor"}]
    assert sum(not row[3] for row in people) == firm.person.filter(is_known=False).height
    assert sum(row[6] == "true" for row in rows) == 1
    assert {row[4] for row in rows} == {"employee", "contractor", "bot", "agent"}


def test_nothing_of_the_truth_is_in_the_exports(small_exports):
    for path in small_exports.iterdir():
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
        assert not re.search("theta|difficulty|is_hard|novice|truth", text, re.IGNORECASE)


def test_surnames_are_made_of_two_words_that_no_one_bears():
    assert all(len(name) >= 7 for name in SURNAMES)
    assert len(set(SURNAMES)) == len(SURNAMES)
    assert len(set(FIRST_NAMES)) == len(FIRST_NAMES)
