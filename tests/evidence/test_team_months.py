from datetime import date

import pytest

from evidence.outcomes import OUTCOMES
from evidence.team_months import SCHEMA, team_months
from tests.evidence.small_histories import PEOPLE, everybody, history, members, rollout

JANUARY = 2024 * 12


def closed(name, by, day, **more):
    return {"task_id": name, "by": by, "started_at": day, "closed_at": f"{day}T12:00", **more}


TASKS = [
    closed("t1", "a0", "2024-01-10"),
    closed("t2", "a1", "2024-01-20"),
    closed("t3", "a1", "2024-03-20"),
    closed("t4", "b1", "2024-02-20"),
]
COURSE = rollout(a="2024-03-01")


def by_three(tasks):
    """Each task three times, by three people of the team: no number is of one or two."""
    return [
        {**one, "task_id": f"{one['task_id']} {i}", "by": f"{one['by'][0]}{i}"}
        for one in tasks
        for i in range(3)
    ]


def table(outcome, firm, course=COURSE):
    return team_months(firm, course, OUTCOMES[outcome])


def test_every_team_has_every_month_in_which_its_people_were_there():
    rows = table("throughput", history(TASKS)).rows
    assert rows.schema == SCHEMA
    told = {(team, month.month): n for team, month, n in rows["team_id", "month", "outcome"].rows()}
    assert told == {
        ("a", 1): 2.0,
        ("a", 2): 0.0,
        ("a", 3): 1.0,
        ("a", 4): 0.0,
        ("b", 1): 0.0,
        ("b", 2): 1.0,
        ("b", 3): 0.0,
        ("b", 4): 0.0,
    }
    first = dict(rows["team_id", "first_month"].unique().rows())
    assert first == {"a": JANUARY + 2, "b": None}
    assert rows["period"].unique().sort().to_list() == [JANUARY + m for m in range(4)]
    assert set(rows["weight"]) == {1.0}


def test_exposure_is_the_working_days_of_the_people():
    rows = table("throughput", history(TASKS)).rows
    # January 2024 has 23 working days, February 21, March 21, April 22; five people each.
    assert rows.filter(team_id="a")["exposure"].to_list() == [115.0, 105.0, 105.0, 110.0]
    assert rows["n_people"].to_list() == [5] * 8


def test_practice_is_one_and_all_tasks_that_the_people_of_record_have_completed():
    tasks = by_three([{**one, "reopened": 0} for one in TASKS])
    rows = table("rework_rate", history(tasks)).rows
    # April is cut: its tasks had no time to come back.
    assert rows.filter(team_id="a")["practice"].to_list() == [7.0, 7.0, 10.0]
    assert rows.filter(team_id="b")["practice"].to_list() == [1.0, 4.0, 4.0]


def test_of_throughput_practice_is_not_told_since_it_is_the_outcome():
    assert table("throughput", history(TASKS)).rows["practice"].null_count() == 8


def test_a_month_without_an_outcome_is_missing_and_counted_never_dropped():
    found = table("cycle_time", history(by_three(TASKS)))
    assert found.rows.height == 6  # of January to March; in April nothing was started
    assert found.missing == 3
    assert found.rows.filter(team_id="b")["outcome"].is_null().to_list() == [True, False, True]


def test_cells_of_fewer_than_five_people_are_left_out_and_counted():
    four = members("b", PEOPLE["b"][1:])
    leaver = members("b", ["b0"], "2024-01-01", "2024-03-01")
    alone = members("c", ["c0"])
    firm = history(TASKS, membership=[*members("a", PEOPLE["a"]), *four, *leaver, *alone])
    found = table("throughput", firm)
    assert found.rows.filter(team_id="b")["month"].to_list() == [
        date(2024, 1, 1),
        date(2024, 2, 1),
    ]
    assert (found.small_cells, found.small_teams) == (2 + 4, 1)


@pytest.mark.parametrize(("people", "is_shown"), [(2, False), (3, True)])
def test_a_number_that_one_or_two_people_make_is_left_out(people, is_shown):
    tasks = [
        {**one, "task_id": f"{one['task_id']} {i}", "by": f"a{i % people}"}
        for one in TASKS[:1]
        for i in range(6)
    ]
    found = table("cycle_time", history([*tasks, *by_three(TASKS[3:])]))
    assert ("a" in set(found.rows["team_id"])) is is_shown
    assert (found.small_cells, found.small_teams) == ((0, 0) if is_shown else (1, 1))


def test_teams_whose_exports_never_tell_the_outcome_are_left_out_and_counted():
    told = by_three([{**one, "reopened": 0} if one["by"] == "a0" else one for one in TASKS])
    found = table("rework_rate", history(told))
    assert set(found.rows["team_id"]) == {"a"}
    assert found.silent_teams == 1


def test_work_follows_the_person_to_the_team_of_record():
    moved = [
        *members("a", PEOPLE["a"], "2024-01-01", "2024-03-15"),
        *members("b", PEOPLE["a"], "2024-03-15"),
        *members("b", PEOPLE["b"]),
    ]
    late = [closed("t9", "a0", "2024-04-02"), *TASKS]
    rows = table("throughput", history(late, membership=moved)).rows
    assert rows.filter(team_id="a")["outcome"].to_list() == [2.0, 0.0, 1.0, 1.0]


def test_the_unit_above_may_be_who_decided():
    teams = [{"team_id": "a", "parent_id": "u"}, {"team_id": "b"}]
    course = rollout(a="2024-03-01")
    above = type(course)(course.key, course.name, course.kind, course.starts, "unit")
    own = table("throughput", history(TASKS, team=teams)).rows
    assert dict(own["team_id", "cluster"].unique().rows()) == {"a": "a", "b": "b"}
    rows = table("throughput", history(TASKS, team=teams), above).rows
    told = dict(rows["team_id", "cluster"].unique().rows())
    assert told["a"] == "u"
    assert told["b"] not in {"a", "u"}


def test_a_quarter_is_one_period_and_starts_when_its_first_month_does():
    import polars as pl

    quarters = [date(2024, 1, 1), date(2024, 4, 1)]
    skill = pl.DataFrame(
        [(one, "f", q, float(i)) for i, q in enumerate(quarters) for one in PEOPLE["a"]],
        schema=["person_id", "job_family", "period", "theta"],
        orient="row",
    )
    span = [
        {"task_id": f"s{m}", "opened_at": f"2024-0{m}-01", "closed_at": f"2024-0{m}-30"}
        for m in (1, 3, 4, 5, 6)
    ]
    february = {"task_id": "s2", "opened_at": "2024-02-01", "closed_at": "2024-02-28"}
    firm = history(TASKS, span=[*span, february], measured={"skill": skill})
    found = table("learning_rate", firm, rollout(a="2024-05-01"))
    assert found.grain == "quarter"
    assert found.rows["team_id", "period", "first_month", "outcome", "practice"].rows() == [
        ("a", 2024 * 4 + 1, 2024 * 4 + 1, pytest.approx(1.0), 4.0)
    ]
    # Nobody can have a change in the first quarter: no period. Of b nobody has one: a small cell.
    assert (found.small_cells, found.small_teams) == (1, 1)


def test_people_who_come_later_belong_to_the_team_that_they_join():
    joined = [*everybody(), *members("b", ["b9"], "2024-04-01")]
    rows = table("throughput", history(TASKS, membership=joined)).rows
    assert rows.filter(team_id="b")["n_people"].to_list() == [5, 5, 5, 6]
