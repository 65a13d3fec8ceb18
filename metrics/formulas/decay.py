"""Ties that fade: stocks of co-work days at the ends of periods (METHODS 3.3)."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Days = NDArray[np.int64]


def faded(age_days: Numbers, half_life_days: float) -> Numbers:
    """What is left of 1 after so many days."""
    return np.asarray(2.0 ** (-age_days / half_life_days))


def stocks(gained: Numbers, ends: Days, half_life_days: float) -> Numbers:
    """Stock at each period's end, (ties, periods), from what each period added.

    gained  what a period added, as it stands at that period's end, (ties, periods)
    ends    last day of each period, rising, (periods,)

    Each period's stock is the faded stock of the period before plus the gain: one pass, no event
    is looked at twice.
    """
    stock = np.zeros_like(gained)
    carried = np.zeros(len(gained))
    for k in range(gained.shape[1]):
        wait = float(ends[k] - ends[k - 1]) if k else 0.0
        carried = carried * faded(np.asarray(wait), half_life_days) + gained[:, k]
        stock[:, k] = carried
    return stock


def saturated(stock: Numbers, scale_days: float) -> Numbers:
    """Connection of a person: 1 - exp(-stock / scale), 0 to 1."""
    return np.asarray(-np.expm1(-stock / scale_days))
