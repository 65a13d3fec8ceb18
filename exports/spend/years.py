"""The table of years on the sheet 'Value': money by line and year, present value, payback."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from economics.value import LONGEST_PAYBACK
from exports.sheet import LABEL_FONT, colour_when
from exports.spend.cells import (
    MILLIONS,
    YEARS,
    Named,
    calculate,
    group,
    header,
    name_cell,
    say,
    unit,
)
from exports.spend.line import PLACE

FIRST_YEAR: Final = 5  # the column of year 0; before it stand label, present value, unit, payback
LAST_YEAR: Final = FIRST_YEAR + LONGEST_PAYBACK
BESIDE: Final = re.compile(r"\[(\w+)(<?)\]")
LATE: Final = f"not within {LONGEST_PAYBACK} years"
RAMPED: Final = "IF({months}<{{ramp}},{months}^2/(2*{{ramp}}),{months}-{{ramp}}/2)"
GREY: Final = "EFEFEF"


@dataclass(frozen=True)
class YearLine:
    """One line of the table of years.

    at_start, later  formulas of year 0 and of every later year: {x} is a named cell, [x] the line
                     x in the same year, [x<] in the year before
    needs            'value' where nothing can be said before capture is entered
    named            the present value is called out_value_<key>
    """

    key: str
    label: str
    at_start: str
    later: str
    needs: str = "value"
    format: str = MILLIONS
    money: bool = True


PARTS: Final = (
    YearLine("year", "Year", "0", "[year<]+1", "costs", "0", money=False),
    YearLine(
        "factor",
        "Discount factor; 0 beyond the horizon",
        "1",
        "IF([year]<={years},[factor<]/(1+{discount}),0)",
        "costs",
        "0.0000",
        money=False,
    ),
    YearLine(
        "ramped",
        "Months at full effect until the end of the year, before erosion",
        "0",
        RAMPED.format(months="(12*[year])"),
        "costs",
        "0.00",
        money=False,
    ),
    YearLine(
        "kept",
        "Part of the effect that erosion leaves",
        "1",
        "IF([year]=1,1,[kept<]*(1-{erosion}))",
        "costs",
        "0.0000",
        money=False,
    ),
    YearLine(
        "part",
        "Part of the full effect of redesign in the year",
        "0",
        "([ramped]-[ramped<])/12*[kept]",
        "costs",
        "0.0000",
        money=False,
    ),
)
TRAINING: Final = (
    YearLine("training_launch", "Launch", "-{launch_used}", "0", "costs"),
    YearLine("training_yearly", "Every year", "0", "-{yearly_used}", "costs"),
    YearLine("training_benefit", "Benefit", "0", "{training_benefit}"),
    YearLine(
        "exits_saved", "Exits avoided (secondary, its own line)", "0", "{exits_benefit}", "costs"
    ),
)
REDESIGN: Final = (
    YearLine("redesign_set_up", "Set-up", "-{redesign_set_up}", "0", "costs"),
    YearLine("redesign_dip", "Output lost while people change", "-{redesign_dip}", "0", "costs"),
    YearLine("redesign_upkeep", "Upkeep", "0", "-{redesign_upkeep}", "costs"),
    YearLine("redesign_benefit", "Benefit", "0", "{redesign_benefit}*[part]"),
)
TOGETHER: Final = "[training_net]*(1-{{{share}}})+[redesign_net]*{{{reach}}}"


def _net(option: str, formula: str) -> tuple[YearLine, ...]:
    """Net money of an option, what has come in so far, and whether it has paid back by then."""
    net, so_far, paid = f"{option}_net", f"{option}_so_far", f"{option}_paid"
    return (
        YearLine(net, "Net", formula, formula),
        YearLine(so_far, "So far, undiscounted", f"[{net}]", f"[{so_far}<]+[{net}]"),
        YearLine(
            paid,
            "Paid back by then (1: yes)",
            f"IF([{so_far}]>=0,1,0)",
            f"IF(OR([{paid}<]=1,[{so_far}]>=0),1,0)",
            format="0",
            money=False,
        ),
    )


def _sum(lines: tuple[YearLine, ...]) -> str:
    return "+".join(f"[{line.key}]" for line in lines)


BLOCKS: Final[Mapping[str, tuple[YearLine, ...]]] = {
    "Time": PARTS,
    "All training": (*TRAINING, *_net("training", _sum(TRAINING))),
    "All redesign": (*REDESIGN, *_net("redesign", _sum(REDESIGN))),
    "Half": _net("half", TOGETHER.format(share="half_share", reach="half_coverage")),
    "Yours": _net("yours", TOGETHER.format(share="moved_share", reach="coverage")),
}
OPTIONS: Final = ("training", "redesign", "half", "yours")


def write_years(
    book: Workbook, sheet: Worksheet, row: int, named: Named, currency: str
) -> dict[str, int]:
    """Write the table from a row on; answers the row of each line by its key.

    Present values are called out_value_<line>, those of the net out_npv_<option>; annuity, the
    present value of redesign's part and the paybacks have names too.
    """
    heads = ("Line", "Present value", "Unit", "Payback, years", *[""] * (LONGEST_PAYBACK + 1))
    header(sheet, row, heads)
    rows = dict(_rows(row + 1))
    for title, lines in BLOCKS.items():
        group(sheet, rows[lines[0].key] - 1, title, len(heads))
        for line in lines:
            _write(sheet, rows, line, named, currency)
    _values(book, sheet, rows)
    for option in OPTIONS:
        _payback(book, sheet, rows, option)
    first = f"{get_column_letter(FIRST_YEAR)}{rows['year']}"
    area = f"{first}:{get_column_letter(LAST_YEAR)}{max(rows.values())}"
    beyond = f"{get_column_letter(FIRST_YEAR)}${rows['year']}>in_years"
    colour_when(sheet, area, f"AND(ISNUMBER(in_years),{beyond})", GREY)
    return rows


def _rows(first: int) -> Iterator[tuple[str, int]]:
    """Where each line stands: a row for the title of each block, then its lines, then a gap."""
    row = first
    for lines in BLOCKS.values():
        for place, line in enumerate(lines, start=1):
            yield line.key, row + place
        row += len(lines) + 2


def _write(
    sheet: Worksheet, rows: Mapping[str, int], line: YearLine, named: Named, currency: str
) -> None:
    row = rows[line.key]
    say(sheet.cell(row, 1), line.label)
    unit(sheet.cell(row, 3), currency if line.money else "")
    for column in range(FIRST_YEAR, LAST_YEAR + 1):
        formula = line.at_start if column == FIRST_YEAR else line.later
        written = _placed(PLACE.sub(lambda m: named(m[1]), formula), rows, column)
        gate = f"ready_{line.needs}"
        calculate(sheet.cell(row, column), f'IF({gate}="yes",{written},"")', line.format)


def _placed(formula: str, rows: Mapping[str, int], column: int) -> str:
    """The formula with the cells of other lines, in this year or the one before."""

    def cell(match: re.Match[str]) -> str:
        return f"{get_column_letter(column - (1 if match[2] else 0))}{rows[match[1]]}"

    return BESIDE.sub(cell, formula)


def _values(book: Workbook, sheet: Worksheet, rows: Mapping[str, int]) -> None:
    """Present values: what stands in the years times the discount factors."""
    for lines in BLOCKS.values():
        for line in lines:
            if line.key == "part" or line.key.endswith("_net") or line in (*TRAINING, *REDESIGN):
                cell = sheet.cell(rows[line.key], 2)
                value = f"SUMPRODUCT({_across(rows, 'factor')},{_across(rows, line.key)})"
                gate = f"ready_{line.needs}"
                calculate(cell, f'IF({gate}="yes",{value},{gate})', line.format)
                name_cell(book, f"out_{_value_name(line.key)}", sheet, cell)
                cell.font = LABEL_FONT
    cell = sheet.cell(rows["factor"], 2)
    later = f"{get_column_letter(FIRST_YEAR + 1)}{rows['factor']}"
    area = f"{later}:{get_column_letter(LAST_YEAR)}{rows['factor']}"
    calculate(cell, f'IF(ready_costs="yes",SUM({area}),ready_costs)', "0.0000")
    name_cell(book, "out_annuity", sheet, cell)


def _value_name(key: str) -> str:
    return f"npv_{key.removesuffix('_net')}" if key.endswith("_net") else f"value_{key}"


def _payback(book: Workbook, sheet: Worksheet, rows: Mapping[str, int], option: str) -> None:
    """Years until the option has paid back, evenly within a year; the horizon does not matter."""
    paid, net, so_far = (_across(rows, f"{option}_{part}") for part in ("paid", "net", "so_far"))
    years = f"COUNTIF({paid},0)"  # years that end before it has paid back, year 0 included
    found = f"{years}-1-INDEX({so_far},1,{years})/INDEX({net},1,{years}+1)"
    never = f"{years}>{LONGEST_PAYBACK}"
    formula = f'IF({never},"{LATE}",IF({years}=0,0,{found}))'
    cell = sheet.cell(rows[f"{option}_so_far"], 4)
    calculate(cell, f'IF(ready_value="yes",{formula},ready_value)', YEARS)
    name_cell(book, f"out_payback_{option}", sheet, cell)


def _across(rows: Mapping[str, int], key: str) -> str:
    row = rows[key]
    return f"${get_column_letter(FIRST_YEAR)}${row}:${get_column_letter(LAST_YEAR)}${row}"
