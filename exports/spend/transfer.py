"""The block 'Parity': the transfer rate at which an hour of training and of redesign cost alike."""

from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from exports.sheet import WHOLE
from exports.spend.cells import (
    FINE_SHARE,
    HINT,
    HINT_FONT,
    MONEY,
    NUMBER,
    calculate,
    group,
    name_cell,
    open_cell,
    say,
    text,
    unit,
)
from exports.spend.lines_sheet import HEADERS

ENTER: Final = "enter what both took"
NOTHING: Final = "not established"
TOOK: Final = (
    ("people", "Training: people", "people", WHOLE),
    ("hours", "Training: hours of each", "hours", NUMBER),
    ("rate", "Training: loaded cost of an hour", "money an hour", NUMBER),
    ("fees", "Training: fees in all", "money", MONEY),
    ("expert_hours", "Redesign: further hours of experts", "hours", NUMBER),
    ("expert_rate", "Redesign: loaded cost of an expert's hour", "money an hour", NUMBER),
    ("novice_hours", "Redesign: further hours of novices", "hours", NUMBER),
    ("novice_rate", "Redesign: loaded cost of a novice's hour", "money an hour", NUMBER),
    ("facilitation", "Redesign: facilitation", "money", MONEY),
    ("added", "Redesign: learning-zone hours that it added", "hours", NUMBER),
    ("added_low", "and the low end of their 95 % interval", "hours", NUMBER),
    ("added_high", "and the high end", "hours", NUMBER),
)
HOURS: Final = "(took_people*took_hours)"
COST: Final = (
    "(took_expert_hours*took_expert_rate+took_novice_hours*took_novice_rate+took_facilitation)"
)
TRAINING_HOUR: Final = f"(({HOURS}*took_rate+took_fees)/{HOURS})"
IS_ESTABLISHED: Final = "AND(took_added>0,took_added_low>0)"
FOUND: Final = (
    ("training_hour", "An hour of training costs", "money", TRAINING_HOUR, NUMBER),
    ("redesign_hour", "An added hour in the learning zone costs", "money",
     f"IF({IS_ESTABLISHED},{COST}/took_added,{text(NOTHING)})", NUMBER),
    ("rate", "Training hours that would have to act like learning-zone hours", "share",
     f"IF({IS_ESTABLISHED},{TRAINING_HOUR}*took_added/{COST},{text(NOTHING)})", FINE_SHARE),
    ("rate_low", "at the low end of the interval", "share",
     f"IF({IS_ESTABLISHED},{TRAINING_HOUR}*took_added_low/{COST},{text(NOTHING)})", FINE_SHARE),
    ("rate_high", "at the high end", "share",
     f"IF({IS_ESTABLISHED},{TRAINING_HOUR}*took_added_high/{COST},{text(NOTHING)})", FINE_SHARE),
)  # fmt: skip
HOW: Final = (
    "cost of an hour of training / cost of an added hour in the learning zone; above 100 % training"
    " cannot reach parity. No rate is assumed. It does not tell what training does beside, such as"
    " a licence to work, or people who stay."
)


def transfer_block(book: Workbook, sheet: Worksheet, row: int, currency: str) -> None:
    """Write the block from a row on (METHODS 3.11): what both took, open; what follows, locked.

    Cells are called took_<what> and parity_<what>. An interval of the added hours that holds 0
    establishes nothing.
    """
    group(sheet, row, "Parity: what one redesign and one training took", len(HEADERS))
    rule = _rule()
    sheet.add_data_validation(rule)
    for line, (key, label, measure, form) in enumerate(TOOK, start=row + 1):
        say(sheet.cell(line, 1), label)
        open_cell(sheet.cell(line, 2), None, form)
        name_cell(book, f"took_{key}", sheet, sheet.cell(line, 2))
        unit(sheet.cell(line, 3), measure.replace("money", currency))
        rule.add(sheet.cell(line, 2).coordinate)
    area = f"$B${row + 1}:$B${row + len(TOOK)}"
    entered = f"AND(COUNT({area})={len(TOOK)},{HOURS}>0,{COST}>0)"
    first = row + len(TOOK) + 1
    for line, (key, label, measure, formula, form) in enumerate(FOUND, start=first):
        say(sheet.cell(line, 1), label, bold=True)
        calculate(sheet.cell(line, 2), f"IF({entered},{formula},{text(ENTER)})", form)
        name_cell(book, f"parity_{key}", sheet, sheet.cell(line, 2))
        unit(sheet.cell(line, 3), measure.replace("money", currency))
    cell = sheet.cell(first + 2, 4)
    say(cell, HOW)
    cell.alignment, cell.font = HINT, HINT_FONT
    sheet.row_dimensions[cell.row].height = 48  # three lines


def _rule() -> DataValidation:
    return DataValidation(
        type="decimal",
        operator="between",
        formula1="-1000000000000000",
        formula2="1000000000000000",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle="This cannot be",
        error="Found no number. Expected what it took, in the unit beside. Type a number.",
    )
