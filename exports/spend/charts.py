"""The chart sheets of the spend workbook: native charts over live cells."""

from collections.abc import Mapping
from typing import Final, TypeAlias

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils.units import cm_to_EMU
from openpyxl.workbook import Workbook
from openpyxl.worksheet.page import PrintPageSetup
from openpyxl.worksheet.worksheet import Worksheet

from exports.spend.scenarios_sheet import FIRST as FIRST_SCENARIO
from exports.spend.scenarios_sheet import HEADER_ROW as SCENARIO_HEADER
from exports.spend.tornado_sheet import Swings
from exports.spend.years import FIRST_YEAR, OPTIONS

Chart: TypeAlias = BarChart | LineChart

COLOURS: Final = {
    "training": "B5651D",
    "half": "6C7A89",
    "redesign": "1F6F8B",
    "yours": "2E8B57",
}
LOW_COLOUR, HIGH_COLOUR = "B5651D", "1F6F8B"
WIDTH_CM, HEIGHT_CM = 25, 16  # of a chart on a sheet of its own; a landscape page holds it
SHORTEST: Final = 5  # years that the chart of years shows at least
MILLIONS: Final = '#,##0,,"M"'


def years_chart(
    book: Workbook, sheet: Worksheet, rows: Mapping[str, int], horizon: int, currency: str
) -> None:
    """What has come in so far, year by year, for each option."""
    chart = LineChart()
    last = FIRST_YEAR + max(SHORTEST, horizon)
    for option in OPTIONS:
        row = rows[f"{option}_so_far"]
        line = Series(Reference(sheet, FIRST_YEAR, row, last, row), title=option)
        line.graphicalProperties.line.solidFill = COLOURS[option]
        line.graphicalProperties.line.width = 28_000  # in 1/12,700 of a point
        line.smooth = False
        chart.series.append(line)
    chart.set_categories(Reference(sheet, FIRST_YEAR, rows["year"], last, rows["year"]))
    _axes(chart, "Years after the start", f"{currency}, so far, undiscounted")
    chart.x_axis.tickLblPos = "low"
    _on_its_own_sheet(book, "Chart years", chart, "What has come in so far")


def scenarios_chart(
    book: Workbook, sheet: Worksheet, row: int, columns: int, currency: str
) -> None:
    """The net present value of each scenario."""
    chart = BarChart()
    last = FIRST_SCENARIO + columns - 1
    bars = Series(Reference(sheet, FIRST_SCENARIO, row, last, row), title="Net present value")
    bars.graphicalProperties.solidFill = COLOURS["redesign"]
    bars.invertIfNegative = False
    chart.series.append(bars)
    heads = Reference(sheet, FIRST_SCENARIO, SCENARIO_HEADER, last, SCENARIO_HEADER)
    chart.set_categories(heads)
    chart.gapWidth = 80
    chart.legend = None
    _axes(chart, None, f"{currency} over the horizon")
    chart.x_axis.tickLblPos = "low"
    _on_its_own_sheet(book, "Chart scenarios", chart, "Net present value of each scenario")


def tornado_chart(
    book: Workbook, sheet: Worksheet, place: Swings, title: str, currency: str
) -> None:
    """How far each input moves an outcome, the largest on top."""
    chart = BarChart()
    chart.type, chart.overlap, chart.gapWidth = "bar", 100, 40
    for column, name, colour in (
        (4, "input at its low", LOW_COLOUR),
        (5, "at its high", HIGH_COLOUR),
    ):
        area = Reference(sheet, column, place.first, column, place.last)
        bars = Series(area, title=name)
        bars.graphicalProperties.solidFill = colour
        bars.invertIfNegative = False
        chart.series.append(bars)
    chart.set_categories(Reference(sheet, 1, place.first, 1, place.last))
    _axes(chart, None, f"change of the net present value, {currency}")
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.tickLblPos = "low"
    _on_its_own_sheet(book, title, chart, place.title)


def spend_chart(book: Workbook, sheet: Worksheet, first: int, last: int, columns: int) -> None:
    """Counted spend by category; one colour a currency, as currencies are never added."""
    chart = BarChart()
    chart.type = "bar"
    for column in range(2, 2 + columns):
        chart.add_data(Reference(sheet, column, first - 1, column, last), titles_from_data=True)
    chart.set_categories(Reference(sheet, 1, first, 1, last))
    _axes(chart, None, "counted spend")
    chart.x_axis.scaling.orientation = "maxMin"
    _on_its_own_sheet(book, "Chart spend", chart, "Spend by category")


def _axes(chart: Chart, across: str | None, up: str) -> None:
    chart.x_axis.title, chart.y_axis.title = across, up
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = MILLIONS


def _on_its_own_sheet(book: Workbook, name: str, chart: Chart, title: str) -> None:
    chart.title = title
    if chart.legend is not None:
        chart.legend.position = "b"
    sheet = book.create_chartsheet(name)
    sheet.add_chart(chart)
    chart.anchor.ext = XDRPositiveSize2D(cx=cm_to_EMU(WIDTH_CM), cy=cm_to_EMU(HEIGHT_CM))
    sheet.pageSetup = PrintPageSetup(orientation="landscape")
