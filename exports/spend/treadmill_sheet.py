"""The sheet 'Treadmill': what the workshops take, with the range over the stated corners."""

from collections.abc import Mapping
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from economics.treadmill import RANGED
from exports.spend.cells import (
    HINT,
    HINT_FONT,
    NUMBER,
    Named,
    calculate,
    group,
    header,
    name_cell,
    new_sheet,
    say,
    unit,
)
from exports.spend.line import Line
from exports.spend.lines_sheet import HEADERS as LINE_HEADERS
from exports.spend.treadmill_formulas import BESIDE_IT, TREADMILL

TITLE: Final = "Treadmill"
WORKING: Final = "Corners"
HEADERS: Final = (*LINE_HEADERS[:3], "Low", "High", LINE_HEADERS[3])
WIDTHS: Final = (54, 16, 24, 14, 14, 86)
HEADER_ROW: Final = 4
CORNERED: Final = ("team_size", "session_cost", "tokens_per_day")
CORNERS: Final[Mapping[str, tuple[str, ...]]] = {
    "team_size": ("low_team_size", "in_team_size", "high_team_size") * 2,
    "session_cost": ("MIN({})",) * 3 + ("MAX({})",) * 3,
    "tokens_per_day": ("MIN({})",) * 3 + ("MAX({})",) * 3,
}
"""Six corners: each team size, as instructors are whole people and need not rise evenly; with the
least and the most of the two that only multiply."""


def treadmill_sheet(
    book: Workbook, named: Named, labels: Mapping[str, str], currency: str
) -> Worksheet:
    """Add the sheet; its figures are called out_<key>, their range range_low_ and range_high_.

    labels  of the inputs, by key
    """
    about = (
        "What sessions for everybody take at launch and every year after. Low and high: over the"
        " corners of the stated ranges of team size, session cost and tokens a day."
    )
    sheet = new_sheet(book, TITLE, about, WIDTHS)
    header(sheet, HEADER_ROW, HEADERS)
    row = _lines(book, sheet, HEADER_ROW + 1, "Workshops for everybody", TREADMILL, named, currency)
    _lines(book, sheet, row, "Redesign for the same people", BESIDE_IT, named, currency)
    corners = _corners(book, named, labels)
    for at, line in enumerate(TREADMILL):
        if line.key in RANGED:
            _range(book, sheet, HEADER_ROW + 2 + at, line, corners[line.key])
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    return sheet


def _lines(
    book: Workbook,
    sheet: Worksheet,
    first: int,
    title: str,
    lines: tuple[Line, ...],
    named: Named,
    currency: str,
) -> int:
    group(sheet, first, title, len(HEADERS))
    for row, line in enumerate(lines, start=first + 1):
        say(sheet.cell(row, 1), line.label)
        cell = sheet.cell(row, 2)
        calculate(cell, line.written(named), line.format)
        name_cell(book, f"out_{line.key}", sheet, cell)
        unit(sheet.cell(row, 3), line.unit.replace("money", currency))
        say(sheet.cell(row, 6), line.how)
        sheet.cell(row, 6).alignment, sheet.cell(row, 6).font = HINT, HINT_FONT
    return first + len(lines) + 2


def _corners(book: Workbook, named: Named, labels: Mapping[str, str]) -> dict[str, str]:
    """Add the sheet of working: the treadmill at six corners. Answers the cells of each line."""
    about = f"Working for '{TITLE}': its figures at the corners of the stated ranges."
    number = len(CORNERS["team_size"])
    sheet = new_sheet(book, WORKING, about, (WIDTHS[0], *[16] * number))
    header(sheet, HEADER_ROW, ("Figure", *(f"corner {at}" for at in range(1, number + 1))))
    rows = [(key, labels[key]) for key in CORNERED]
    rows += [(line.key, line.label) for line in TREADMILL]
    places = {key: HEADER_ROW + at for at, (key, _) in enumerate(rows, start=1)}
    for key, label in rows:
        say(sheet.cell(places[key], 1), label)
    for at in range(number):
        _corner(sheet, 2 + at, places, named, at)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    last = get_column_letter(1 + number)
    return {key: f"{WORKING}!$B${row}:${last}${row}" for key, row in places.items()}


def _corner(
    sheet: Worksheet, column: int, places: Mapping[str, int], named: Named, number: int
) -> None:
    letter = get_column_letter(column)

    def here(key: str) -> str:
        return f"{letter}{places[key]}" if key in places else named(key)

    for key in CORNERED:
        three = f"low_{key},in_{key},high_{key}"
        calculate(sheet.cell(places[key], column), CORNERS[key][number].format(three), NUMBER)
    for line in TREADMILL:
        calculate(sheet.cell(places[line.key], column), line.written(here), line.format)


def _range(book: Workbook, sheet: Worksheet, row: int, line: Line, area: str) -> None:
    for column, side, most in ((4, "low", "MIN"), (5, "high", "MAX")):
        cell = sheet.cell(row, column)
        calculate(cell, f'IF(ready_costs="yes",{most}({area}),ready_costs)', line.format)
        name_cell(book, f"range_{side}_{line.key}", sheet, cell)
