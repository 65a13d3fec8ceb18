"""The first sheet: what this is, versions, suppression, and how to read a verdict."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from openpyxl.styles import PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from evidence.results import VerdictCode
from exports.evidence.wording import VERDICTS
from exports.sheet import LABEL_FONT, MOMENT, TITLE_FONT, WRAPPED, Value, fit_to_width, put
from exports.spend.cells import LEFT

LINE: Final = 110  # characters that fit into one line of the second column
MEANINGS: Final[dict[VerdictCode, str]] = {
    "WORKED": "It changed for the better, the whole interval lies where it pays (or, where nobody"
    " asked what pays, beyond 0), and no doubt blocks that.",
    "WORKED-MAY-NOT-PAY": "It changed for the better; whether by enough to pay cannot be told.",
    "WORKED-NOT-WORTH-IT": "It changed for the better, by less than what pays.",
    "NO-MEANINGFUL-EFFECT": "The whole interval lies within what would not matter: this is an"
    " answer, and not the same as 'cannot tell'.",
    "HARMED": "It changed for the worse, and no doubt blocks that.",
    "CANNOT-TELL": "The interval holds both, or a doubt blocks the answer. It does not say that"
    " nothing changed.",
    "NOT-ANSWERABLE": "The data cannot answer this question; no number is given.",
}
HOW: Final = (
    (
        "How to read a change",
        "Change with its 95 % interval, in the unit beside it and in the sign of the outcome:"
        " a shorter cycle time is a negative change, and good. 'In all' is what happened against"
        " what would have happened at the pace of practice before the start; 'at equal practice'"
        " takes out what people learn by doing the work more often.",
    ),
    (
        "Doubts",
        "A code that stops gives no number; one that blocks lets nobody say 'worked' or 'harmed';"
        " one that warns is to be known. Every one stands on the sheet 'Doubts'.",
    ),
    (
        "Suppression",
        "Teams of fewer than five people in a month are left out of every study, and counted."
        " Nothing here is about a person; teams and studies are listed by name, never ranked.",
    ),
    (
        "Words",
        "'Changed' is said only where teams without it are the comparison. 'Chance by accident' is"
        " how often a difference as large would show up if nothing had changed.",
    ),
)


def about_sheet(book: Workbook, question: str, facts: Mapping[str, Value]) -> Worksheet:
    """Fill the first sheet.

    facts  label -> value: dates, counts, versions
    """
    sheet: Worksheet = book.worksheets[0]
    sheet.title = "About"
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = LINE
    put(sheet.cell(1, 1), f"Atelier: {question[0].lower()}{question[1:]}")
    sheet.cell(1, 1).font = TITLE_FONT
    lines = [*facts.items(), *HOW]
    for row, (label, value) in enumerate(lines, start=3):
        _line(sheet, row, label, value)
    for row, (code, mark) in enumerate(VERDICTS.items(), start=len(lines) + 4):
        _line(sheet, row, f"Verdict: {mark.word}", MEANINGS[code])
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor=mark.fill)
    sheet.sheet_view.showGridLines = False
    sheet.freeze_panes = "A3"
    fit_to_width(sheet)
    return sheet


def _line(sheet: Worksheet, row: int, label: str, value: Value) -> None:
    put(sheet.cell(row, 1), label)
    put(sheet.cell(row, 2), value, MOMENT if isinstance(value, datetime) else None)
    sheet.cell(row, 1).font, sheet.cell(row, 1).alignment = LABEL_FONT, WRAPPED
    sheet.cell(row, 2).alignment = LEFT
    sheet.row_dimensions[row].height = 15 * (1 + len(str(value)) // LINE)
