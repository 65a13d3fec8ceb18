"""The pictures of a study: what is drawn, where the lines stand, what is hollow."""

import math
from dataclasses import replace

import pytest

from evidence.results import Estimate, Sensitivity
from exports.evidence.sentences import blocks_words
from exports.evidence.told import OneTeam
from tests.evidence.gallery import CANNOT_TELL, HARMED, WORKED
from ui.evidence.doubt_pictures import drift, side_by_side
from ui.evidence.doubts import method_rows
from ui.evidence.event_picture import event_blocks, event_months
from ui.evidence.one_team import gap_picture, rank_picture


def levels(figure):
    """Horizontal lines that go across the picture."""
    return [shape.y0 for shape in figure.layout.shapes if shape.y0 == shape.y1]


def test_quarters_stand_before_and_after_the_rollout_in_percent():
    before, after, reference = event_blocks(WORKED).data
    assert list(before.x) == [-11, -8, -5]
    assert list(after.x) == [1, 4]
    assert list(after.y) == pytest.approx(
        [100 * math.expm1(-0.0525 * 0.45), 100 * math.expm1(-0.0525 * 1.05)]
    )
    assert before.marker.symbol == "circle-open"
    assert after.marker.symbol == "circle"
    assert (reference.x[0], reference.y[0]) == (-2, 0)


def of_few_periods():
    """A finding whose blocks are single periods."""
    blocks = tuple(replace(each, months=(each.block, each.block)) for each in WORKED.blocks)
    return replace(WORKED, blocks=blocks, counts=replace(WORKED.counts, periods=9))


def test_blocks_of_one_period_stand_beside_the_one_just_before():
    figure = event_blocks(of_few_periods())
    before, after, reference = figure.data
    assert (list(before.x), list(after.x)) == ([-4, -3, -2], [0, 1])
    assert (reference.x[0], reference.y[0]) == (-1, 0)
    assert reference.hovertemplate.startswith("the month just before")
    assert list(figure.layout.xaxis.ticktext) == [
        "4 before", "3 before", "2 before", "1 before<br>(reference)", "1 after", "2 after",
    ]  # fmt: skip


def test_blocks_of_one_month_are_called_months():
    words = blocks_words(of_few_periods().blocks, of_few_periods())
    assert "against the month just before rollout" in words
    assert "Months before rollout: " in words
    assert "uarter" not in words


def test_an_interval_reaches_exactly_to_its_ends():
    after = event_blocks(WORKED).data[1]
    each = WORKED.blocks[-1].effect
    assert after.y[1] + after.error_y.array[1] == pytest.approx(100 * math.expm1(each.high))
    assert after.y[1] - after.error_y.arrayminus[1] == pytest.approx(100 * math.expm1(each.low))


def test_rollout_stands_just_before_the_first_month_with_it_and_nothing_is_a_line_at_zero():
    for figure in (event_blocks(WORKED), event_months(WORKED)):
        [rollout] = [shape.x0 for shape in figure.layout.shapes if shape.x0 == shape.x1]
        assert rollout == -0.5
        assert 0 in levels(figure)


def test_break_even_is_drawn_on_the_good_side_and_only_where_somebody_asked():
    assert levels(event_blocks(WORKED)) == [0, pytest.approx(100 * math.expm1(-0.034))]
    assert levels(event_blocks(HARMED)) == [0]


def test_months_before_are_hollow_and_all_are_drawn():
    before, after = event_months(WORKED).data
    assert list(before.x) == list(range(-12, 0))
    assert list(after.x) == list(range(12))
    assert before.marker.symbol == "circle-open"


def test_methods_stand_from_top_to_bottom_with_zero_in_sight():
    figure = side_by_side(WORKED, method_rows(WORKED))
    assert [trace.y[0] for trace in figure.data] == [
        "Second method", "At equal practice", "In all"
    ]  # fmt: skip
    low, high = figure.layout.xaxis.range
    assert low < 100 * math.expm1(-0.07) < 0 < high


def test_an_estimate_without_an_interval_is_drawn_as_a_point():
    bare = replace(WORKED, total=Estimate(-0.05, math.nan, math.nan, math.nan))
    figure = side_by_side(bare, method_rows(bare)[:1])
    assert figure.data[0].error_x.array == (0.0,)


def test_the_drift_at_which_the_interval_holds_zero_is_drawn_otherwise():
    rows = ((0.0, -0.08, -0.02), (0.5, -0.1, -0.01), (1.0, -0.13, 0.02))
    figure = drift(replace(WORKED, sensitivity=Sensitivity(0.7, rows)))
    assert [trace.line.dash for trace in figure.data] == [None, None, "dot"]
    assert list(figure.layout.xaxis.tickvals) == [0.0, 0.5, 1.0]


def test_what_could_not_be_computed_is_not_drawn():
    rows = ((0.0, -0.08, -0.02), (1.0, math.nan, math.inf))
    assert len(drift(replace(WORKED, sensitivity=Sensitivity(0.7, rows))).data) == 1
    assert len(drift(replace(CANNOT_TELL, sensitivity=None)).data) == 0


def test_one_team_stands_filled_among_hollow_ones_without_names():
    told = OneTeam((-1, 0), (0.0, math.log(0.9)), (1.1, 0.8, 3.0), -0.1, None, 1, 3)
    others, own = rank_picture(told).data
    assert (list(others.x), list(own.x)) == ([1.1, 0.8], [3.0])
    assert (others.marker.symbol, own.marker.symbol) == ("circle-open", "diamond")
    assert "name" not in str(others.hovertemplate)
    [gap] = gap_picture(WORKED.outcome, told).data
    assert list(gap.y) == pytest.approx([0.0, -10.0])
