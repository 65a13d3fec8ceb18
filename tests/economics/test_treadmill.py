"""The treadmill returns the essay's figures exactly (EVIDENCE C1, PRODUCT)."""

import pytest

from economics.inputs import checked
from economics.treadmill import RANGED, Treadmill, ranges, treadmill

EXACT = 1e-12  # floats of the same few products


def of(**values) -> Treadmill:
    return treadmill(checked(values))


def test_the_preset_returns_the_figures_of_the_essay():
    found = of()
    assert found.launch_cost == pytest.approx(27e6, rel=EXACT)
    assert found.yearly_cost == pytest.approx(15e6, rel=EXACT)
    assert (found.instructors, found.launch_sessions) == (17, 3000)
    assert found.yearly_sessions == pytest.approx(5000 / 3, rel=EXACT)
    assert found.launch_token_cost == pytest.approx(1.35e6, rel=EXACT)
    assert found.yearly_token_cost == pytest.approx(0.75e6, rel=EXACT)
    assert (found.launch_per_person, found.yearly_per_person) == pytest.approx((2250, 1250))


def test_the_instructors_of_the_years_after_take_one_and_three_quarter_years_for_the_launch():
    found = of()
    assert found.launch_instructors == 17
    assert found.launch_years == pytest.approx(3000 / 1700)
    assert round(found.launch_years, 2) == 1.76
    assert found.instructors_for_one_year_launch == 30


def test_thirty_instructors_launch_in_a_year():
    assert of(launch_instructors=30.0).launch_years == 1


def test_a_program_without_later_sessions_still_needs_somebody_for_its_launch():
    found = of(turnover=0.0, refreshers=0.0)
    assert (found.instructors, found.launch_instructors) == (0, 1)
    assert found.launch_years == 30


def test_a_whole_number_of_instructors_is_not_raised_by_rounding():
    # 1000 x (.8 x 1 + .2 x 2) is 1200.0000000000002 in floats
    assert of(people=8 * 1000.0, turnover=0.2).instructors == 12


def test_the_ranges_hold_the_corners_of_what_was_stated():
    found = ranges(checked({}))
    assert found["launch_cost"] == pytest.approx((19.2e6, 48e6), rel=EXACT)
    assert found["yearly_cost"] == pytest.approx((32e6 / 3, 80e6 / 3), rel=EXACT)
    assert found["recurring_token_bill"] == pytest.approx((5475, 16425))
    assert set(found) == set(RANGED)


def test_a_range_never_leaves_out_what_was_entered():
    found = ranges(checked({"team_size": 16.0}))
    assert found["launch_cost"][0] == pytest.approx(of(team_size=16.0).launch_cost * 8 / 9)


def test_the_recurring_bill_is_of_as_many_users_as_were_told():
    assert of().recurring_token_bill == pytest.approx(5 * 365 * 3)
    bill = of(tokens_per_day=15e6, token_users=2000.0, token_price=1.5, token_days=220.0)
    assert bill.recurring_token_bill == pytest.approx(15 * 220 * 2000 * 1.5)


def test_keeping_up_costs_the_loaded_hours_and_is_in_neither_side():
    found = of(people=10.0, keep_up_hours=2.0, wage=165_000.0)
    assert found.keep_up_hours_a_year == 240
    assert found.keep_up_cost == pytest.approx(24_000)
    assert found.yearly_cost == of(people=10.0, keep_up_hours=0.0).yearly_cost


def test_redesign_for_the_same_people_stands_beside_it():
    found = of()
    assert (found.redesign_launch_cost, found.redesign_yearly_cost) == (13.5e6, 2.025e6)
    assert found.redesign_launch_per_person == 1125
    assert found.redesign_yearly_per_person == 168.75


def test_costs_need_no_capture():
    assert of(capture=None) == of(capture=0.4)
