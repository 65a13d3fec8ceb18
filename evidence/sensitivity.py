"""How much hidden drift an effect withstands: relative magnitudes (Rambachan and Roth 2023).

The drift from one block to the next after the rollout is at most a multiple of the worst one
before it. Which step before was the worst, and its sign, are not known, so that the interval is
the union over all of them. Each is the hybrid conditional test of Andrews, Roth and Pakes (2023);
the corners of its linear program have a closed form, because every step after the rollout has
bounds of its own and the effect ties them by one equation. A corner weighs the effect and the worst
step only, so that all corners of a test lie in a plane.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from evidence.judged import judged
from evidence.panel import Flags, Floats, Ints
from evidence.plane import passed_by_chance
from evidence.results import Sensitivity
from store.errors import NotEnoughData

FIRST_STAGE: Final = 0.1  # share of alpha spent on the least favourable test, as HonestDiD has it
SEARCH: Final = (101, 25, 25, 25)  # effects tried in a round, each between two of the round before
SECTIONS: Final = (14, 14, 14)  # multiples tried in a round: to a thousandth of a multiple
SAME: Final = 1e-12


@dataclass(frozen=True)
class Corners:
    """Corners of one test for each multiple, and each step as the worst with each of its signs.

    values  (multiples, worst, corners) of the corners where the effect that is tried is 0
    slope   (multiples, worst, corners) how they change with the effect that is tried
    spread  (multiples, worst, corners, corners) their covariance
    most    (multiples, worst) critical value of the least favourable test
    """

    values: Floats
    slope: Floats
    spread: Floats
    most: Floats


def relative_magnitudes(
    estimates: Floats, covariance: Floats, n_before: int, weights: Floats | None = None
) -> Sensitivity:
    """Intervals at the judged multiples, and the multiple at which the effect is erased.

    estimates   (blocks,) the event study, the reference block left out, by time
    covariance  (blocks, blocks) of them;  n_before: how many stand before the reference
    weights     (blocks after,) of the effect that is asked about; None: the mean of them
    """
    told = _weights(estimates, n_before, weights)
    multiples = np.array(judged()["drift_multiples"], dtype=np.float64)
    low, high = intervals(estimates, covariance, n_before, told, multiples)
    rows = zip(multiples.tolist(), low.tolist(), high.tolist(), strict=True)
    return Sensitivity(breakdown(estimates, covariance, n_before, told), tuple(rows))


def intervals(
    estimates: Floats, covariance: Floats, n_before: int, weights: Floats, multiples: Floats
) -> tuple[Floats, Floats]:
    """(multiples,) ends of the 95 % intervals under drift of at most each multiple of the worst."""
    tests = _tests(estimates, covariance, n_before, weights, multiples)
    middle = float(weights @ estimates[n_before:])
    ends, slope = tests.values[:, :, :2] + tests.slope[:, :, :2] * middle, tests.slope[:, :, :2]
    reach = 1.001 * np.max(
        (np.abs(ends).max(axis=2) + tests.most) / np.abs(slope).min(axis=2), axis=1
    )
    edges = _edges(tests, middle, middle + reach[:, None] * np.array([-1.0, 1.0]))
    return edges[:, 0], edges[:, 1]


def breakdown(estimates: Floats, covariance: Floats, n_before: int, weights: Floats) -> float:
    """The largest multiple up to which the interval leaves out 0; 0 where none does."""
    low, high = 0.0, float(judged()["drift_most"])
    for sections in SECTIONS:
        tried = np.linspace(low, high, sections)
        tests = _tests(estimates, covariance, n_before, weights, tried)
        erased = _accepted(tests, np.zeros((sections, 1)))[:, 0]
        if not erased.any():
            return high
        first = int(erased.argmax())
        if first == 0:
            return low
        low, high = float(tried[first - 1]), float(tried[first])
    return low


def _weights(estimates: Floats, n_before: int, weights: Floats | None) -> Floats:
    n_after = len(estimates) - n_before
    if n_before < 1 or n_after < 1:
        raise NotEnoughData(
            f"{n_before} blocks before the reference and {n_after} after it",
            "at least one of each, because drift is measured by what was seen before",
            "Wait for more months, or bring older ones",
        )
    if weights is None:
        return np.full(n_after, 1 / n_after)
    return np.asarray(weights, dtype=np.float64)


def _steps(n_before: int, n_blocks: int) -> Floats:
    """(blocks, blocks) the steps from block to block; the reference between them is 0."""
    padded = np.insert(np.eye(n_blocks), n_before, 0.0, axis=0)
    steps: Floats = np.diff(padded, axis=0)
    return steps


def _tests(
    estimates: Floats, covariance: Floats, n_before: int, weights: Floats, multiples: Floats
) -> Corners:
    """The corners when each step after the rollout is at most a multiple of the worst, either way.

    Each corner is a pair of weights, of the effect and of the worst step times its multiple.
    """
    steps = _steps(n_before, len(covariance))
    after, worst = steps[n_before:], np.concatenate([steps[:n_before], -steps[:n_before]])
    reached = np.cumsum(weights[::-1])[::-1]  # how far the effect moves with each step
    effect, bound = reached @ after, multiples[:, None, None] * worst
    scale, pairs = _scales(after, bound, covariance, reached)
    total = np.abs(reached).sum()
    of_effect = np.concatenate([np.array([1.0, -1.0]) / scale, np.zeros_like(pairs)], axis=2)
    of_bound = np.concatenate([-total / scale, -2 / pairs], axis=2)
    plane = _plane(effect, bound, covariance)
    corners = np.stack([of_effect, of_bound], axis=3) @ plane
    return Corners(
        values=of_effect * (effect @ estimates) + of_bound * (bound @ estimates)[:, :, None],
        slope=-of_effect,
        spread=corners @ np.swapaxes(corners, 2, 3),
        most=passed_by_chance(corners, FIRST_STAGE * judged()["alpha"]),
    )


def _scales(
    after: Floats, bound: Floats, covariance: Floats, reached: Floats
) -> tuple[Floats, Floats]:
    """(multiples, worst, 2) errors of the two corners with the effect; (..., steps) of the rest."""
    apart = after - bound[:, :, None, :], -after - bound[:, :, None, :]
    up, down = (np.sqrt(((each @ covariance) * each).sum(axis=3)) for each in apart)
    size, positive = np.abs(reached), reached > 0
    of_up = np.where(positive, up, down) @ size
    of_down = np.where(positive, down, up) @ size
    return np.stack([of_up, of_down], axis=2), up + down


def _plane(effect: Floats, bound: Floats, covariance: Floats) -> Floats:
    """(multiples, worst, 2, 2) lower Cholesky factor of the covariance of effect and bound."""
    sd = np.sqrt(effect @ covariance @ effect)
    along = bound @ covariance @ effect / sd
    across = np.sqrt(np.maximum(((bound @ covariance) * bound).sum(axis=2) - along**2, 0.0))
    factor = np.zeros((*along.shape, 2, 2))
    factor[:, :, 0, 0], factor[:, :, 1, 0], factor[:, :, 1, 1] = sd, along, across
    return factor


def _accepted(tests: Corners, effects: Floats) -> Flags:
    """(multiples, effects) whether some test of a multiple leaves each effect (same) standing."""
    values = tests.values[:, :, :, None] + tests.slope[:, :, :, None] * effects[:, None, None, :]
    top = values.argmax(axis=2, keepdims=True)
    found = np.take_along_axis(values, top, axis=2)
    variance = np.take_along_axis(np.diagonal(tests.spread, axis1=2, axis2=3)[..., None], top, 2)
    low, high = _limits(tests, values, top, np.where(variance > 0, variance, 1.0))
    most = tests.most[:, :, None]
    high = np.minimum(high, most)
    found, variance = found[:, :, 0], variance[:, :, 0]
    sd = np.sqrt(np.where(variance > 0, variance, 1.0))
    kappa, alpha = FIRST_STAGE * judged()["alpha"], judged()["alpha"]
    beyond = special.ndtr(-high / sd)
    above, all_of_it = special.ndtr(-found / sd) - beyond, special.ndtr(-low / sd) - beyond
    size = (alpha - kappa) / (1 - kappa)
    rejected = (found > most) | ((found > 0) & (above < size * all_of_it))
    accepted: Flags = (~rejected | (variance <= 0)).any(axis=1)
    return accepted


def _limits(tests: Corners, values: Floats, top: Ints, variance: Floats) -> tuple[Floats, Floats]:
    """Between which values the largest corner stays the largest, all else given."""
    share = np.take_along_axis(tests.spread, top, axis=3) / variance
    slack = 1 - share
    near = np.abs(slack) < SAME
    rest = values - share * np.take_along_axis(values, top, axis=2)
    limit = rest / np.where(near, 1.0, slack)
    low = np.where((slack > 0) & ~near, limit, -np.inf).max(axis=2)
    high = np.where((slack < 0) & ~near, limit, np.inf).min(axis=2)
    return low, high


def _edges(tests: Corners, middle: float, far: Floats) -> Floats:
    """(multiples, 2) effects farthest from the middle, towards `far`, that stand in some test."""
    inside, outside = np.full_like(far, middle), far
    for points in SEARCH:
        tried = np.linspace(inside, outside, points, axis=2)
        stands = _accepted(tests, tried.reshape(len(far), -1)).reshape(tried.shape)
        stands[:, :, 0] = True
        last = points - 1 - stands[:, :, ::-1].argmax(axis=2, keepdims=True)
        inside = np.take_along_axis(tried, last, axis=2)[:, :, 0]
        outside = np.take_along_axis(tried, np.minimum(last + 1, points - 1), axis=2)[:, :, 0]
    return inside
