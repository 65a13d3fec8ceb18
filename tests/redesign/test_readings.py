"""What moves look at, put together from the cube and the derived tables."""

from datetime import date

import polars as pl
import pytest

from redesign.readings import readings, team_quantities

Q1, Q2 = date(2026, 1, 1), date(2026, 4, 1)


def quantities(*, basis="logged"):
    """One team: novice n, expert e and f, o of another team; three challenging tasks."""
    capacity = pl.DataFrame(
        [("t", "n", Q2, 400.0), ("t", "e", Q2, 300.0), ("t", "f", Q2, 100.0), ("t", "n", Q1, 9.0)],
        schema=["team_id", "person_id", "period", "hours"],
        orient="row",
    )
    status = pl.DataFrame(
        [("n", Q2, "novice"), ("n", Q1, "expert"), ("e", Q2, "expert"), ("f", Q2, "expert")],
        schema=["person_id", "period", "status"],
        orient="row",
    )
    hours = pl.DataFrame(
        [
            ("shared", "n", 3.0, "t", Q2),
            ("shared", "e", 5.0, "t", Q2),
            ("solo", "e", 6.0, "t", Q2),
            ("solo", "o", 2.0, "u", Q2),
            ("both", "e", 1.0, "t", Q2),
            ("both", "f", 1.0, "t", Q2),
            ("easy", "n", 9.0, "t", Q2),
        ],
        schema=["task_id", "person_id", "hours", "team_id", "period"],
        orient="row",
    )
    hard = ("shared", "solo", "both")
    return team_quantities(
        capacity=capacity,
        status=status,
        participation_hours=hours,
        challenging=pl.DataFrame({"task_id": hard, "period": [Q2] * 3}),
        actor=pl.DataFrame({"task_id": hard, "team_id": ["t"] * 3}),
        task_hours=pl.DataFrame({"task_id": [*hard, "easy"], "effort_basis": [basis] * 4}),
        period=Q2,
    )


def test_people_hours_and_hard_work_of_a_team():
    assert quantities().row(0, named=True) == {
        "team_id": "t",
        "people": 3,
        "novices": 1,
        "experts": 2,
        "capacity_hours": 800.0,
        "novice_hours": 400.0,
        "expert_hours": 400.0,
        "challenging_tasks": 3.0,
        "challenging_hours": 16.0,  # of members: 8 + 6 + 2
        "expert_solo_tasks": 2.0,  # two experts together are without a novice, too
        "expert_solo_hours": 8.0,
    }


def test_counted_tasks_take_their_share_of_the_teams_capacity():
    # 25 units of work filled 800 hours: 32 hours a unit.
    row = quantities(basis="count").row(0, named=True)
    assert row["expert_solo_hours"] == pytest.approx(8.0 * 32)
    assert row["challenging_hours"] == pytest.approx(16.0 * 32)


def cell(grain, value, **more):
    return {
        "team_id": "t",
        "period": Q2,
        "grain": grain,
        "indicator": "novice_participation",
        "value": value,
        "low": 0.1,
        "high": 0.9,
        "shrunk": 0.6,
        "score": 50.0,
        "n_units": 30,
        "coverage": 1.0,
        "state": "shown",
        "reason": None,
        **more,
    }


def read(*cells):
    (reading,) = readings(pl.DataFrame(cells), quantities(), {"novice_participation": 40}, Q2)
    return reading.figures["novice_participation"]


def test_two_quarters_pooled_are_read_where_they_are_measured():
    figure = read(cell("quarter", 0.7), cell("half", 0.5, n_units=70), cell("month", 0.2))
    assert (figure.value, figure.n_units, figure.quarters) == (0.5, 70, 2)
    assert figure.trigger_units == 40


def test_a_half_that_is_not_the_teams_own_gives_way_to_its_quarter():
    figure = read(cell("half", 0.5, state="pooled"), cell("quarter", 0.7))
    assert (figure.value, figure.quarters) == (0.7, 1)


def test_a_hidden_figure_keeps_its_reason():
    figure = read(
        cell("quarter", None, state="suppressed", n_units=None, coverage=None, reason="too few")
    )
    assert (figure.value, figure.n_units, figure.reason) == (None, 0, "too few")


def test_a_team_without_figures_has_a_reading_too():
    cube = pl.DataFrame([cell("quarter", 0.7, team_id="u")])
    (reading,) = readings(cube, quantities(), {}, Q2)
    assert (reading.team_id, reading.figures) == ("t", {})
