from datetime import date

import pytest

from metrics.contract import Indicator
from ui.cards import Headline, changed, moved, spread, support, verdict
from ui.cells import Cell
from ui.changes import Change

TOLD = Indicator(
    "challenge",
    "Challenge",
    "CHA",
    "share of hours",
    "higher",
    "3.1",
    "challenge",
    about_novices=True,
)
SHOWN = Cell(
    "PAY",
    date(2026, 1, 1),
    "challenge",
    0.41,
    0.38,
    0.44,
    68.0,
    63.0,
    73.0,
    9,
    4,
    64,
    0.93,
    "shown",
    None,
)


def headline(cell=SHOWN, year=None, reference=None, pooled=None):
    return Headline(TOLD, cell, [cell], year, "in a year", reference, pooled)


def hidden(state, **more):
    return Cell("PAY", date(2026, 1, 1), "challenge", state=state, **more)


def test_a_change_that_clears_is_told_by_arrow_word_and_colour():
    assert moved(TOLD, Change(0.4, 0.1, 0.02, 0.18), "in a year") == (
        ":green-badge[▲ better] :small[+10 points in a year]"
    )
    assert ":orange-badge[▼ worse]" in moved(TOLD, Change(0.4, -0.1, -0.18, -0.02), "in a year")


def test_a_change_whose_interval_holds_zero_cannot_be_told():
    assert moved(TOLD, Change(0.4, 0.1, -0.02, 0.22), "in a year") == (
        ":gray-badge[◆ cannot tell] :small[+10 points in a year]"
    )


def test_a_card_compares_with_a_year_ago_and_with_the_reference():
    words = changed(
        headline(year=Change(0.4, 0.01, -0.1, 0.1), reference=Change(0.5, -0.1, -0.2, -0.01))
    )
    assert "in a year" in words
    assert "since the reference" in words


@pytest.mark.parametrize("state", ["pooled", "suppressed", "not_computed"])
def test_a_figure_that_is_not_the_units_own_is_not_compared(state):
    cell = hidden(state, value=0.4 if state == "pooled" else None)
    assert changed(headline(cell, year=Change(0.4, 0.1, 0.02, 0.18))) == ":gray[no comparison]"


def test_a_card_says_what_its_figure_stands_on():
    words = support(headline(reference=Change(0.35, 0.06, 0.01, 0.11)))
    assert words == "score 68 of 100 · reference 35% · 9 people · 4 novices · 93% of hours usable"


def test_a_pooled_figure_names_its_unit():
    cell = hidden("pooled", value=0.4, pooled_from="OPS", reason="Fewer than 20 tasks")
    words = support(headline(cell, pooled="Operations"))
    assert "**pooled from Operations: fewer than 20 tasks**" in words


def test_a_hidden_figure_says_why_in_place_of_its_interval():
    assert spread(headline(hidden("suppressed", reason=None))) == "fewer than 5 people"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (51.0, 70.0, "above the middle mark"),
        (20.0, 49.0, "below the middle mark"),
        (45.0, 55.0, "around the middle mark"),
    ],
)
def test_a_verdict_needs_the_whole_interval_on_one_side(low, high, words):
    cell = Cell(
        "PAY", date(2026, 1, 1), "challenge", 0.4, score=50.0, score_low=low, score_high=high
    )
    assert words in verdict(cell)
