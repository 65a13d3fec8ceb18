"""What a workspace tells for the spend workbook, and the command that writes it."""

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from economics.inputs import inputs, preset
from economics.scenario_inputs import filled
from economics.spend import spend
from economics.spend_lines import spend_lines
from economics.value import npv
from exports.spend.book import spend_book, write_spend
from redesign.accepted import accepted
from store.errors import RequestError
from store.scenarios import Assumption, save, scenario, set_values
from store.workspace import Workspace
from tests.exports.recalculate import errors, place, recalculated

ROOT = Path(__file__).parents[2]
MIDNIGHT = " 00:00:00"  # a day in a cell is read as a moment


@pytest.fixture
def empty(tmp_path):
    return Workspace.open(tmp_path / "empty")


def test_an_empty_workspace_tells_the_preset_and_no_spend(empty):
    told = spend_book(empty)
    assert told.values == preset()
    assert told.lines.is_empty()
    assert (told.scenario, told.currency, told.history) == ("yours", "EUR", [])


def test_a_scenario_brings_values_tags_sources_and_the_history_of_each(empty):
    set_values(empty, "yours", {"touched": Assumption(0.5, "quoted", "the board")}, by="a", why="w")
    set_values(empty, "yours", {"touched": Assumption(0.4, "measured", "logs")}, by="b", why="v")
    told = spend_book(empty)
    assert told.values["touched"] == 0.4
    assert (told.tags["touched"], told.sources["touched"]) == ("measured", "logs")
    assert [(row["by"], row["input"]) for row in told.history] == [
        ("b", inputs()["touched"].label),
        ("a", inputs()["touched"].label),
    ]


def test_a_saved_scenario_stands_beside_with_every_input_in_which_it_differs(empty):
    """Also with what it leaves at the preset and the other one does not."""
    save(empty, "Early", by="a", values={"capture": Assumption(0.4)})
    set_values(empty, "yours", {"wage": Assumption(90_000.0)}, by="a")
    save(empty, "Dollars", by="a", currency="USD")
    assert set(spend_book(empty).saved) == {"Early"}
    assert spend_book(empty).saved["Early"].values == {"capture": 0.4, "wage": 120_000}
    assert spend_book(empty, "Early").saved == {}
    assert spend_book(empty, "Dollars").values["wage"] == 90_000


def test_a_scenario_that_is_not_there_is_refused(empty):
    with pytest.raises(RequestError, match="no scenario of this name"):
        spend_book(empty, "nowhere")


def test_the_made_firms_workbook_adds_up_to_its_lines_and_its_scenarios(own_made_firm, tmp_path):
    firm = Workspace.open(own_made_firm)
    set_values(firm, "yours", {"capture": Assumption(0.4)}, by="a", why="asked")
    save(firm, "Dear", by="a", values={"redesign_team_cost": Assumption(15_000.0)})
    path = write_spend(firm, tmp_path / "spend.xlsx")
    [book] = recalculated([path], tmp_path)
    assert errors(book) == []
    yours, dear = (filled(scenario(firm, name)) for name in ("yours", "Dear"))
    assert place(book, "out_npv_yours").value == pytest.approx(npv(yours, "yours"), rel=1e-9)
    heads = [cell.value for cell in book["Scenarios"][4]]
    told = book["Scenarios"].cell(6, heads.index("Dear") + 1).value
    assert told == pytest.approx(npv(dear, "yours"), rel=1e-9)
    lines = spend_lines(firm, accepted(firm))
    rows = list(book["Spend"].iter_rows(values_only=True))
    currencies = next(row[1:] for row in rows if row[0] == "Category")
    for title, column in (("Category", "category"), ("Team key", "team_id"), ("Month", "month")):
        start = next(at for at, row in enumerate(rows) if row[0] == title)
        last = next(at for at, row in enumerate(rows) if at > start and row[0] == "Total")
        found = {
            (str(row[0]).removesuffix(MIDNIGHT), currency): amount
            for row in rows[start + 1 : last]
            for currency, amount in zip(currencies, row[1:], strict=False)
            if currency and amount
        }
        absent = {"team_id": "whole firm", "month": "not told: few people"}.get(column, "")
        sums = spend(lines, [column]).with_columns(pl.col(column).cast(pl.String).fill_null(absent))
        model = {
            (str(member), currency): amount
            for member, currency, amount in sums.select(column, "currency", "amount").iter_rows()
            if amount
        }
        assert found == pytest.approx(model, abs=0.005)
        assert model


def export(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "cli", "export", "spend", *arguments],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


def test_the_command_writes_the_workbook_of_a_scenario(tmp_path):
    workspace, out = tmp_path / "w", tmp_path / "spend.xlsx"
    save(Workspace.open(workspace), "Board", by="a", values={"capture": Assumption(0.25)})
    place_of = ("--workspace", str(workspace), "--out", str(out))
    done = export(*place_of, "--scenario", "board", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] == [str(out)]
    book = load_workbook(out)
    assert place(book, "in_capture").value == 0.25
    assert [cell.value for cell in book["About"]["B"]][2] == "Board"


def test_the_command_refuses_a_file_that_holds_no_formulas(tmp_path):
    done = export("--workspace", str(tmp_path), "--out", "spend.csv")
    assert done.returncode == 2
    assert "spreadsheet" in done.stderr
