"""The sheet 'Capture': what the model says at a capture of 0, 40 % and 100 %, and at yours."""

from collections.abc import Mapping
from typing import Final

from openpyxl.workbook import Workbook

from economics.inputs import Input
from economics.verdict import CAPTURES
from exports.spend.case_formulas import VERDICT_LINES
from exports.spend.cases import Rows, label_rows, same_as_base, write_case
from exports.spend.cells import header, new_sheet

TITLE: Final = "Capture"
FIRST: Final = 3
HEADER_ROW: Final = 4


def verdict_sheet(book: Workbook, known: Mapping[str, Input], currency: str) -> Rows:
    """Add the sheet: one column a capture, the last one as entered."""
    about = (
        "Freed time counts only when it goes somewhere. The same inputs at three shares of freed"
        " time that become money; none of the three is the firm's, the last column is."
    )
    heads = (*(f"at {capture:.0%}" for capture in CAPTURES), "as entered")
    sheet = new_sheet(book, TITLE, about, (52, 22, *[34] * len(heads)))
    header(sheet, HEADER_ROW, ("Figure", "Unit", *heads))
    rows = label_rows(sheet, HEADER_ROW + 1, known, VERDICT_LINES, currency, len(heads) + 2)
    for column, capture in enumerate((*CAPTURES, None), start=FIRST):

        def told(each: Input, capture: float | None = capture) -> str:
            if each.key == "capture" and capture is not None:
                return f"{capture:g}"
            return same_as_base(each)

        write_case(sheet, column, rows, known, VERDICT_LINES, told)
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, FIRST)
    return rows
