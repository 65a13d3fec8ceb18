"""The sheets 'Ledger' (spend lines as a table) and 'Spend' (their totals, as formulas over it)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheet import DAY, LABEL_FONT, TEXT, Field, put, table_sheet
from exports.spend.cells import (
    LEFT,
    calculate,
    colour_tags,
    group,
    header,
    new_sheet,
    say,
    text,
)

LEDGER: Final = "Ledger"
TOTALS: Final = "Spend"
CENTS: Final = "#,##0.00;[Red]-#,##0.00"
YES: Final = "yes"
COLUMNS: Final = (
    "month",
    "category",
    "team_id",
    "currency",
    "amount",
    "tag",
    "source",
    "detail",
    "counted",
    "why_not",
)
FIELDS: Final = (
    Field("Month", "month", 12, DAY),
    Field("Category", "category", 24),
    Field("Team key", "team_id", 20, TEXT),
    Field("Currency", "currency", 10, TEXT),
    Field("Amount", "amount", 16, CENTS),
    Field("Tag", "tag", 11),
    Field("Source", "source", 16),
    Field("Detail", "detail", 48),
    Field("Counted", "counted", 10),
    Field("Why not", "why_not", 64),
)
EXACT: Final = frozenset({"Team key", "Why not"})
NO_TEAM: Final = "whole firm"
NO_MONTH: Final = "not told: few people"
SMALL: Final = (
    "Lines of teams with fewer than five people stand in the unit above, so that no figure tells"
    " on a person. Spend that two sources tell is counted once, by the ledger first."
)


def ledger_sheets(
    book: Workbook, lines: pl.DataFrame
) -> tuple[Worksheet, tuple[int, int, int] | None]:
    """Add the totals and the lines.

    Answers the sheet of totals, and where its categories stand: first row, last row, currencies.

    lines  one row a spend line with the columns of COLUMNS; none when nothing is loaded
    """
    totals = new_sheet(book, TOTALS, f"What was spent, added up from '{LEDGER}'.", (34, *[18] * 8))
    say(totals.cell(3, 1), SMALL, hint=False)
    sheet = table_sheet(book, LEDGER, FIELDS, [_row(line) for line in lines.to_dicts()])
    if lines.is_empty():
        say(sheet.cell(2, 1), "no spend lines are loaded")
        say(totals.cell(5, 1), "no spend lines are loaded")
        return totals, None
    colour_tags(sheet, f"F2:F{lines.height + 1}", "$F2")
    return totals, _totals(totals, lines)


def _row(line: dict[str, object]) -> dict[str, object]:
    counted = YES if line["counted"] else "no"
    month, team = line["month"] or NO_MONTH, line["team_id"] or NO_TEAM
    return {**line, "month": month, "team_id": team, "counted": counted}


def _totals(sheet: Worksheet, lines: pl.DataFrame) -> tuple[int, int, int]:
    """Blocks below one another: each adds up to the same total, and says so."""
    currencies = lines["currency"].unique().sort().to_list()
    categories = _known(lines, "category")
    row = _block(sheet, 5, "Category", "counted, by category", categories, currencies)
    row = _block(sheet, row, "Tag", "counted, by tag", _known(lines, "tag"), currencies)
    row = _block(sheet, row, "Team key", "counted, by team", _known(lines, "team_id"), currencies)
    row = _block(sheet, row, "Month", "counted, by month", _known(lines, "month"), currencies)
    reasons = lines.filter(~pl.col("counted"))["why_not"].drop_nulls().unique().sort().to_list()
    if reasons:
        _block(sheet, row, "Why not", "that is not counted, by reason", reasons, currencies)
    sheet.freeze_panes = "B5"
    return 7, 6 + len(categories), len(currencies)


def _known(lines: pl.DataFrame, column: str) -> list[str | date]:
    """What stands in a column of the table, each once; what is not told comes last."""
    told = lines[column].drop_nulls().unique().sort().to_list()
    absent = {"team_id": [NO_TEAM], "month": [NO_MONTH]}.get(column, [])
    return [*told, *absent] if lines[column].null_count() else told


def _block(
    sheet: Worksheet,
    row: int,
    column: str,
    title: str,
    members: Sequence[str | date],
    currencies: Sequence[str],
) -> int:
    """Rows of one grouping; answers the row where the next block begins."""
    group(sheet, row, f"Spend {title}", len(currencies) + 1)
    header(sheet, row + 1, (column, *currencies))
    first = row + 2
    for line, member in enumerate(members, start=first):
        put(sheet.cell(line, 1), member, DAY)
        sheet.cell(line, 1).alignment = LEFT
        for place, _ in enumerate(currencies, start=2):
            formula = _sum(column, f"$A{line}", f"{get_column_letter(place)}${row + 1}")
            calculate(sheet.cell(line, place), formula, CENTS)
    last = first + len(members)
    say(sheet.cell(last, 1), "Total", bold=True)
    for place, _ in enumerate(currencies, start=2):
        letter = get_column_letter(place)
        calculate(sheet.cell(last, place), f"SUM({letter}{first}:{letter}{last - 1})", CENTS)
        sheet.cell(last, place).font = LABEL_FONT
    return last + 2


def _sum(column: str, member: str, currency: str) -> str:
    """SUMIFS; for words of others an exact comparison, as * or > in them would be a wildcard."""
    counted = "no" if column == "Why not" else YES
    if column not in EXACT:
        return (
            f"SUMIFS({LEDGER}[Amount],{LEDGER}[{column}],{member},"
            f"{LEDGER}[Currency],{currency},{LEDGER}[Counted],{text(counted)})"
        )
    return (
        f"SUMPRODUCT(EXACT({LEDGER}[{column}],{member})*({LEDGER}[Currency]={currency})"
        f"*({LEDGER}[Counted]={text(counted)})*{LEDGER}[Amount])"
    )
