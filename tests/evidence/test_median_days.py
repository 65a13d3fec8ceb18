import numpy as np
import polars as pl
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from evidence.median_days import median_days


def told(*members):
    rows = [("x", float(days), is_over) for days, is_over in members]
    return pl.DataFrame(rows, schema=["team", "days", "is_over"], orient="row")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param([(1, 1), (2, 1), (4, 1)], 2.0, id="all over: the usual median"),
        pytest.param([(1, 1), (2, 1), (4, 1), (9, 1)], 3.0, id="an even number: the middle"),
        pytest.param([(1, 1), (2, 0), (4, 1), (9, 1)], 4.0, id="3/4, then 3/4 x 1/2 = 3/8 at 4"),
        pytest.param([(1, 1), (5, 0), (5, 0)], None, id="never below 2/3"),
        pytest.param([(3, 1), (5, 0)], None, id="one half, and nobody knows how long it stays"),
        pytest.param([(2, 1), (2, 0), (2, 1), (7, 1)], 4.5, id="open on the day still at risk"),
        pytest.param([(1, 0), (2, 0)], None, id="all open"),
    ],
)
def test_a_median_worked_by_hand(members, expected):
    rows = told(*((days, bool(over)) for days, over in members))
    assert median_days(rows, ["team"])["median"].to_list() == [pytest.approx(expected)]


def test_a_stretch_at_one_half_is_halved_also_when_open_ones_lie_in_it():
    rows = told((1, True), (2, True), (3, False), (8, True))
    # 3/4, 1/2, (one leaves open), 0 at 8: the stretch at one half runs from 2 to 8.
    assert median_days(rows, ["team"])["median"].to_list() == [5.0]


def test_medians_of_many_groups_are_those_of_statsmodels():
    rng = np.random.default_rng(7)
    sizes = rng.integers(5, 40, 60)
    rows = pl.DataFrame(
        {
            "team": np.repeat(np.arange(60), sizes),
            "days": np.round(rng.exponential(5.0, sizes.sum()), 1) + 0.1,
            "is_over": rng.random(sizes.sum()) < 0.7,
        }
    )
    found = median_days(rows, ["team"])
    compared = 0
    for team, own in rows.group_by("team"):
        curve = SurvfuncRight(own["days"].to_numpy(), own["is_over"].to_numpy().astype(int))
        if np.isclose(curve.surv_prob, 0.5).any():
            continue  # statsmodels takes the end of a stretch at one half, R its middle
        expected = curve.quantile(0.5)
        median = found.filter(pl.col("team") == team[0])["median"][0]
        assert (median is None) == bool(np.isnan(expected))
        assert median is None or median == pytest.approx(expected)
        compared += 1
    assert compared > 40
