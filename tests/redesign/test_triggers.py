"""STRONG, WATCH or nothing: decided once for all moves."""

from dataclasses import replace

import pytest

from redesign.triggers import all_of, any_of, heard, unheard
from tests.redesign.teams import figure, team

EXCLUDED = {"value": 0.5, "low": 0.4, "high": 0.7}


def strength(**change):
    """Strength of 'NEX high' (below .75) for a figure that is beyond it, with one thing changed."""
    reading = team(figures={"novice_participation": figure(**{**EXCLUDED, **change})})
    return heard(reading, "NEX high").strength


def test_interval_and_shrunk_value_beyond_the_threshold_are_strong():
    assert strength() == "STRONG"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"high": 0.76}, id="the interval reaches the threshold"),
        pytest.param({"high": 0.75}, id="the interval ends on the threshold"),
        pytest.param({"shrunk": 0.8}, id="the shrunk value does not reach it"),
        pytest.param({"shrunk": None}, id="there is no shrunk value"),
        pytest.param({"n_units": 39}, id="39 tasks where 40 are needed"),
        pytest.param({"coverage": 0.59}, id="coverage below .6"),
        pytest.param({"coverage": None}, id="coverage unknown"),
        pytest.param({"state": "partial"}, id="a partial figure"),
        pytest.param({"state": "low_precision"}, id="a figure of low precision"),
    ],
)
def test_a_point_beyond_with_one_thing_missing_is_only_a_watch(change):
    assert strength(**change) == "WATCH"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"value": 0.75}, id="on the threshold is not beyond it"),
        pytest.param({"value": 0.9}, id="on the good side"),
        pytest.param({"state": "pooled"}, id="the figure of a unit above"),
        pytest.param({"state": "suppressed", "value": None}, id="a hidden figure"),
        pytest.param({"state": "warming_up", "value": None}, id="a figure that warms up"),
    ],
)
def test_nothing_is_heard(change):
    assert strength(**change) is None


def test_words_above_a_threshold_look_at_the_lower_end():
    def routine(low):
        return heard(team(figures={"routine": figure(0.7, low, 0.8)}), "ROU high").strength

    assert (routine(0.51), routine(0.49)) == ("STRONG", "WATCH")


def test_all_words_together_are_as_strong_as_the_weakest():
    strong = team("NEX high", "AIG high")
    weak = team("NEX high", figures={"ai_solo_gap": figure(0.4, -0.1, 0.9)})
    assert all_of(strong, "NEX high", "AIG high").strength == "STRONG"
    assert all_of(weak, "NEX high", "AIG high").strength == "WATCH"
    assert all_of(team("NEX high"), "NEX high", "AIG high").strength is None


def test_one_of_the_words_is_as_strong_as_the_strongest_that_holds():
    assert any_of(team("CON low"), "CON low", "SKD high").strength == "STRONG"
    assert any_of(team(), "CON low", "SKD high").strength is None


def test_the_sentence_tells_figure_interval_threshold_and_span():
    reading = team(figures={"novice_participation": figure(**EXCLUDED, quarters=2)})
    assert heard(reading, "NEX high").because == (
        "novices' share of the challenging hours against their share of capacity: "
        "0.50 (0.40 to 0.70, two quarters), below 0.75"
    )


def test_shares_are_told_in_percent():
    reading = team(figures={"routine": figure(0.7, 0.6, 0.8)})
    assert "70% (60% to 80%), above 50%" in heard(reading, "ROU high").because


def test_why_a_word_could_not_be_evaluated():
    hidden = figure(0.5, state="suppressed", reason="Fewer than 5 people")
    hidden = replace(hidden, value=None)
    reading = team(figures={"novice_participation": hidden, "routine": figure(0.2)})
    assert unheard(reading, "NEX high") == "suppressed: Fewer than 5 people"
    assert unheard(reading, "SKD high") == "not computed"
    assert unheard(reading, "ROU high") is None
