"""Who stands beside which task, and what bars a pair."""

import polars as pl
import pytest

from redesign.candidates import candidates
from redesign.pairs import pairs
from tests.redesign.open_firm import open_firm, person, task


def judged(people, tasks, **more):
    return pairs(candidates(open_firm(people, tasks, **more).work))


def bars(people, tasks, **more):
    rows = judged(people, tasks, **more).filter(pl.col("supporter_id").is_null())
    return dict(rows.select("task_id", "bar").iter_rows())


def test_a_person_stands_beside_each_task_alone_and_with_each_expert_of_the_team():
    people = [person("a"), person("e", status="expert", support=9.0, slots=0)]
    rows = judged(people, [task("w")])
    seen = sorted(rows.select("person_id", "supporter_id").iter_rows(), key=str)
    assert seen == [("a", "e"), ("a", None), ("e", None)]


def test_nobody_supports_themself_a_review_or_without_hours():
    people = [
        person("a", status="expert", support=9.0),
        person("b", status="expert", support=9.0),
        person("c", status="expert", support=0.0),
        person("d", status="intermediate", support=9.0),
    ]
    rows = judged(people, [task("w", reviewers=["b"])])
    assert set(rows["supporter_id"].drop_nulls()) == {"a"}


def test_a_task_stays_in_its_team():
    rows = judged([person("a", team="t"), person("b", team="u")], [task("w", team="t")])
    assert rows["person_id"].unique().to_list() == ["a"]


def test_whoever_opted_out_stands_nowhere():
    people = [person("a"), person("e", status="expert", support=9.0, opt_out=True)]
    rows = judged([*people, person("b", opt_out=True)], [task("w")])
    assert rows["person_id"].to_list() == ["a"]
    assert rows["supporter_id"].to_list() == [None]


def test_at_most_three_supporters_are_asked_about_and_others_for_another_task():
    people = [person("a")] + [person(f"e{n}", status="expert", support=9.0) for n in range(9)]
    rows = judged(people, [task(f"w{n}") for n in range(6)]).filter(pl.col("person_id") == "a")
    counts = rows.group_by("task_id").agg(pl.col("supporter_id").n_unique() - 1)
    assert counts["supporter_id"].unique().to_list() == [3]
    assert rows["supporter_id"].n_unique() > 4


@pytest.mark.parametrize(
    ("who", "what", "bar"),
    [
        pytest.param({}, {}, None, id="a task in the zone is feasible"),
        pytest.param({}, {"reviewers": ["a"]}, "conflict", id="nobody is reviewed by themself"),
        pytest.param({}, {"certificates": ["x"]}, "certificate", id="a licence is lacking"),
        pytest.param(
            {"certificates": ["x", "y"]}, {"certificates": ["x"]}, None, id="the licence is held"
        ),
        pytest.param({"slots": 0}, {}, "hours", id="no half day is left"),
        pytest.param({"slots": 2}, {"effort": 16.0}, "hours", id="two half days do not hold 16 h"),
        pytest.param(
            {"slots": 20}, {"effort": 400.0}, None, id="a task beyond the horizon needs a free one"
        ),
        pytest.param({}, {"b": None}, "unknown", id="no outcomes of such work"),
        pytest.param({}, {"b": 0.5}, "too hard", id="38 % is below the smallest chance"),
        pytest.param({}, {"b": -1.2, "priority": 1}, "too hard", id="a critical task needs 90 %"),
        pytest.param({}, {"b": -1.2, "priority": 2}, "too hard", id="an urgent task needs 80 %"),
        pytest.param({}, {"b": -1.2, "priority": 3}, None, id="a normal task needs 60 %"),
        pytest.param({}, {"b": -6.0}, "no gain", id="routine teaches too little"),
        pytest.param(
            {"goals": ["go"]}, {"b": -6.0, "skills": ["go"]}, None, id="routine that is a goal"
        ),
        pytest.param(
            {"goals": ["sql"]}, {"b": -6.0, "skills": ["go"]}, "no gain", id="other goals"
        ),
    ],
)
def test_what_bars_a_pair(who, what, bar):
    effort = what.pop("effort", 8.0)
    b = what.pop("b", -1.2)
    rows = bars([person("a", **who)], [task("w", b=b, effort=effort, **what)])
    assert rows == {"w": bar}


def test_support_turns_a_task_that_is_too_hard_alone_into_a_stretch():
    people = [person("a"), person("e", status="expert", support=9.0)]
    rows = judged(people, [task("w", b=-0.3)]).filter(pl.col("person_id") == "a")
    told = rows.select("supporter_id", "zone", "bar").sort("supporter_id", nulls_last=False)
    assert told.rows() == [(None, "exposed", "too hard"), ("e", "supported stretch", None)]


def test_a_supporter_with_too_few_hours_bars_the_pair():
    people = [person("a"), person("e", status="expert", support=1.0, slots=0)]
    rows = judged(people, [task("w", b=-0.4, effort=8.0)])
    # A quarter of the worker's weight: 8 h are 6.4 h and 1.6 h.
    supported = rows.filter(pl.col("supporter_id") == "e").row(0, named=True)
    assert supported["support_hours"] == pytest.approx(1.6)
    assert supported["hours"] == pytest.approx(6.4)
    assert supported["bar"] == "support"


def test_the_cheapest_who_can_do_it_sets_the_cost_edge():
    people = [person("a", rate=50.0), person("b", rate=100.0), person("c", rate=10.0, theta=-5.0)]
    rows = judged(people, [task("w", b=-1.2)]).sort("person_id")
    assert rows["cost_edge"].to_list() == pytest.approx([1.0, 0.5, None])


def test_without_rates_hours_decide():
    people = [person("a"), person("e", status="expert", support=9.0, slots=0)]
    rows = judged(people, [task("w", b=-1.2)]).filter(pl.col("person_id") == "a")
    assert rows["cost_edge"].to_list() == [1.0, 1.0]


def test_a_craft_that_does_not_do_such_tasks_is_left_out():
    people = [person("a", job_family="engineer"), person("b", job_family="designer")]
    crafts = pl.DataFrame(
        {"team_id": ["t", None], "type": ["story"] * 2, "job_family": ["engineer"] * 2},
        schema={"team_id": str, "type": str, "job_family": str},
    )
    assert judged(people, [task("w")], crafts=crafts)["person_id"].to_list() == ["a"]


def test_what_the_team_has_done_decides_before_the_firm():
    people = [person("a", job_family="engineer"), person("b", job_family="designer")]
    crafts = pl.DataFrame(
        {"team_id": ["t", None], "type": ["story"] * 2, "job_family": ["engineer", "designer"]},
        schema={"team_id": str, "type": str, "job_family": str},
    )
    assert judged(people, [task("w")], crafts=crafts)["person_id"].to_list() == ["a"]


def test_sums_that_end_differently_in_another_order_are_the_same():
    assert judged([person("a", rate=0.1 + 0.2)], [task("w")])["rate"].to_list() == [0.3]


def test_what_the_firm_has_done_decides_where_the_team_has_not():
    people = [person("a", job_family="engineer"), person("b", job_family="designer")]
    crafts = pl.DataFrame(
        {"team_id": ["t", None], "type": ["bug", "story"], "job_family": ["engineer", "designer"]},
        schema={"team_id": str, "type": str, "job_family": str},
    )
    assert judged(people, [task("w")], crafts=crafts)["person_id"].to_list() == ["b"]


def test_a_new_hire_has_average_skill_and_all_the_doubt():
    rows = judged([person("a", theta=None, se=None)], [task("w", b=-1.0)])
    assert rows["margin"].to_list() == [1.0]
    assert rows["spread"].to_list() == pytest.approx([(1.0 + 0.09 + 0.25) ** 0.5])


def test_delegation_and_fluency_come_from_what_the_person_usually_does():
    usual = {
        "fluency": pl.DataFrame({"person_id": ["a"], "type": ["story"], "fluency": [0.5]}),
        "unedited": pl.DataFrame({"person_id": ["a"], "unedited": [0.4]}),
        "reach": pl.DataFrame({"job_family": ["engineer"], "type": ["story"], "ai_reach": [0.25]}),
    }
    with_ai = judged([person("a")], [task("w", b=-1.2)], **usual).row(0, named=True)
    without = judged([person("a")], [task("w", b=-1.2)]).row(0, named=True)
    # Learning is .8 of what it was; learning weighs .5 of .75 here: no goals are stated.
    assert with_ai["worker_value"] == pytest.approx(0.8 * without["worker_value"])
    assert with_ai["ai_part"] == pytest.approx(0.25 * 0.5 + 0.75 * without["alone"])


def test_nothing_open_gives_no_pairs():
    assert judged([person("a")], []).is_empty()
    assert judged([], [task("w")]).is_empty()
