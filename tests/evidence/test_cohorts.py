import pytest

from evidence.cohorts import (
    cohort_codes,
    reorganised,
    response_differs,
    short_season,
    spill_over,
    starts_after_rollout,
)
from evidence.outcomes import OUTCOMES
from evidence.team_months import team_months
from tests.evidence.small_histories import PEOPLE, everybody, history, members, rollout, watched

COURSE = rollout(a="2024-07-01")
LONG = watched(last="2024-09-30")


def closed(name, by, day):
    return {"task_id": name, "by": by, "started_at": day, "closed_at": f"{day}T12:00"}


WORKING = [f"{team}{i}" for team in "ab" for i in range(3)]
TASKS = [closed(f"t{m}{p}", p, f"2024-{m:02}-10") for m in range(1, 10) for p in WORKING]


def table(firm, outcome="cycle_time", course=COURSE):
    return team_months(firm, course, OUTCOMES[outcome])


def moved(people, to="c", day="2024-07-10"):
    """Everybody, where some people of a move to another team on a day."""
    stay = [row for row in everybody() if row["person_id"] not in people]
    return [*stay, *members("a", people, "2024-01-01", day), *members(to, people, day)]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param(["a0"], ["c"], id="one of five is not more than a fifth; c is all new"),
        pytest.param(["a0", "a1"], ["a", "c"], id="two of five are"),
    ],
)
def test_a_team_is_reorganised_when_more_than_a_fifth_of_its_people_moved(people, expected):
    found = reorganised(history(membership=moved(people)).belonging, COURSE)
    assert found["team_id"].to_list() == expected


def test_who_leaves_the_firm_does_not_reorganise_the_team():
    gone = PEOPLE["a"][:3]
    rows = [row for row in everybody() if row["person_id"] not in gone]
    firm = history(membership=[*rows, *members("a", gone, "2024-01-01", "2024-07-05")])
    assert reorganised(firm.belonging, COURSE).is_empty()


def test_a_move_long_before_the_rollout_is_none():
    firm = history(membership=moved(["a0", "a1"], to="b", day="2024-03-01"))
    assert reorganised(firm.belonging, COURSE).is_empty()


def test_people_who_take_it_into_teams_without_it_spill_over():
    # Of b's 5 and the two who joined it, two were in a when a had it.
    firm = history(membership=moved(["a0", "a1"], to="b", day="2024-08-10"))
    assert spill_over(firm.belonging, COURSE) == pytest.approx(2 / 7)
    early = history(membership=moved(["a0", "a1"], to="b", day="2024-03-01"))
    assert spill_over(early.belonging, COURSE) == 0.0


def test_where_every_team_has_it_nobody_is_left_to_spill_to():
    firm = history()
    assert spill_over(firm.belonging, rollout(a="2024-03-01", b="2024-04-01")) == 0.0


def test_an_outcome_that_begins_with_the_rollout_stops():
    late = [one for one in TASKS if one["by"][0] == "b" or one["started_at"] >= "2024-07"]
    firm = history(late, span=LONG)
    found = table(firm)
    assert starts_after_rollout(found) == 1.0
    codes = {one.code: one.level for one in cohort_codes(firm, COURSE, found)}
    assert codes["OUTCOME_STARTS_AFTER_ROLLOUT"] == "stop"
    assert starts_after_rollout(table(history(TASKS, span=LONG))) == 0.0


def test_less_than_a_year_before_the_rollout_is_a_short_season():
    assert short_season(table(history(TASKS, span=LONG)))
    year = [
        {"task_id": f"w{y}{m}", "opened_at": f"{y}-{m:02}-01", "closed_at": f"{y}-{m:02}-28"}
        for y in (2024, 2025)
        for m in range(1, 13)
    ]
    whole = history(TASKS, span=year)
    assert not short_season(table(whole, "throughput", rollout(a="2025-01-01")))
    assert short_season(table(whole, "throughput", rollout(a="2024-12-01")))


def test_what_is_left_out_is_told_with_its_number():
    firm = history(TASKS, membership=[*everybody(), *members("c", ["c0"])], span=LONG)
    codes = {one.code: one.sentence for one in cohort_codes(firm, COURSE, table(firm))}
    assert codes["SMALL_CELL"].endswith(": 9")
    assert set(codes) == {"SMALL_CELL", "SHORT_SEASON"}


def test_cancelled_work_and_months_that_were_not_watched_are_told():
    given_up = {"task_id": "x", "by": "a0", "opened_at": "2024-02-01", "status": "cancelled"}
    still_open = [{"task_id": f"y{i}", "by": f"b{i}", "opened_at": "2024-09-02"} for i in range(3)]
    # b's tasks of September: half a day, and as many still open that nobody has seen the end of.
    firm = history([*TASKS, given_up, *still_open], span=LONG)
    codes = {one.code: one.sentence for one in cohort_codes(firm, COURSE, table(firm))}
    assert codes["NOT_READ"].endswith(": 1")
    assert "last 1 months" in codes["LAST_PERIODS_CUT"]


def test_nothing_but_small_teams_stops():
    firm = history(TASKS, membership=[*members("a", ["a0"]), *members("b", ["b0"])], span=LONG)
    codes = {one.code: one.level for one in cohort_codes(firm, COURSE, table(firm))}
    assert codes["SMALL_CELLS"] == "stop"


def test_a_rollout_in_a_small_team_alone_stops_for_its_size():
    tasks = [closed(f"c{m}", "c0", f"2024-{m:02}-10") for m in range(1, 10)]
    membership = [*everybody(), *members("c", ["c0", "c1"])]
    firm = history([*TASKS, *tasks], membership=membership, span=LONG)
    course = rollout(c="2024-07-01")
    codes = {one.code for one in cohort_codes(firm, course, table(firm, course=course))}
    assert "SMALL_CELLS" in codes


def test_who_spills_over_of_fewer_than_five_people_is_not_told():
    alone = [*members("a", PEOPLE["a"]), *members("b", ["a0"], "2024-08-10")]
    assert spill_over(history(membership=alone).belonging, COURSE) == 0.0


def survey(**answered):
    """`survey(a=(5, 4), b=(5, 5))`: how many of a team answer before and after."""
    scale = {"scale_min": 1, "scale_max": 5, "construct": "climate", "item": "climate_1"}
    return [
        {"person_id": who, "wave": wave, "score": 1 + place % 5, **scale}
        for team, numbers in answered.items()
        for wave, n in zip(("2024-02-10", "2024-08-10"), numbers, strict=True)
        for place, who in enumerate(PEOPLE[team][:n])
    ]


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        pytest.param({"a": (5, 5), "b": (5, 5)}, 0.0, id="all answer"),
        pytest.param({"a": (5, 3), "b": (5, 5)}, -0.4, id="two of those with it fall silent"),
        pytest.param({"a": (5, 3), "b": (5, 4)}, -0.2, id="one of the others too"),
    ],
)
def test_response_is_compared_before_and_after_with_and_without(answered, expected):
    firm = history(TASKS, span=LONG, survey=survey(**answered))
    found = table(firm, "climate")
    assert response_differs(found) == pytest.approx(expected)
    stopped = {one.code for one in cohort_codes(firm, COURSE, found) if one.level == "stop"}
    assert ("RESPONSE_DIFFERS" in stopped) == (expected != 0)
    assert response_differs(table(firm)) == 0.0


def test_how_many_of_a_team_of_fewer_than_five_answered_is_not_told():
    small = [*members("a", PEOPLE["a"][:4]), *members("b", PEOPLE["b"])]
    firm = history(TASKS, membership=small, span=LONG, survey=survey(a=(4, 1), b=(5, 5)))
    assert set(table(firm, "climate").response["team_id"]) == {"b"}
