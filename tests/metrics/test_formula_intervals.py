"""The numeric formulas against a second witness: plain loops, scipy, or a closed form."""

from math import comb, exp, log, sqrt

import narwhals as nw
import numpy as np
import polars as pl
import pytest
from scipy import stats

from metrics.formulas.decay import stocks
from metrics.formulas.jackknife import jackknife, ratio
from metrics.formulas.normal import normal_cdf
from metrics.formulas.participation import log_ratio
from metrics.formulas.proportions import clopper_pearson_ratio, wilson
from metrics.formulas.rarefaction import chance_to_meet
from metrics.formulas.scores import Ruler, score, score_interval
from metrics.formulas.shrinkage import shrunk

EXACT = 1e-12  # the same arithmetic in another order
NORMAL = 1e-14  # error that Hart's approximation promises


def plain_jackknife(parts, wholes):
    full = sum(parts) / sum(wholes)
    out = [(sum(parts) - p) / (sum(wholes) - w) for p, w in zip(parts, wholes, strict=True)]
    n = len(out)
    mean = sum(out) / n
    se = sqrt((n - 1) / n * sum((x - mean) ** 2 for x in out))
    reach = stats.t.ppf(0.975, n - 1) * se
    return full, se, full - reach, full + reach


def test_groups_get_the_interval_that_a_plain_loop_gives_each_of_them():
    rng = np.random.default_rng(7)
    rows = pl.DataFrame(
        {
            "team": rng.choice(["a", "b", "c"], 40),
            "person": [f"p{k}" for k in range(40)],
            "part": rng.random(40),
            "whole": 1 + rng.random(40),
        }
    )
    answer = jackknife(rows, ["team"], "person", ["part", "whole"], ratio)
    for team in ("a", "b", "c"):
        one = rows.filter(team=team)
        expected = plain_jackknife(one["part"].to_list(), one["whole"].to_list())
        got = answer.filter(team=team).select("value", "se", "low", "high").row(0)
        assert got == pytest.approx(expected, abs=EXACT)


def test_one_person_alone_has_a_value_and_no_interval():
    rows = pl.DataFrame({"team": ["a"], "person": ["p"], "part": [1.0], "whole": [4.0]})
    answer = jackknife(rows, ["team"], "person", ["part", "whole"], ratio)
    assert answer.rows() == [("a", 1, 0.25, None, None, None)]


def test_a_group_without_hours_has_no_value():
    rows = pl.DataFrame(
        {"team": ["a", "a"], "person": ["p", "q"], "part": [0.0, 0.0], "whole": [0.0, 0.0]}
    )
    assert jackknife(rows, ["team"], "person", ["part", "whole"], ratio)["value"].to_list() == [
        None
    ]


def test_no_rows_give_no_rows():
    rows = pl.DataFrame(schema={"team": pl.String, "person": pl.String, "part": pl.Float64})
    answer = jackknife(rows, ["team"], "person", ["part", "part"], ratio)
    assert answer.columns == ["team", "units", "value", "se", "low", "high"]
    assert answer.is_empty()


def test_wilson_agrees_with_scipy():
    for hits, of in ((0, 5), (3, 6), (17, 40), (9, 9)):
        low, high = wilson(np.array([hits]), np.array([of]))
        witness = stats.binomtest(hits, of).proportion_ci(method="wilson")
        assert (low[0], high[0]) == pytest.approx((witness.low, witness.high), abs=EXACT)


def test_the_ratio_of_two_counts_agrees_with_the_exact_binomial_interval():
    for up, out in ((3, 6), (0, 4), (5, 0)):
        low, high = clopper_pearson_ratio(np.array([up]), np.array([out]))
        witness = stats.binomtest(up, up + out).proportion_ci(method="exact")
        assert low[0] == pytest.approx(witness.low / (1 - witness.low), abs=EXACT)
        if out:
            assert high[0] == pytest.approx(witness.high / (1 - witness.high), abs=1e-9)
        else:
            assert np.isinf(high[0])


def test_the_normal_distribution_as_an_expression_agrees_with_scipy():
    x = np.concatenate([np.linspace(-12, 12, 2001), [-45.0, 45.0, 0.0]])
    frame = nw.from_native(pl.DataFrame({"x": x}).lazy())
    got = frame.select(p=normal_cdf(nw.col("x"))).collect().to_native()["p"].to_numpy()
    assert np.abs(got - stats.norm.cdf(x)).max() < NORMAL


def test_rarefaction_agrees_with_counting_the_draws():
    for tasks in (5, 10, 14, 80):
        for touching in range(tasks + 1):
            for drawn in (3, 5):
                expected = 1 - comb(tasks - touching, drawn) / comb(tasks, drawn)
                got = chance_to_meet(np.array([float(tasks)]), np.array([float(touching)]), drawn)
                assert got[0] == pytest.approx(expected, abs=EXACT)


def test_rarefaction_in_expressions_is_the_same_as_in_arrays():
    frame = pl.DataFrame({"t": [10.0, 12.0, 30.0], "q": [3.0, 12.0, 1.0]})
    lazy = nw.from_native(frame.lazy())
    got = lazy.select(p=chance_to_meet(nw.col("t"), nw.col("q"), 10)).collect().to_native()["p"]
    expected = chance_to_meet(frame["t"].to_numpy(), frame["q"].to_numpy(), 10)
    assert got.to_list() == pytest.approx(expected.tolist(), abs=EXACT)


def test_a_stock_carried_over_periods_is_the_sum_of_all_faded_days():
    ends = np.array([30, 61, 91])
    days = np.array([[3, 29], [40, 61], [90, 91]])
    gained = np.array([[sum(2 ** (-(ends[k] - d) / 45) for d in days[k]) for k in range(3)]])
    got = stocks(gained, ends, 45.0)
    expected = [sum(2 ** (-(end - d) / 45) for d in days.ravel() if d <= end) for end in ends]
    assert got[0].tolist() == pytest.approx(expected, abs=EXACT)


def test_participation_at_parity_is_one_whatever_the_hours():
    value = log_ratio(np.array([20.0]), np.array([30.0]), np.array([100.0]), np.array([0.3]))
    assert exp(value[0]) == pytest.approx(1.0, abs=EXACT)


def test_shrinking_estimates_that_differ_by_noise_alone_gives_their_mean():
    estimates, errors = np.array([0.1, -0.1, 0.05]), np.array([1.0, 1.0, 1.0])
    assert shrunk(estimates, errors, np.array([0, 0, 0])).tolist() == pytest.approx(
        [np.mean(estimates)] * 3, abs=EXACT
    )


def test_a_team_alone_is_not_shrunk():
    assert shrunk(np.array([-1.2]), np.array([0.6]), np.array([0])).tolist() == [-1.2]


def test_groups_are_shrunk_each_by_themselves():
    first, second = np.array([-0.2, -0.6, -0.1, -1.2]), np.array([3.0, 1.0, 2.0])
    errors = np.array([0.3, 0.3, 0.2, 0.6])
    alone = shrunk(first, errors, np.zeros(4, int))
    mixed = shrunk(
        np.concatenate([first, second]),
        np.concatenate([errors, errors[:3]]),
        np.array([0, 0, 0, 0, 1, 1, 1]),
    )
    assert mixed[:4].tolist() == pytest.approx(alone.tolist(), abs=EXACT)


def test_scores_are_straight_between_anchors_and_capped_beyond():
    ruler = Ruler((0.0, 0.5, 0.86))
    got = score(np.array([-1.0, 0.25, 0.5, 0.68, 2.0, np.nan]), ruler)
    assert got[:-1].tolist() == pytest.approx([0, 25, 50, 75, 100], abs=EXACT)
    assert np.isnan(got[-1])


def test_a_reversed_score_falls_as_the_value_rises_and_its_limits_swap():
    ruler = Ruler((0.5, 0.25, 0.0))
    assert score(np.array([0.0, 0.25, 0.4]), ruler).tolist() == pytest.approx([100, 50, 20])
    low, high = score_interval(np.array([0.2]), np.array([0.3]), ruler)
    assert (low[0], high[0]) == pytest.approx((40.0, 60.0))


def test_a_log_score_gives_equal_steps_to_equal_ratios():
    ruler = Ruler((0.25, 1.0, 4.0), is_log=True)
    assert score(np.array([0.5, 2.0]), ruler).tolist() == pytest.approx([25.0, 75.0])
    assert score(np.array([0.0]), ruler)[0] == 0.0
    assert log(2) / log(4) == pytest.approx(0.5)
