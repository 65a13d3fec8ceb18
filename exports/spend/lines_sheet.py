"""A sheet of lines: label, figure, unit and the way there in words; each figure has a name."""

from collections.abc import Iterable, Sequence

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.spend.cells import (
    HINT,
    HINT_FONT,
    Named,
    calculate,
    group,
    header,
    name_cell,
    say,
    unit,
)
from exports.spend.line import Line

HEADERS = ("Figure", "Value", "Unit", "How it is computed")
WIDTHS = (54, 18, 24, 90)


def named_cells(inputs: Iterable[str]) -> Named:
    """How the sheets that read well say a key: in_<key> for an input, out_<key> for a line."""
    known = frozenset(inputs)

    def named(key: str) -> str:
        if key.startswith("ready_"):
            return key
        return f"in_{key}" if key in known else f"out_{key}"

    return named


def write_lines(
    book: Workbook,
    sheet: Worksheet,
    first: int,
    title: str,
    lines: Sequence[Line],
    named: Named,
    currency: str,
    *,
    wraps: bool = True,
) -> int:
    """Write a group of lines from a row on; answers the row after it.

    wraps  the words on how a figure is computed stay in their column; else they run to the right
    """
    group(sheet, first, title, len(HEADERS))
    for row, line in enumerate(lines, start=first + 1):
        say(sheet.cell(row, 1), line.label)
        cell = sheet.cell(row, 2)
        calculate(cell, line.written(named), line.format)
        name_cell(book, f"out_{line.key}", sheet, cell)
        unit(sheet.cell(row, 3), line.unit.replace("money", currency))
        say(sheet.cell(row, 4), line.how)
        sheet.cell(row, 4).font = HINT_FONT
        if wraps:
            sheet.cell(row, 4).alignment = HINT
    return first + len(lines) + 2


def write_header(sheet: Worksheet, row: int) -> int:
    """Write the headers of the columns; answers the next row."""
    header(sheet, row, HEADERS)
    sheet.freeze_panes = sheet.cell(row + 1, 2)
    sheet.print_title_rows = f"{row}:{row}"
    return row + 1
