from datetime import date

from evidence.ai_arrival import ai_arrival, ai_rollout
from tests.evidence.small_histories import PEOPLE, everybody, history, watched


def used(person, day, **told):
    return {"person_id": person, "day": day, "tool": "copilot", "interactions": 3, **told}


def test_ai_came_to_a_team_when_half_of_its_people_used_it_regularly():
    rows = [
        used("b0", "2024-01-10"),
        *(
            used(person, f"2024-0{2 + n}-{day:02}")
            for n, person in enumerate(PEOPLE["a"])
            for day in range(5, 15)
        ),
        *(used(person, f"2024-03-{day}") for person in PEOPLE["b"] for day in range(12, 21)),
    ]
    firm = history(ai_usage=rows, membership=everybody(), span=watched(last="2024-09-30"))
    # Three of five: February, March, April. Nine days of a month are not regular use.
    assert ai_arrival(firm).rows() == [("a", date(2024, 4, 1), True)]
    assert ai_rollout(ai_arrival(firm)).started["team_id"].to_list() == ["a"]


def test_use_since_the_first_month_that_is_told_was_not_seen_to_begin():
    days = range(9, 19)
    rows = [used(person, f"2024-01-{day:02}") for person in PEOPLE["a"] for day in days]
    found = ai_arrival(history(ai_usage=rows))
    assert found.rows() == [("a", date(2024, 1, 1), False)]
    assert ai_rollout(found).started.is_empty()


def test_without_use_of_ai_it_has_come_to_no_team():
    assert ai_arrival(history()).is_empty()
