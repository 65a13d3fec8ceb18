"""The sheet 'Scenarios': all training, half, all redesign, yours and saved ones side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input, Values
from exports.spend.case_formulas import BASES, scenario_lines
from exports.spend.cases import Rows, Told, label_rows, same_as_base, write_case
from exports.spend.cells import header, new_sheet

TITLE: Final = "Scenarios"
FIRST: Final = 3  # the column of the first scenario
HEADER_ROW: Final = 4
FIXED: Final[Mapping[str, Mapping[str, str]]] = {
    "all training": {"moved": "0"},
    "half": {"moved": "1/2"},
    "all redesign": {"moved": "1", "ring_fence": "0"},
    "yours": {},
}
"""What each base fixes, as formulas; 'yours' moves what was entered."""


@dataclass(frozen=True)
class Saved:
    """A saved scenario beside the one of the workbook.

    base    one of `BASES`
    values  the inputs in which it differs; None: it leaves the input empty
    """

    base: str
    values: Values


def scenarios_sheet(
    book: Workbook, known: Mapping[str, Input], saved: Mapping[str, Saved], currency: str
) -> tuple[Worksheet, Rows]:
    """Add the sheet; the columns of saved scenarios have their own values, open to change.

    saved  by name
    """
    about = (
        "Every column follows 'Inputs', but for the share that moves; a saved scenario also for its"
        " own values: they are yellow and may be changed here. 'All redesign' has no training at"
        " all, not even what is ring-fenced: the outer case."
    )
    columns = {**{name: Saved(name, {}) for name in BASES}, **saved}
    sheet = new_sheet(book, TITLE, about, (52, 22, *[20] * len(columns)))
    header(sheet, HEADER_ROW, ("Figure", "Unit", *columns))
    lines = scenario_lines("yours")
    rows = label_rows(sheet, HEADER_ROW + 1, known, lines, currency, len(columns) + 2)
    for column, each in enumerate(columns.values(), start=FIRST):
        write_case(sheet, column, rows, known, scenario_lines(each.base), _teller(each))
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, FIRST)
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    return sheet, rows


def _teller(scenario: Saved) -> Callable[[Input], Told]:
    """What each input is in a scenario; it may also say that an input is empty."""

    def told(each: Input) -> Told:
        if each.key in scenario.values:
            value = scenario.values[each.key]
            return '""' if value is None else float(value)
        return FIXED[scenario.base].get(each.key) or same_as_base(each)

    return told
