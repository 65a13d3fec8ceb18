"""Guards: what is not settled is not used, hours count when they went somewhere, ROI has tags."""

import pytest

from economics.guards import effect_used, redeployed, roi
from economics.inputs import checked, inputs
from economics.value import npv_redesign
from store.errors import NotEnoughData, RequestError

ASSUMED = dict.fromkeys(inputs(), "assumed")


@pytest.mark.parametrize("verdict", ["CANNOT-TELL", "NOT-ANSWERABLE"])
def test_an_effect_that_cannot_be_told_is_the_prior_range_and_says_so(verdict):
    found = effect_used("effect_redesign", verdict, 0.12, 0.01, 0.23)
    assert (found.value, found.low, found.high) == (0.03, -0.01, 0.07)
    assert (found.tag, found.pilot_is_first) == ("assumed", True)
    assert f"the verdict is {verdict}, so this is the prior range -1.0% to +7.0%" in found.sentence


def test_a_measured_effect_brings_its_own_range():
    found = effect_used("effect_redesign", "WORKED", 0.05, 0.03, 0.07)
    assert (found.value, found.tag, found.pilot_is_first) == (0.05, "measured", False)
    assert found.low == pytest.approx(0.05 - 0.02 * 1.28155 / 1.95996, abs=1e-6)
    assert found.high == pytest.approx(0.05 + 0.02 * 1.28155 / 1.95996, abs=1e-6)


def test_measured_harm_stays_a_loss():
    found = effect_used("effect_training", "HARMED", -0.04, -0.06, -0.02)
    assert found.value == -0.04
    assert "-4.0%" in found.sentence


def test_a_verdict_without_its_numbers_is_not_a_measurement():
    assert effect_used("effect_training", "WORKED").tag == "assumed"


def test_an_unknown_verdict_is_refused():
    with pytest.raises(RequestError, match="no verdict 'GREAT'"):
        effect_used("effect_training", "GREAT")


def test_freed_hours_back_a_capture_only_when_somebody_told_where_they_went():
    values = checked({"capture": 0.4})
    by_hand = 12_000 * 1650 * 0.35 * 0.03
    found = redeployed(values, told_hours=by_hand / 4)
    assert found.freed_hours == pytest.approx(by_hand)
    assert found.share == pytest.approx(0.25)
    assert not found.is_backed
    assert "not backed yet" in found.sentence
    assert redeployed(values, told_hours=by_hand / 2).is_backed


def test_hours_told_back_nothing_while_no_capture_is_entered():
    found = redeployed(checked({}), told_hours=1e6)
    assert not found.is_backed
    assert found.sentence.endswith("No capture is entered.")


def test_an_effect_of_nothing_frees_nothing():
    found = redeployed(checked({"capture": 0.4, "effect_training": 0.0}), 10, "training")
    assert (found.share, found.is_backed) == (None, False)


def test_a_return_is_shown_with_the_tags_of_every_input():
    values = checked({"capture": 0.4})
    found = roi(values, "redesign", ASSUMED | {"wage": "measured"})
    by_hand = 13.5e6 + 12_000 * 120_000 * 0.35 * 0.03 * 6 / 52 + 2.025e6 * 3.889651
    assert found.share == pytest.approx(npv_redesign(values) / by_hand, rel=1e-6)
    assert found.tags["measured"] == 1
    assert found.sentence.startswith("-13% on what is spent; inputs: 1 measured")


def test_a_return_without_its_tags_is_not_shown():
    values = checked({"capture": 0.4})
    with pytest.raises(RequestError, match="no tag for wage"):
        roi(values, "redesign", {key: tag for key, tag in ASSUMED.items() if key != "wage"})


def test_nothing_spent_has_no_return():
    free = checked({"capture": 0.4, "redesign_team_cost": 0.0, "dip": 0.0})
    with pytest.raises(NotEnoughData, match="nothing is spent"):
        roi(free, "redesign", ASSUMED)
