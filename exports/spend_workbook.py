"""The spend workbook: training against redesign as live formulas, for a meeting.

A reader changes an assumption in a spreadsheet and sees what moves. Every calculated cell is a
formula; inputs, their tags and the spend lines are the only values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Values, inputs
from economics.uncertainty import Ranges
from economics.value import LONGEST_PAYBACK
from exports.sheet import Row, Value
from exports.spend.about_sheet import about_sheet
from exports.spend.case_formulas import BASES, CASE_LINES
from exports.spend.cells import Named, new_sheet
from exports.spend.charts import scenarios_chart, spend_chart, tornado_chart, years_chart
from exports.spend.half_formulas import HALF_RULE
from exports.spend.inputs_sheet import Entered, inputs_sheet
from exports.spend.ledger_sheet import COLUMNS, ledger_sheets
from exports.spend.lines_sheet import WIDTHS, named_cells, write_header, write_lines
from exports.spend.scenarios_sheet import FIRST, Saved, scenarios_sheet
from exports.spend.scenarios_sheet import TITLE as SCENARIOS
from exports.spend.tornado_sheet import BASE, CASES, cases_sheet, tornado_sheet
from exports.spend.transfer import transfer_block
from exports.spend.treadmill_sheet import WORKING, treadmill_sheet
from exports.spend.uncertainty_sheet import uncertainty_sheet
from exports.spend.value_formulas import BREAK_EVEN, HALF, SAYS, VALUE
from exports.spend.verdict_sheet import verdict_sheet
from exports.spend.years import FIRST_YEAR, write_years

PRINTED_YEARS: Final = 10  # on paper; on screen all that the model knows
NO_LINES: Final = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
TORNADO: Final[Mapping[str, str]] = {
    "npv_redesign": "All redesign",
    "npv_training": "All training",
    "npv_half": "Half",
    "npv_yours": "Yours",
    "gain_half": "Half less all training",
    "gain_redesign": "All redesign less all training",
    "gain_yours": "Yours less all training",
}


@dataclass(frozen=True)
class SpendBook:
    """What a spend workbook tells; plain values, so that it does not matter where they come from.

    scenario  its name, in a person's own words
    values    of every input, checked; None: left empty
    tags      measured, quoted or assumed, by input, where it is not that of the preset
    sources   by input, in the same way
    ranges    low and high by input, where they are not those of the preset: a measured effect's
    saved     other scenarios beside, by name
    history   one row a change of an assumption: at, by, input, old, new, why
    lines     spend lines, one a row, with the columns of `exports.spend.ledger_sheet.COLUMNS`
    versions  what -> version of the facts and rules that the spend lines were made with
    pilot     standard error of the effect and cost of a pilot, where one is planned
    """

    scenario: str
    currency: str
    values: Values
    tags: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    ranges: Ranges = field(default_factory=dict)
    saved: Mapping[str, Saved] = field(default_factory=dict)
    history: Sequence[Row] = ()
    lines: pl.DataFrame = field(default_factory=lambda: NO_LINES)
    versions: Mapping[str, str] = field(default_factory=dict)
    pilot: tuple[float | None, float | None] = (None, None)


def write_spend_workbook(told: SpendBook, path: Path) -> Path:
    """Write the workbook; answers its path."""
    book = build_spend_workbook(told)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def build_spend_workbook(told: SpendBook) -> Workbook:
    """The workbook in memory, sheet by sheet, in the order of a meeting."""
    book, known, currency = Workbook(), inputs(), told.currency
    named = named_cells(known)
    entered = Entered(told.values, told.tags, told.sources, told.ranges)
    inputs_sheet(book, known, entered, currency)
    labels = {key: each.label for key, each in known.items()}
    treadmill_sheet(book, named, labels, currency)
    value, rows = _value(book, named, currency)
    _half_rule(book, named, currency)
    _break_even(book, named, currency)
    verdict_sheet(book, known, currency)
    scenarios, beside = scenarios_sheet(book, known, told.saved, currency)
    cases = cases_sheet(book, known, CASE_LINES, currency)
    tornado, places = tornado_sheet(book, known, cases, TORNADO)
    uncertainty_sheet(book, places, told.pilot, currency)
    totals, categories = ledger_sheets(book, told.lines)
    checks = _checks(cases.of, beside.of)
    about_sheet(book, _facts(told), checks, told.history, currency)
    horizon = int(told.values["years"] or 0)
    years_chart(book, value, rows, horizon, currency)
    scenarios_chart(book, scenarios, beside.of["npv"], len(BASES) + len(told.saved), currency)
    tornado_chart(book, tornado, places["npv_redesign"], "Chart tornado redesign", currency)
    tornado_chart(book, tornado, places["npv_training"], "Chart tornado training", currency)
    if categories:
        spend_chart(book, totals, *categories)
    for title in (CASES, WORKING):
        book.move_sheet(title, len(book.sheetnames))
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    return book


def _value(book: Workbook, named: Named, currency: str) -> tuple[Worksheet, dict[str, int]]:
    about = (
        "What freed time is worth, year by year. Years beyond the horizon are grey: they do not"
        " count in present values; payback looks beyond the horizon."
    )
    widths = (54, 18, 24, 20, *[11] * (LONGEST_PAYBACK + 1))
    sheet = new_sheet(book, "Value", about, widths)
    row = write_lines(book, sheet, 4, "Steps", (*VALUE, *HALF), named, currency, wraps=False)
    rows = write_years(book, sheet, row, named, currency)
    sheet.freeze_panes = "E4"
    last = get_column_letter(FIRST_YEAR + PRINTED_YEARS)
    sheet.print_area = f"A1:{last}{max(rows.values())}"
    return sheet, rows


def _half_rule(book: Workbook, named: Named, currency: str) -> None:
    about = "A share of the training money moves to redesign; what both parts then reach."
    sheet = new_sheet(book, "Half rule", about, WIDTHS)
    row = write_header(sheet, 4)
    write_lines(book, sheet, row, "After the move of your share", HALF_RULE, named, currency)


def _break_even(book: Workbook, named: Named, currency: str) -> None:
    about = "The smallest effect on output that pays: what a measured effect is held against."
    sheet = new_sheet(book, "Break-even", about, (64, 44, *WIDTHS[2:]))
    row = write_header(sheet, 4)
    lines = (*BREAK_EVEN, *SAYS)
    row = write_lines(book, sheet, row, "Effects that pay", lines, named, currency)
    transfer_block(book, sheet, row, currency)


def _checks(cases: Mapping[str, int], beside: Mapping[str, int]) -> dict[str, tuple[str, str]]:
    """Present values of the sheet 'Value' against those of the columns of cases."""
    base = get_column_letter(BASE)
    once_more = {
        f"{title}: 'Value' and '{CASES}'": (f"out_{key}", f"{CASES}!{base}{cases[key]}")
        for key, title in TORNADO.items()
        if key.startswith("npv_")
    }
    columns = {name: get_column_letter(FIRST + at) for at, name in enumerate(BASES)}
    side_by_side = {
        f"{name}: 'Value' and '{SCENARIOS}'": (
            f"out_npv_{name.removeprefix('all ')}",
            f"{SCENARIOS}!{letter}{beside['npv']}",
        )
        for name, letter in columns.items()
    }
    return {**once_more, **side_by_side}


def _facts(told: SpendBook) -> dict[str, Value]:
    """What stands on top of the first sheet."""
    return {
        "Scenario": told.scenario,
        "Currency": f"{told.currency}; no other currency is added to it",
        "Written": datetime.now(UTC),
        **{f"Version of {what}": version for what, version in told.versions.items()},
    }
