"""The workbook says what the pages say, with filters, versions and suppression first."""

import polars as pl
import pytest
from openpyxl import load_workbook

from exports.workbook import build, chosen, write_workbook
from exports.workbook_fields import STATES
from metrics.measure import indicators
from store.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(made_firm):
    return Workspace.open(made_firm)


@pytest.fixture(scope="module")
def book(workspace, tmp_path_factory):
    path = write_workbook(workspace, tmp_path_factory.mktemp("out") / "firm.xlsx")
    return load_workbook(path)


def rows(sheet):
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_the_sheets_stand_in_the_order_of_the_questions(book):
    assert book.sheetnames == [
        "Read me",
        "Indicators",
        "Recommendations",
        "Assignments",
        "Definitions",
        "Data",
    ]


def test_the_indicators_sheet_holds_the_cube_row_by_row(book, workspace):
    cube = workspace.cube("quarter").sort("team_id", "indicator", "period")
    told = rows(book["Indicators"])
    assert [row["Value"] for row in told] == pytest.approx(cube["value"].to_list(), nan_ok=True)
    assert [row["Team key"] for row in told] == cube["team_id"].to_list()
    assert {row["State"].replace(" ", "_") for row in told} <= set(STATES)


def test_a_cell_without_a_figure_is_empty_and_says_why(book):
    hidden = [row for row in rows(book["Indicators"]) if row["State"] == "not computed"]
    assert hidden
    assert all(row["Value"] is None and row["Why"] for row in hidden)


def test_no_cell_of_any_sheet_is_a_formula(book):
    kinds = {cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line}
    assert "f" not in kinds


def test_the_first_sheet_names_filters_versions_and_suppression(workspace):
    sheet = build(workspace, {"grain": "quarter", "indicator": "challenge"})["Read me"]
    told = dict(sheet.iter_rows(min_row=3, values_only=True))
    assert told["Filters"] == "grain: quarter; indicator: challenge"
    assert workspace.measurement.rule_version in told["Versions"]
    assert "five" in told["Suppression"]


def test_filters_let_through_only_what_was_chosen():
    cube = pl.DataFrame({"team_id": ["A", "B", "A"], "indicator": ["challenge", "challenge", "x"]})
    assert chosen(cube, {"indicator": "challenge"}, ["A"]).rows() == [("A", "challenge")]
    assert chosen(cube, {}).equals(cube)


def test_every_indicator_is_defined_with_its_limits(book):
    told = {row["Indicator key"]: row for row in rows(book["Definitions"])}
    assert set(told) == set(indicators())
    for row in told.values():
        assert "Does not tell" in row["Definition, what it counts and what it does not tell"]


def test_recommendations_leave_room_for_a_decision_and_name_no_person(book, workspace):
    told = rows(book["Recommendations"])
    people = workspace.facts("person").select("person_id").collect()["person_id"]
    names = set(workspace.people.names(people).values())
    assert told
    assert all(row["Decision"] is None for row in told)
    text = " ".join(f"{row['What to change']} {row['Because']}" for row in told)
    assert not [name for name in names if name in text]


def test_each_open_task_has_one_proposed_option_at_most(book):
    proposed = [row["Task"] for row in rows(book["Assignments"]) if row["Proposed"] == "yes"]
    assert proposed
    assert len(proposed) == len(set(proposed))


def test_a_chosen_unit_lets_through_itself_and_everything_below_it(workspace):
    tree = workspace.measured("unit_tree")
    unit = tree.filter(pl.col("depth") == 1)["unit_id"][0]
    below = {unit, *tree.filter(pl.col("unit_id") == unit)["team_id"]}
    sheet = build(workspace, {"team": unit}, names=False)["Indicators"]
    assert {row["Team key"] for row in rows(sheet)} == below & set(workspace.cube()["team_id"])


def test_a_workbook_for_readers_who_do_not_assign_names_nobody(workspace):
    told = rows(build(workspace, {}, names=False)["Assignments"])
    assert told
    people = ("Person", "Beside them", "Person key")
    assert {row[column] for row in told for column in people} == {None}
