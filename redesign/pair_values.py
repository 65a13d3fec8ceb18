"""What a task is worth to a worker and to the firm (docs/methods.md, 7.1): formulas on arrays.

All parts run 0 to 1. A part that cannot be known is NaN and its weight goes to the others, so that
nobody gains or loses by a missing record; a part that is known to be nothing is 0.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, ndtr

from redesign.thresholds import number

Floats = NDArray[np.float64]

ZONE_LOW: Final = float(logit(number("zone_lowest")))
ZONE_HIGH: Final = float(logit(number("zone_highest")))


def zones(margin: Floats, spread: Floats) -> tuple[Floats, Floats, Floats]:
    """Chances that a task lies below the zone (too hard alone), in it, and above it (routine).

    margin  theta - b, without AI and support [logit]
    spread  its standard error, residual difficulty included [logit]
    """
    below = ndtr((ZONE_LOW - margin) / spread)
    up_to_zone = ndtr((ZONE_HIGH - margin) / spread)
    return below, up_to_zone - below, 1.0 - up_to_zone


def success(
    margin: Floats,
    *,
    is_supported: Floats,
    ai_use: Floats,
    support_effect: Floats,
    ai_effect: Floats,
) -> Floats:
    """Chance of success with the planned support and the usual AI use (p_sup)."""
    return np.asarray(expit(margin + support_effect * is_supported + ai_effect * ai_use))


def learning_gain(
    below: Floats, inside: Floats, *, is_supported: Floats, delegated: Floats, hours: Floats
) -> Floats:
    """LG: in the zone, or below it with support; less what is usually handed to the tool unread.

    delegated  share of the AI's outputs that the person usually takes unedited
    hours      the person's own hours on the task; unknown (NaN) counts as a full day
    """
    size = np.minimum(1.0, np.nan_to_num(hours / number("full_learning_hours"), nan=1.0))
    return (inside + below * is_supported) * (1.0 - delegated) * size


def connection_gain(stock: Floats, days: Floats) -> Floats:
    """CG: gain in CON from co-work days with the planned supporter; .20 counts in full.

    stock  decayed co-work days with experts so far (S)
    days   planned co-work days, 0 without a supporter
    """
    scale = number("connection_scale")
    gain = np.exp(-stock / scale) * (1.0 - np.exp(-days / scale))
    return np.minimum(1.0, gain / number("full_connection_gain"))


def worker_value(learning: Floats, goals: Floats, connection: Floats) -> Floats:
    """W: what the task is worth to the worker. Without goals their weight goes to the others."""
    return _weighted(
        (number("worker_learning_weight"), learning),
        (number("worker_goal_weight"), goals),
        (number("worker_connection_weight"), connection),
    )


def on_time(chance: Floats, smallest: Floats) -> Floats:
    """OT: how far the chance of success lies above the smallest one that the task allows."""
    return np.maximum(0.0, (chance - smallest) / (1.0 - smallest))


def cost_edge(cost: Floats, cheapest: Floats) -> Floats:
    """CE: cost of the cheapest feasible pair of the task over the cost of this one."""
    return cheapest / cost


def ai_complement(ai_reach: Floats, fluency: Floats, alone: Floats) -> Floats:
    """AC: what AI can do, as fluently as the person uses it; the rest as the person does it alone.

    ai_reach  how far AI does such work here; 0 where no use is recorded
    """
    return ai_reach * fluency + (1.0 - ai_reach) * alone


def firm_value(on_time_part: Floats, cost_part: Floats, ai_part: Floats) -> Floats:
    """F: what the pair is worth to the firm."""
    return _weighted(
        (number("firm_on_time_weight"), on_time_part),
        (number("firm_cost_weight"), cost_part),
        (number("firm_ai_weight"), ai_part),
    )


def pair_score(worker: Floats, firm: Floats) -> Floats:
    """M: zero for one side is zero for the pair, so neither can be sold."""
    return np.sqrt(worker * firm)


def _weighted(*parts: tuple[float, Floats]) -> Floats:
    """Weighted mean of the parts that are known; NaN where none is."""
    known = sum(np.where(np.isnan(part), 0.0, weight) for weight, part in parts)
    total = sum(weight * np.nan_to_num(part) for weight, part in parts)
    with np.errstate(invalid="ignore"):
        return np.asarray(total / known, dtype=np.float64)
