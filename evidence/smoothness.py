"""Intervals when the drift may bend, but only so much (Rambachan and Roth 2023, smoothness).

A straight drift goes on as it was before; from one period to the next its slope changes by at most
`bend`. Among the estimators 'effect after, corrected by what was seen before', the one with the
shortest honest interval is taken: its width counts the worst bias as well as the noise.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import stats

from evidence.judged import judged
from evidence.panel import Floats

FAR: Final = 30.0  # biases of this many standard errors: the quantile is one-sided
BETWEEN: Final = 25  # estimators tried between two corners of the path
SMALL: Final = 1e-12


@dataclass(frozen=True)
class _Trade:
    """Estimators by the weights u on bends before: variance u'Hu + 2c'u + rest, bias |u| + base.

    matrix  (before, bends) and shift (before,): weights on the periods before are matrix u + shift
    """

    matrix: Floats
    shift: Floats
    quadratic: Floats
    linear: Floats
    rest: float
    base: float


def smoothness(
    estimates: Floats,
    covariance: Floats,
    n_before: int,
    weights: Floats,
    bends: tuple[float, ...],
) -> tuple[tuple[float, float, float], ...]:
    """(bend, low, high) 95 % interval of the weighted effect for each bend.

    estimates  (periods,) event study by time, the reference left out;  weights (periods after,)
    bends      in the unit of the outcome a period
    """
    trade = _trade(covariance, n_before, weights)
    tried = _path(trade)
    bias = np.abs(tried).sum(axis=1) + trade.base
    variance = np.einsum("ij,jk,ik->i", tried, trade.quadratic, tried)
    sd = np.sqrt(np.maximum(variance + 2 * tried @ trade.linear + trade.rest, SMALL**2))
    values = (tried @ trade.matrix.T + trade.shift) @ estimates[:n_before]
    values += weights @ estimates[n_before:]
    rows = []
    for bend in bends:
        half = _quantile(bend * bias / sd) * sd
        best = int(half.argmin())
        rows.append((bend, float(values[best] - half[best]), float(values[best] + half[best])))
    return tuple(rows)


def _trade(covariance: Floats, n_before: int, weights: Floats) -> _Trade:
    """Written in weights on bends, where the worst bias is a sum of absolute values."""
    back = np.arange(n_before, 0, -1)
    on = np.arange(1, len(weights) + 1)
    bends = np.array([np.clip(back - j, 0, None) for j in range(1, n_before)])
    # No bias under a straight drift: the last row ties the weights before to those after.
    turn = np.linalg.inv(np.vstack([bends.reshape(n_before - 1, n_before), back]))
    matrix, shift = turn[:, :-1], turn[:, -1] * float(weights @ on)
    before, both = covariance[:n_before, :n_before], covariance[:n_before, n_before:] @ weights
    own = float(weights @ covariance[n_before:, n_before:] @ weights)
    return _Trade(
        matrix=matrix,
        shift=shift,
        quadratic=matrix.T @ before @ matrix,
        linear=matrix.T @ (before @ shift + both),
        rest=float(shift @ before @ shift + 2 * shift @ both) + own,
        base=float(sum(abs(weights @ np.clip(on - j, 0, None)) for j in range(len(weights)))),
    )


def _path(trade: _Trade) -> Floats:
    """(estimators, bends) all that trade noise for bias best: a lasso path, corner by corner."""
    size = len(trade.linear)
    corners = [np.zeros(size)]
    price = float(np.abs(trade.linear).max(initial=0.0))
    signs = np.zeros(size)
    if size:
        first = int(np.abs(trade.linear).argmax())
        signs[first] = -np.sign(trade.linear[first])
    while price > 0:
        price, signs, corner = _next(trade, price, signs)
        corners.append(corner)
    share = np.linspace(0, 1, BETWEEN)[:, None]
    parts = [a + share * (b - a) for a, b in pairwise(corners)]
    return np.vstack([corners[0][None], *parts])


def _next(trade: _Trade, price: float, signs: Floats) -> tuple[float, Floats, Floats]:
    """Where the path next gains or loses a bend as its price falls: price, signs, weights."""
    active = np.flatnonzero(signs)
    inverse = np.linalg.inv(trade.quadratic[np.ix_(active, active)])
    start, slope = -inverse @ trade.linear[active], -inverse @ signs[active]
    best, change, to = 0.0, -1, 0.0
    for j, (level, step) in enumerate(zip(start, slope, strict=True)):
        at = -level / step if step else 0.0
        # A bend that has just come in stands at 0 now; it must not leave at once.
        if best < at < price * (1 - 1e-9):
            best, change, to = float(at), int(active[j]), 0.0
    for other in np.flatnonzero(signs == 0).tolist():
        level = trade.linear[other] + trade.quadratic[other, active] @ start
        step = trade.quadratic[other, active] @ slope
        for sign in (1.0, -1.0):
            at = level / (sign - step) if sign != step else 0.0
            if best < at < price * (1 - 1e-9):
                best, change, to = float(at), other, -sign
    found = np.zeros(len(signs))
    found[active] = start + best * slope
    after = signs.copy()
    if change >= 0:
        after[change] = to
    return best, after, found


def _quantile(shift: Floats) -> Floats:
    """95 % quantile of |Z + shift|: the critical value under a bias of `shift` standard errors."""
    alpha = float(judged()["alpha"])
    near = np.sqrt(stats.ncx2.ppf(1 - alpha, 1, np.clip(shift, 1e-8, FAR) ** 2))
    found: Floats = np.where(shift < FAR, near, shift + stats.norm.ppf(1 - alpha))
    return found
