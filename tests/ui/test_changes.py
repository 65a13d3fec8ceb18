from datetime import date
from math import sqrt

import polars as pl
import pytest

from ui.changes import changes, earlier, of_unit, withstand, year_before

NOW, YEAR_AGO, REF = date(2026, 1, 1), date(2025, 1, 1), date(2025, 4, 1)


def figures(*rows):
    return pl.DataFrame(
        [
            dict(
                team_id="A",
                indicator="challenge",
                period=p,
                value=v,
                low=low,
                high=high,
                state=state,
            )
            for p, v, low, high, state in rows
        ]
    )


def only(table):
    assert table.height == 1
    return table.row(0, named=True)


def test_the_interval_of_a_change_joins_both_intervals():
    # By hand (MOVER): falls sqrt(.05^2 + .02^2), rises sqrt(.03^2 + .04^2) around .60 - .40.
    table = figures((YEAR_AGO, 0.40, 0.36, 0.42, "shown"), (NOW, 0.60, 0.55, 0.63, "shown"))
    row = only(changes(table, NOW, [YEAR_AGO]))
    assert row["change"] == pytest.approx(0.20)
    assert row["low"] == pytest.approx(0.20 - sqrt(0.05**2 + 0.02**2))
    assert row["high"] == pytest.approx(0.20 + sqrt(0.03**2 + 0.04**2))
    assert row["clears"]


def test_with_symmetric_intervals_it_is_the_normal_difference_of_two_means():
    half = 1.96 * 0.03
    table = figures(
        (YEAR_AGO, 0.5, 0.5 - half, 0.5 + half, "shown"),
        (NOW, 0.6, 0.6 - half, 0.6 + half, "shown"),
    )
    row = only(changes(table, NOW, [YEAR_AGO]))
    assert row["high"] - row["change"] == pytest.approx(1.96 * sqrt(2) * 0.03)


def test_a_change_within_chance_does_not_clear():
    table = figures((YEAR_AGO, 0.40, 0.30, 0.50, "shown"), (NOW, 0.45, 0.35, 0.55, "shown"))
    assert not only(changes(table, NOW, [YEAR_AGO]))["clears"]


@pytest.mark.parametrize("state", ["pooled", "suppressed", "warming_up", "not_computed"])
def test_a_figure_that_is_not_the_teams_own_has_no_change(state):
    table = figures((YEAR_AGO, 0.4, 0.3, 0.5, state), (NOW, 0.9, 0.8, 1.0, "shown"))
    assert changes(table, NOW, [YEAR_AGO]).is_empty()


def test_of_several_earlier_periods_the_mean_counts():
    table = figures(
        (YEAR_AGO, 0.3, 0.2, 0.4, "shown"),
        (REF, 0.5, 0.4, 0.6, "shown"),
        (NOW, 0.4, 0.3, 0.5, "shown"),
    )
    row = only(changes(table, NOW, [YEAR_AGO, REF]))
    assert row["before"] == pytest.approx(0.4)
    assert row["high"] == pytest.approx(sqrt(0.1**2 + (sqrt(2) * 0.1 / 2) ** 2))


def test_a_team_without_one_of_the_earlier_periods_has_no_change():
    table = figures((YEAR_AGO, 0.3, 0.2, 0.4, "shown"), (NOW, 0.4, 0.3, 0.5, "shown"))
    assert changes(table, NOW, [YEAR_AGO, REF]).is_empty()
    assert of_unit(changes(table, NOW, [YEAR_AGO]), "B") == {}


def test_before_is_the_same_period_a_year_ago_else_the_one_just_before():
    assert year_before(NOW) == YEAR_AGO
    assert earlier([YEAR_AGO, REF, NOW], NOW) == YEAR_AGO
    assert earlier([REF, NOW], NOW) == REF
    assert earlier([NOW], NOW) is None


def moves(*zs):
    rows = [
        dict(
            team_id=f"T{n}",
            indicator="challenge",
            value=0.5,
            before=0.5 - z,
            change=z,
            low=z - 1.96,
            high=z + 1.96,
            clears=abs(z) > 1.96,
        )
        for n, z in enumerate(zs)
    ]
    return pl.DataFrame(rows)


def test_of_many_changes_only_those_stay_that_withstand_looking_at_all():
    # Chances .0001, .0124, .0357, .8 against .0125, .025, .0375, .05: the first three stay.
    kept = withstand(moves(0.25, 2.1, 3.9, -2.5))
    assert kept["team_id"].to_list() == ["T2", "T3", "T1"]
    # Alone it clears; among forty that did not move it does not.
    assert withstand(moves(2.1)).height == 1
    assert withstand(moves(2.1, *[0.1] * 40)).is_empty()


def test_no_changes_leave_no_rows():
    assert withstand(moves(0.1).clear()).is_empty()
