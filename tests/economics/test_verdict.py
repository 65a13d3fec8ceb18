"""The verdict at capture 0, .4 and 1, and at the entered one; losses read as losses."""

import math

import pytest

from economics.inputs import checked
from economics.value import npv_redesign
from economics.verdict import in_millions, verdict, verdicts


def test_the_verdict_is_told_at_three_captures_and_the_entered_one():
    found = verdicts(checked({"capture": 0.25}))
    assert [each.capture for each in found] == [0, 0.25, 0.4, 1]
    assert [each.is_entered for each in found] == [False, True, False, False]


def test_an_entered_capture_of_the_three_stands_once():
    found = verdicts(checked({"capture": 0.4}))
    assert [each.capture for each in found] == [0, 0.4, 1]
    assert found[1].is_entered


def test_without_an_entered_capture_none_of_the_three_is_the_firms():
    assert not any(each.is_entered for each in verdicts(checked({})))


def test_freed_time_that_goes_nowhere_pays_for_nothing():
    found = verdict(checked({}), 0.0)
    assert not found.does_any_pay
    assert all(worth < 0 for worth in found.npv.values())
    assert set(found.pays.values()) == {math.inf}
    assert "no plausible effect pays" in found.sentence


def test_a_loss_is_shown_with_its_sign():
    found = verdict(checked({}), 0.4)
    assert found.best == "redesign"
    assert found.sentence.endswith("loses least: -3.0 M over the horizon.")
    assert in_millions(-76.86e6) == "-76.9 M"


def test_what_pays_is_told_as_such():
    found = verdict(checked({}), 1.0)
    assert found.does_any_pay
    assert found.sentence.endswith("redesign for everybody pays: +27.1 M over the horizon.")
    assert found.npv["redesign"] == pytest.approx(npv_redesign(checked({"capture": 1.0})))


def test_training_wins_where_it_does():
    found = verdict(checked({"effect_training": 0.5, "effect_redesign": 0.0}), 1.0)
    assert found.best == "training"
    assert "all training pays" in found.sentence
