from datetime import date

import polars as pl
import pytest

from evidence.rollouts import STARTS, Rollout
from store.errors import RequestError


def starts(*rows):
    return pl.DataFrame(rows, schema=STARTS, orient="row")


def test_started_teams_stand_by_month_and_those_without_a_month_are_not_among_them():
    told = starts(
        ("c", date(2025, 3, 1), 0.5, True),
        ("b", None, None, True),
        ("a", date(2025, 1, 1), 1.0, True),
    )
    rollout = Rollout("k", "Course", "training", told)
    assert rollout.started["team_id"].to_list() == ["a", "c"]
    assert rollout.by_lot


def test_dates_are_by_lot_only_when_all_of_them_were_drawn():
    told = starts(("a", date(2025, 1, 1), 1.0, True), ("b", date(2025, 1, 1), 1.0, None))
    assert not Rollout("k", "Plan", "planned", told).by_lot
    assert not Rollout("k", "Plan", "planned", told.clear()).by_lot


@pytest.mark.parametrize(
    "rows",
    [
        [("a", date(2025, 1, 1), 1.0, True), ("a", date(2025, 2, 1), 1.0, True)],
        [(None, date(2025, 1, 1), 1.0, True)],
        [("a", date(2025, 1, 2), 1.0, True)],
    ],
    ids=["twice", "no team", "in the middle of a month"],
)
def test_a_start_that_is_not_one_month_of_one_team_is_refused(rows):
    with pytest.raises(RequestError):
        Rollout("k", "Course", "training", starts(*rows))


def test_other_columns_kinds_and_levels_are_refused():
    with pytest.raises(RequestError):
        Rollout("k", "Course", "training", starts().drop("reach"))
    with pytest.raises(RequestError):
        Rollout("k", "Course", "lunch", starts())
    with pytest.raises(RequestError):
        Rollout("k", "Course", "training", starts(), cluster="firm")
