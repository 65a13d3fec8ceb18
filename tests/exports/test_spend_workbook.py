"""The spend workbook as a file: formulas, names, locks, rules, words and what may not be in it."""

import re
from datetime import UTC, date, datetime
from io import BytesIO

import polars as pl
import pytest
from openpyxl import load_workbook

from economics.inputs import inputs, preset
from exports.spend.case_formulas import CASE_LINES, VERDICT_LINES, scenario_lines
from exports.spend.cells import TAG_COLOURS
from exports.spend.half_formulas import HALF_RULE
from exports.spend.scenarios_sheet import Saved
from exports.spend.treadmill_formulas import BESIDE_IT, TREADMILL
from exports.spend.value_formulas import BREAK_EVEN, HALF, SAYS, VALUE
from exports.spend_workbook import SpendBook, build_spend_workbook, write_spend_workbook
from tests.exports.recalculate import errors, place, recalculated

HOSTILE = '=HYPERLINK("http://x","y")'
ILLUSTRATIVE = {**preset(), "capture": 0.4}
LINES = pl.DataFrame(
    {
        "month": [date(2026, 1, 1), date(2026, 1, 1), date(2026, 2, 1), None],
        "category": ["tokens", "training fees", "tokens", "time off work"],
        "team_id": ["T*", None, "=T1", "T12"],
        "currency": ["USD", "USD", "EUR", "USD"],
        "amount": [100.25, 2000.0, -50.5, 7.0],
        "tag": ["measured", "quoted", "assumed", "assumed"],
        "source": ["ledger", "bill", "AI usage", "training"],
        "detail": [HOSTILE, "b", None, "c"],
        "counted": [True, True, True, False],
        "why_not": [None, None, None, "the ledger tells it"],
    }
)
TOLD = SpendBook(
    scenario=HOSTILE,
    currency="USD",
    values=ILLUSTRATIVE,
    sources={"capture": "+the board"},
    tags={"capture": "quoted"},
    saved={"@cautious": Saved("yours", {"redesign_team_cost": 18000.0, "launch_money": None})},
    history=[
        {"at": datetime(2026, 11, 1, tzinfo=UTC), "by": "-cfo", "input": "capture", "old": None,
         "new": 0.4, "why": HOSTILE},
    ],
    lines=LINES,
    versions={"facts": "12"},
)  # fmt: skip
ORDER = [
    "About", "Inputs", "Treadmill", "Value", "Half rule", "Break-even", "Capture", "Scenarios",
    "Tornado", "Uncertainty", "Spend", "Ledger", "Chart years", "Chart scenarios",
    "Chart tornado redesign", "Chart tornado training", "Chart spend", "Cases", "Corners",
]  # fmt: skip
# Functions that spreadsheets have had since 2003; all later ones need the prefix of the format.
OLD = {
    "IF", "AND", "OR", "NOT", "ISNUMBER", "MIN", "MAX", "INT", "LN", "EXP", "ABS", "SUM", "SQRT",
    "SUMSQ", "SUMPRODUCT", "COUNT", "COUNTIF", "INDEX", "MATCH", "ROW", "MEDIAN", "EXACT",
}  # fmt: skip
SINCE_2007 = {"SUMIFS"}  # the format itself is of 2007


@pytest.fixture(scope="module")
def book():
    file = BytesIO()
    build_spend_workbook(TOLD).save(file)
    return load_workbook(file)


def cells(book, *without):
    for sheet in book.worksheets:
        if sheet.title not in without:
            for line in sheet.iter_rows():
                yield from ((sheet.title, cell) for cell in line if cell.value is not None)


def test_the_sheets_stand_in_the_order_of_a_meeting_and_the_working_comes_last(book):
    assert book.sheetnames == ORDER


def test_every_calculated_cell_is_a_formula_and_none_a_pasted_number(book):
    kinds = {"formula": 0, "input": 0}
    pasted = []
    for title, cell in cells(book, "Ledger"):
        if cell.data_type == "f":
            kinds["formula"] += 1
        elif cell.data_type == "n":
            kinds["input"] += 1
            if cell.protection.locked:
                pasted.append((title, cell.coordinate))
    assert pasted == []
    assert kinds["formula"] > 6000
    ranged = sum(
        1 for each in inputs().values() if each.group in {"workshop", "tokens"} and each.low
    )
    filled = sum(1 for value in ILLUSTRATIVE.values() if value is not None)
    assert kinds["input"] == filled + 2 * ranged + 1  # and one of the saved scenario


def test_a_formula_is_locked_and_only_what_may_be_changed_is_open(book):
    formulas = [(title, cell) for title, cell in cells(book) if cell.data_type == "f"]
    open_ones = {title for title, cell in formulas if not cell.protection.locked}
    assert open_ones == {"Inputs"}  # the ranges, which move along until somebody types there
    assert all(cell.column in (4, 5) for _, cell in formulas if not cell.protection.locked)
    for sheet in book.worksheets:
        assert sheet.protection.sheet == (sheet.title != "Ledger")
        assert sheet.protection.password is None
    assert all(not place(book, f"in_{key}").protection.locked for key in inputs())


def test_every_input_has_a_named_cell_with_its_bounds_note_tag_and_source(book):
    sheet = book["Inputs"]
    rules = {
        cell.coordinate: rule
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for line in sheet[area.coord if ":" in area.coord else f"{area.coord}:{area.coord}"]
        for cell in line
    }
    for key, each in inputs().items():
        cell = place(book, f"in_{key}")
        assert (cell.parent.title, cell.value) == ("Inputs", ILLUSTRATIVE[key])
        assert each.label in cell.comment.text
        rule = rules[cell.coordinate]
        assert float(rule.formula1) == each.at_least
        assert float(rule.formula2) == (each.at_most if each.at_most is not None else 1e15)
        assert rule.type == ("whole" if each.whole else "decimal")
        row = [told.value for told in sheet[cell.row]]
        assert row[0] == each.label
        assert row[8] == key
        if key != "capture":
            assert (row[5], row[7]) == (each.tag, each.reason)


def test_a_scenario_brings_its_own_tags_and_sources(book):
    row = [cell.value for cell in book["Inputs"][place(book, "in_capture").row]]
    assert (row[5], row[7]) == ("quoted", "+the board")


def test_a_rule_refuses_in_three_parts_that_a_spreadsheet_can_show(book):
    for sheet in book.worksheets:
        for rule in sheet.data_validations.dataValidation:
            assert re.match(r"Found .+\. Expected .+\. (Type|Choose) .+\.$", rule.error)
            assert len(rule.error) <= 225
            assert len(rule.errorTitle) <= 32


def test_tags_are_told_by_word_and_by_colour(book):
    for title, first in (("Inputs", "$F8"), ("Ledger", "$F2"), ("About", "$B")):
        told = {
            rule.formula[0]: rule.dxf.fill.bgColor.rgb[-6:]
            for area in book[title].conditional_formatting
            for rule in area.rules
            if rule.formula[0].startswith(first)
        }
        for tag, colour in TAG_COLOURS.items():
            [found] = [shown for formula, shown in told.items() if tag in formula]
            assert found == colour


def test_text_of_a_person_never_becomes_a_formula(book):
    for title, cell in cells(book):
        if cell.data_type == "f":
            assert "HYPERLINK" not in cell.value, (title, cell.coordinate)
    told = [cell for _, cell in cells(book) if cell.value in (HOSTILE, "+the board", "-cfo", "=T1")]
    assert len(told) >= 5
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in told)


def test_formulas_say_only_functions_that_every_spreadsheet_knows(book):
    said = set()
    for _, cell in cells(book):
        if cell.data_type == "f":
            bare = re.sub(r'"[^"]*"', "", cell.value)
            said |= set(re.findall(r"([A-Za-z_][A-Za-z0-9_.]*)\(", bare))
            assert len(cell.value) < 8192
    assert said <= OLD | SINCE_2007 | {"_xlfn.NORM.S.DIST", "_xlfn.NORM.S.INV"}
    assert "_xlfn.NORM.S.DIST" in said


def test_every_name_that_a_formula_says_is_defined(book):
    said = set()
    for _, cell in cells(book):
        if cell.data_type == "f":
            bare = re.sub(r'"[^"]*"', "", cell.value)
            said |= set(re.findall(r"\b((?:in|out|low|high|range|ready)_\w+)\b", bare))
            assert not re.search(
                r"[{}\[](?!Amount|Category|Tag|Team|Month|Currency|Counted|Why)", bare
            )
    assert said
    assert said <= set(book.defined_names)


def test_no_line_of_the_model_has_the_key_of_an_input_or_of_another_line():
    for lines in (CASE_LINES, VERDICT_LINES, scenario_lines("yours")):
        keys = [line.key for line in lines]
        assert len(keys) == len(set(keys))
        assert not set(keys) & set(inputs())
    named = [*TREADMILL, *BESIDE_IT, *VALUE, *HALF, *HALF_RULE, *BREAK_EVEN, *SAYS]
    keys = [line.key for line in named]
    assert len(keys) == len(set(keys))


def test_the_first_sheet_tells_scenario_versions_changes_and_what_is_not_in_it(book):
    told = [cell.value for line in book["About"].iter_rows() for cell in line if cell.value]
    text = " ".join(map(str, told))
    assert told[1:3] == ["Scenario", HOSTILE]
    assert "Monte Carlo" in text
    assert "empty → 0.4" in text
    assert told[told.index("Version of facts") + 1] == "12"


def test_a_workbook_without_ledger_saved_scenarios_or_history_opens_as_well(tmp_path):
    path = write_spend_workbook(SpendBook("yours", "EUR", preset()), tmp_path / "a" / "b.xlsx")
    told = load_workbook(path)
    assert told["Ledger"]["A2"].value == "no spend lines are loaded"
    assert "Chart spend" not in told.sheetnames
    assert errors(recalculated([path], tmp_path)[0]) == []


def totals(sheet, title):
    """Rows of one block of the sheet 'Spend': member -> amounts in the order of its currencies."""
    [start] = [cell.row for cell in sheet["A"] if cell.value == title]
    told = {}
    for line in sheet.iter_rows(min_row=start + 2, max_col=3, values_only=True):
        told[line[0]] = line[1:]
        if line[0] == "Total":
            return told
    return told


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """The workbook as told, and with what no rule of a cell can stop: pasted nonsense."""
    folder = tmp_path_factory.mktemp("changed")
    plain = write_spend_workbook(TOLD, folder / "plain.xlsx")
    paths = [plain]
    for number, (name, value) in enumerate(PASTED.values()):
        other = load_workbook(plain)
        place(other, name).value = value
        paths.append(folder / f"pasted{number}.xlsx")
        other.save(paths[-1])
    return dict(zip(("plain", *PASTED), recalculated(paths, folder), strict=True))


PASTED = {
    "a team of nobody": ("in_team_size", 0),
    "words for a number": ("in_wage", "a lot"),
    "an emptied cell": ("in_people", None),
    "half a year of horizon": ("in_years", 2.5),
    "a range upside down": ("low_touched", 0.9),
    "words for capture": ("in_capture", "much"),
}


def test_totals_by_category_tag_team_and_month_equal_the_lines(changed):
    sheet = changed["plain"]["Spend"]
    usd = 2100.25  # 100.25 + 2,000; the 7.00 are told by the ledger already
    by_category = totals(sheet, "Spend counted, by category")
    assert by_category == {
        "time off work": (0, 0), "tokens": (-50.5, 100.25), "training fees": (0, 2000),
        "Total": (-50.5, usd),
    }  # fmt: skip
    by_team = totals(sheet, "Spend counted, by team")
    assert by_team == {
        "=T1": (-50.5, 0), "T*": (0, 100.25), "T12": (0, 0), "whole firm": (0, 2000),
        "Total": (-50.5, usd),
    }  # fmt: skip
    assert totals(sheet, "Spend counted, by tag")["Total"] == (-50.5, usd)
    by_month = totals(sheet, "Spend counted, by month")
    assert by_month["Total"] == (-50.5, usd)
    assert by_month["not told: few people"] == (0, 0)
    by_reason = totals(sheet, "Spend that is not counted, by reason")
    assert by_reason == {"the ledger tells it": (0, 7), "Total": (0, 7)}


@pytest.mark.parametrize("name", PASTED)
def test_pasted_nonsense_asks_to_mend_the_inputs_and_is_no_error(changed, name):
    book = changed[name]
    assert errors(book) == []
    assert place(book, "out_launch_cost").value == "mend Inputs"
    assert place(book, "out_npv_redesign").value == "mend Inputs"
    assert errors(changed["plain"]) == []


def test_a_saved_scenario_stands_beside_with_its_own_values_open(book):
    sheet = book["Scenarios"]
    assert [cell.value for cell in sheet[4]][2:] == [
        "all training", "half", "all redesign", "yours", "@cautious",
    ]  # fmt: skip
    own = [cell for cell in sheet["G"] if not cell.protection.locked]
    assert [cell.value for cell in own] == [18000]


def test_charts_are_native_and_stand_over_cells(book):
    for sheet in book.chartsheets:
        [chart] = sheet._charts
        assert chart.series


# METHODS E14: 20 people x 16 h x 80 + 12,000; 60 h x 110 + 40 x 60 + 20 x 90 over 240 h.
E14 = {
    "people": 20, "hours": 16, "rate": 80, "fees": 12_000, "expert_hours": 60, "expert_rate": 110,
    "novice_hours": 40, "novice_rate": 60, "facilitation": 1800, "added": 240, "added_low": 120,
    "added_high": 360,
}  # fmt: skip


def test_the_parity_transfer_rate_is_that_of_methods_e14(tmp_path):
    plain = write_spend_workbook(SpendBook("yours", "USD", preset()), tmp_path / "plain.xlsx")
    paths = [plain]
    for name, low in (("told", 120), ("holds zero", -5)):
        other = load_workbook(plain)
        for key, value in {**E14, "added_low": low}.items():
            place(other, f"took_{key}").value = value
        paths.append(tmp_path / f"{name}.xlsx")
        other.save(paths[-1])
    empty, told, open_ended = recalculated(paths, tmp_path)
    assert place(empty, "parity_rate").value == "enter what both took"
    assert place(told, "parity_training_hour").value == pytest.approx(117.5)
    assert place(told, "parity_redesign_hour").value == pytest.approx(45)
    assert place(told, "parity_rate").value == pytest.approx(117.5 / 45)
    assert place(told, "parity_rate_low").value == pytest.approx(117.5 / 90)
    assert place(told, "parity_rate_high").value == pytest.approx(117.5 / 30)
    assert place(open_ended, "parity_rate").value == "not established"
    assert place(open_ended, "parity_training_hour").value == pytest.approx(117.5)
    assert errors(open_ended) == []


def test_the_range_of_a_measured_effect_replaces_that_of_the_preset():
    ranges = {"effect_redesign": (0.011, 0.052)}
    told = build_spend_workbook(SpendBook("yours", "USD", ILLUSTRATIVE, ranges=ranges))
    assert place(told, "low_effect_redesign").value == 0.011
    assert place(told, "high_effect_redesign").value == 0.052
    assert str(place(told, "low_effect_training").value).startswith("=")


def test_a_case_tells_an_empty_input_from_zero(book):
    """Excel reads an empty cell as 0 where LibreOffice keeps it empty: so formulas ask first."""
    optional = [f"in_{key}" for key, each in inputs().items() if each.preset is None]
    assert "in_capture" in optional
    asked = 0
    for title, cell in cells(book):
        if cell.data_type == "f" and title in ("Cases", "Scenarios", "Capture"):
            for name in re.findall(r"in_\w+", cell.value):
                if name in optional:
                    asked += 1
                    assert f"ISNUMBER({name})" in cell.value, (title, cell.coordinate)
    assert asked > 100
