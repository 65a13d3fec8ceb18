"""Native pictures of the evidence workbook: one event study a finding, over live cells."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from openpyxl.chart import LineChart, Reference, Series
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from exports.evidence.fields import EVENTS
from exports.sheet import Row

MOST: Final = 24  # pictures of one workbook; all numbers stand beside them in any case
TALL: Final = 18  # rows that one picture covers
WIDTH_CM, HEIGHT_CM = 20, 8.5
EFFECT, EDGE = "1F6F8B", "8FA6B2"
COLUMN: Final = {field.key: place for place, field in enumerate(EVENTS, start=1)}


def event_charts(sheet: Worksheet, rows: Sequence[Row], columns: int) -> None:
    """Put a picture of the blocks of each finding to the right of the table.

    rows  of the sheet, in its order: those of one finding stand together
    """
    letter = get_column_letter(columns + 2)
    numbered = list(enumerate(rows, start=2))
    groups = [
        list(group)
        for (_, _, against), group in groupby(
            numbered, key=lambda each: (each[1]["study"], each[1]["outcome"], each[1]["against"])
        )
        if against  # blocks, not single months
    ]
    for place, group in enumerate(groups[:MOST]):
        chart = _chart(sheet, group[0][0], group[-1][0], group[0][1])
        sheet.add_chart(chart, f"{letter}{2 + place * TALL}")


def _chart(sheet: Worksheet, first: int, last: int, row: Row) -> LineChart:
    chart = LineChart()
    for key, name, colour in (
        ("effect", "change", EFFECT),
        ("low", "95 % interval, low", EDGE),
        ("high", "95 % interval, high", EDGE),
    ):
        area = Reference(sheet, COLUMN[key], first, COLUMN[key], last)
        line = Series(area, title=name)
        line.smooth = False
        line.graphicalProperties.line.solidFill = colour
        if key == "effect":
            line.marker.symbol, line.marker.size = "circle", 8
            line.graphicalProperties.line.width = 28_000  # in 1/12,700 of a point
        else:
            line.graphicalProperties.line.dashStyle = "dash"
        chart.series.append(line)
    chart.set_categories(Reference(sheet, COLUMN["when"], first, COLUMN["when"], last))
    chart.title = f"{row['name']}: {row['label']}"
    chart.y_axis.title = str(row["unit"])
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    return chart
