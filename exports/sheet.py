"""One styled sheet of a workbook: a table with real types, frozen header, widths and safe text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, Any]
Value = str | int | float | bool | date | datetime | None

# A spreadsheet reads text that begins so as a formula, also when somebody only edits the cell.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
CELL_LIMIT: Final = 32_767  # characters that a cell can hold in the file format

SHARE: Final = "0.0%"
DECIMAL: Final = "0.00"
WHOLE: Final = "#,##0"
DAY: Final = "yyyy-mm-dd"
MOMENT: Final = "yyyy-mm-dd hh:mm"
TEXT: Final = "@"

FACE: Final = "Calibri"  # a font without a name is drawn in whatever a program likes best
TOP: Final = Alignment(vertical="top")
WRAPPED: Final = Alignment(vertical="top", wrap_text=True)
HEADER_FILL: Final = PatternFill("solid", fgColor="1F3A4D")
HEADER_FONT: Final = Font(name=FACE, bold=True, color="FFFFFF")
TITLE_FONT: Final = Font(name=FACE, bold=True, size=16, color="1F3A4D")
LABEL_FONT: Final = Font(name=FACE, bold=True)


@dataclass(frozen=True)
class Field:
    """One column of a sheet.

    header  in the users' words, with the unit
    key     where a row holds its value; a row without the key leaves the cell empty
    width   in characters
    format  number format of the whole column; None where the rows bring their own
    wraps   long text breaks into lines
    """

    header: str
    key: str
    width: int = 14
    format: str | None = None
    wraps: bool = False


def put(cell: Cell, value: Value, number_format: str | None = None) -> None:
    """Write a value so that it keeps its type and text can never become a formula."""
    if value == "":
        return
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:CELL_LIMIT]
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS) or ILLEGAL_CHARACTERS_RE.match(value):
            cell.quotePrefix = True
        return
    cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
    if number_format and value is not None:
        cell.number_format = number_format


def table_sheet(
    book: Workbook, title: str, fields: Sequence[Field], rows: Sequence[Row]
) -> Worksheet:
    """Add a sheet that is one table, header in row 1.

    rows  one mapping a row; its `formats` may map a key to the number format of that one cell
    """
    sheet = book.create_sheet(title)
    _header(sheet, fields)
    for line, row in enumerate(rows, start=2):
        own = row.get("formats") or {}
        for position, field in enumerate(fields, start=1):
            cell = sheet.cell(line, position)
            put(cell, row.get(field.key), own.get(field.key, field.format))
            cell.alignment = WRAPPED if field.wraps else TOP
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    fit_to_width(sheet)
    if rows:
        _as_table(sheet, title, len(fields), len(rows) + 1)
    return sheet


def fit_to_width(sheet: Worksheet) -> None:
    """Print the sheet across, as many pages long as it needs."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0


def colour_when(sheet: Worksheet, area: str, formula: str, colour: str) -> None:
    """Colour the cells of an area where a formula, written for its first cell, is true."""
    fill = PatternFill("solid", bgColor=colour)
    sheet.conditional_formatting.add(area, FormulaRule([formula], fill=fill))


def _header(sheet: Worksheet, fields: Sequence[Field]) -> None:
    for position, field in enumerate(fields, start=1):
        cell = sheet.cell(1, position)
        put(cell, field.header)
        cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, WRAPPED
        sheet.column_dimensions[get_column_letter(position)].width = field.width


def _as_table(sheet: Worksheet, title: str, columns: int, last: int) -> None:
    area = f"A1:{get_column_letter(columns)}{last}"
    table = Table(displayName=title.replace(" ", "_"), ref=area)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
