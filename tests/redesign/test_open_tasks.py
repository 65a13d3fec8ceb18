"""Open tasks: whose they are, which are begun, and what people have left for them."""

import polars as pl
import pytest

from redesign.free_people import free_people, hourly_rates, members, started_load
from redesign.open_difficulty import sized
from redesign.open_tasks import extract_day, open_parts, open_tasks
from redesign.usual_work import (
    ai_fluency,
    ai_reach,
    crafts,
    recent_work,
    team_of_component,
    unedited,
)
from store.tables import TABLES

TODAY = 20_000


def facts(table, *rows):
    """Rows of a fact table; what is not told is empty."""
    return pl.DataFrame(list(rows), schema=TABLES[table].stored_schema).lazy()


def part(task_id, person_id, role="assignee", **more):
    return {"task_id": task_id, "person_id": person_id, "role": role, **more}


def people(*rows):
    return pl.DataFrame(
        [(person, team, is_main) for person, team, is_main in rows],
        schema={"person_id": str, "team_id": str, "is_main": bool},
        orient="row",
    )


STAFF = people(("a", "t", True), ("b", "u", True))


def opened(tasks, parts=(), *, staff=STAFF, gone=()):
    task = facts("task", *tasks)
    told = open_parts(task, facts("participation", *parts))
    return open_tasks(task, told, staff, pl.Series(gone, dtype=pl.String))


def test_closed_and_cancelled_tasks_are_not_open():
    done = {"task_id": "x", "closed_day": TODAY}
    rows = opened([{"task_id": "w"}, done, {"task_id": "y", "status": "cancelled"}])
    assert rows["task_id"].to_list() == ["w"]


def test_a_task_belongs_to_its_owner_then_to_whoever_reported_it():
    parts = [part("v", "a"), part("v", "b", "reporter"), part("w", "b", "reporter")]
    rows = opened([{"task_id": name} for name in "vwx"], parts)
    assert rows.select("task_id", "owner", "known_team").rows() == [
        ("v", "a", "t"),
        ("w", None, "u"),
        ("x", None, None),
    ]


def test_of_two_owners_the_larger_weight_then_the_earlier_has_it():
    parts = [
        part("v", "a", weight=0.2),
        part("v", "b", weight=0.8),
        part("w", "b", from_second=2),
        part("w", "a", from_second=1),
    ]
    assert opened([{"task_id": "v"}, {"task_id": "w"}], parts)["owner"].to_list() == ["b", "a"]


def test_a_task_that_was_handed_over_belongs_to_whoever_has_it_now():
    parts = [
        part("v", "a", from_second=1, to_second=5),
        part("v", "b", from_second=5),
        part("w", "a", from_second=1, to_second=5, weight=1.0),
        part("w", "b", from_second=5, to_second=9, weight=0.5),
        part("w", "a", from_second=9, weight=0.5),
    ]
    assert opened([{"task_id": "v"}, {"task_id": "w"}], parts)["owner"].to_list() == ["b", "a"]


def test_a_task_whose_last_turn_has_ended_is_nobodys_and_free_though_it_was_begun():
    parts = [part("w", "a", from_second=1, to_second=5), part("w", "b", "reporter")]
    row = opened([{"task_id": "w", "started_day": 19_990}], parts).row(0, named=True)
    assert (row["owner"], row["known_team"], row["is_started"]) == (None, "u", False)


def test_turns_tell_more_of_somebody_than_a_list_without_days():
    turns = [part("v", "a", from_second=1, to_second=5), part("w", "a", from_second=1, to_second=5)]
    listed = [part("v", "a"), part("w", "a"), part("w", "b")]
    rows = opened([{"task_id": "v"}, {"task_id": "w"}], turns + listed)
    assert rows["owner"].to_list() == [None, "b"]


def test_a_reviewer_who_was_taken_off_is_no_reviewer():
    parts = [part("w", "a", "reviewer", to_second=5), part("w", "b", "reviewer")]
    assert opened([{"task_id": "w"}], parts)["reviewers"].to_list() == [["b"]]


def test_whoever_handed_a_task_over_has_no_hours_left_on_it():
    task = facts("task", {"task_id": "w", "started_day": TODAY - 5})
    turns = [part("w", "a", from_second=1, to_second=5), part("w", "b", from_second=5)]
    parts = open_parts(task, facts("participation", *turns))
    started = pl.DataFrame({"task_id": ["w"], "begun_day": [TODAY - 5]})
    effort = pl.DataFrame({"task_id": ["w"], "effort_hours": [8.0]})
    assert started_load(started, parts, effort, TODAY).rows() == [("b", 8.0, 0.0)]


@pytest.mark.parametrize(
    ("told", "owner", "is_started"),
    [
        pytest.param({"started_day": 19_990}, None, True, id="a start is told"),
        pytest.param({"effort_hours": 2.0}, None, True, id="hours are logged"),
        pytest.param({"status": "In Progress"}, "a", True, id="an owner and a status that says so"),
        pytest.param({"status": "In Review"}, "a", True, id="under review"),
        pytest.param({"status": "In Progress"}, None, False, id="the status alone has no owner"),
        pytest.param({"status": "To Do"}, "a", False, id="assigned and waiting"),
        pytest.param({"type": "pull request"}, "a", True, id="a pull request is work done"),
        pytest.param({"started_day": 19_990}, "gone", False, id="begun by somebody who is gone"),
    ],
)
def test_what_is_started(told, owner, is_started):
    parts = [part("w", owner)] if owner else []
    row = opened([{"task_id": "w", **told}], parts, gone=["gone"]).row(0, named=True)
    assert row["is_started"] is is_started
    assert row["owner"] == (owner if owner != "gone" else None)


def test_a_task_waits_for_another_open_one_only():
    tasks = [
        {"task_id": "v", "depends_on": ["w", "v"]},
        {"task_id": "w", "depends_on": ["x", "w"]},
        {"task_id": "x", "closed_day": TODAY},
    ]
    assert opened(tasks).select("task_id", "is_waiting").rows() == [("v", True), ("w", False)]


def test_empty_lists_and_zero_estimates_are_forms_left_empty():
    row = opened([{"task_id": "w", "skills": [], "estimate_hours": 0.0}]).row(0, named=True)
    assert (row["skills"], row["estimate_hours"]) == (None, None)
    assert (row["type"], row["component"]) == ("(none)", "(none)")


def test_the_plans_today_is_the_newest_day_of_the_tasks():
    task = facts("task", {"task_id": "w", "opened_day": 3}, {"task_id": "x", "closed_day": 5})
    assert extract_day(task) == 5
    assert extract_day(facts("task")) is None


def belonging(*rows):
    schema = {
        "person_id": pl.String(),
        "team_id": pl.String(),
        "start_day": pl.Int64(),
        "end_day": pl.Int64(),
        "share": pl.Float64(),
        "fte": pl.Float64(),
        "job_family": pl.String(),
        "is_main": pl.Boolean(),
    }
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_members_are_those_of_today():
    rows = belonging(
        ("a", "t", 0, TODAY, 1.0, 1.0, "f", True),
        ("a", "u", TODAY, TODAY + 1, 0.5, 0.8, "f", True),
    )
    assert members(rows, TODAY).rows() == [("a", "u", "f", True, 0.4)]


def free(load=(), *, time=1.0, status="expert", **told):
    staff = belonging(("a", "t", 0, TODAY + 1, time, 1.0, "f", True))
    rates = hourly_rates(facts("membership").collect(), TODAY)
    seen = pl.DataFrame({"person_id": ["a"], "period": [1], "status": [status]})
    loads = pl.DataFrame(
        list(load),
        schema={"person_id": str, "own_hours": float, "support_hours": float},
        orient="row",
    )
    person = facts("person", {"person_id": "a", **told}).collect()
    return free_people(members(staff, TODAY), person, rates, seen, loads).row(0, named=True)


def test_two_weeks_of_a_full_timer_are_twenty_half_days():
    row = free()
    assert (row["capacity_hours"], row["slots_left"]) == (75.0, 20)
    assert row["support_hours_left"] == pytest.approx(11.25)


def test_started_work_takes_slots_and_support_takes_its_own_cap():
    row = free([("a", 20.0, 4.0)], time=0.5)
    assert row["slots_left"] == 4  # 37.5 - 20 = 17.5 hours
    assert row["support_hours_left"] == pytest.approx(0.15 * 37.5 - 4.0)


def test_more_started_work_than_hours_leaves_nothing():
    row = free([("a", 200.0, 90.0)])
    assert (row["slots_left"], row["support_hours_left"]) == (0, 0.0)


def test_goals_that_are_not_stated_are_not_known_rather_than_none():
    assert free(goals=[])["goals"] is None
    assert free(goals=["go"])["goals"] == ["go"]


def test_started_tasks_take_what_is_left_of_each_ones_share():
    started = pl.DataFrame({"task_id": ["w", "old"], "begun_day": [TODAY - 5, TODAY - 400]})
    effort = pl.DataFrame({"task_id": ["w", "old"], "effort_hours": [12.5, 99.0]})
    parts = pl.DataFrame(
        [("w", "a", "assignee", 1.0, 4.0), ("w", "e", "mentor", 0.25, 0.0), ("old", "a", "", 1, 0)],
        schema={"task_id": str, "person_id": str, "role": str, "weight": float, "hours": float},
        orient="row",
    ).with_columns(is_over=False)
    # 12.5 hours: 10 of the worker, 4 of them done; 2.5 of the supporter. The old task has stalled.
    load = started_load(started, parts, effort, TODAY).sort("person_id")
    assert load.rows() == [("a", 6.0, 0.0), ("e", 0.0, 2.5)]


def test_rates_of_two_currencies_are_not_compared():
    rows = [
        {"person_id": "a", "from_day": 0, "hourly_cost": 50.0, "currency": "EUR"},
        {"person_id": "b", "from_day": 0, "hourly_cost": 60.0, "currency": "EUR"},
    ]
    one = facts("membership", *rows).collect()
    two = facts("membership", rows[0], {**rows[1], "currency": "USD"}).collect()
    assert sorted(hourly_rates(one, TODAY).rows()) == [("a", 50.0), ("b", 60.0)]
    assert hourly_rates(two, TODAY).is_empty()


def test_an_open_task_is_as_hard_as_its_family_and_its_size_for_each_craft():
    asked = pl.DataFrame(
        [
            ("exact", "f", "bug", "api", 6.389, 0.0),
            ("of type", "f", "bug", "ui", None, 0.0),
            ("estimated", "f", "bug", "ui", 2.0, 0.0),
            ("rest", "f", "epic", "api", None, 30.0),
            ("unknown", "g", "bug", "api", 4.0, 0.0),
        ],
        schema=["task_id", "job_family", "type", "component", "estimate_hours", "logged_hours"],
        orient="row",
    )
    difficulty = pl.DataFrame(
        [("f", "bug", "api", "A", 1.0), ("f", "bug", None, "B", 2.0), ("f", None, None, "C", 3.0)],
        schema=["job_family", "type", "component", "family", "b"],
        orient="row",
    )
    parameters = pl.DataFrame(
        {
            "job_family": ["f"],
            "kappa": [0.5],
            "z_mean": [1.0],
            "z_sd": [2.0],
            "effort_ratio": [1.5],
            "median_effort_hours": [7.0],
            "alpha": [0.8],
            "gamma": [0.4],
        }
    )
    effort = pl.DataFrame(
        {"job_family": ["f", "f"], "family": ["B", None], "effort_hours": [5.0, 9.0]}
    )
    rows = {row["task_id"]: row for row in sized(asked, difficulty, parameters, effort).to_dicts()}
    # ln(1 + 6.389) = 2: half a standard deviation above the mean.
    assert rows["exact"]["b"] == pytest.approx(1.25, abs=1e-4)
    assert rows["exact"]["effort_hours"] == pytest.approx(1.5 * 6.389)
    assert (rows["of type"]["b"], rows["of type"]["effort_hours"]) == (2.0, 5.0)
    assert rows["estimated"]["effort_hours"] == 3.0  # its own estimate goes before the median
    assert (rows["rest"]["b"], rows["rest"]["effort_hours"]) == (3.0, 30.0)  # logged already
    assert rows["unknown"]["b"] is None
    assert rows["unknown"]["effort_hours"] == 4.0
    assert (rows["exact"]["ai_effect"], rows["unknown"]["ai_effect"]) == (0.8, 0.0)


def work():
    task = facts(
        "task",
        *({"task_id": f"d{n}", "type": "bug", "components": ["api"]} for n in range(3)),
    ).with_columns(closed_day=pl.lit(TODAY, pl.Int64))
    hours = pl.DataFrame(
        [
            ("d0", "a", "t", "f", 9.0, TODAY),
            ("d1", "b", "u", "g", 0.5, TODAY),
            ("d2", "c", "u", "f", 3.0, TODAY),
            ("d2", "x", None, None, 50.0, TODAY),
            ("old", "b", "u", "g", 99.0, TODAY - 999),
        ],
        schema=["task_id", "person_id", "team_id", "job_family", "hours", "closed_day"],
        orient="row",
    )
    return recent_work(task, hours, TODAY)


def test_a_component_is_the_teams_that_spent_most_hours_on_it():
    assert team_of_component(work()).rows() == [("api", "t")]


def test_a_craft_does_what_takes_a_tenth_of_the_hours():
    told = sorted(crafts(work()).rows(), key=str)
    # In team u, g has .5 of 3.5 hours; in the firm .5 of 12.5.
    assert told == [("t", "bug", "f"), ("u", "bug", "f"), ("u", "bug", "g"), (None, "bug", "f")]


def test_ai_reach_of_a_craft_and_fluency_of_a_person():
    flags = pl.DataFrame({"task_id": ["d0", "d1", "d2"], "a": [1.0, None, 0.5]})
    actor = pl.DataFrame({"task_id": ["d0", "d1", "d2"], "person_id": ["a", "b", "c"]})
    assert ai_reach(flags, work()).rows() == [("f", "bug", 0.75)]
    fluency = ai_fluency(flags, actor, work()).sort("person_id", "type", nulls_last=True)
    assert fluency.select("person_id", "type", "fluency").rows() == [
        ("a", "bug", 1.0),
        ("a", None, 1.0),
        ("c", "bug", 0.5),
        ("c", None, 0.5),
    ]


def test_outputs_taken_unread_are_told_only_by_tools_that_tell_of_edits():
    usage = facts(
        "ai_usage",
        {"person_id": "a", "usage_day": TODAY, "accepted": 3, "edited": 5, "rejected": 2},
        {"person_id": "b", "usage_day": TODAY, "accepted": 9},
        {"person_id": "a", "usage_day": TODAY - 999, "accepted": 99, "edited": 0},
    )
    assert unedited(usage, TODAY).rows() == [("a", 0.3)]


def test_outputs_that_two_sources_tell_of_count_once():
    row = {"person_id": "a", "usage_day": TODAY, "tool": "x", "edited": 0}
    split = {"rejected": 1, "accepted": 1}
    usage = facts(
        "ai_usage",
        {**row, "feature": "chat", **split},
        {**row, "feature": "edit", **split},
        {**row, "model": "m", "accepted": 2, "rejected": 0},
        {**row, "usage_day": TODAY - 1, "accepted": 2, "rejected": 2},
    )
    assert unedited(usage, TODAY).rows() == [("a", 0.5)]  # 2 and 2 of the day, not 4 of 6
