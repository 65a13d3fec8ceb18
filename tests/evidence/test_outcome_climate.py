from datetime import date

import pytest

from evidence.outcome_climate import cells
from store.errors import NotEnoughData
from tests.evidence.small_histories import TWO, history

W1, W2 = "2024-02-10", "2024-04-10"


def answer(who, wave, score, item="climate_1", **more):
    scale = {"scale_min": 1, "scale_max": 5, "construct": "climate"}
    return {"person_id": who, "wave": wave, "item": item, "score": score, **scale, **more}


def test_climate_is_the_mean_answer_in_standard_deviations_of_the_first_wave():
    survey = [
        answer("a0", W1, 1),
        answer("b0", W1, 5),
        answer("a0", W2, 3),
        answer("a1", W2, 5),
    ]
    # First wave: 0 and 1, spread sqrt(.5); second: .5 and 1, mean .75.
    found = cells(history(survey=survey), TWO)
    spread = 0.5**0.5
    assert found.rows.rows() == [
        ("a", date(2024, 2, 1), 0.0, 1),
        ("a", date(2024, 4, 1), pytest.approx(0.75 / spread), 2),
        ("b", date(2024, 2, 1), pytest.approx(1 / spread), 1),
    ]
    assert found.grain == "survey"


def test_a_respondent_counts_once_and_other_constructs_not_at_all():
    survey = [
        answer("a0", W1, 1),
        answer("a0", W1, 5, item="climate_2"),
        answer("a1", W1, 5),
        answer("a1", W1, 1, item="trust_1", construct="trust"),
    ]
    rows = cells(history(survey=survey), TWO).rows.rows()
    # .5 and 1: mean .75, spread sqrt(.125).
    assert rows == [("a", date(2024, 2, 1), pytest.approx(0.75 / 0.125**0.5), 2)]


def test_anonymous_answers_count_for_the_team_that_they_name():
    survey = [
        answer(None, W1, 1, team_id="b"),
        answer(None, W1, 5, team_id="b", response_id="r2"),
        answer(None, W1, 5, team_id="b", item="climate_2", response_id="r2"),
    ]
    assert cells(history(survey=survey), TWO).rows["n_people"].to_list() == [2]


def test_two_people_who_answer_every_week_are_two():
    weeks = [f"2024-02-{day:02}" for day in (3, 10, 17, 24)]
    survey = [answer(who, week, 1 + i) for week in weeks for i, who in enumerate(("a0", "a1"))]
    assert cells(history(survey=survey), TWO).rows["n_people"].to_list() == [2]


def test_two_people_with_several_questionnaires_on_a_day_are_two():
    survey = [
        answer(None, W1, 1 + i, item=f"climate_{sheet}", team_id="a", response_id=f"{sheet}{i}")
        for sheet in "xyz"
        for i in range(2)
    ]
    assert cells(history(survey=survey), TWO).rows["n_people"].to_list() == [2]


def test_an_item_without_the_ends_of_its_scale_is_left_out_and_counted():
    survey = [
        answer("a0", W1, 1),
        answer("a1", W1, 5),
        answer("a2", W1, 5, scale_max=None),
    ]
    found = cells(history(survey=survey), TWO)
    assert found.rows["n_people"].to_list() == [2]
    assert found.lost == (("no ends of the scale are told", 1),)


@pytest.mark.parametrize("survey", [[], [answer("a0", W1, 3), answer("a1", W1, 3)]])
def test_without_a_spread_between_people_there_is_no_scale(survey):
    with pytest.raises(NotEnoughData):
        cells(history(survey=survey), TWO)
