"""Chances of the largest of several normal variables that lie in a plane, by Owen's T.

Around the middle of the plane each variable is the largest in one sector; the chance of a direction
to pass a value follows Rayleigh's law, and its integral over a sector is a difference of two Owen
T functions (Owen 1956).
"""

from typing import Final

import numpy as np
from scipy import special

from evidence.panel import Floats

STEPS: Final = 50  # of Newton's method; six are the rule
CONVERGED: Final = 1e-10
QUARTER: Final = np.pi / 2


def passed_by_chance(points: Floats, chance: float) -> Floats:
    """(...) the value that the largest variable passes with a chance.

    points  (..., variables, 2) the weights of each on two independent standard normal variables

    The logarithm of the chance is concave in the value (Prekopa 1973), so that Newton's steps come
    to the root from one side after the first.
    """
    size = np.hypot(points[..., 0], points[..., 1])
    begin, end = _sectors(points)
    is_ever = (size > 0) & (end > begin)
    size, begin, end = (np.where(is_ever, each, 1.0) for each in (size, begin, end))
    from_tan, to_tan = np.tan(begin), np.tan(end)
    value: Floats = -special.ndtri(chance) * size.max(axis=-1, initial=0, where=is_ever)
    for _ in range(STEPS):
        far = value[..., None] / size
        passed = (special.owens_t(far, to_tan) - special.owens_t(far, from_tan)).sum(axis=-1)
        width = special.ndtr(far * to_tan) - special.ndtr(far * from_tan)
        falls = (np.exp(-(far**2) / 2) / np.sqrt(2 * np.pi) * width / size).sum(axis=-1)
        step = np.log(passed / chance) * passed / falls
        value = value + step
        if (np.abs(step) <= CONVERGED * value).all():
            break
    return value


def _sectors(points: Floats) -> tuple[Floats, Floats]:
    """(..., variables) begin and end of each one's sector, as angles from its own direction.

    Where the end is not after the begin it is never the largest. Of equal variables the first is.
    """
    apart = points[..., :, None, :] - points[..., None, :, :]
    own = np.arctan2(points[..., 1], points[..., 0])
    turn = np.arctan2(apart[..., 1], apart[..., 0]) - own[..., :, None]
    turn = (turn + np.pi) % (2 * np.pi) - np.pi
    n = points.shape[-2]
    same = (apart == 0).all(axis=-1)
    earlier = np.tri(n, k=-1, dtype=bool)
    turn = np.where(same, np.where(earlier, np.pi, 0.0), turn)
    begin = np.maximum(turn - QUARTER, -QUARTER).max(axis=-1)
    end = np.minimum(turn + QUARTER, QUARTER).min(axis=-1)
    return begin, end
