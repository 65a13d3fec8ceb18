from datetime import date

import pytest

from metrics.contract import Indicator
from ui.cells import Cell
from ui.charts import levels, side_by_side, small_trend, trend
from ui.spark import spark

SHARE = Indicator("challenge", "Challenge", "CHA", "share of hours", "higher", "3.1", "challenge")
RATIO = Indicator(
    "novice_participation",
    "Novice participation",
    "NPR",
    "ratio, 1 is parity",
    "higher",
    "3.4",
    "nex",
)
USE = Indicator("ai_active_share", "AI-active share", "AI", "share of days", "neither", "3", "ai")


def cell(month, value, state="shown", key="challenge"):
    bounds = (None, None) if value is None else (value - 0.1, value + 0.1)
    return Cell("PAY", date(2026, month, 1), key, value, *bounds, state=state)


PAST = [cell(1, 0.4), cell(4, None, "suppressed"), cell(7, 0.6, "low_precision")]


def lines(figure):
    return [trace for trace in figure.data if trace.mode == "lines+markers"]


def test_a_share_is_drawn_in_percent_with_its_unit_on_the_axis():
    figure = trend(SHARE, PAST, "quarter", {})
    assert list(lines(figure)[0].y) == [40.0, None, 60.0]
    assert figure.layout.yaxis.title.text == "share of hours, %"


def test_a_hidden_period_leaves_a_gap():
    figure = trend(SHARE, PAST, "quarter", {})
    assert lines(figure)[0].connectgaps is False
    assert list(lines(figure)[0].x) == ["2026-Q1", "2026-Q2", "2026-Q3"]


def test_a_state_is_told_by_the_shape_of_its_mark_and_in_words():
    line = lines(trend(SHARE, PAST, "quarter", {}))[0]
    assert line.marker.symbol[0] == "circle"
    assert line.marker.symbol[2] == "circle-open"
    assert line.customdata[2] == "60% (50 to 70%), low precision"


def test_the_band_goes_up_and_back_through_both_ends_of_the_interval():
    band = trend(SHARE, PAST, "quarter", {}).data[0]
    assert list(band.x) == ["2026-Q1", "2026-Q3", "2026-Q3", "2026-Q1"]
    assert list(band.y) == pytest.approx([50.0, 70.0, 50.0, 30.0])


def test_the_use_of_ai_stands_below_on_the_same_time_axis():
    figure = trend(SHARE, PAST, "quarter", {}, (USE, [cell(1, 0.2, key="ai_active_share")]))
    [bars] = [trace for trace in figure.data if trace.type == "bar"]
    assert (list(bars.x), list(bars.y), bars.yaxis) == (["2026-Q1"], [20.0], "y2")


def test_units_are_drawn_in_the_order_given_from_top_to_bottom():
    figure = side_by_side(SHARE, [("alpha", cell(1, 0.9)), ("Beta", cell(1, 0.1))], ("Firm", 0.5))
    assert list(figure.data[0].y) == ["Beta", "alpha"]  # plotly draws the first at the bottom
    assert figure.layout.shapes[0].x0 == 50.0


def test_a_unit_without_a_figure_is_not_drawn():
    rows = [("alpha", cell(1, 0.9)), ("Tiny", cell(1, None, "suppressed"))]
    assert list(side_by_side(SHARE, rows, None).data[0].y) == ["alpha"]


def test_parity_is_marked_where_it_has_a_meaning_and_the_reference_where_it_is_known():
    past = [cell(1, 0.8), cell(4, 0.6)]
    lines = levels(RATIO, [date(2026, 1, 1), date(2026, 4, 1)], past)
    assert lines == {"even share": 1.0, "reference": 0.7}
    assert levels(SHARE, [], past) == {}


def test_a_small_picture_names_only_the_ends_of_its_time_axis():
    figure = small_trend(SHARE, PAST, "quarter")
    assert list(figure.layout.xaxis.tickvals) == ["2026-Q1", "2026-Q3"]


def test_a_spark_ends_in_a_point_and_needs_two_figures():
    drawn = spark([cell(1, 0.4), cell(7, 0.6)], "#2E7FBF")
    assert drawn.startswith("<svg")
    assert drawn.count("<polyline") == 1
    assert spark([cell(1, 0.4), cell(4, None)], "#2E7FBF") == ""


def test_an_interval_reaches_to_both_sides_of_its_point():
    uneven = Cell("PAY", date(2026, 1, 1), "challenge", 0.5, 0.3, 0.6, state="shown")
    whiskers = side_by_side(SHARE, [("alpha", uneven)], None).data[0].error_x
    assert list(whiskers.array) == pytest.approx([10.0])
    assert list(whiskers.arrayminus) == pytest.approx([20.0])
