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


def at_pace_before(practice: Floats, first: Ints) -> Floats:
    """(units, periods) practice had each unit gone on at its own mean pace before the rollout.

    Rows before the rollout stay. A unit with one period before goes on at its mean pace of all.
    """
    projected = practice.copy()
    steps = np.diff(practice, axis=1)
    for i in np.flatnonzero((first > 0) & (first < practice.shape[1])):
        start = int(first[i])
        own = steps[i, : start - 1] if start > 1 else steps[i]
        pace = np.nanmean(own) if np.isfinite(own).any() else np.nan
        ahead = np.arange(1, practice.shape[1] - start + 1)
        projected[i, start:] = practice[i, start - 1] + pace * ahead
    return projected


def at_equal_practice(panel: Panel) -> Floats | None:
    """Terms of the practice that there was; None where it is not told."""
    return None if panel.practice is None else curve(panel.practice)


def at_own_pace(panel: Panel) -> Floats | None:
    """Terms of the practice at the pace before the rollout; None where it is not told."""
    if panel.practice is None:
        return None
    ahead = at_pace_before(panel.practice, panel.first)
    return curve(ahead, centre_of(panel.practice))


def practice_adjusted(imputed: Imputed, base: Base = "varying") -> GroupTime:
    """Callaway and Sant'Anna on the outcome without practice; its errors carry the first step.

    The influence function of a cell loses ATT(f)(g, t) times that of the slopes (EVIDENCE A2).
    """
    panel, terms = imputed.panel, imputed.curve
    outcome = panel.outcome - terms @ imputed.slopes
    cells = group_time(replace(panel, outcome=outcome), base=base)
    of_slopes = imputed.slope_influence()
    influence = cells.influence.copy()
    for q in range(terms.shape[2]):
        moved = np.nan_to_num(effect_on(cells, terms[:, :, q]))
        influence -= of_slopes[:, [q]] * moved[None, :]
    return replace(cells, influence=influence)
