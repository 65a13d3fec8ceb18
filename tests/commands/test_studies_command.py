"""Studies from the command line: the register, a study, and a plan that is drawn by lot."""

import csv
import json
import sys

import pytest

from cli import main


@pytest.fixture
def firm(own_made_firm, monkeypatch):
    monkeypatch.setenv("ATELIER_WORKSPACE", str(own_made_firm))
    return own_made_firm


def run(*words):
    """The code with which the command ends."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["atelier", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    return ended.value.code


def answer(capsys, *words):
    code = run(*words, "--json")
    return code, json.loads(capsys.readouterr().out or "{}")


def test_the_register_names_programmes_and_what_is_known_of_them(firm, capsys):
    code, told = answer(capsys, "studies")
    assert code == 0
    by_name = {each["name"]: each for each in told["studies"]}
    assert by_name["Career conversations"]["kind"] == "training"
    assert by_name["Career conversations"]["verdicts"] == {}


def test_a_plan_is_drawn_written_and_kept(firm, capsys, tmp_path):
    listed = tmp_path / "teams.csv"
    listed.write_text("team\n" + "\n".join(f"team {i:02}" for i in range(30)) + "\n")
    out = tmp_path / "list.csv"
    asked = ("plan-study", "--first", "2026-11", "--teams-file", str(listed), "--seed", "7")
    code, told = answer(capsys, *asked, "--out", str(out), "--name", "Pairing")
    assert code == 0
    assert len(told["starts"]) == 30
    assert told["mde"] > 0
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert {row["first_month"] for row in rows} == {"2026-11-01", "2027-02-01", ""}
    assert [row["team"] for row in rows] == [start["team"] for start in told["starts"]]
    names = [each["name"] for each in answer(capsys, "studies")[1]["studies"]]
    assert "Pairing" in names


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        (("--kind", "party"), "training or redesign"),
        (("--outcome", "mood"), "cycle_time"),
        (("--waves", "1"), "2 to 12 waves"),
    ],
)
def test_a_plan_that_cannot_be_made_says_what_can(firm, capsys, changed, word):
    assert run("plan-study", "--first", "2026-11", *changed) == 2
    assert word in " ".join(capsys.readouterr().err.split())


def test_a_study_that_is_not_registered_names_those_that_are(firm, capsys):
    assert run("study", "training:Nothing") == 2
    assert "training:Career conversations" in " ".join(capsys.readouterr().err.split())
