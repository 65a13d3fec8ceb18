"""Cells of the spend workbook: names, formulas, open and locked cells, formats, colours."""

from collections.abc import Callable
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheet import (
    FACE,
    HEADER_FILL,
    HEADER_FONT,
    LABEL_FONT,
    TITLE_FONT,
    TOP,
    WRAPPED,
    Value,
    colour_when,
    fit_to_width,
    put,
)

# 'M' for a million, so that a row fits on a meeting's screen; the cell keeps every digit.
MONEY: Final = "#,##0;[Red]-#,##0;0"
MILLIONS: Final = '#,##0.0,,"M";[Red]-#,##0.0,,"M";0'
NUMBER: Final = "#,##0.##"
WHOLE: Final = "#,##0"
YEARS: Final = "0.00"
FINE_SHARE: Final = "0.00%"
FACTOR: Final = "0.0000"

TAG_COLOURS: Final = {"measured": "CDEBD6", "quoted": "D3E5F7", "assumed": "FFE8B8"}
OPEN_FILL: Final = PatternFill("solid", fgColor="FFFBE6")
GROUP_FILL: Final = PatternFill("solid", fgColor="E4ECF1")
OPEN_EDGE: Final = Border(*(Side("thin", color="C9A227") for _ in range(4)))
OPEN: Final = Protection(locked=False)
HINT_FONT: Final = Font(name=FACE, italic=True, color="5A6B75")
HINT: Final = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
LEFT: Final = Alignment(vertical="top", horizontal="left", wrap_text=True)
BESIDE: Final = Alignment(vertical="top", horizontal="left", indent=1)
FIGURES: Final = Alignment(vertical="top", horizontal="right", wrap_text=True)
RIGHT: Final = Alignment(vertical="top", horizontal="right")

WORDED: Final = frozenset(
    {"Unit", "How it is computed", "Tag", "Check", "Source or reason", "Key", "Why", "From, to"}
    | {"Who", "When", "In the order of Inputs"}
)
"""Headers of columns that hold words: they begin where the words begin."""

Named = Callable[[str], str]
"""Answers the cell, written for a formula, that holds an input or a line of the model."""


def calculate(cell: Cell, formula: str, number_format: str | None = None) -> None:
    """Write a formula of our own; text of others never comes here, it goes through `put`."""
    cell.value = f"={formula}"
    cell.alignment = RIGHT
    if number_format:
        cell.number_format = number_format


def open_cell(cell: Cell, value: Value, number_format: str | None = None) -> None:
    """Write an input: coloured and edged as something to change, open on a protected sheet."""
    put(cell, value, number_format)
    if number_format:
        cell.number_format = number_format
    cell.fill, cell.border, cell.protection, cell.alignment = OPEN_FILL, OPEN_EDGE, OPEN, RIGHT


def name_cell(book: Workbook, name: str, sheet: Worksheet, cell: Cell) -> None:
    """Give a cell a name that every formula of the workbook can say."""
    book.defined_names[name] = DefinedName(name, attr_text=address(sheet, cell))


def address(sheet: Worksheet, cell: Cell) -> str:
    """The cell with its sheet, fixed in row and column."""
    return f"{quote_sheetname(sheet.title)}!{absolute_coordinate(cell.coordinate)}"


def text(words: str) -> str:
    """Words as a literal inside a formula."""
    return '"' + words.replace('"', '""') + '"'


def new_sheet(book: Workbook, title: str, about: str, widths: tuple[int, ...]) -> Worksheet:
    """A sheet with its title in the first row and in the second what it answers; it is locked.

    widths  of the columns from the first on, in characters
    """
    sheet = book.create_sheet(title)
    for position, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(position)].width = width
    put(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = TITLE_FONT
    put(sheet.cell(2, 1), about)
    sheet.cell(2, 1).font = HINT_FONT
    sheet.sheet_view.showGridLines = False
    lock(sheet)
    fit_to_width(sheet)
    return sheet


def lock(sheet: Worksheet) -> None:
    """Protect formulas from a slip of the hand, without a password: it guards, it hides nothing."""
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)


def header(sheet: Worksheet, row: int, words: tuple[str, ...]) -> None:
    """A row of headers."""
    for position, word in enumerate(words, start=1):
        cell = sheet.cell(row, position)
        put(cell, word)
        cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, FIGURES
        if position == 1 or word in WORDED:
            cell.alignment = WRAPPED if position == 1 else HINT


def group(sheet: Worksheet, row: int, words: str, columns: int) -> None:
    """A row that opens a group of rows."""
    put(sheet.cell(row, 1), words)
    for position in range(1, columns + 1):
        sheet.cell(row, position).fill = GROUP_FILL
    sheet.cell(row, 1).font = LABEL_FONT


def unit(cell: Cell, words: str) -> None:
    """The unit beside a figure."""
    put(cell, words)
    cell.alignment = BESIDE


def say(cell: Cell, words: Value, *, bold: bool = False, hint: bool = False) -> None:
    """Words in a cell, wrapped when they are a hint."""
    put(cell, words)
    cell.alignment = HINT if hint else TOP
    if bold:
        cell.font = LABEL_FONT
    if hint:
        cell.font = HINT_FONT


def colour_tags(sheet: Worksheet, area: str, first: str) -> None:
    """Colour each cell of an area by the tag that it says in words.

    first  the first cell of the area, with its column fixed, such as $F7
    """
    for tag, colour in TAG_COLOURS.items():
        colour_when(sheet, area, f"{first}={text(tag)}", colour)
