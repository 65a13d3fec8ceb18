"""The bounds of an input, and the checks and gates that keep nonsense out of the formulas."""

from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input
from economics.uncertainty import CORNERS
from exports.spend.cells import calculate, name_cell, say, text

BOUNDLESS: Final = 1e15  # more than any money, people or tokens a firm has; a rule needs a number
NOT_YET: Final = "enter capture"
MEND: Final = "mend Inputs"


def limits(each: Input) -> tuple[str, str]:
    """The bounds of an input as a formula says them."""
    low = -BOUNDLESS if each.at_least is None else each.at_least
    high = BOUNDLESS if each.at_most is None else each.at_most
    return f"{low:.17g}", f"{high:.17g}"


def has_range(each: Input) -> bool:
    """Whether low and high stand beside the value."""
    return each.key in CORNERS or each.low is not None


def check(row: int, each: Input) -> str:
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


def gates(book: Workbook, sheet: Worksheet, first: int, last: int) -> None:
    """Two cells that say whether costs, and whether value, can be computed, or what is missing.

    first, last  rows of the inputs
    """
    checks = f"$G${first}:$G${last}"
    missing = f'IF(ISNUMBER(in_capture),"yes",{text(NOT_YET)})'
    for row, name, label, formula in (
        (
            last + 1,
            "ready_costs",
            "Costs can be computed",
            f'IF(COUNTIF({checks},"mend*")=0,"yes",{text(MEND)})',
        ),
        (
            last + 2,
            "ready_value",
            "Value can be computed",
            f'IF(ready_costs="yes",{missing},ready_costs)',
        ),
    ):
        say(sheet.cell(row, 1), label, bold=True)
        calculate(sheet.cell(row, 2), formula)
        name_cell(book, name, sheet, sheet.cell(row, 2))
