"""Novices' share of the challenging work over their share of the capacity (METHODS 3.4)."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def log_ratio(tasks: Numbers, novice_hours: Numbers, hours: Numbers, share: Numbers) -> Numbers:
    """Logarithm of NPR, with one pseudo-task at parity so that no novice hour at all stays finite.

    tasks         challenging tasks
    novice_hours  hours on them of the unit's novices
    hours         hours on them of all members of the unit
    share         novices' share of the unit's capacity, above 0
    """
    typical = hours / tasks
    return np.asarray(np.log((novice_hours + typical * share) / (hours + typical) / share))


def family_gap(
    ai_solo: Numbers,
    ai_hours: Numbers,
    ai_tasks: Numbers,
    solo: Numbers,
    hours: Numbers,
    tasks: Numbers,
) -> tuple[Numbers, Numbers]:
    """Weighted gap of each family, and its weight: expert-solo share on AI tasks minus on others.

    A family that has only one kind of task, or no hour on one kind, has weight 0.
    """
    known = (ai_hours > 0) & (hours > 0) & (ai_tasks > 0) & (tasks > 0)
    weight = np.where(known, ai_tasks * tasks / np.maximum(ai_tasks + tasks, 1.0), 0.0)
    gap = ai_solo / np.where(known, ai_hours, 1.0) - solo / np.where(known, hours, 1.0)
    return weight * gap, weight
