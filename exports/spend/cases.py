"""The model down a column: one column a case, so that cases stand side by side as live formulas."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input
from exports.spend.cells import Named, calculate, group, open_cell, say, unit
from exports.spend.input_limits import NOT_YET, limits
from exports.spend.inputs_sheet import input_format
from exports.spend.line import Line

Told = str | float
"""What an input of a case is: a formula, or a number that stays open to change."""

WORKING: Final = "Working"
GATES: Final = {"ready_costs": "Costs can be computed", "ready_value": "Value can be computed"}


@dataclass(frozen=True)
class Rows:
    """Where the inputs, gates and lines of a block of cases stand: one row each, all columns."""

    of: Mapping[str, int]
    inputs: frozenset[str]

    def named(self, column: int) -> Named:
        """Answers the cell of a key in one column."""
        letter = get_column_letter(column)
        return lambda key: f"{letter}{self.of[key]}"


def label_rows(
    sheet: Worksheet,
    first: int,
    known: Mapping[str, Input],
    lines: Sequence[Line],
    currency: str,
    columns: int,
) -> Rows:
    """Write the labels of a block of cases and answer where they stand.

    What comes out stands first, as a reader asks for it first; then the inputs, then the working.
    """
    results = [line for line in lines if not line.working]
    working = [line for line in lines if line.working]
    labels = {line.key: (line.label, line.unit) for line in lines}
    blocks = (
        ("What comes out", [line.key for line in results]),
        ("Inputs of the case", list(known)),
        (WORKING, [*GATES, *(line.key for line in working)]),
    )
    labels |= {key: (each.label, each.unit) for key, each in known.items()}
    labels |= {key: (words, "") for key, words in GATES.items()}
    row, places = first, {}
    for title, keys in blocks:
        group(sheet, row, title, columns)
        if title == WORKING:  # on screen for who checks, not on paper
            sheet.print_area = f"A1:{get_column_letter(columns)}{row - 1}"
        for key in keys:
            row += 1
            places[key] = row
            _label(sheet, row, labels[key][0], labels[key][1].replace("money", currency))
        row += 1
    return Rows(places, frozenset(known))


def _label(sheet: Worksheet, row: int, label: str, measure: str) -> None:
    say(sheet.cell(row, 1), label)
    unit(sheet.cell(row, 2), measure)


def write_case(
    sheet: Worksheet,
    column: int,
    rows: Rows,
    known: Mapping[str, Input],
    lines: Sequence[Line],
    told: Callable[[Input], Told],
) -> None:
    """Write one case down its column.

    told  what each input of this case is
    """
    named = rows.named(column)
    own = []
    for key, each in known.items():
        value, cell = told(each), sheet.cell(rows.of[key], column)
        if isinstance(value, str):
            calculate(cell, value, input_format(each))
        else:
            open_cell(cell, value, input_format(each))
            bounds = ",".join(limits(each))
            own.append(f"MEDIAN({named(key)},{bounds})={named(key)}")
    _gates(sheet, column, rows, own)
    for line in lines:
        calculate(sheet.cell(rows.of[line.key], column), line.written(named), line.format)


def _gates(sheet: Worksheet, column: int, rows: Rows, own: Sequence[str]) -> None:
    """The gates of a column: those of 'Inputs', and that its own open cells are within bounds.

    own  one condition an input that this case has of its own
    """
    costs, value = (sheet.cell(rows.of[gate], column) for gate in GATES)
    named = rows.named(column)
    if own:
        within = f'IF(AND({",".join(own)}),"yes","mend this column")'
        calculate(costs, f'IF(ready_costs="yes",{within},ready_costs)')
    else:
        calculate(costs, "ready_costs")
    can = named("ready_costs")
    has_capture = f"ISNUMBER({named('capture')})"
    calculate(value, f'IF({can}="yes",IF({has_capture},"yes","{NOT_YET}"),{can})')


def same_as_base(each: Input) -> str:
    """The value of the sheet 'Inputs'; an empty cell stays empty, which is not the same as 0."""
    name = f"in_{each.key}"
    return f'IF(ISNUMBER({name}),{name},"")' if each.preset is None else name
