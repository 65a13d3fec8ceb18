"""Files into a workspace: people first, a report a file, bad input told in three parts."""

import gzip
import zipfile

import polars as pl
import pytest

from loaders import loaders, mapping, text
from loaders.load import load_file, load_paths
from loaders.mapping_toml import Plan
from loaders.origin import Origin
from loaders.reading import Fill
from store.errors import SourceError
from store.workspace import Workspace

PERSON = "person_id,hire_date\nP1,2020-01-01\nP2,2024-01-01\n"
MEMBERSHIP = "person_id,team_id,valid_from\nP1,T1,2020-01-01\nP2,T1,2024-01-01\n"
TASK = "task_id,opened_at\nW1,2024-05-01T09:00:00Z\n"
PARTICIPATION = "task_id,person_id,role\nW1,P1,assignee\nW1,stranger,reviewer\n"


@pytest.fixture
def workspace(tmp_path):
    with Workspace.open(tmp_path / "workspace") as opened:
        yield opened


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


# -- reports --------------------------------------------------------------------------------------


def test_files_about_people_come_first_and_each_has_its_report(workspace, file):
    paths = [
        file("participation.csv", PARTICIPATION),
        file("task.csv", TASK),
        file("membership.csv", MEMBERSHIP),
        file("person.csv", PERSON),
    ]
    reports = load_paths(workspace, paths, by="test")
    assert [(one.file, one.status, one.rows_read, one.added) for one in reports] == [
        ("person.csv", "loaded", 2, 2),
        ("membership.csv", "loaded", 2, 2),
        ("participation.csv", "loaded", 2, 2),
        ("task.csv", "loaded", 1, 1),
    ]


def test_a_dry_run_tells_what_would_change_and_changes_nothing(workspace, file):
    path = file("person.csv", PERSON)
    report = load_file(workspace, path, dry_run=True)
    assert (report.status, report.added, report.import_id) == ("dry run", 2, None)
    assert workspace.facts_version == 0
    assert load_file(workspace, path).added == 2


def test_the_same_file_again_changes_nothing(workspace, file):
    load_file(workspace, file("person.csv", PERSON))
    again = load_file(workspace, file("person.csv", PERSON))
    assert (again.status, again.added, again.changed) == ("already loaded", 0, 0)
    more = load_file(workspace, file("person.csv", PERSON + "P3,2024-02-01\n"))
    assert (more.status, more.added, more.changed, more.same) == ("loaded", 1, 0, 2)


def test_refused_rows_are_kept_in_the_workspace(workspace, file):
    report = load_file(workspace, file("person.csv", PERSON + "P3,soon\n"))
    assert report.refused == 1
    kept = workspace.refused(report.import_id)
    assert kept.rows() == [(4, "hire_date", "a day was expected, like 2024-05-31")]


def test_one_bad_file_does_not_stop_the_others(workspace, file, tmp_path):
    paths = [
        file("poem.txt", "shall I compare\n"),
        tmp_path / "gone.csv",
        file("person.csv", PERSON),
    ]
    by_file = {one.file: one for one in load_paths(workspace, paths)}
    assert by_file["person.csv"].added == 2
    assert by_file["gone.csv"].error.found == "gone.csv is not there or is not a file"
    assert by_file["poem.txt"].status == "not loaded"
    assert by_file["poem.txt"].as_row()["error"].startswith("poem.txt is of no source")


def test_one_file_alone_raises_its_error(workspace, file):
    with pytest.raises(SourceError, match=r"poem\.txt is of no source that is known here"):
        load_file(workspace, file("poem.txt", "shall I compare\n"))


def test_a_folder_is_read_in_order_without_hidden_files(workspace, tmp_path):
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "b_task.csv").write_text(TASK)
    (folder / "a_task.csv").write_text(TASK.replace("W1", "W2"))
    (folder / ".hidden").write_text("x")
    (folder / "inner").mkdir()
    reports = load_paths(workspace, [folder])
    assert [one.file for one in reports] == ["a_task.csv", "b_task.csv"]


def test_progress_is_told_to_the_end(workspace, file):
    told = []
    paths = [file("person.csv", PERSON), file("poem.txt", "x y\n")]
    load_paths(workspace, paths, progress=lambda *step: told.append(step))
    assert told[-1] == (2, 2, "Loaded")
    assert [step[0] for step in told] == sorted(step[0] for step in told)


def test_work_of_somebody_unknown_is_kept_and_said(workspace, file):
    paths = [file("person.csv", PERSON), file("membership.csv", MEMBERSHIP)]
    load_paths(workspace, paths)
    report = load_file(workspace, file("participation.csv", PARTICIPATION))
    assert report.refused == 0
    assert (
        "participation: the people of 1 of 2 rows are known; the others are in the unmatched list."
        in report.notes
    )
    assert workspace.people.unmatched()["rows"].to_list() == [1]
    assert workspace.facts("participation").collect().height == 2


# -- mappings -------------------------------------------------------------------------------------

BOARD = "Ref,Begun\nW1,2024-05-01\n"
PLAN = Plan(
    "board",
    (Fill("task", {"task_id": Origin(("Ref",)), "opened_at": Origin(("Begun",))}),),
    ("Ref", "Begun"),
)


def test_a_kept_mapping_is_used_again_without_being_asked_for(workspace, file):
    mapping.save(PLAN, workspace.folder)
    report = load_file(workspace, file("board.csv", BOARD))
    assert (report.loader, report.source, report.added) == ("mapping:board", "Mapping board", 1)


def test_a_mapping_that_was_changed_loads_the_same_file_anew(workspace, file):
    mapping.save(PLAN, workspace.folder)
    path = file("board.csv", BOARD)
    load_file(workspace, path)
    assert load_file(workspace, path).status == "already loaded"
    origins = {**PLAN.fills[0].origins, "status": Origin(constant="open")}
    mapping.save(Plan("board", (Fill("task", origins),), PLAN.header), workspace.folder)
    assert load_file(workspace, path).changed == 1


def test_a_mapping_can_be_asked_for_by_name(workspace, file):
    mapping.save(PLAN, workspace.folder)
    path = file("board.csv", BOARD.replace("\n", ",x\n", 1).replace("01\n", "01,1\n"))
    assert load_file(workspace, path, mapping="board").notes[0].startswith("New columns")
    reports = load_paths(workspace, [path], mapping="bored")
    assert "no mapping bored" in reports[0].error.found


# -- bad input, one by one ------------------------------------------------------------------------


def three_parts(workspace, path, **options):
    error = load_paths(workspace, [path], **options)[0].error
    assert error.found.startswith(path.name)
    assert error.expected
    assert error.do
    return error


def test_an_unknown_file_is_told_where_the_known_sources_are_listed(workspace, file):
    error = three_parts(workspace, file("birds.csv", "ring,species\nA1,wren\n"))
    assert error.found.endswith("it has ring, species")
    assert error.expected.startswith(f"an export of one of the {len(loaders())} sources in docs/")
    assert "mapping" in error.do


def test_a_wrong_separator_loads_all_the_same(workspace, file):
    assert load_file(workspace, file("person.csv", PERSON.replace(",", "|"))).added == 2


def test_a_missing_column_lists_what_is_there(workspace, file):
    error = three_parts(workspace, file("task.csv", "task_id,title\nW1,Fix\n"))
    assert error.found == "task.csv has no column opened_at"
    assert "the file has task_id, title" in error.expected


@pytest.mark.parametrize("content", ["", "\n\n"], ids=["no byte", "only line ends"])
def test_an_empty_file_is_told(workspace, file, content):
    assert three_parts(workspace, file("person.csv", content)).found == "person.csv is empty"


def test_a_header_alone_is_loaded_as_nothing_and_said(workspace, file):
    report = load_file(workspace, file("person.csv", "person_id,hire_date\n"))
    assert (report.rows_read, report.status) == (0, "nothing new")
    assert "The file has a header and no rows." in report.notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_every_encoding_loads(workspace, file, encoding):
    path = file("team.csv", "team_id,name\nT1,Größe\n".encode(encoding))
    load_file(workspace, path)
    assert workspace.facts("team").collect()["name"].to_list() == ["Größe"]


def test_ragged_rows_load_and_the_surplus_is_said(workspace, file):
    report = load_file(workspace, file("team.csv", "team_id,name\nT1,a\nT2\nT3,c,more\n"))
    assert report.added == 3
    assert "1 rows have more cells than the header; see surplus()." in report.notes


def test_a_header_that_stands_there_twice_is_told(workspace, file):
    error = three_parts(workspace, file("team.csv", "team_id,name,name\nT1,a,b\n"))
    assert "more than one column name" in error.found


def test_a_zip_bomb_is_told(workspace, tmp_path):
    path = tmp_path / "person.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (80 << 20))
    assert "unpacks to far more" in three_parts(workspace, path).found


def test_an_endless_line_is_told(workspace, file, monkeypatch):
    monkeypatch.setattr(text, "LONGEST_LINE", 1 << 20)
    path = file("person.csv.gz", gzip.compress(PERSON.encode() + b"x" * (8 << 20)))
    assert "a line of more than 1 MiB" in three_parts(workspace, path).found


def test_dates_in_two_orders_are_asked_for_and_load_when_told(workspace, file):
    path = file("person.csv", "person_id,hire_date\nP1,13/01/2024\nP2,01/13/2024\n")
    error = three_parts(workspace, path)
    assert "column hire_date has dates in two orders" in error.found
    assert "--day-first" in error.do
    report = load_paths(workspace, [path], day_first=True)[0]
    assert (report.added, report.refused) == (1, 1)


def test_a_circle_of_managers_is_cut_and_the_rows_stay(workspace, file):
    content = (
        "person_id,team_id,valid_from,manager_id\nA,T,2024-01-01,B\nB,T,2024-01-01,A\n"
        "C,T,2024-01-01,A\n"
    )
    report = load_file(workspace, file("membership.csv", content))
    assert (report.added, report.refused) == (3, 2)
    assert (
        "2 people report to each other in a circle; their manager was left empty." in report.notes
    )
    assert workspace.facts("membership").collect()["manager_id"].null_count() == 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("W2,2024-05-01T00:00:00Z,,-1", "a number of 0 or more was expected"),
        ("W2,2024-05-02T00:00:00Z,2024-05-01T00:00:00Z,1", "closed before it was opened"),
    ],
    ids=["negative effort", "closed before it opened"],
)
def test_a_row_that_cannot_be_right_is_refused_and_the_rest_loads(workspace, file, row, reason):
    head = "task_id,opened_at,closed_at,effort_hours\nW1,2024-05-01T00:00:00Z,,2\n"
    report = load_file(workspace, file("task.csv", f"{head}{row}\n"))
    assert (report.added, report.refused) == (1, 1)
    assert report.refusals.select("row", "reason").rows() == [(3, reason)]


def test_a_jira_export_that_was_cut_at_a_thousand_rows_is_said(workspace, file):
    header = "Summary,Issue key,Issue id,Issue Type,Status,Created,Resolved\n"
    rows = "".join(f"Fix {i},A-{i},{i},Bug,Done,12/Mar/24 3:45 PM,\n" for i in range(1_000))
    report = load_file(workspace, file("jira.csv", header + rows))
    assert any("1,000" in note or "1000" in note for note in report.notes)


def test_a_vendor_file_is_held_to_the_rules_too(workspace, file):
    """Its loader need not look for a closing before the opening: the row is known no more then."""
    header = "Summary,Issue key,Issue id,Issue Type,Status,Created,Resolved\n"
    path = file("jira.csv", header + "Fix,A-1,1,Bug,Done,12/Mar/24 3:45 PM,11/Mar/24 3:45 PM\n")
    report = load_file(workspace, path)
    assert report.refused == 1
    assert report.refusals["reason"].str.contains("closed before").all()
    assert workspace.facts("task").collect().is_empty()


def test_accounts_in_events_of_assignment_are_not_kept(workspace, file):
    content = (
        "task_id,person_id,at,kind,value\nW1,P1,2024-05-01T09:00:00Z,assign,ana@x.org\n"
        "W1,P1,2024-05-01T10:00:00Z,worklog,2.5\n"
    )
    load_file(workspace, file("task_event.csv", content))
    events = workspace.facts("task_event").sort("at").collect()
    assert events["value"].to_list() == [None, "2.5"]


def test_reports_never_quote_a_person(workspace, file):
    content = "person_id,hire_date,worker_type\nsecret@x.org,secret-day,secret-type\n"
    report = load_file(workspace, file("person.csv", content))
    assert report.refused == 1
    assert "secret" not in str(report.refusals.rows()) + str(report.notes)
    assert isinstance(report.refusals, pl.DataFrame)
