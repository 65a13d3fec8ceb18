from datetime import date

import pytest

from metrics.contract import Indicator
from ui.words import (
    counted,
    difference,
    direction,
    interval,
    number,
    period_name,
    plain,
    state_words,
    unit_words,
)

SHARE = Indicator("challenge", "Challenge", "CHA", "share of hours", "higher", "3.1", "challenge")
RATIO = Indicator("gate", "Gate", "GATE", "ratio, 1 is even", "lower", "3.6", "gate")
NEUTRAL = Indicator("drift", "Drift", "DRF", "0 to 1", "neither", "3.8", "drift")


def test_a_share_is_shown_in_percent_and_its_unit_says_so():
    assert number(SHARE, 0.414) == "41%"
    assert interval(SHARE, 0.38, 0.44) == "38 to 44%"
    assert unit_words(SHARE) == "share of hours, %"


def test_a_ratio_keeps_its_decimals():
    assert number(RATIO, 0.624) == "0.62"
    assert interval(RATIO, 0.5, 1.2) == "0.50 to 1.20"
    assert unit_words(RATIO) == "ratio, 1 is even"


def test_a_missing_figure_is_a_dash_and_has_no_interval():
    assert number(SHARE, None) == "–"
    assert interval(SHARE, None, 0.4) == "no interval"


@pytest.mark.parametrize(
    ("told", "change", "words"),
    [
        (SHARE, 0.04, "+4 points"),
        (SHARE, -0.12, "−12 points"),
        (SHARE, 0.002, "±0 points"),
        (RATIO, -0.301, "−0.30"),
        (RATIO, -0.001, "±0.00"),
    ],
)
def test_a_change_has_a_sign_and_the_unit_of_its_figure(told, change, words):
    assert difference(told, change) == words


@pytest.mark.parametrize(
    ("told", "change", "way"),
    [
        (SHARE, 0.1, "better"),
        (SHARE, -0.1, "worse"),
        (RATIO, 0.1, "worse"),
        (RATIO, -0.1, "better"),
        (NEUTRAL, 0.1, "different"),
        (SHARE, 0.0, "different"),
    ],
)
def test_a_change_is_good_or_bad_only_where_the_figure_has_a_good_end(told, change, way):
    assert direction(told, change) == way


def test_periods_have_the_names_of_the_url():
    assert period_name(date(2026, 7, 1), "quarter") == "2026-Q3"
    assert period_name(date(2026, 7, 1), "month") == "2026-07"


def test_numbers_have_as_many_decimals_as_they_deserve():
    assert [plain(v) for v in (0.123, 12.34, 1234.5, -0.5)] == ["0.12", "12.3", "1,234", "−0.50"]


def test_one_person_is_not_one_people():
    assert [counted(n, "person") for n in (1, 2)] == ["1 person", "2 people"]
    assert [counted(n, "team") for n in (0, 1, 4)] == ["0 teams", "1 team", "4 teams"]


def test_a_hidden_figure_says_why():
    assert state_words("shown", None, None) == ""
    assert state_words("suppressed", None, None) == "fewer than 5 people"
    assert state_words("suppressed", "Fewer than 5 people", None) == "Fewer than 5 people"
    assert (
        state_words("suppressed", "Only 27 % of the hours", None)
        == "hidden: only 27 % of the hours"
    )
    assert state_words("pooled", None, "Operations") == "pooled from Operations"
    assert state_words("pooled", "Fewer than 20 tasks", "Operations") == (
        "pooled from Operations: fewer than 20 tasks"
    )
    assert state_words("not_computed", "No AI data", None) == "not computed: no AI data"
    assert state_words("warming_up", "Warming up: 30 days", None) == "Warming up: 30 days"
