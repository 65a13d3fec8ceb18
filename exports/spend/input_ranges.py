"""Low and high of an input: open cells that move along with the value until somebody types."""

from typing import Final

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from economics.inputs import Input
from economics.uncertainty import CORNERS, VARIED_GROUPS
from exports.spend.cells import calculate, name_cell, open_cell
from exports.spend.input_limits import limits

LOW: Final = 4  # the column; high stands beside it


def range_cells(
    book: Workbook,
    sheet: Worksheet,
    row: int,
    each: Input,
    given: tuple[float, float] | None,
    number_format: str,
) -> None:
    """Write low and high, called low_<key> and high_<key>; none where the input has no range.

    given  a range that replaces the one of the preset, such as that of a measured effect
    """
    sides = _corners(each) if each.key in CORNERS else _sides(each)
    if given and sides:
        sides = dict(zip(sides, given, strict=True))
    for column, (side, told) in enumerate(sides.items(), start=LOW):
        cell = sheet.cell(row, column)
        open_cell(cell, None if isinstance(told, str) else told, number_format)
        if isinstance(told, str):
            calculate(cell, told)
        name_cell(book, f"{side}_{each.key}", sheet, cell)


def _sides(each: Input) -> dict[str, str | float]:
    """Low and high by side; a formula where the range moves along with the value.

    The range of an effect is shifted, as it can be negative; all others grow in proportion. What a
    source states of the workshops and tokens stays where it is (`economics.uncertainty.varied`).
    """
    if each.low is None or each.high is None:
        return {}
    sides = {"low": each.low, "high": each.high}
    if each.group not in VARIED_GROUPS or each.centre is None:
        return dict(sides)
    name, (least, most) = f"in_{each.key}", limits(each)
    shifts = each.at_least is None or each.at_least < 0
    moved = (
        f"{{:.17g}}+{name}-{each.centre:.17g}" if shifts else f"{{:.17g}}*{name}/{each.centre:.17g}"
    )
    return {
        side: f'IF(ISNUMBER({name}),MEDIAN({least},{most},{moved.format(bound)}),"")'
        for side, bound in sides.items()
    }


def _corners(each: Input) -> dict[str, str | float]:
    """Money that comes from the treadmill varies over its corners; entered money does not vary."""
    name = f"in_{each.key}"
    return {
        side: f"IF(ISNUMBER({name}),{name},range_{side}_{CORNERS[each.key]})"
        for side in ("low", "high")
    }
