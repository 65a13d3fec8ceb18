"""The first sheet: what this is, what comes out, whether it adds up, and who changed what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheet import (
    LABEL_FONT,
    MOMENT,
    TITLE_FONT,
    WRAPPED,
    Row,
    Value,
    colour_when,
    fit_to_width,
    put,
)
from exports.spend.cells import (
    FINE_SHARE,
    LEFT,
    MILLIONS,
    TAG_COLOURS,
    YEARS,
    calculate,
    colour_tags,
    group,
    header,
    lock,
    say,
    unit,
)

TITLE: Final = "About"
WIDTHS: Final = (40, 30, 22, 22, 60)
COLUMNS: Final = len(WIDTHS)
AGREES: Final = "agrees"
CENT: Final = 0.01

HOW: Final = (
    (
        "How to use it",
        "Change yellow cells on 'Inputs'; everything else follows, and all other cells are locked"
        " against a slip of the hand (Review, Unprotect sheet; there is no password). Figures in M"
        " are millions; the cells hold every digit. If all figures are empty, press Enable Editing:"
        " the file holds formulas and no results.",
    ),
    (
        "Capture",
        "The part of freed time that becomes money must be entered by you: there is no preset. As"
        " long as it is empty, what depends on it says 'enter capture'. Costs need none.",
    ),
    (
        "Tags",
        "measured: from the firm's own records; quoted: somebody states it, the source says who;"
        " assumed: nobody measured it. Colour and word say the same. Who changes a value should"
        " change its tag and source.",
    ),
    (
        "What is not in it",
        "The Monte Carlo simulation. Its 20,000 draws would change at every press of a key, or"
        " be pasted numbers among formulas, and nobody could check either in a meeting. The page"
        " Spend shows it with its seed; here the same ranges are carried in closed form (sheets"
        " 'Tornado' and 'Uncertainty').",
    ),
    (
        "Words",
        "Redesign frees hours. A freed hour is money only when it goes somewhere; no figure here"
        " says that people are not needed. No figure tells on fewer than five people.",
    ),
)
OUTCOMES: Final = (
    ("Launch of workshops for everybody", "out_launch_cost", MILLIONS, "money"),
    ("and every year after", "out_yearly_cost", MILLIONS, "money a year"),
    ("Net present value: all training", "out_npv_training", MILLIONS, "money"),
    ("Net present value: half", "out_npv_half", MILLIONS, "money"),
    ("Net present value: all redesign", "out_npv_redesign", MILLIONS, "money"),
    ("Net present value: yours", "out_npv_yours", MILLIONS, "money"),
    ("Training pays from an effect of", "out_pays_training", FINE_SHARE, "share of output"),
    ("Redesign pays from an effect of", "out_pays_redesign", FINE_SHARE, "share of output"),
    ("Redesign has paid back after", "out_payback_redesign", YEARS, "years"),
)


def about_sheet(
    book: Workbook,
    facts: Mapping[str, Value],
    checks: Mapping[str, tuple[str, str]],
    history: Sequence[Row],
    currency: str,
) -> Worksheet:
    """Fill the first sheet.

    facts    label -> value: scenario, currency, dates, versions
    checks   what is compared -> two formulas that must agree
    history  one row a change: at, by, input, old, new, why; the newest first
    """
    sheet = book.worksheets[0]
    sheet.title = TITLE
    for letter, width in zip("ABCDE", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    put(sheet.cell(1, 1), "Atelier: training against work redesign, with live formulas")
    sheet.cell(1, 1).font = TITLE_FONT
    row = _facts(sheet, 3, facts.items())
    row = _outcomes(sheet, row + 1, currency)
    row = _checks(sheet, row + 1, checks)
    row = _words(sheet, row + 1)
    _history(sheet, row + 1, history)
    sheet.sheet_view.showGridLines = False
    lock(sheet)
    fit_to_width(sheet)
    return sheet


def _facts(sheet: Worksheet, first: int, facts: Iterable[tuple[str, Value]]) -> int:
    for row, (label, value) in enumerate(facts, start=first):
        say(sheet.cell(row, 1), label, bold=True)
        put(sheet.cell(row, 2), value, MOMENT if isinstance(value, datetime) else None)
        sheet.cell(row, 2).alignment = LEFT
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=COLUMNS)
    return row + 1


def _outcomes(sheet: Worksheet, first: int, currency: str) -> int:
    group(sheet, first, "What comes out", COLUMNS)
    for row, (label, name, form, measure) in enumerate(OUTCOMES, start=first + 1):
        say(sheet.cell(row, 1), label)
        calculate(sheet.cell(row, 2), name, form)
        sheet.cell(row, 2).font = LABEL_FONT
        unit(sheet.cell(row, 3), measure.replace("money", currency))
    return row + 1


def _checks(sheet: Worksheet, start: int, checks: Mapping[str, tuple[str, str]]) -> int:
    """Each figure that is computed twice in different ways; both must agree to the cent."""
    group(sheet, start, "Does it add up? Computed twice, in different ways", COLUMNS)
    first = start + 1
    for row, (label, (one, other)) in enumerate(checks.items(), start=first):
        say(sheet.cell(row, 1), label)
        calculate(sheet.cell(row, 3), one, MILLIONS)
        calculate(sheet.cell(row, 4), other, MILLIONS)
        same = f"IF(ISNUMBER(C{row}),ABS(C{row}-D{row})<{CENT},C{row}=D{row})"
        calculate(sheet.cell(row, 2), f'IF({same},"{AGREES}","differs")')
    colour_when(sheet, f"B{first}:B{row}", f'$B{first}="differs"', "FBE3DD")
    return row + 1


def _words(sheet: Worksheet, first: int) -> int:
    group(sheet, first, "How to read it", COLUMNS)
    for row, (label, words) in enumerate(HOW, start=first + 1):
        say(sheet.cell(row, 1), label, bold=True)
        put(sheet.cell(row, 2), words)
        sheet.cell(row, 2).alignment = WRAPPED
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=COLUMNS)
        sheet.row_dimensions[row].height = 15 * (1 + len(words) // 125)
    tags = first + 1 + len(HOW)
    for row, tag in enumerate(TAG_COLOURS, start=tags):
        say(sheet.cell(row, 2), tag)
    colour_tags(sheet, f"B{tags}:B{row}", f"$B{tags}")
    return row + 1


def _history(sheet: Worksheet, first: int, history: Sequence[Row]) -> None:
    """Who changed what in this scenario, and why; the audit of the assumptions."""
    group(sheet, first, "Who changed what", COLUMNS)
    if not history:
        say(sheet.cell(first + 1, 1), "nothing was changed: the preset")
        return
    header(sheet, first + 1, ("Input", "Who", "When", "From, to", "Why"))
    for row, change in enumerate(history, start=first + 2):
        told = f"{_said(change.get('old'))} → {_said(change.get('new'))}"
        values = (*(change.get(key) for key in ("input", "by", "at")), told, change.get("why"))
        for column, value in enumerate(values, start=1):
            put(sheet.cell(row, column), value, MOMENT)
            sheet.cell(row, column).alignment = LEFT


def _said(value: object) -> str:
    if value is None:
        return "empty"
    if isinstance(value, float):
        return f"{value:.10g}"
    return value.isoformat() if isinstance(value, date) else str(value)
