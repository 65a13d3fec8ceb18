"""Learning by doing: the curve that a team is on anyway (EVIDENCE A1 to A3)."""

from dataclasses import replace
from typing import Final

import numpy as np
from scipy.linalg.blas import dgemm

from evidence.group_time import Base, GroupTime, effect_on, group_time
from evidence.imputation import Imputed
from evidence.panel import Floats, Ints, Panel

SMALLEST: Final = 1e-9  # so that a logarithm exists


def curve(practice: Floats, centre: float | None = None) -> Floats:
    """(units, periods, 3) log of practice, and its square and cube about the mean.

    A cubic follows a power law, a plateau and curves of each team's own within .001 (EVIDENCE A3).
    centre  mean of log practice about which they are taken; None: of `practice` itself
    """
    log = _log(practice)
    about = log - (_mean(log) if centre is None else centre)
    square = about * about
    return np.moveaxis(np.stack([log, square, square * about]), 0, 2)


def centre_of(practice: Floats) -> float:
    """Mean of log practice over all unit-periods."""
    return _mean(_log(practice))


def _log(practice: Floats) -> Floats:
    found: Floats = np.log(np.maximum(practice, SMALLEST))
    return found


def _mean(log: Floats) -> float:
    return float(np.nanmean(log))


def at_pace_before(practice: Floats, first: Ints, times: Ints | None = None) -> Floats:
    """(units, periods) practice had each unit gone on at its own mean pace before the rollout.

    times  (periods,) whole numbers, so that a gap counts by its length; None: one by one

    Counts: rows before the rollout stay. From the last value told before it on, the pace is that
    between the first and the last one told before; a unit with one value before goes on at its mean
    pace of all, and one with none has no projection (NaN).
    """
    n, periods = practice.shape
    when = np.arange(periods) if times is None else times
    told, ahead = np.isfinite(practice), np.arange(periods)[None, :] >= first[:, None]
    before = told & ~ahead
    used = np.where(before.sum(axis=1, keepdims=True) > 1, before, told)
    start, end = used.argmax(axis=1), periods - 1 - used[:, ::-1].argmax(axis=1)
    unit, last = np.arange(n), periods - 1 - before[:, ::-1].argmax(axis=1)
    is_known = before.any(axis=1) & (end > start)
    gained = np.where(is_known, practice[unit, end] - practice[unit, start], np.nan)
    pace = gained / np.where(is_known, when[end] - when[start], 1)
    since = when[None, :] - when[last][:, None]
    projected = practice[unit, last][:, None] + pace[:, None] * since
    return np.where(ahead & (first > 0)[:, None], projected, practice)


def at_equal_practice(panel: Panel) -> Floats | None:
    """Terms of the practice that there was; None where it is not told."""
    return None if panel.practice is None else curve(panel.practice)


def at_own_pace(panel: Panel) -> Floats | None:
    """Terms of the practice at the pace before the rollout; None where it is not told."""
    if panel.practice is None:
        return None
    ahead = at_pace_before(panel.practice, panel.first, panel.times)
    return curve(ahead, centre_of(panel.practice))


def practice_adjusted(imputed: Imputed, base: Base = "varying") -> GroupTime:
    """Callaway and Sant'Anna on the outcome without practice; its errors carry the first step.

    The influence function of a cell loses ATT(f)(g, t) times that of the slopes (EVIDENCE A2).
    """
    panel, terms = imputed.panel, imputed.curve
    outcome = np.where(imputed.seen, panel.outcome - terms @ imputed.slopes, np.nan)
    cells = group_time(replace(panel, outcome=outcome), base=base)
    if not len(imputed.slopes):
        return cells
    of_terms = np.where(imputed.seen, np.moveaxis(terms, 2, 0), np.nan)
    found = effect_on(cells, of_terms)
    influence = dgemm(
        -1.0, imputed.slope_influence(), found, 1.0, cells.influence, overwrite_c=True
    )
    return replace(cells, influence=influence)
