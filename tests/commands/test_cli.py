"""The command line: what it answers, and with which exit code."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from metrics.contract import READING_SCHEMA
from redesign.accepted import accepted
from store.workspace import Workspace

ROOT = Path(__file__).parents[2]
DONE, OUR_FAULT, BAD_INPUT = 0, 1, 2


def atelier(*arguments, expect=DONE):
    done = subprocess.run(
        [sys.executable, "-m", "cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == expect, done.stderr
    return done


def answer(*arguments, expect=DONE):
    return json.loads(atelier(*arguments, "--json", expect=expect).stdout)


@pytest.fixture
def team_file(tmp_path):
    path = tmp_path / "team.csv"
    path.write_text("team_id,name\nT1,Payments\n")
    return path


def test_a_dry_run_tells_what_would_be_added_and_adds_nothing(tmp_path, team_file):
    told = answer("load", team_file, "--workspace", tmp_path / "w", "--dry-run")
    assert told["dry_run"] is True
    assert told["files"][0]["added"] == 1
    after = answer("load", team_file, "--workspace", tmp_path / "w")
    assert after["files"][0]["added"] == 1


def test_the_same_file_twice_changes_nothing(tmp_path, team_file):
    answer("load", team_file, "--workspace", tmp_path / "w")
    again = answer("load", team_file, "--workspace", tmp_path / "w")["files"][0]
    assert (again["added"], again["changed"]) == (0, 0)


def test_an_unknown_file_is_bad_input_in_three_parts(tmp_path):
    path = tmp_path / "poem.txt"
    path.write_text("shall I compare thee\n")
    told = atelier("load", path, "--workspace", tmp_path / "w", expect=BAD_INPUT)
    said = " ".join((told.stdout + told.stderr).split())
    assert "poem.txt" in said
    assert all(part in said for part in ("no source that is known", "Expected", "Make a mapping"))


def test_one_bad_file_does_not_stop_the_others(tmp_path, team_file):
    bad = tmp_path / "poem.txt"
    bad.write_text("shall I compare thee\n")
    files = answer("load", bad, team_file, "--workspace", tmp_path / "w", expect=BAD_INPUT)["files"]
    by_name = {Path(file["file"]).name: file for file in files}
    assert by_name["team.csv"]["added"] == 1
    assert by_name["poem.txt"]["error"]


def test_an_unknown_table_is_mapped_kept_by_name_and_loaded_through_it(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Ticket,Created,Done,Owner\nA-1,2026-01-05,2026-01-07,ana@example.com\n")
    told = answer("map", path, "--save", "tickets", "--workspace", tmp_path / "w")
    assert told["rows"]["task"] == 1
    assert Path(told["saved"]).exists()
    loaded = answer("load", path, "--mapping", "tickets", "--workspace", tmp_path / "w")
    assert loaded["files"][0]["added"] == sum(told["rows"].values())


def test_a_table_that_does_not_exist_is_bad_input_that_lists_what_does(tmp_path):
    told = atelier("table", "cubes", "--workspace", tmp_path / "w", expect=BAD_INPUT)
    assert "Found:" in told.stderr
    assert "participation_hours" in told.stderr


def test_a_fact_table_comes_back_as_it_was_loaded(tmp_path, team_file):
    atelier("load", team_file, "--workspace", tmp_path / "w")
    out = tmp_path / "team.parquet"
    atelier("table", "team", "--workspace", tmp_path / "w", "--out", out)
    assert pl.read_parquet(out).select("team_id", "name").rows() == [("T1", "Payments")]


def test_an_empty_workspace_measures_to_an_empty_cube(tmp_path):
    answer("measure", "--workspace", tmp_path / "w")
    out = tmp_path / "cube.csv"
    atelier("table", "cube", "--workspace", tmp_path / "w", "--out", out)
    cube = pl.read_csv(out)
    assert cube.is_empty()
    assert {"team_id", "period", "value"} <= set(cube.columns) & {"grain", *READING_SCHEMA}


def test_the_doctor_names_what_is_not_well_and_what_to_do(tmp_path):
    told = answer("doctor", "--workspace", tmp_path / "w", expect=BAD_INPUT)
    facts = next(check for check in told["checks"] if check["what"] == "facts")
    assert not facts["is_well"]
    assert "load" in facts["do"]


def test_an_unknown_account_is_suggested_accepted_and_undone(tmp_path):
    people, work = tmp_path / "person.csv", tmp_path / "participation.csv"
    people.write_text("person_id,employee_id,email,name\n7,7,ana.ruiz@firm.example,Ana Ruiz\n")
    work.write_text("task_id,person_id,role,from_at\nT1,ana.ruiz,assignee,2026-01-05\n")
    where = ("--workspace", tmp_path / "w")
    answer("load", people, work, *where)
    [told] = answer("identity", "suggestions", *where)["suggestions"]
    assert (told["key"], told["person"], told["score"]) == ("ana.ruiz", "7", 0.85)
    pair = (told["account"], told["person_id"])
    assert answer("identity", "accept", *pair, *where)["unknown_accounts"] == 0
    assert answer("identity", "undo", 1, *where)["unknown_accounts"] == 1
    assert "ana.ruiz" in atelier("identity", "suggestions", *where).stdout
    assert answer("identity", "reject", *pair, "--reason", "no", *where)["choice"] == "reject"
    assert answer("identity", "suggestions", *where)["suggestions"] == []
    dated = ("--from", "2026-01-05", "--to", "2026-01-06")
    assert answer("identity", "accept", *pair, *dated, *where)["unknown_accounts"] == 0
    said = atelier("identity", "undo", 99, *where, expect=BAD_INPUT).stderr
    assert "no decision 99" in " ".join(said.split())


@pytest.mark.slow
def test_the_demo_goes_from_exports_to_a_workbook(tmp_path):
    workspace, out = tmp_path / "w", tmp_path / "out" / "firm.xlsx"
    assert answer("demo", "--workspace", workspace)["status"] == "done"
    assert answer("demo", "--workspace", workspace, "--if-empty")["status"] == "not needed"
    atelier("demo", "--workspace", workspace, expect=BAD_INPUT)
    answer("doctor", "--workspace", workspace)
    atelier("recommend", "--workspace", workspace, "--out", tmp_path / "moves.csv")
    atelier("match", "--workspace", workspace, "--out", tmp_path / "plan.json")
    answer("export", "all", "--workspace", workspace, "--out", out)
    assert pl.read_csv(tmp_path / "moves.csv").height > 0
    with Workspace.open(workspace) as kept:
        taken = accepted(kept)
    assert taken.height == 10, "the planted redesigns, as decisions of their day"
    assert taken["decided_on"].unique().to_list() == [date(2025, 10, 1)]
    assert pl.read_json(tmp_path / "plan.json").height > 0
    sheets = ["Read me", "Indicators", "Recommendations", "Assignments", "Definitions", "Data"]
    assert load_workbook(out).sheetnames == sheets
