"""Breadth that does not grow with the workload: expected components in m tasks (METHODS 3.2)."""

from typing import TypeVar

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value", nw.Expr, NDArray[np.float64])


def chance_to_meet(tasks: Value, touching: Value, drawn: int) -> Value:
    """Chance that m drawn tasks touch a component: 1 - C(T-Q, m) / C(T, m).

    tasks     T, at least `drawn`
    touching  Q of them touch the component, 0 to T
    drawn     m

    Sum it over the components of a person to get the rarefied breadth.

    Paper: Chao et al. 2014, doi 10.1890/13-0133.1
    """
    # Each factor ends at 0, so that fewer than m tasks without the component give a chance of 1.
    missed = _not_negative(tasks - touching) / tasks
    for k in range(1, drawn):
        missed = missed * _not_negative(tasks - touching - k) / (tasks - k)
    return 1.0 - missed


def _not_negative(value: Value) -> Value:
    if isinstance(value, nw.Expr):
        return nw.when(value > 0).then(value).otherwise(nw.lit(0.0))
    return np.maximum(value, 0.0)
