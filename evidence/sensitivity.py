"""How much hidden drift an effect withstands: relative magnitudes (Rambachan and Roth 2023).

The drift from one block to the next after the rollout is at most a multiple of the worst one
before it. Which step before was the worst, and its sign, are not known, so that the interval is
the union over all of them. Each is the hybrid conditional test of Andrews, Roth and Pakes (2023);
the corners of its linear program have a closed form, because every step after the rollout has
bounds of its own and the effect ties them by one equation.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import special

from evidence.judged import judged
from evidence.panel import Flags, Floats
from evidence.results import Sensitivity
from store.errors import NotEnoughData

FIRST_STAGE: Final = 0.1  # share of alpha spent on the least favourable test, as HonestDiD has it
ANGLES: Final = 720
STEPS: Final = 50  # of Newton's method; eight are the rule
CONVERGED: Final = 1e-9
FAR: Final = 500.0  # an exponent beyond it is nothing
NEAR: Final = 1e-9  # of the farthest: a direction in which no corner is ever passed
POINTS: Final = 101
ROUNDS: Final = 4
SAME: Final = 1e-12


@dataclass(frozen=True)
class Corners:
    """The corners of the linear program for one step taken as the worst.

    rows   (corners, blocks) weights on the estimates
    slope  (corners,) how the value of a corner changes with the effect that is tried
    covariance  (corners, corners);  most (): critical value of the least favourable test
    """

    rows: Floats
    slope: Floats
    covariance: Floats
    most: float


def relative_magnitudes(
    estimates: Floats, covariance: Floats, n_before: int, weights: Floats | None = None
) -> Sensitivity:
    """Intervals at the judged multiples, and the multiple at which the effect is erased.

    estimates   (blocks,) the event study, the reference block left out, by time
    covariance  (blocks, blocks) of them;  n_before: how many stand before the reference
    weights     (blocks after,) of the effect that is asked about; None: the mean of them
    """
    told = _weights(estimates, n_before, weights)
    rows = tuple(
        (float(multiple), *interval(estimates, covariance, n_before, told, multiple))
        for multiple in judged()["drift_multiples"]
    )
    return Sensitivity(breakdown(estimates, covariance, n_before, told), rows)


def interval(
    estimates: Floats,
    covariance: Floats,
    n_before: int,
    weights: Floats,
    multiple: float,
) -> tuple[float, float]:
    """95 % interval of the weighted effect under drift of at most `multiple` of the worst."""
    tests = _tests(covariance, n_before, weights, multiple)
    middle = float(weights @ estimates[n_before:])
    reach = 1.001 * max(
        float(np.max(np.abs((test.rows @ estimates + test.slope * middle)[:2])) + test.most)
        / float(np.min(np.abs(test.slope[:2])))
        for test in tests
    )
    return (
        _edge(tests, estimates, middle, middle - reach),
        _edge(tests, estimates, middle, middle + reach),
    )


def breakdown(estimates: Floats, covariance: Floats, n_before: int, weights: Floats) -> float:
    """The largest multiple at which the interval leaves out 0; 0 where none does."""
    most = float(judged()["drift_most"])
    low, high = 0.0, most
    if _holds_zero(estimates, covariance, n_before, weights, low):
        return 0.0
    if not _holds_zero(estimates, covariance, n_before, weights, high):
        return most
    while high - low > 1e-3:  # noqa: PLR2004  a thousandth of a multiple is finer than told
        middle = (low + high) / 2
        if _holds_zero(estimates, covariance, n_before, weights, middle):
            high = middle
        else:
            low = middle
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


def _holds_zero(
    estimates: Floats, covariance: Floats, n_before: int, weights: Floats, multiple: float
) -> bool:
    zero = np.zeros(1)
    tests = _tests(covariance, n_before, weights, multiple)
    return any(bool(_accepted(test, estimates, zero)[0]) for test in tests)


def _steps(n_before: int, n_blocks: int) -> Floats:
    """(blocks, blocks) the steps from block to block; the reference between them is 0."""
    padded = np.insert(np.eye(n_blocks), n_before, 0.0, axis=0)
    steps: Floats = np.diff(padded, axis=0)
    return steps


def _tests(
    covariance: Floats, n_before: int, weights: Floats, multiple: float
) -> tuple[Corners, ...]:
    """One test for each step before the rollout and each of its two signs."""
    steps = _steps(n_before, len(covariance))
    return tuple(
        _corners(covariance, steps[n_before:], sign * multiple * steps[worst], weights)
        for worst in range(n_before)
        for sign in (1.0, -1.0)
    )


def _corners(covariance: Floats, after: Floats, bound: Floats, weights: Floats) -> Corners:
    """Corners when each step after the rollout is at most `bound` (a row of weights) either way."""
    up, down = after - bound, -after - bound
    sd_up, sd_down = _sd(up, covariance), _sd(down, covariance)
    reached = np.cumsum(weights[::-1])[::-1]  # how far the effect moves with each step
    size = np.abs(reached)
    positive = reached > 0
    scale_up = float(size @ np.where(positive, sd_up, sd_down))
    scale_down = float(size @ np.where(positive, sd_down, sd_up))
    effect = reached @ after
    pairs = -2 * bound[None, :] / (sd_up + sd_down)[:, None]
    rows = np.vstack(
        [
            (effect - size.sum() * bound) / scale_up,
            (-effect - size.sum() * bound) / scale_down,
            pairs,
        ]
    )
    slope = np.concatenate([[-1 / scale_up, 1 / scale_down], np.zeros(len(pairs))])
    spread = rows @ covariance @ rows.T
    return Corners(rows, slope, spread, _least_favourable(spread))


def _sd(rows: Floats, covariance: Floats) -> Floats:
    found: Floats = np.sqrt(np.einsum("ij,jk,ik->i", rows, covariance, rows))
    return found


def _least_favourable(spread: Floats) -> float:
    """Value that the largest corner passes by chance with the chance of the first stage.

    The corners live in a plane (the effect and the worst step), so that the chance is an integral
    over the angle: at each, the distance from the middle follows Rayleigh's law.
    """
    size, turn = np.linalg.eigh(spread)
    plane = turn[:, -2:] * np.sqrt(np.maximum(size[-2:], 0.0))
    angle = np.arange(ANGLES) * (2 * np.pi / ANGLES)
    reach = (plane @ np.vstack([np.cos(angle), np.sin(angle)])).max(axis=0)
    farthest = np.maximum(reach, NEAR * reach.max())
    half = 0.5 / farthest**2
    wanted, square = np.log(FIRST_STAGE * judged()["alpha"]), 0.0
    # The logarithm of the chance is convex in the square of the value, so that Newton's steps from
    # 0 come to the root from one side.
    for _ in range(STEPS):
        chances = np.exp(-np.minimum(square * half, FAR))
        passed = chances.mean()
        step = (np.log(passed) - wanted) * passed / (chances * half).mean()
        square += float(step)
        if abs(step) < CONVERGED * square:
            break
    return float(np.sqrt(square))


def _accepted(test: Corners, estimates: Floats, effects: Floats) -> Flags:
    """(effects,) whether this test leaves each effect standing."""
    values = (test.rows @ estimates)[:, None] + test.slope[:, None] * effects[None, :]
    top = values.argmax(axis=0)
    found = values.max(axis=0)
    variance = np.diag(test.covariance)[top]
    sd = np.sqrt(np.where(variance > 0, variance, 1.0))
    low, high = _limits(test, values, top, variance)
    high = np.minimum(high, test.most)
    kappa, alpha = FIRST_STAGE * judged()["alpha"], judged()["alpha"]
    size = (alpha - kappa) / (1 - kappa)
    above = special.ndtr(-found / sd) - special.ndtr(-high / sd)
    all_of_it = special.ndtr(-low / sd) - special.ndtr(-high / sd)
    rejected = (found > test.most) | ((found > 0) & (above < size * all_of_it))
    accepted: Flags = ~rejected | (variance <= 0)
    return accepted


def _limits(
    test: Corners, values: Floats, top: np.ndarray, variance: Floats
) -> tuple[Floats, Floats]:
    """Between which values the largest corner stays the largest, all else given."""
    share = test.covariance[:, top] / np.where(variance > 0, variance, 1.0)
    rest = values - share * values.max(axis=0)
    slack = 1 - share
    near = np.abs(slack) < SAME
    limit = rest / np.where(near, 1.0, slack)
    low = np.where((slack > 0) & ~near, limit, -np.inf).max(axis=0)
    high = np.where((slack < 0) & ~near, limit, np.inf).min(axis=0)
    return low, high


def _edge(tests: tuple[Corners, ...], estimates: Floats, middle: float, far: float) -> float:
    """The effect farthest from the middle, towards `far`, that some test leaves standing."""
    inside, outside = middle, far
    for _ in range(ROUNDS):
        tried = np.linspace(inside, outside, POINTS)
        stands = np.any([_accepted(test, estimates, tried) for test in tests], axis=0)
        stands[0] = True
        last = int(np.flatnonzero(stands)[-1])
        inside, outside = float(tried[last]), float(tried[min(last + 1, POINTS - 1)])
    return inside
