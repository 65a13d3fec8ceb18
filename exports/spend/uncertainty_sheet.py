"""The sheet 'Uncertainty': how sure the answer is, in closed form, and what a pilot may cost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheet import WHOLE
from exports.spend.cells import (
    FINE_SHARE,
    HINT,
    HINT_FONT,
    Named,
    calculate,
    group,
    header,
    name_cell,
    new_sheet,
    open_cell,
    say,
    text,
    unit,
)
from exports.spend.line import Line
from exports.spend.tornado_sheet import TITLE as TORNADO
from exports.spend.tornado_sheet import Swings

TITLE: Final = "Uncertainty"
ENTER_PILOT: Final = "enter the pilot"
HEADER_ROW: Final = 4
Z90: Final = "_xlfn.NORM.S.INV(0.9)"

SPREAD: Final = (
    Line("npv", "As entered", "money", "{base}", "value", "from the sheet 'Tornado'"),
    Line(
        "sd",
        "Standard deviation, first order",
        "money",
        f"SQRT(SUMSQ({{swings}}))/(2*{Z90})",
        "value",
        "root of the sum of squared differences between P10 and P90, / (2 x 1.28)",
    ),
    Line("p10", "1 time in 10 below", "money", f"{{npv}}-{Z90}*{{sd}}", "value", "1.28 sd below"),
    Line("p90", "1 time in 10 above", "money", f"{{npv}}+{Z90}*{{sd}}", "value", "1.28 sd above"),
    Line(
        "p_positive",
        "Chance that it is above 0",
        "share",
        "IF({sd}>0,_xlfn.NORM.S.DIST({npv}/{sd},TRUE),IF({npv}>0,1,0))",
        "value",
        "of a normal distribution with this mean and standard deviation",
        FINE_SHARE,
    ),
    Line(
        "perfect",
        "Value of knowing the truth before deciding (EVPI)",
        "money",
        "IF({sd}>0,MAX(0,{sd}*(_xlfn.NORM.S.DIST(ABS({npv})/{sd},FALSE)"
        "-ABS({npv})/{sd}*_xlfn.NORM.S.DIST(-ABS({npv})/{sd},TRUE))),0)",
        "value",
        "sd (phi(z) - z (1 - Phi(z))), z = |as entered| / sd: between doing this and doing nothing",
    ),
)
PILOT: Final = (
    Line(
        "payoff_se",
        "Standard error of the present value after the pilot",
        "money",
        "in_pilot_se*ABS({one})",
        "value",
        "standard error of the effect x present value of an effect of +100 %",
    ),
    Line(
        "moved_sd",
        "How far the pilot can move what we believe",
        "money",
        "IF({sd}>0,{sd}*{sd}/SQRT(SUMSQ({sd},{payoff_se})),0)",
        "value",
        "sd^2 / root of (sd^2 + standard error^2)",
    ),
    Line(
        "worth",
        "What the pilot may cost at most (EVSI)",
        "money",
        "IF({moved_sd}>0,MAX(0,{moved_sd}*(_xlfn.NORM.S.DIST(ABS({npv})/{moved_sd},FALSE)"
        "-ABS({npv})/{moved_sd}*_xlfn.NORM.S.DIST(-ABS({npv})/{moved_sd},TRUE))),0)",
        "value",
        "as above, with how far the pilot can move what we believe in place of sd",
    ),
    Line(
        "advised",
        "Advised",
        "",
        'IF(ISNUMBER(in_pilot_cost),IF(in_pilot_cost<={worth},"yes","no: costs more"),'
        '"enter its cost")',
        "value",
        "a pilot that costs more than it can teach is not advised",
    ),
)
ONE: Final[Mapping[str, str]] = {
    "npv_training": "(out_pool*out_mean_decay*out_annuity)",
    "npv_half": "(out_half_coverage*out_pool*out_value_part)",
    "npv_redesign": "(out_pool*out_value_part)",
    "npv_yours": "(out_coverage*out_pool*out_value_part)",
}
"""Present value of an effect of +100 %: of training, else of redesign, as the pilot tests that."""


def uncertainty_sheet(
    book: Workbook,
    outcomes: Mapping[str, Swings],
    pilot: tuple[float | None, float | None],
    currency: str,
) -> Worksheet:
    """Add the sheet: one column an outcome of the tornado; cells are called <row>_of_<outcome>.

    pilot  standard error of the effect, and cost; empty until somebody plans one
    """
    about = (
        "First order, in closed form: the squares of the swings add up. The simulation on the page"
        " Spend tells the same where no range is wide enough to bend the model."
    )
    sheet = new_sheet(book, TITLE, about, (52, 26, *[18] * len(outcomes), 84))
    titles = (each.title for each in outcomes.values())
    header(sheet, HEADER_ROW, ("Figure", "Unit", *titles, "How it is computed"))
    sheet.row_dimensions[HEADER_ROW].height = 32
    row = _lines(book, sheet, HEADER_ROW + 1, "How sure", SPREAD, outcomes, currency)
    row = _inputs(book, sheet, row, pilot, len(outcomes) + 3)
    gated = [replace(line, formula=_after_pilot(line.formula)) for line in PILOT]
    options = {key: each for key, each in outcomes.items() if key in ONE}
    _lines(book, sheet, row, "What the pilot is worth", gated, options, currency)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    return sheet


def _after_pilot(formula: str) -> str:
    return f"IF(ISNUMBER(in_pilot_se),{formula},{text(ENTER_PILOT)})"


def _lines(
    book: Workbook,
    sheet: Worksheet,
    first: int,
    title: str,
    lines: Sequence[Line],
    outcomes: Mapping[str, Swings],
    currency: str,
) -> int:
    how = sheet.max_column
    group(sheet, first, title, how)
    for row, line in enumerate(lines, start=first + 1):
        say(sheet.cell(row, 1), line.label)
        unit(sheet.cell(row, 2), line.unit.replace("money", currency))
        for column, (key, place) in enumerate(outcomes.items(), start=3):
            cell = sheet.cell(row, column)
            calculate(cell, line.written(_named(key, place)), line.format)
            name_cell(book, f"{line.key}_of_{key}", sheet, cell)
        say(sheet.cell(row, how), line.how)
        sheet.cell(row, how).alignment, sheet.cell(row, how).font = HINT, HINT_FONT
    return first + len(lines) + 2


def _named(outcome: str, place: Swings) -> Named:
    special = {
        "ready_value": "ready_value",
        "base": f"{TORNADO}!{place.base}",
        "swings": f"{TORNADO}!{place.swing}",
        "one": ONE.get(outcome, "0"),
    }
    return lambda key: special.get(key, f"{key}_of_{outcome}")


def _inputs(
    book: Workbook,
    sheet: Worksheet,
    row: int,
    pilot: tuple[float | None, float | None],
    columns: int,
) -> int:
    group(sheet, row, "A pilot: enter what it would tell and cost", columns)
    rows = (
        ("in_pilot_se", "Standard error of the effect that it would find", "share of output"),
        ("in_pilot_cost", "What it costs", "in the same currency"),
    )
    rule = DataValidation(
        type="decimal",
        operator="greaterThanOrEqual",
        formula1="0",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="This cannot be",
        error="Found a value below 0 or no number. Expected 0 or more. Type it, or press Escape.",
    )
    sheet.add_data_validation(rule)
    for (name, label, measure), value, form in zip(rows, pilot, (FINE_SHARE, WHOLE), strict=True):
        row += 1
        say(sheet.cell(row, 1), label)
        unit(sheet.cell(row, 2), measure)
        open_cell(sheet.cell(row, 3), value, form)
        name_cell(book, name, sheet, sheet.cell(row, 3))
        rule.add(sheet.cell(row, 3).coordinate)
    return row + 2
