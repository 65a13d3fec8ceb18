"""Rounding is not taken for a direction, whatever it came to on the machine at hand."""

import numpy as np
import pytest

from evidence.singular import inverse, is_regular

# Three periods told up to a constant; rounding left an eigenvalue in the direction of the ones.
CENTRED = np.eye(3) - 1 / 3


@pytest.mark.parametrize("rounding", [-3e-14, -1e-16, 0.0, 1e-16, 2e-15, 3e-14])
def test_what_rounding_left_counts_nothing(rounding):
    found = inverse(CENTRED + rounding)
    assert found @ np.array([1.0, 0.0, -1.0]) == pytest.approx([1, 0, -1], abs=1e-12)
    assert found == pytest.approx(CENTRED, abs=1e-12)
    assert not is_regular(CENTRED + rounding)


def test_a_matrix_with_all_its_directions_is_inverted():
    matrix = np.array([[2.0, 1.0], [1.0, 2.0]])
    assert is_regular(matrix)
    assert inverse(matrix) == pytest.approx(np.array([[2, -1], [-1, 2]]) / 3)
    assert is_regular(matrix * 1e-12)


def test_without_any_variation_no_direction_is_told():
    assert not is_regular(np.zeros((2, 2)))
    assert inverse(np.zeros((2, 2))) == pytest.approx(np.zeros((2, 2)))
