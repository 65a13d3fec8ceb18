"""Every input says what it is; bad input is refused in words that tell what to do (EVIDENCE C4)."""

import math

import pytest

from economics.inputs import checked, faults, figure, inputs, preset
from store.errors import NotEnoughData, RequestError

GROUPS = ["workshop", "tokens", "value", "training", "redesign", "secondary", "split"]

BAD = {
    "a negative share": ({"token_share": -0.1}, "token_share", "-0.1"),
    "a share above one": ({"touched": 1.2}, "touched", "1.2"),
    "a capture above one": ({"capture": 40.0}, "capture", "40"),
    "an empty session": ({"team_size": 0.0}, "team_size", "somebody in it"),
    "an instructor without sessions": (
        {"sessions_per_instructor": 0.0},
        "sessions_per_instructor",
        "teaches nobody",
    ),
    "a discount of minus one": ({"discount": -1.0}, "discount", "no present value"),
    "a horizon of no year": ({"years": 0.0}, "years", "nothing can pay back"),
    "half a year of horizon": ({"years": 2.5}, "years", "a whole number"),
    "a turnover above one": ({"turnover": 1.5}, "turnover", "more than everybody"),
    "no half-life": ({"half_life": 0.0}, "half_life", "forgotten at once"),
    "no interval": ({"interval": 0.0}, "interval", "time between"),
    "a negative wage": ({"wage": -1.0}, "wage", "at least 0"),
    "not a number": ({"people": math.nan}, "people", "nan"),
    "an infinite price": ({"token_price": math.inf}, "token_price", "inf"),
    "an input that does not exist": ({"headcount": 3.0}, "headcount", "one of people"),
}


def test_inputs_stand_in_the_order_of_their_groups():
    seen = [each.group for each in inputs().values()]
    assert seen == sorted(seen, key=GROUPS.index)


@pytest.mark.parametrize("key", inputs())
def test_an_input_says_what_it_is_and_why(key):
    each = inputs()[key]
    assert each.label
    assert each.unit
    assert each.reason
    assert each.tag in {"measured", "quoted", "assumed"}
    assert each.at_least is not None
    assert (each.low is None) == (each.high is None)
    assert each.preset is not None or each.empty


@pytest.mark.parametrize("key", [key for key, each in inputs().items() if each.low is not None])
def test_a_range_holds_the_value_that_it_belongs_to(key):
    each = inputs()[key]
    assert each.low <= each.centre <= each.high


def test_the_preset_is_right_by_its_own_limits():
    assert checked({}) == preset()
    assert faults(preset()) == []


def test_only_the_capture_has_neither_a_preset_nor_a_treadmill_to_fall_back_on():
    empty = {key for key, value in preset().items() if value is None}
    assert empty == {"capture", "launch_instructors", "launch_money", "yearly_money"}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_its_own_words(name):
    values, key, words = BAD[name]
    with pytest.raises(RequestError) as refused:
        checked(values)
    assert key in refused.value.found
    assert words in str(refused.value)


def test_two_faults_are_told_together_and_apart():
    values = {"team_size": 0.0, "half_life": 0.0}
    assert len(faults(values)) == 2
    with pytest.raises(RequestError, match=r"team_size.*half_life"):
        checked(values)


def test_two_currencies_in_one_scenario_are_refused():
    with pytest.raises(RequestError, match="2 currencies: fees in EUR, wage in USD"):
        checked({}, currencies={"wage": "USD", "fees": "EUR"})
    assert checked({}, currencies={"wage": "EUR", "fees": "EUR"}) == preset()


def test_people_who_stay_do_not_count_twice():
    on_retention = {"effect_training": "retention"}
    with pytest.raises(RequestError, match="count twice"):
        checked({"exits_saved": 3.0}, outcomes=on_retention)
    assert faults({"exits_saved": 0.0}, outcomes=on_retention) == []
    assert faults({"exits_saved": 3.0}, outcomes={"effect_training": "cycle_time"}) == []


def test_a_capture_of_nothing_is_an_answer_and_an_empty_one_is_not():
    assert figure(checked({"capture": 0.0}), "capture") == 0
    with pytest.raises(NotEnoughData, match="Enter capture"):
        figure(checked({}), "capture")
