"""The sheet 'Inputs': a row an input, its value open and named, bounds, range, tag, source."""

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from openpyxl.comments import Comment
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input
from economics.uncertainty import CORNERS, VARIED_GROUPS
from exports.sheet import TEXT, colour_when
from exports.spend_cells import (
    FINE_SHARE,
    HINT,
    NUMBER,
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
)

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
LARGE: Final = 1000  # from here on figures are written with thousands separators
BOUNDLESS: Final = 1e15  # more than any money, people or tokens a firm has; a rule needs a number
NOT_YET: Final = "enter capture"
MEND: Final = "mend Inputs"


def inputs_sheet(
    book: Workbook,
    known: Mapping[str, Input],
    values: Mapping[str, float | None],
    tags: Mapping[str, str],
    sources: Mapping[str, str],
    currency: str,
) -> Worksheet:
    """Add the sheet; afterwards in_<key>, low_<key>, high_<key> and the two gates have names."""
    about = (
        "Change a yellow cell; everything else follows. A range (low, high) is what one would be"
        " surprised to be outside of, 1 time in 10 on each side; no range: not varied."
    )
    sheet = new_sheet(book, TITLE, about, WIDTHS)
    header(sheet, FIRST_ROW - 1, HEADERS)
    row = FIRST_ROW
    for name, members in groupby(known.values(), key=lambda each: each.group):
        group(sheet, row, GROUPS.get(name, name), len(HEADERS))
        for row, each in enumerate(members, start=row + 1):  # noqa: B020 -- counts on from the group
            shown = _Shown(each, currency)
            _value(book, sheet, row, shown, values.get(each.key))
            _range(book, sheet, row, shown)
            _words(sheet, row, shown, tags, sources)
            calculate(sheet.cell(row, CHECK), _check(row, each))
        row += 1
    _gates(book, sheet, row)
    _tags(sheet, row)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, VALUE)
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"
    return sheet


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


def limits(each: Input) -> tuple[str, str]:
    """The bounds of an input as a formula says them."""
    low = -BOUNDLESS if each.at_least is None else each.at_least
    high = BOUNDLESS if each.at_most is None else each.at_most
    return f"{low:.17g}", f"{high:.17g}"


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


def _range(book: Workbook, sheet: Worksheet, row: int, shown: _Shown) -> None:
    """Low and high: open, but as long as nobody types there they move along with the value."""
    each = shown.input
    sides = _corners(each) if each.key in CORNERS else _sides(each)
    for column, (side, told) in zip((LOW, HIGH), sides.items(), strict=False):
        cell = sheet.cell(row, column)
        open_cell(cell, None if isinstance(told, str) else told, shown.format)
        if isinstance(told, str):
            calculate(cell, told)
        name_cell(book, f"{side}_{each.key}", sheet, cell)


def has_range(each: Input) -> bool:
    """Whether low and high stand beside the value."""
    return each.key in CORNERS or each.low is not None


def _sides(each: Input) -> dict[str, str | float]:
    """Low and high by side; a formula where the range moves along with the value.

    The range of an effect is shifted, as it can be negative; all others grow in proportion. What a
    source states of the workshops and tokens stays where it is (`economics.uncertainty.varied`).
    """
    if each.low is None or each.high is None:
        return {}
    sides = {"low": each.low, "high": each.high}
    if each.group not in VARIED_GROUPS or each.centre is None:
        return dict(sides)
    name, (least, most) = f"in_{each.key}", limits(each)
    shifts = each.at_least is None or each.at_least < 0
    moved = (
        f"{{:.17g}}+{name}-{each.centre:.17g}" if shifts else f"{{:.17g}}*{name}/{each.centre:.17g}"
    )
    return {
        side: f'IF(ISNUMBER({name}),MEDIAN({least},{most},{moved.format(bound)}),"")'
        for side, bound in sides.items()
    }


def _corners(each: Input) -> dict[str, str | float]:
    """Money that comes from the treadmill varies over its corners; entered money does not vary."""
    name = f"in_{each.key}"
    return {
        side: f"IF(ISNUMBER({name}),{name},range_{side}_{CORNERS[each.key]})"
        for side in ("low", "high")
    }


def _words(
    sheet: Worksheet,
    row: int,
    shown: _Shown,
    tags: Mapping[str, str],
    sources: Mapping[str, str],
) -> None:
    each = shown.input
    say(sheet.cell(row, 1), each.label)
    say(sheet.cell(row, UNIT), shown.unit)
    open_cell(sheet.cell(row, TAG), tags.get(each.key, each.tag))
    open_cell(sheet.cell(row, SOURCE), sources.get(each.key, each.reason))
    sheet.cell(row, SOURCE).alignment = HINT
    say(sheet.cell(row, KEY), each.key)
    sheet.cell(row, KEY).number_format = TEXT


def _check(row: int, each: Input) -> str:
    """'ok', or what is wrong; a rule of the cell guards typing, this guards pasting too."""
    value, low, high = (f"${column}{row}" for column in "BDE")
    bounds = ",".join(limits(each))
    formula = _judged(value, bounds, each)
    if each.key in CORNERS or not has_range(each):
        return formula
    within = f"AND({low}<={high},MEDIAN({low},{bounds})={low},MEDIAN({high},{bounds})={high})"
    ranged = f"IF(AND(ISNUMBER({low}),ISNUMBER({high})),{within},NOT(ISNUMBER({value})))"
    return f'IF({ranged},{formula},"mend: low and high")'


def _judged(value: str, bounds: str, each: Input) -> str:
    whole = f",{value}=INT({value})" if each.whole else ""
    found = f'IF(AND(MEDIAN({value},{bounds})={value}{whole}),"ok","mend: out of bounds")'
    empty = text(_empty(each))
    return f'IF(ISNUMBER({value}),{found},IF({value}="",{empty},"mend: not a number"))'


def _empty(each: Input) -> str:
    if each.key == "capture":
        return NOT_YET
    return "ok: empty" if each.preset is None else "mend: enter a number"


def _gates(book: Workbook, sheet: Worksheet, last: int) -> None:
    """Two cells that say whether costs, and whether value, can be computed, or what is missing."""
    checks = f"$G${FIRST_ROW}:$G${last}"
    for row, name, label, formula in (
        (last + 1, "ready_costs", "Costs can be computed", f'COUNTIF({checks},"mend*")=0'),
        (last + 2, "ready_value", "Value can be computed", ""),
    ):
        say(sheet.cell(row, 1), label, bold=True)
        cell = sheet.cell(row, VALUE)
        name_cell(book, name, sheet, cell)
        if formula:
            calculate(cell, f'IF({formula},"yes",{text(MEND)})')
        else:
            missing = f'IF(ISNUMBER(in_capture),"yes",{text(NOT_YET)})'
            calculate(cell, f'IF(ready_costs="yes",{missing},ready_costs)')


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
