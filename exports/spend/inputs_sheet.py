"""The sheet 'Inputs': a row an input, its value open and named, bounds, range, tag, source."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input, Values
from economics.uncertainty import Ranges
from exports.sheet import LABEL_FONT, TEXT, colour_when
from exports.spend.cells import (
    BESIDE,
    FINE_SHARE,
    HINT,
    MILLIONS,
    NUMBER,
    RIGHT,
    WHOLE,
    calculate,
    colour_tags,
    group,
    header,
    name_cell,
    new_sheet,
    open_cell,
    say,
    text,
    unit,
)
from exports.spend.input_limits import NOT_YET, check, gates, has_range, limits
from exports.spend.input_ranges import range_cells

TITLE: Final = "Inputs"
FIRST_ROW: Final = 8  # the rows above hold what comes out; they stay in sight while one scrolls
HEADERS: Final = (
    "Input",
    "Value",
    "Unit",
    "Low (P10)",
    "High (P90)",
    "Tag",
    "Check",
    "Source or reason",
    "Key",
)
WIDTHS: Final = (46, 16, 24, 14, 14, 12, 30, 70, 20)
VALUE, UNIT, LOW, HIGH, TAG, CHECK, SOURCE, KEY = range(2, 10)
GROUPS: Final = {
    "workshop": "Workshops: the treadmill",
    "tokens": "Tokens and keeping up",
    "value": "What freed time is worth",
    "training": "Training",
    "redesign": "Work redesign",
    "secondary": "Secondary effects, on a line of their own",
    "split": "How the training money is split",
}
IN_SIGHT: Final = (
    ("Launch", "out_launch_cost"),
    ("All training", "out_npv_training"),
    ("Half", "out_npv_half"),
    ("All redesign", "out_npv_redesign"),
    ("Yours", "out_npv_yours"),
)
LINE_OF_SOURCE, LINE_HEIGHT = 68, 15  # characters and points
LARGE: Final = 1000  # from here on figures are written with thousands separators


@dataclass(frozen=True)
class Entered:
    """What a scenario says of the inputs; what it leaves out is as in the preset.

    ranges  low and high by input, of inputs that have a range
    """

    values: Values
    tags: Mapping[str, str]
    sources: Mapping[str, str]
    ranges: Ranges


def inputs_sheet(
    book: Workbook,
    known: Mapping[str, Input],
    told: Entered,
    currency: str,
) -> Worksheet:
    """Add the sheet; afterwards in_<key>, low_<key>, high_<key> and the two gates have names."""
    about = (
        "Change a yellow cell; everything else follows. A range (low, high) is what one would be"
        " surprised to be outside of, 1 time in 10 on each side; no range: not varied."
    )
    sheet = new_sheet(book, TITLE, about, WIDTHS)
    _in_sight(sheet, currency)
    header(sheet, FIRST_ROW - 1, HEADERS)
    row = FIRST_ROW
    for name, members in groupby(known.values(), key=lambda each: each.group):
        group(sheet, row, GROUPS.get(name, name), len(HEADERS))
        for each in members:
            row += 1
            shown = _Shown(each, currency)
            _value(book, sheet, row, shown, told.values.get(each.key))
            range_cells(book, sheet, row, each, told.ranges.get(each.key), shown.format)
            _words(sheet, row, shown, told)
            calculate(sheet.cell(row, CHECK), check(row, each))
            sheet.cell(row, CHECK).alignment = BESIDE
        row += 1
    gates(book, sheet, FIRST_ROW, row)
    _tags(sheet, row)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, VALUE)
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
    return sheet


def _in_sight(sheet: Worksheet, currency: str) -> None:
    """What comes out, above the inputs: it stays in sight while one changes them."""
    say(sheet.cell(4, 1), f"What comes out, {currency}", bold=True)
    say(sheet.cell(5, 1), "Net present value but for the first", hint=True)
    for column, (label, name) in enumerate(IN_SIGHT, start=VALUE):
        say(sheet.cell(4, column), label, bold=True)
        calculate(sheet.cell(5, column), name, MILLIONS)
        sheet.cell(4, column).alignment = sheet.cell(5, column).alignment = RIGHT
        sheet.cell(5, column).font = LABEL_FONT


class _Shown:
    """How one input is written: its unit in the scenario's currency, its format, its bounds."""

    def __init__(self, each: Input, currency: str) -> None:
        self.input = each
        self.unit = each.unit.replace("money", currency)
        self.is_share = each.unit.startswith("share")
        self.format = input_format(each)
        self.bounds = self._bounds()

    def _bounds(self) -> str:
        """Between which bounds the value lies, in words."""
        low, high = self.input.at_least, self.input.at_most
        if low is not None and high is not None:
            return f"between {self.told(low)} and {self.told(high)}"
        return f"of {self.told(low)} or more" if low is not None else "of any size"

    def told(self, bound: float) -> str:
        """A figure in words."""
        return f"{bound:.0%}" if self.is_share else f"{bound:,.10g}"


def input_format(each: Input) -> str:
    """The number format of an input."""
    if each.unit.startswith("share"):
        return FINE_SHARE
    sizes = [abs(x) for x in (each.preset, each.low, each.high) if x is not None]
    return WHOLE if max(sizes, default=LARGE) >= LARGE else NUMBER


def _value(book: Workbook, sheet: Worksheet, row: int, shown: _Shown, value: float | None) -> None:
    cell = sheet.cell(row, VALUE)
    open_cell(cell, value, shown.format)
    each = shown.input
    cell.comment = Comment(_note(shown), "Atelier", width=360, height=150)
    name_cell(book, f"in_{each.key}", sheet, cell)
    low, high = limits(each)
    rule = DataValidation(
        type="whole" if each.whole else "decimal",
        operator="between",
        formula1=low,
        formula2=high,
        allow_blank=each.preset is None,
        showErrorMessage=True,
        errorTitle="This cannot be",
        error=_refusal(shown),
    )
    rule.add(cell.coordinate)
    if has_range(each):
        rule.add(f"{sheet.cell(row, LOW).coordinate}:{sheet.cell(row, HIGH).coordinate}")
    sheet.add_data_validation(rule)


def _refusal(shown: _Shown) -> str:
    """Found, expected, do; a spreadsheet shows at most 225 characters."""
    whole = "a whole number" if shown.input.whole else "a number"
    return (
        f"Found a value that this input cannot have. Expected {whole} {shown.bounds}"
        f" ({shown.unit[:60]}). Type one, or press Escape to keep the old value."
    )


def _note(shown: _Shown) -> str:
    each = shown.input
    start = "empty" if each.preset is None else shown.told(each.preset)
    ranged = (
        "not varied"
        if each.low is None or each.high is None
        else f"{shown.told(each.low)} to {shown.told(each.high)}"
    )
    return (
        f"{each.label} ({shown.unit})\nMay be: {shown.bounds}\nPreset: {start}, {each.tag}\n"
        f"Range: {ranged}\n{each.reason}"
    )


def _words(
    sheet: Worksheet,
    row: int,
    shown: _Shown,
    told: Entered,
) -> None:
    each = shown.input
    say(sheet.cell(row, 1), each.label)
    unit(sheet.cell(row, UNIT), shown.unit)
    open_cell(sheet.cell(row, TAG), told.tags.get(each.key, each.tag))
    source = told.sources.get(each.key, each.reason)
    open_cell(sheet.cell(row, SOURCE), source)
    sheet.cell(row, TAG).alignment = sheet.cell(row, KEY).alignment = BESIDE
    sheet.cell(row, SOURCE).alignment = HINT
    lines = math.ceil(len(source) / LINE_OF_SOURCE)
    sheet.row_dimensions[row].height = LINE_HEIGHT * max(1, lines)
    say(sheet.cell(row, KEY), each.key)
    sheet.cell(row, KEY).number_format = TEXT


def _tags(sheet: Worksheet, last: int) -> None:
    area = f"F{FIRST_ROW}:F{last}"
    choice = DataValidation(
        type="list",
        formula1='"measured,quoted,assumed"',
        showErrorMessage=True,
        errorTitle="This is no tag",
        error="Found another word. Expected measured, quoted or assumed. Choose one of the list.",
    )
    choice.add(area)
    sheet.add_data_validation(choice)
    colour_tags(sheet, area, f"$F{FIRST_ROW}")
    colour_when(sheet, f"G{FIRST_ROW}:G{last}", f'LEFT($G{FIRST_ROW},4)="mend"', "FBE3DD")
    colour_when(sheet, f"G{FIRST_ROW}:G{last}", f"$G{FIRST_ROW}={text(NOT_YET)}", "FFF3CD")
