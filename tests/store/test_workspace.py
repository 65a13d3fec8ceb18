"""The workspace as its users see it, on both databases."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from deltalake import DeltaTable

from store.errors import ContractError, RequestError, WorkspaceError
from store.tables import STORED
from store.workspace import Changes, SourceFile, Workspace

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
REFUSED = pl.DataFrame(
    {"row": [4, 4, 9], "column": ["closed_at", "due_at", "task_id"], "reason": ["a", "b", "c"]}
)


def task(name: str, **more) -> dict:
    return {"task_id": name, "opened_at": MONDAY, **more}


def titles(workspace: Workspace, as_of: int | None = None) -> list[tuple]:
    rows = workspace.facts("task", as_of).select("task_id", "title").collect()
    return sorted(rows.rows())


def test_an_empty_workspace_has_every_fact_table_with_its_columns_and_no_row(workspace):
    for name, table in STORED.items():
        assert workspace.facts(name).collect_schema() == pl.Schema(table.stored_schema)
        assert workspace.facts(name).collect().is_empty()
    assert workspace.facts_version == 0
    assert workspace.imports().is_empty()
    assert workspace.people.unmatched().is_empty()
    assert workspace.people.match_share().is_empty()
    assert workspace.people.known_people().is_empty()
    assert workspace.measurement is None


def test_loaded_rows_are_read_back_with_integer_times_and_without_names(workspace, load):
    receipt = load(task=[task("T1", closed_at=datetime(1969, 12, 31, 23, 0, 1, tzinfo=UTC))])
    assert (receipt.status, receipt.changes) == ("loaded", {"task": Changes(added=1)})
    row = workspace.facts("task").collect().row(0, named=True)
    assert row["opened_at"] == MONDAY
    assert (row["opened_day"], row["opened_second"]) == (20458, 1767603600)
    assert (row["closed_day"], row["closed_second"]) == (-1, -3599)
    assert (row["due_day"], row["due_second"]) == (None, None)
    load(person=[{"person_id": "login:ana", "name": "Ana", "email": "a@x", "logins": ["ana"]}])
    assert not {"name", "email", "logins"} & set(workspace.facts("person").collect().columns)


def test_the_same_file_twice_changes_nothing(workspace, load):
    first = load(sha256="same", task=[task("T1")])
    before = workspace.snapshot_key
    again = load(sha256="same", task=[task("T1"), task("T2")])
    assert (again.status, again.import_id) == ("already loaded", first.import_id)
    assert again.changes == {}
    assert titles(workspace) == [("T1", None)]
    assert workspace.snapshot_key == before
    assert workspace.imports().height == 1


def test_the_same_bytes_by_another_loader_are_another_import(workspace, load):
    load("jira", sha256="same", task=[task("T1")])
    assert load("mapping", sha256="same", task=[task("T2")]).status == "loaded"


def test_other_bytes_with_the_same_rows_are_nothing_new(workspace, load):
    load(task=[task("T1", components=["a", "b"], value=2.0)])
    again = load(task=[task("T1", components=["a", "b"], value=2.0)])
    assert (again.status, again.changes) == ("nothing new", {"task": Changes(same=1)})
    assert workspace.facts_version == 1
    assert workspace.imports()["snapshot"].to_list() == [1, 1]


def test_an_overlapping_month_adds_changes_and_leaves(workspace, load):
    load(task=[task("T1", title="a"), task("T2", title="b")])
    receipt = load(task=[task("T1", title="a"), task("T2", title="B"), task("T3", title="c")])
    assert receipt.changes == {"task": Changes(added=1, changed=1, same=1)}
    assert titles(workspace) == [("T1", "a"), ("T2", "B"), ("T3", "c")]


def test_an_older_snapshot_is_read_as_known_then(workspace, load):
    load(task=[task("T1", title="old")])
    load(task=[task("T1", title="new"), task("T2")])
    assert titles(workspace, as_of=0) == []
    assert titles(workspace, as_of=1) == [("T1", "old")]
    assert titles(workspace, as_of=2) == titles(workspace) == [("T1", "new"), ("T2", None)]


def test_a_later_source_that_leaves_a_cell_empty_does_not_erase_it(workspace, load):
    load(task=[task("T1", title="told", skills=["sql"], estimate_hours=3.0)])
    receipt = load("github", task=[task("T1", status="Done", estimate_hours=5.0)])
    assert receipt.changes == {"task": Changes(changed=1)}
    row = workspace.facts("task").collect().row(0, named=True)
    assert (row["title"], row["skills"]) == ("told", ["sql"])
    assert (row["status"], row["estimate_hours"]) == ("Done", 5.0)
    assert load(task=[task("T1")]).status == "nothing new"


def test_of_two_rows_with_one_key_in_one_file_the_later_counts_and_the_reader_is_told(
    workspace, load
):
    receipt = load(task=[task("T1", title="first"), task("T2"), task("T1", title="second")])
    assert receipt.changes == {"task": Changes(added=2)}
    assert receipt.notes == ("1 of 3 rows of task have the key of a later row",)
    assert workspace.imports()["notes"].to_list() == [list(receipt.notes)]
    assert titles(workspace) == [("T1", "second"), ("T2", None)]


def test_a_missing_part_of_a_key_equals_a_missing_part(workspace, load):
    ana = {"task_id": "T1", "person_id": "login:ana", "role": "reviewer"}
    load(participation=[ana])
    assert load(participation=[ana | {"hours": 2.0}]).changes["participation"] == Changes(changed=1)
    later = ana | {"from_at": MONDAY, "hours": 1.0}
    assert load(participation=[later]).changes["participation"] == Changes(added=1)
    rows = workspace.facts("participation").select("from_at", "hours").collect()
    assert set(rows.rows()) == {(None, 2.0), (MONDAY, 1.0)}


def test_a_number_that_is_no_number_counts_as_empty(workspace, load):
    load(task=[task("T1", value=3.0)])
    assert load(task=[task("T1", value=float("nan"))]).status == "nothing new"


def test_a_preview_tells_the_changes_and_writes_nothing(workspace, load, frame):
    load(task=[task("T1", title="a")])
    before = workspace.snapshot_key
    rows = frame("task", task("T1", title="b"), task("T2"))
    assert workspace.preview({"task": rows}) == {"task": Changes(added=1, changed=1)}
    assert workspace.snapshot_key == before
    assert titles(workspace) == [("T1", "a")]


def test_the_ledger_tells_who_brought_what_and_what_was_refused(workspace, frame):
    receipt = workspace.load(
        {"task": frame("task", task("T1"))},
        refused=REFUSED,
        rows_read=3,
        notes=["The export is cut."],
        source=SourceFile("tasks.csv", "abc", 5_000_000_000),
        loader="jira",
        loader_version=2,
        by="ana",
        cut="It stops at 3 rows.",
    )
    assert receipt.refused == 2
    row = workspace.imports().row(0, named=True)
    assert row.pop("at").tzinfo is not None
    opened = task("T1")["opened_at"].date()
    assert (row.pop("first_day"), row.pop("last_day")) == (opened, opened)
    assert row == {
        "id": receipt.import_id,
        "by": "ana",
        "file": "tasks.csv",
        "sha256": "abc",
        "bytes": 5_000_000_000,
        "loader": "jira",
        "loader_version": 2,
        "rows_read": 3,
        "added": 1,
        "changed": 0,
        "same": 0,
        "refused": 2,
        "notes": ["The export is cut."],
        "cut": "It stops at 3 rows.",
        "snapshot": 1,
        "tables": ["task"],
    }
    assert workspace.refused(receipt.import_id).equals(REFUSED)


def test_an_import_without_refusals_has_none_and_an_unknown_import_is_told(workspace, load):
    number = load(task=[task("T1")]).import_id
    assert workspace.refused(number).is_empty()
    with pytest.raises(RequestError, match="There is no import 99"):
        workspace.refused(99)


def test_a_file_that_brings_no_row_is_in_the_ledger_and_no_snapshot(workspace, load):
    assert load(task=[]).status == "nothing new"
    assert load().status == "nothing new"
    assert workspace.facts_version == 0
    assert workspace.imports().height == 2


def test_two_workspaces_opened_on_one_folder_see_the_same(workspace, database, load):
    with Workspace.open(workspace.folder, database) as other:
        load(
            task=[task("T1")],
            participation=[{"task_id": "T1", "person_id": "login:a", "role": "mentor"}],
        )
        assert titles(other) == [("T1", None)]
        pseudonym = other.facts("participation").collect()["person_id"].to_list()
        assert workspace.facts("participation").collect()["person_id"].to_list() == pseudonym


def without_opening(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(opened_at=pl.lit(None, rows.schema["opened_at"]))


BREAKAGES = {
    "a missing column": (lambda rows: rows.drop("title"), r"columns differ .*: title"),
    "a column too many": (lambda rows: rows.with_columns(x=1), r"columns differ .*: x"),
    "another type": (lambda rows: rows.cast({"priority": pl.Int8}), r"columns differ .*: priority"),
    "another order": (lambda rows: rows.select(reversed(rows.columns)), r"in another order"),
    "no required value": (without_opening, r"1 rows of task without opened_at"),
}


@pytest.mark.parametrize(("breakage", "message"), BREAKAGES.values(), ids=BREAKAGES)
def test_rows_that_break_the_contract_stay_outside(workspace, frame, breakage, message):
    with pytest.raises(ContractError, match=message):
        workspace.preview({"task": breakage(frame("task", task("T1")))})


def test_a_value_outside_the_choices_stays_outside_and_is_not_quoted(workspace, load):
    with pytest.raises(ContractError, match=r"participation.role") as caught:
        load(participation=[{"task_id": "T1", "person_id": "login:ana", "role": "Ana Ruiz"}])
    assert "Ana Ruiz" not in str(caught.value)
    assert workspace.imports().is_empty()


def test_a_table_or_snapshot_that_does_not_exist_is_told_with_those_that_do(workspace, load):
    load(task=[task("T1")])
    with pytest.raises(RequestError, match=r"no fact table tasks.*task, participation"):
        workspace.facts("tasks")
    with pytest.raises(RequestError, match=r"no snapshot 7 .*a number from 0 to 1"):
        workspace.facts("task", as_of=7)


def test_facts_that_were_removed_from_the_folder_are_missed_with_a_next_step(workspace, load):
    load(task=[task("T1")])
    (workspace.folder / "facts" / "task").rename(workspace.folder / "lost")
    with pytest.raises(WorkspaceError, match=r"lost the facts of task.*Restore it"):
        workspace.facts("task")


def test_published_figures_take_the_place_of_the_old_ones_as_a_whole(workspace, load):
    with pytest.raises(RequestError, match=r"Nothing is measured yet.*atelier measure"):
        workspace.cube()
    load(task=[task("T1")])
    cube = pl.DataFrame({"grain": ["quarter", "month"], "value": [1.0, 2.0]})
    workspace.publish({"cube": cube, "skill": cube}, rule_version="r1", anchors_version="a1")
    assert workspace.cube("month")["value"].to_list() == [2.0]
    assert workspace.measured("skill").equals(cube)
    load(task=[task("T2")])
    stamp = workspace.measurement
    assert stamp.at.utcoffset() == timedelta(0)
    assert (stamp.facts_version, stamp.rule_version, stamp.anchors_version) == (1, "r1", "a1")
    workspace.publish({"cube": cube.head(1)}, rule_version="r2", anchors_version="a1")
    assert workspace.cube("month").is_empty()
    assert workspace.measurement.facts_version == 2
    with pytest.raises(RequestError, match=r"no table skill.*one of cube"):
        workspace.measured("skill")


def test_figures_say_which_facts_they_were_made_from(workspace, load):
    load(task=[task("T1")])
    load(task=[task("T2")])
    workspace.publish({}, rule_version="r", anchors_version="a", facts_version=1)
    assert workspace.measurement.facts_version == 1


def test_figures_that_fail_to_be_written_leave_the_old_ones(workspace, monkeypatch):
    cube = pl.DataFrame({"grain": ["quarter"], "value": [1.0]})
    workspace.publish({"cube": cube}, rule_version="r1", anchors_version="a1")
    broken = pl.DataFrame({"unwritable": [object()]})
    with pytest.raises(Exception, match=r"(?i)object"):
        workspace.publish(
            {"cube": cube.clear(), "z": broken}, rule_version="r2", anchors_version="a"
        )
    assert workspace.cube().equals(cube)
    assert workspace.measurement.rule_version == "r1"
    for _ in range(3):
        workspace.publish({"cube": cube}, rule_version="r3", anchors_version="a")
    assert len(list((workspace.folder / "measured").iterdir())) == 2, "the newest and one before"


def test_decisions_are_kept_newest_last(workspace):
    workspace.decide("proposal", "team A", "accepted", "we try it", "ana")
    workspace.decide("proposal", "team A", "stopped", "", "bo")
    workspace.decide("match", "T1", "accepted", "", "ana")
    kept = workspace.decisions("proposal")
    assert kept["choice"].to_list() == ["accepted", "stopped"]
    assert kept.columns == ["at", "by", "kind", "subject", "choice", "reason"]
    assert workspace.decisions("nothing").is_empty()


def test_the_snapshot_key_changes_with_everything_that_a_page_shows(workspace, load):
    keys = [workspace.snapshot_key]
    load(task=[task("T1")])
    keys.append(workspace.snapshot_key)
    load(task=[task("T1")])  # the ledger shows it
    keys.append(workspace.snapshot_key)
    workspace.publish({}, rule_version="r", anchors_version="a")
    keys.append(workspace.snapshot_key)
    workspace.decide("proposal", "A", "accepted", "", "ana")
    keys.append(workspace.snapshot_key)
    assert len(set(keys)) == 5
    assert workspace.snapshot_key == keys[-1]


def test_a_day_that_was_told_open_is_closed_by_a_later_file(workspace, load):
    member = {"person_id": "login:ana", "team_id": "A", "valid_from": date(2026, 1, 1)}
    load(membership=[member])
    load(membership=[member | {"valid_to": date(2026, 3, 1)}])
    rows = workspace.facts("membership").select("from_day", "to_day").collect().rows()
    assert rows == [(20454, 20513)]


def test_a_column_younger_than_the_stored_facts_is_empty_and_then_filled(
    workspace, load, monkeypatch
):
    import store.tables as words

    grown = words.STORED["team"]
    columns = tuple(column for column in grown.columns if column.name != "parent_id")
    shrunk = {**words.STORED, "team": words.Table("team", grown.grain, grown.key, columns)}
    with monkeypatch.context() as older:
        for room in ("store.facts", "store.difference", "store.load", "store.accounts"):
            older.setattr(f"{room}.STORED", shrunk)
        workspace.load(
            {"team": pl.DataFrame({"team_id": ["A"], "name": ["Ants"]})},
            refused=REFUSED.clear(),
            rows_read=1,
            notes=[],
            source=SourceFile("old.csv", "old", 1),
            loader="old",
            loader_version=1,
            by="ana",
        )
    assert workspace.facts("team").collect().rows() == [("A", "Ants", None)]
    load(team=[{"team_id": "A", "parent_id": "Z"}, {"team_id": "B", "name": "Bees"}])
    rows = workspace.facts("team").collect().rows()
    assert sorted(rows) == [("A", "Ants", "Z"), ("B", "Bees", None)]
    table = DeltaTable((workspace.folder / "facts" / "team").as_uri())
    assert {field.name for field in table.schema().fields} == set(grown.names), "for other engines"


def test_a_folder_or_database_that_cannot_be_opened_is_told_with_a_next_step(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkspaceError, match=r"cannot be used .*Choose another folder"):
        Workspace.open(tmp_path / "file")
    with pytest.raises(WorkspaceError, match=r"its path holds a %"):
        Workspace.open(tmp_path / "100%20")
    with pytest.raises(WorkspaceError, match=r"does not open .*Correct ATELIER_DATABASE") as caught:
        Workspace.open(tmp_path / "w", "postgresql://ana:tellnobody@127.0.0.1:1/none")
    assert "tellnobody" not in str(caught.value)
    with pytest.raises(WorkspaceError, match="does not open"):
        Workspace.open(tmp_path / "w", "postgrsql://127.0.0.1/none")


def test_the_environment_names_folder_and_database(tmp_path, monkeypatch):
    monkeypatch.setenv("ATELIER_WORKSPACE", str(tmp_path / "here"))
    monkeypatch.setenv("ATELIER_DATABASE", f"sqlite:///{tmp_path}/there.db")
    with Workspace.open() as workspace:
        assert workspace.folder == tmp_path / "here"
    assert (tmp_path / "there.db").exists()
