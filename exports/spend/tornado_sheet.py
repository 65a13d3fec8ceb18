"""The sheets 'Cases' (one input at a time at its low and high) and 'Tornado' (what that moves)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input
from economics.uncertainty import CORNERS, VARIED_GROUPS
from exports.spend.cases import Rows, Told, label_rows, same_as_base, write_case
from exports.spend.cells import (
    LEFT,
    MILLIONS,
    calculate,
    group,
    header,
    new_sheet,
    say,
    text,
)
from exports.spend.input_limits import has_range
from exports.spend.line import Line

CASES: Final = "Cases"
TITLE: Final = "Tornado"
KEY_ROW, SIDE_ROW, FIRST_ROW = 5, 6, 7
BASE: Final = 3  # the column of the base case; then two columns for each input that has a range
SIDES: Final = ("low", "high")
HEADERS: Final = (
    "Largest first",
    "At its low",
    "At its high",
    "Change at low",
    "Change at high",
    "",
    "In the order of Inputs",
    "At its low",
    "At its high",
    "Difference",
    "Rank",
)
WIDTHS: Final = (44, 14, 14, 14, 14, 3, 44, 14, 14, 14, 8)


@dataclass(frozen=True)
class Swings:
    """Where the sheet 'Tornado' holds one outcome.

    title        the outcome in words
    first, last  rows of its inputs, both in the sorted table and beside it
    base         the cell with the outcome as entered
    swing        the cells with the difference between high and low, one an input
    """

    title: str
    first: int
    last: int
    base: str
    swing: str


def varied(known: Mapping[str, Input]) -> list[Input]:
    """The inputs whose range moves what comes out, in their order; the treadmill has its own."""
    return [
        each
        for each in known.values()
        if each.key in CORNERS or (each.group in VARIED_GROUPS and has_range(each))
    ]


def cases_sheet(
    book: Workbook, known: Mapping[str, Input], lines: Sequence[Line], currency: str
) -> Rows:
    """Add the sheet of cases: the base, then each varied input at its low and at its high."""
    about = (
        "The whole model down each column, once more: in column C as entered, then with one input"
        " at its low and at its high. The tornado and the uncertainty read from here."
    )
    moved = varied(known)
    sheet = new_sheet(book, CASES, about, (44, 20, *[15] * (1 + 2 * len(moved))))
    heads = ["as entered", *(f"{each.label}: {side}" for each in moved for side in SIDES)]
    header(sheet, 4, ("Figure", "Unit", *heads))
    sheet.row_dimensions[4].height = 62
    say(sheet.cell(KEY_ROW, 1), "Input that is varied")
    say(sheet.cell(SIDE_ROW, 1), "Side")
    rows = label_rows(sheet, FIRST_ROW, known, lines, currency, len(heads) + 2)
    names = [("base", "base"), *((each.key, side) for each in moved for side in SIDES)]
    for column, (key, side) in enumerate(names, start=BASE):
        say(sheet.cell(KEY_ROW, column), key)
        say(sheet.cell(SIDE_ROW, column), side)
        write_case(sheet, column, rows, known, lines, _teller(get_column_letter(column)))
    sheet.freeze_panes = sheet.cell(FIRST_ROW, BASE)
    return rows


def _teller(letter: str) -> Callable[[Input], Told]:
    """What each input is in the case of a column."""

    def told(each: Input) -> Told:
        base = same_as_base(each)
        if not varied({each.key: each}):
            return base
        side = f'IF({letter}${SIDE_ROW}="low",low_{each.key},high_{each.key})'
        return f"IF({letter}${KEY_ROW}={text(each.key)},{side},{base})"

    return told


def tornado_sheet(
    book: Workbook,
    known: Mapping[str, Input],
    rows: Rows,
    outcomes: Mapping[str, str],
) -> tuple[Worksheet, dict[str, Swings]]:
    """Add the sheet: for each outcome its inputs by how far they move it, largest first.

    outcomes  key of a line -> its title
    Answers by key where each outcome stands, for the charts and the uncertainty.
    """
    about = (
        f"One input at a time at its low (P10) and high (P90), all others as entered; from {CASES}."
    )
    sheet = new_sheet(book, TITLE, about, WIDTHS)
    sheet.freeze_panes = "B4"
    row, places = 4, {}
    for key, title in outcomes.items():
        places[key] = _outcome(sheet, row, title, varied(known), rows.of[key])
        row = places[key].last + 3
    return sheet, places


def _outcome(sheet: Worksheet, row: int, title: str, moved: Sequence[Input], line: int) -> Swings:
    group(sheet, row, title, len(HEADERS))
    say(sheet.cell(row + 1, 1), "as entered")
    calculate(sheet.cell(row + 1, 2), f"{CASES}!{get_column_letter(BASE)}{line}", MILLIONS)
    header(sheet, row + 2, HEADERS)
    first, last = row + 3, row + 2 + len(moved)
    place = Swings(title, first, last, f"$B${row + 1}", f"$J${first}:$J${last}")
    for number, each in enumerate(moved):
        _working(sheet, first + number, place, each.label, BASE + 1 + 2 * number, line)
        _sorted(sheet, first + number, place)
    return place


def _working(sheet: Worksheet, row: int, place: Swings, label: str, column: int, line: int) -> None:
    """One input in the order of the sheet 'Inputs'; ties rank in that order too."""
    say(sheet.cell(row, 7), label)
    for offset in (0, 1):
        letter = get_column_letter(column + offset)
        calculate(sheet.cell(row, 8 + offset), f"{CASES}!{letter}{line}", MILLIONS)
    calculate(sheet.cell(row, 10), f"IF(ISNUMBER(H{row}),ABS(I{row}-H{row}),H{row})", MILLIONS)
    larger = f"SUMPRODUCT(--({place.swing}>J{row}))"
    before = f"SUMPRODUCT(--($J${place.first}:$J{row}=J{row}))"
    calculate(sheet.cell(row, 11), f"{larger}+{before}", "0")


def _sorted(sheet: Worksheet, row: int, place: Swings) -> None:
    """The input with the rank of this row, and what it moves."""
    ranks = f"$K${place.first}:$K${place.last}"
    found = f"MATCH(ROW()-{place.first - 1},{ranks},0)"
    for column, source in ((1, "G"), (2, "H"), (3, "I")):
        area = f"${source}${place.first}:${source}${place.last}"
        calculate(sheet.cell(row, column), f"INDEX({area},{found})", MILLIONS)
    sheet.cell(row, 1).alignment = LEFT
    for column, source in ((4, "B"), (5, "C")):
        formula = f"IF(ISNUMBER({source}{row}),{source}{row}-{place.base},{source}{row})"
        calculate(sheet.cell(row, column), formula, MILLIONS)
