"""Symmetric matrices of which a direction may be nothing but rounding.

Effects of units and periods are told up to a constant, and covariances of few clusters lack
directions; whether rounding passes for one more depends on the processor, so that a limit near it
gives other answers on other machines.
"""

from typing import Final

import numpy as np
from scipy import linalg

from evidence.panel import Floats

# The default of scipy left an error of 3e-4 on a singular but harmless system (EVIDENCE A2), and
# that of numpy one of 5e-3.
SMALLEST: Final = 1e-9  # eigenvalues below this share of the largest are rounding


def inverse(matrix: Floats) -> Floats:
    """(k, k) inverse in the directions that are told; the others count nothing."""
    return np.asarray(linalg.pinvh(matrix, rtol=SMALLEST))


def is_regular(matrix: Floats) -> bool:
    """Whether every direction of a symmetric matrix is told."""
    return bool(np.linalg.matrix_rank(matrix, rtol=SMALLEST, hermitian=True) == len(matrix))
