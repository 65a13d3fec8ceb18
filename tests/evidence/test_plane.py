"""The largest of normal variables in a plane, against an integral over angles and closed forms."""

import numpy as np
import pytest
from scipy import stats

from evidence.plane import passed_by_chance

ANGLES = 200_000


def chance_by_integral(points, value):
    angle = (np.arange(ANGLES) + 0.5) * (2 * np.pi / ANGLES)
    reach = (points @ np.vstack([np.cos(angle), np.sin(angle)])).max(axis=0)
    ahead = reach > 0
    return np.exp(-0.5 * (value / reach[ahead]) ** 2).sum() / ANGLES


def test_the_value_is_passed_with_the_chance_that_an_integral_over_angles_gives():
    generator = np.random.default_rng(5)
    points = generator.normal(size=(40, 5, 2)) * generator.uniform(0.2, 3, size=(40, 5, 1))
    found = passed_by_chance(points, 0.005)
    told = [chance_by_integral(each, value) for each, value in zip(points, found, strict=True)]
    assert told == pytest.approx(np.full(40, 0.005), rel=1e-5)


def test_one_variable_gives_the_normal_quantile_and_its_two_signs_the_two_sided_one():
    one = np.array([[2.0, 0.0]])
    both = np.array([[0.6, 0.8], [-0.6, -0.8]])
    assert passed_by_chance(one, 0.025) == pytest.approx(2 * stats.norm.ppf(0.975))
    assert passed_by_chance(both, 0.05) == pytest.approx(stats.norm.ppf(0.975))


def test_two_independent_variables_give_the_value_of_sidak():
    found = passed_by_chance(np.eye(2), 0.05)
    assert found == pytest.approx(stats.norm.ppf(np.sqrt(0.95)))


def test_a_variable_that_is_there_twice_or_never_varies_changes_nothing():
    points = np.array([[1.0, 0.2], [-0.5, 1.0], [0.3, -0.8]])
    more = np.vstack([points, points[1], np.zeros(2), points[0] / 2])
    assert passed_by_chance(more, 0.01) == pytest.approx(passed_by_chance(points, 0.01))
