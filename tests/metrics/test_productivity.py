"""Standard hours finished per hour of capacity, week by week."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from metrics.productivity import productivity
from metrics.productivity_index import productivity_index, reference_productivity

Q1, Q2 = date(2026, 1, 1), date(2026, 4, 1)
TEAM = {"team_id": "a", "valid_from": "2025-01-01", "job_family": "x"}


def task(name, closed, effort=None, **more):
    return {
        "task_id": name,
        "opened_at": "2026-01-01",
        "closed_at": closed,
        "effort_hours": effort,
        **more,
    }


def done_by(person, tasks):
    return [{"task_id": t["task_id"], "person_id": person, "role": "assignee"} for t in tasks]


@pytest.fixture
def facts(firm):
    def build(tasks, members=({"person_id": "p", **TEAM},), teams=({"team_id": "a"},)):
        return firm(
            team=list(teams),
            membership=list(members),
            task=tasks,
            participation=done_by("p", tasks),
        )

    return build


def test_the_weeks_of_a_unit_hold_exactly_its_capacity(facts, tables):
    members = [
        {"person_id": "p", **TEAM, "fte": 0.8},
        {"person_id": "q", **TEAM, "valid_from": "2026-02-11", "valid_to": "2026-05-06"},
        {"person_id": "r", "team_id": "b", "valid_from": "2026-03-31", "share": 0.5},
        {"person_id": "r", "team_id": "a", "valid_from": "2026-03-31", "share": 0.5},
    ]
    teams = [{"team_id": "a", "parent_id": "top"}, {"team_id": "b", "parent_id": "top"}]
    tasks = [task("T", "2026-01-05"), task("U", "2026-06-30")]
    weeks, capacity, tree = tables(
        facts(tasks, members, teams), "unit_week_hours", "capacity", "unit_tree"
    )
    by_quarter = weeks.group_by("unit_id", "quarter").agg(pl.col("capacity").sum())
    expected = (
        capacity.join(tree, on="team_id")
        .group_by("unit_id", quarter="period")
        .agg(capacity=pl.col("hours").sum())
    )
    got = {(u, q): hours for u, q, hours in by_quarter.rows()}
    assert got == pytest.approx({(u, q): hours for u, q, hours in expected.rows()})
    assert got["a", Q1] == pytest.approx(64 * 7.5 * 0.8 + 35 * 7.5 + 1 * 7.5 * 0.5)


def test_nobody_works_after_the_day_of_the_extract(facts, tables):
    weeks = tables(facts([task("T", "2026-01-05"), task("U", "2026-04-08")]), "unit_week_hours")
    # 1 to 8 April 2026 are six business days.
    april = weeks.filter(pl.col("month") == Q2)["capacity"].sum()
    assert april == pytest.approx(6 * 7.5)


def test_a_task_counts_what_its_family_takes_and_a_reopened_one_nothing(facts, tables):
    tasks = [
        task("T", "2026-01-05", 2.0, reopened=0),
        task("U", "2026-01-06", 4.0, reopened=0),
        task("V", "2026-01-07", 60.0, reopened=1),
    ]
    output = tables(facts([*tasks, task("W", "2026-03-31")]), "unit_week_output")
    january = output.filter(pl.col("output") > 0).sort("week")
    # The frozen median of 2, 4 and 60 is 4: W counts 4 too, though nobody logged it.
    assert january.select("output", "tasks").rows() == [(8.0, 2), (4.0, 1)]


def test_estimates_weigh_tasks_where_nobody_logs_effort(facts, tables):
    tasks = [task("T", "2026-01-05", estimate_hours=3.0), task("U", "2026-03-31")]
    output = tables(facts(tasks), "unit_week_output")
    assert output["output"].sum() == 6.0


def weeks(*rows, unit="a"):
    """(monday, output, capacity) with three tasks each, in their months."""
    return pl.DataFrame(
        {
            "unit_id": unit,
            "week": [(monday - date(1970, 1, 1)).days for monday, *_ in rows],
            "month": [monday.replace(day=1) for monday, *_ in rows],
            "quarter": [Q1 if monday < Q2 else Q2 for monday, *_ in rows],
            "output": [float(row[1]) for row in rows],
            "capacity": [float(row[2]) for row in rows],
            "tasks": 4,
            "effort": 1.0,
            "told_effort": 1.0,
        }
    )


def calendar(grain):
    months = [date(2026, month, 1) for month in range(1, 7)]
    quarters = [Q1 if month < Q2 else Q2 for month in months]
    return pl.DataFrame({"month": months, "period": months if grain == "month" else quarters})


def units(*periods):
    return pl.DataFrame(
        {"unit_id": "a", "period": list(periods), "n_people": 9, "n_novices": 3, "n_others": 6}
    )


def quarter_of_weeks(first, outputs):
    return [(first + timedelta(days=7 * k), output, 100) for k, output in enumerate(outputs)]


def test_eight_weeks_are_needed_and_a_month_has_too_few():
    table = weeks(*quarter_of_weeks(date(2026, 1, 5), [50] * 8))
    assert productivity(table, calendar("quarter"), units(Q1), 8)["value"].item() == 0.5
    month = productivity(table, calendar("month"), units(Q1), 8).row(0, named=True)
    assert month["value"] is None
    assert month["reason"] == "4 weeks in the period, and this figure needs 8"


def test_the_index_compares_a_unit_with_its_own_reference():
    rng = np.random.default_rng(7)
    before, after = rng.uniform(40, 60, 10), rng.uniform(50, 70, 10)
    table = weeks(
        *quarter_of_weeks(date(2026, 1, 5), before), *quarter_of_weeks(date(2026, 4, 6), after)
    )
    reference = reference_productivity(table, pl.DataFrame({"quarter": [Q1]}), 8, 30)
    index = productivity_index(table, reference, calendar("quarter"), units(Q1, Q2), 8)
    expected = [1.0, after.sum() / before.sum()]
    assert index.sort("period")["value"].to_list() == pytest.approx(expected)


def test_a_unit_that_came_later_has_no_reference_and_says_so():
    table = weeks(*quarter_of_weeks(date(2026, 4, 6), [50] * 10))
    reference = reference_productivity(table, pl.DataFrame({"quarter": [Q1]}), 8, 30)
    row = productivity_index(table, reference, calendar("quarter"), units(Q2), 8)
    assert row["reason"].item() == "The unit has no reference period to be compared with"


def test_a_reference_of_too_few_tasks_is_none():
    table = weeks(*quarter_of_weeks(date(2026, 1, 5), [50] * 8))  # 32 tasks
    quarter = pl.DataFrame({"quarter": [Q1]})
    assert reference_productivity(table, quarter, 8, 30).height == 1
    assert reference_productivity(table, quarter, 8, 33).is_empty()
    assert reference_productivity(table, quarter, 9, 30).is_empty()
