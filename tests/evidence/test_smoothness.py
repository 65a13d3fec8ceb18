"""Smoothness: R's Medicaid example, and cases whose interval is known."""

import numpy as np
import pytest
from scipy import optimize, stats

from evidence.smoothness import _path, _trade, smoothness

FIRST = np.array([1.0, 0.0])


@pytest.fixture
def medicaid(real_data):
    with np.load(real_data / "causal" / "ehec_event_study.npz") as found:
        return found["b"], found["V"]


def test_the_medicaid_example_is_as_r_prints_it(medicaid):
    """README of HonestDiD, three digits; reference.json allows 1e-4 beside its rounding."""
    bends = (0.0, 0.01, 0.02, 0.03, 0.04, 0.05)
    printed = [
        (0.0259, 0.0607), (0.0132, 0.0787), (0.00286, 0.0907), (-0.00714, 0.101),
        (-0.0171, 0.111), (-0.0271, 0.121),
    ]  # fmt: skip
    for row, expected in zip(smoothness(*medicaid, 5, FIRST, bends), printed, strict=True):
        assert row[1] == pytest.approx(expected[0], abs=1.5e-4)
        assert row[2] == pytest.approx(expected[1], abs=6e-4 if expected[1] > 0.1 else 1.5e-4)


def test_without_a_bend_it_is_the_best_correction_by_a_straight_line():
    """Independent noise: the weighted least-squares line through the reference, by hand."""
    estimates, spread = np.array([-2.0, -1.0, 5.0]), np.diag([1.0, 1.0, 1.0])
    ((_, low, high),) = smoothness(estimates, spread, 2, np.array([1.0]), (0.0,))
    # slope through 0 from (-2, -2) and (-1, -1): 1, variance 1/5; effect 5 - 1, variance 1 + 1/5
    assert (low + high) / 2 == pytest.approx(4.0)
    assert (high - low) / 2 == pytest.approx(1.95996 * 1.2**0.5, rel=1e-5)


def test_one_period_before_leaves_one_estimator():
    estimates, spread = np.array([-1.0, 3.0]), np.eye(2)
    ((_, low, high),) = smoothness(estimates, spread, 1, np.array([1.0]), (0.5,))
    sd = 2**0.5
    reach = sd * np.sqrt(stats.ncx2.ppf(0.95, 1, (0.5 / sd) ** 2))
    assert (low, high) == pytest.approx((2.0 - reach, 2.0 + reach))


def test_the_path_is_the_minimum_that_a_general_optimiser_finds():
    generator = np.random.default_rng(4)
    half = generator.normal(size=(7, 7))
    trade = _trade(half @ half.T + np.eye(7), 5, FIRST)
    path = _path(trade)

    def cost(u, price):
        return u @ trade.quadratic @ u / 2 + trade.linear @ u + price * np.abs(u).sum()

    for price in (0.01, 0.3, 2.0):
        ours = min(cost(u, price) for u in path)
        tried = [
            optimize.minimize(cost, start, (price,), method="Powell", tol=1e-12).fun
            for start in path[:: len(path) // 4]
        ]
        assert ours <= min(tried) + 1e-3 * (1 + abs(min(tried)))
