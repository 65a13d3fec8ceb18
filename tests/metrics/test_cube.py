"""What the cube shows of readings: smallest groups, pooling, coverage, precision, scores."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from metrics.anchors import constants
from metrics.contract import READING_SCHEMA, WARMING_UP, Indicator
from metrics.cube import CUBE_SCHEMA, cube
from metrics.period_marks import SCHEMA as MARKS

PERIOD = date(2026, 1, 1)
ENOUGH = {"n_people": 9, "n_novices": 4, "n_others": 5, "n_units": 50, "coverage": 1.0}
ABOUT_NOVICES = Indicator(
    "challenge", "", "", "", "higher", "", "", novices=3, others=3, units=30, about_novices=True
)
ABOUT_ALL = Indicator("complexity", "", "", "", "higher", "", "", units=0)
TREE = {"firm": None, "north": "firm", "a": "north", "b": "north", "c": "north", "south": "firm"}


def tree(parents):
    rows = []
    for unit in parents:
        at, depth = unit, 0
        while at:
            rows.append((unit, at, depth))
            at, depth = parents[at], depth + 1
    schema = {"team_id": pl.String(), "unit_id": pl.String(), "depth": pl.Int64()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def reading(rows):
    full = [
        {"period": PERIOD, "value": 0.3, "low": 0.25, "high": 0.35, "se": 0.02, "reason": None}
        | ENOUGH
        | {"team_id": team}
        | row
        for team, row in rows.items()
    ]
    return pl.DataFrame(full, schema=dict(READING_SCHEMA))


NO_MARKS = pl.DataFrame(schema=MARKS)


def told(rows, indicator=ABOUT_ALL, parents=TREE, marks=NO_MARKS):
    """unit -> row of the cube, for one indicator in one period."""
    answer = cube(
        {indicator.key: reading(rows)},
        {indicator.key: indicator},
        tree(parents),
        constants(),
        "quarter",
        marks,
    )
    return {row["team_id"]: row for row in answer.to_dicts()}


def all_units(**rows):
    """The whole tree: north is three teams, south stands alone."""
    sizes = {"firm": 36, "north": 27, "a": 9, "b": 9, "c": 9, "south": 9}
    return {u: {"n_people": n, **rows.get(u, {})} for u, n in sizes.items()}


def test_a_team_of_nine_with_enough_work_is_shown():
    row = told(all_units())["a"]
    assert (row["state"], row["value"], row["reason"]) == ("shown", 0.3, None)


def test_a_team_of_four_shows_the_unit_above_and_says_so():
    cells = told(all_units(a={"n_people": 4, "value": 0.9}, north={"n_people": 22, "value": 0.4}))
    row = cells["a"]
    assert (row["state"], row["value"], row["pooled_from"]) == ("pooled", 0.4, "north")
    assert row["n_people"] == 22
    assert row["reason"] == "Fewer than 5 people"


def test_a_team_of_four_in_a_firm_of_four_is_suppressed_and_leaves_no_number():
    row = told({"firm": {"n_people": 4, "value": 0.9}}, parents={"firm": None})["firm"]
    assert row["state"] == "suppressed"
    assert [row[name] for name in ("value", "low", "high", "score", "n_people", "n_novices")] == [
        None
    ] * 6


def test_the_next_smallest_team_is_hidden_with_the_only_hidden_one():
    cells = told(all_units(a={"n_people": 4}, b={"n_people": 8}, north={"n_people": 21}))
    assert {u: cells[u]["state"] for u in "abc"} == {"a": "pooled", "b": "pooled", "c": "shown"}
    assert "subtraction" in cells["b"]["reason"]


def test_two_novices_hide_a_figure_about_novices_but_not_one_about_all():
    few = all_units(a={"n_novices": 2})
    assert told(few, ABOUT_NOVICES)["a"]["state"] == "pooled"
    assert told(few, ABOUT_ALL)["a"]["state"] == "shown"


def test_two_others_hide_a_figure_about_novices():
    assert told(all_units(a={"n_others": 2}), ABOUT_NOVICES)["a"]["state"] == "pooled"


def test_too_few_tasks_are_pooled_and_hide_no_neighbour():
    cells = told(all_units(a={"n_units": 29}), ABOUT_NOVICES)
    assert (cells["a"]["state"], cells["b"]["state"]) == ("pooled", "shown")
    assert cells["a"]["reason"] == "Fewer than 30 tasks"


def test_a_figure_that_nobody_could_compute_says_why():
    row = told(all_units(a={"value": None, "reason": "No AI usage data"}))["a"]
    assert (row["state"], row["reason"], row["value"]) == (
        "not_computed",
        "No AI usage data",
        None,
    )


def test_a_figure_without_history_is_warming_up():
    rows = {u: {"value": None, "reason": f"{WARMING_UP}: 10 days"} for u in all_units()}
    assert told(rows)["a"]["state"] == "warming_up"


@pytest.mark.parametrize(
    ("coverage", "state"),
    [(0.6, "shown"), (0.59, "partial"), (0.3, "partial"), (0.29, "suppressed"), (None, "shown")],
)
def test_coverage_decides_between_shown_partial_and_hidden(coverage, state):
    row = told(all_units(a={"coverage": coverage}))["a"]
    assert row["state"] == state
    assert (row["value"] is None) == (state == "suppressed")


def test_an_interval_of_more_than_25_score_points_either_way_is_of_low_precision():
    # Complexity scores 100 at 1: half a width of .26 is 26 points.
    wide = told(all_units(a={"low": 0.1, "high": 0.62}, b={"low": 0.1, "high": 0.59}))
    assert (wide["a"]["state"], wide["b"]["state"]) == ("low_precision", "shown")


def test_a_value_without_an_interval_is_of_low_precision():
    row = told(all_units(a={"low": None, "high": None}))["a"]
    assert (row["state"], row["reason"]) == ("low_precision", "No interval can be told")


def test_an_indicator_may_remark_that_it_rests_on_few_novices():
    steady = replace(ABOUT_NOVICES, steady_novices=5)
    row = told(all_units(b={"n_novices": 5}), steady)
    assert (row["a"]["state"], row["b"]["state"]) == ("shown", "shown")
    assert row["a"]["reason"] == "Fewer than 5 novices: the interval is rough"
    assert row["b"]["reason"] is None


def test_scores_come_from_the_anchors_and_carry_the_interval_through_the_same_map():
    row = told(all_units(a={"value": 0.15, "low": 0.1, "high": 0.2}), ABOUT_NOVICES)["a"]
    assert [row[n] for n in ("score", "score_low", "score_high")] == pytest.approx(
        [25, 50 / 3, 100 / 3]
    )


def test_a_reversed_score_keeps_its_limits_in_rising_order():
    row = told(
        all_units(a={"value": 0.25, "low": 0.2, "high": 0.3}), replace(ABOUT_NOVICES, key="exposed")
    )["a"]
    assert [row[n] for n in ("score", "score_low", "score_high")] == pytest.approx([50, 40, 60])


def test_when_all_teams_fall_every_score_falls_and_the_order_stays():
    values = {"a": 0.5, "b": 0.4, "c": 0.3, "south": 0.2}
    before = told(all_units(**{u: {"value": v} for u, v in values.items()}), ABOUT_NOVICES)
    after = told(all_units(**{u: {"value": v - 0.1} for u, v in values.items()}), ABOUT_NOVICES)
    falls = [after[u]["score"] - before[u]["score"] for u in values]
    assert falls == pytest.approx([-100 / 6] * 4)
    assert sorted(values, key=lambda u: after[u]["score"]) == sorted(values, key=values.get)


def test_only_units_of_one_level_are_shrunk_together():
    # E15 of the methods on the natural scale, as four units of one level under the firm.
    parents = {"firm": None, "t1": "firm", "t2": "firm", "t3": "firm", "t4": "firm"}
    values, errors = (-0.2, -0.6, -0.1, -1.2), (0.3, 0.3, 0.2, 0.6)
    rows = {
        f"t{k + 1}": {"value": v, "se": s, "low": v, "high": v}
        for k, (v, s) in enumerate(zip(values, errors, strict=True))
    }
    cells = told({"firm": {"value": 5.0, "n_people": 36}, **rows}, parents=parents)
    assert cells["t4"]["shrunk"] == pytest.approx(-0.4334, abs=5e-4)
    assert cells["t2"]["shrunk"] == pytest.approx(-0.4254, abs=5e-4)
    assert cells["firm"]["shrunk"] == 5.0


def test_a_log_indicator_is_shrunk_in_logs_and_told_as_it_is_shown():
    parents = {"firm": None, "t1": "firm", "t2": "firm"}
    logs = replace(ABOUT_ALL, scale="log", high=None)
    rows = {"t1": {"value": 2.0, "se": 1.0}, "t2": {"value": 0.5, "se": 1.0}}
    cells = told({"firm": {"n_people": 18}, **rows}, logs, parents)
    assert cells["t1"]["shrunk"] == pytest.approx(1.0)


def test_hidden_teams_take_no_part_in_the_shrinkage():
    parents = {"firm": None, "t1": "firm", "t2": "firm", "t3": "firm", "t4": "firm"}
    rows = {f"t{k}": {"value": 0.3 + k / 100, "se": 0.2} for k in (1, 2)}
    hidden = {f"t{k}": {"value": 99.0, "se": 0.2, "n_people": 4} for k in (3, 4)}
    cells = told({"firm": {"n_people": 26}, **rows, **hidden}, parents=parents)
    # Two teams that differ by less than their errors are drawn to their mean.
    assert cells["t1"]["shrunk"] == pytest.approx(0.315)


def test_a_team_hidden_for_want_of_others_takes_the_next_smallest_with_it():
    rows = all_units(a={"n_others": 2}, b={"n_novices": 3}, north={"n_novices": 11})
    cells = told(rows, ABOUT_NOVICES)
    assert {u: cells[u]["state"] for u in "abc"} == {"a": "pooled", "b": "pooled", "c": "shown"}


def test_the_order_of_rows_changes_nothing():
    rows = all_units(a={"n_people": 4}, b={"n_people": 8}, north={"n_people": 21})
    assert told(rows) == told(dict(reversed(rows.items())))


def test_no_readings_give_an_empty_cube_with_its_columns():
    answer = cube({}, {}, tree({}), constants(), "quarter", NO_MARKS)
    assert answer.schema == pl.Schema(CUBE_SCHEMA)
    assert answer.is_empty()


def test_a_figure_without_noise_stays_as_it_is():
    """Connection that has faded for years leaves errors whose squares no computer can hold."""
    rows = all_units(a={"value": 0.2, "se": 1e-200}, b={"value": 0.3, "se": 1e-200})
    cells = told(rows)
    assert (cells["a"]["shrunk"], cells["b"]["shrunk"]) == (0.2, 0.3)


def marked(**told):
    row = {"period": PERIOD, "is_partial": False, "is_lost": False, "mark": "HR data are old"}
    return pl.DataFrame([row | told], schema=MARKS)


def test_a_marked_period_makes_every_figure_partial_and_says_why():
    rows = told(all_units(), marks=marked(is_partial=True))
    assert {(row["state"], row["reason"]) for row in rows.values()} == {
        ("partial", "HR data are old")
    }
    assert rows["a"]["value"] == 0.3


def test_a_lost_period_shows_no_figure_of_anybody_and_says_why():
    rows = told(all_units(), marks=marked(is_lost=True))
    assert {(row["state"], row["reason"], row["value"]) for row in rows.values()} == {
        ("suppressed", "HR data are old", None)
    }


def test_a_mark_of_another_period_changes_nothing():
    other = marked(is_lost=True, period=date(2025, 10, 1))
    assert told(all_units(), marks=other) == told(all_units())


def test_a_figure_with_hardly_any_noise_does_not_swallow_the_spread_of_the_others():
    rows = all_units(a={"se": 1e-11}, b={"value": 0.5, "se": 0.02}, c={"value": 0.1, "se": 0.02})
    shrunk = {team: row["shrunk"] for team, row in told(rows).items()}
    assert shrunk["a"] == 0.3
    assert shrunk["b"] == pytest.approx(0.5, abs=0.01)
    assert shrunk["c"] == pytest.approx(0.1, abs=0.01)
