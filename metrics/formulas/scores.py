"""Anchored scores, 0 to 100: one frozen map for every firm and every period (METHODS section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

POINTS = np.array([0.0, 50.0, 100.0])


@dataclass(frozen=True)
class Ruler:
    """The values that score 0, 50 and 100; falling values mean that less is better.

    anchors    three values, rising or falling
    is_log     the map is straight in the logarithm of the value
    """

    anchors: tuple[float, float, float]
    is_log: bool = False

    @property
    def is_reversed(self) -> bool:
        """A smaller value scores more."""
        return self.anchors[0] > self.anchors[-1]


def score(values: Numbers, ruler: Ruler) -> Numbers:
    """Scores of values, straight between the anchors and capped beyond them; NaN stays NaN."""
    points, anchors = POINTS, np.asarray(ruler.anchors)
    if ruler.is_log:
        with np.errstate(divide="ignore", invalid="ignore"):
            values, anchors = np.log(values), np.log(anchors)
    if ruler.is_reversed:
        points, anchors = points[::-1], anchors[::-1]
    return np.asarray(np.interp(values, anchors, points))


def score_interval(low: Numbers, high: Numbers, ruler: Ruler) -> tuple[Numbers, Numbers]:
    """Limits of the score: the limits of the value through the same map, in rising order."""
    ends: Sequence[Numbers] = (score(low, ruler), score(high, ruler))
    return (ends[1], ends[0]) if ruler.is_reversed else (ends[0], ends[1])
