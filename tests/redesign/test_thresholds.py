"""One configuration file, every number with its reason, none of it twice."""

import numpy as np
import pytest

from metrics.anchors import anchors
from metrics.measure import indicators
from redesign.hashes import drawn, hashed
from redesign.thresholds import number, numbers, word, words
from store.errors import ContractError

# METHODS 6.1, words in the trigger column, and the column itself for M11.
HANDBOOK = {
    "NEX high": ("novice_participation", "below", 0.75),
    "AIG high": ("ai_solo_gap", "above", 0.15),
    "CON low": ("connection", "below", 0.30),
    "SKD high": ("skill_spread", "above", 1.2),
    "ROU high": ("routine", "above", 0.50),
    "ROU very high": ("routine", "above", 0.60),
    "EXP low": ("exposed", "below", 0.10),
    "CHA low": ("challenge", "below", 0.25),
}
LATER = {"skill_spread"}  # indicators that the handbook names and that are not measured yet


def test_the_trigger_words_are_those_of_the_handbook():
    assert {w.name: (w.indicator, w.side, w.bound) for w in words().values()} == HANDBOOK


def test_every_word_is_about_an_indicator():
    assert {w.indicator for w in words().values()} - LATER <= set(indicators())


def test_every_number_has_unit_and_reason():
    for row in (*numbers().values(), *words().values()):
        assert row.reason
    assert all(row.unit for row in numbers().values())


def test_no_number_stands_in_two_files():
    assert set(numbers()).isdisjoint(anchors())


def test_numbers_of_the_measurement_are_read_from_its_own_file():
    assert number("residual_sd") == anchors()["residual_sd"].value


def test_an_unknown_name_lists_what_exists():
    with pytest.raises(ContractError, match=r"no trigger word 'NEX'.*NEX high"):
        word("NEX")
    with pytest.raises(ContractError, match=r"no number 'nothing'.*slot_hours"):
        number("nothing")


def test_a_draw_from_names_is_even_and_the_same_for_the_same_names():
    names = [f"w{n}" for n in range(20_000)]
    first = drawn(hashed(names))
    assert first.mean() == pytest.approx(0.5, abs=0.01)
    assert np.histogram(first, 10, (0, 1))[0] == pytest.approx(np.full(10, 2000), abs=150)
    assert (drawn(hashed(names)) == first).all()
    assert np.abs(np.corrcoef(first, drawn(hashed(names), hashed(names)))[0, 1]) < 0.03


def test_the_order_of_parts_matters_and_nobody_is_a_part_too():
    a, b, nobody = hashed(["a"]), hashed(["b"]), hashed([None])
    assert drawn(a, b) != drawn(b, a)
    assert drawn(a, nobody) != drawn(a)
