"""Learning by doing: the curve that a team is on anyway (EVIDENCE A1 to A3)."""

from dataclasses import replace
from typing import Final

import numpy as np

from evidence.group_time import Base, GroupTime, effect_on, group_time
from evidence.imputation import Imputed
from evidence.panel import Floats, Ints, Panel

SMALLEST: Final = 1e-9  # so that a logarithm exists


def curve(practice: Floats, centre: float | None = None) -> Floats:
    """(units, periods, 3) log of practice, and its square and cube about the mean.

    A cubic follows a power law, a plateau and curves of each team's own within .001 (EVIDENCE A3).
    centre  mean of log practice about which they are taken; None: of `practice` itself
    """
    log = np.log(np.clip(practice, SMALLEST, None))
    about = log - (centre_of(practice) if centre is None else centre)
    return np.stack([log, about**2, about**3], axis=2)


def centre_of(practice: Floats) -> float:
    """Mean of log practice over all unit-periods."""
    return float(np.nanmean(np.log(np.clip(practice, SMALLEST, None))))


def at_pace_before(practice: Floats, first: Ints, times: Ints | None = None) -> Floats:
    """(units, periods) practice had each unit gone on at its own mean pace before the rollout.

    times  (periods,) whole numbers, so that a gap counts by its length; None: one by one

    Counts: rows before the rollout stay. From the last value told before it on, the pace is that
    between the first and the last one told before; a unit with one value before goes on at its mean
    pace of all, and one with none has no projection (NaN).
    """
    when = np.arange(practice.shape[1]) if times is None else times
    projected = practice.copy()
    for i in np.flatnonzero((first > 0) & (first < practice.shape[1])):
        start = int(first[i])
        told = np.flatnonzero(np.isfinite(practice[i]))
        before = told[told < start]
        used = before if len(before) > 1 else told
        projected[i, start:] = np.nan
        if len(before) and len(used) > 1:
            gained = practice[i, used[-1]] - practice[i, used[0]]
            pace = gained / (when[used[-1]] - when[used[0]])
            since = when[start:] - when[before[-1]]
            projected[i, start:] = practice[i, before[-1]] + pace * since
    return projected


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
    of_slopes = imputed.slope_influence()
    influence = cells.influence.copy()
    for q in range(terms.shape[2]):
        term = np.where(imputed.seen, terms[:, :, q], np.nan)
        moved = effect_on(cells, term)
        influence -= of_slopes[:, [q]] * moved[None, :]
    return replace(cells, influence=influence)
