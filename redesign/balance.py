"""Neither side worse than today: one exchange rate between the worker's and the firm's value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from redesign.graph import Floats, Graph, Ints

LARGEST_WEIGHT: Final = 0.9  # of the worker's value against the firm's: a rate of 9
STEPS: Final = 4  # of each of the two searches; the frontier is flat near its best point
PLACES: Final = 4  # of the rate: nearer ones are one and the same
USUAL_RATE: Final = 0.5
FLAT: Final = 0.02  # of the largest product: so near, the rate may stay where it usually is
GOLDEN: Final = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Balance:
    """The exchange rate and what it brings, against today's habit.

    rate     lambda: one unit of worker value counts as this much firm value
    chosen   (chosen pairs,) the plan at that rate
    firm, worker               value of the plan, summed over its pairs
    firm_kept                  value below which the firm does not go
    habit                      (pairs,) the plan of today's habit
    habit_firm, habit_worker   its values
    tried    every rate that was tried, by rate: rate, firm, worker, plan
    """

    rate: float
    chosen: Ints
    firm: float
    worker: float
    firm_kept: float
    habit: Ints
    habit_firm: float
    habit_worker: float
    tried: tuple[tuple[float, float, float, Ints], ...]


def habit(graph: Graph, success: Floats, importance: Floats) -> Ints:
    """Today's habit: the most important task first, to whoever is most likely to succeed.

    success     (pairs,) chance of success
    importance  (tasks,) must-do tasks come before all others whatever it says

    Counts: equals by the hashed tie-break. Supporters keep their caps here too.
    """
    by_task = np.lexsort((graph.tie, -success, graph.task))
    start = np.searchsorted(graph.task[by_task], np.arange(graph.tasks + 1))
    first = np.lexsort((-importance, ~graph.must))
    slots, hours_left = graph.slots.copy(), np.append(graph.support_left, np.inf)
    chosen: list[int] = []
    for task in first:
        for pair in by_task[start[task] : start[task + 1]]:
            person, supporter = graph.person[pair], graph.supporter[pair]
            if slots[person] > 0 and graph.support_hours[pair] <= hours_left[supporter]:
                slots[person] -= 1
                hours_left[supporter] -= graph.support_hours[pair]
                chosen.append(int(pair))
                break
    return np.sort(np.array(chosen, np.int64))


def nash(firm: Floats, worker: Floats, today: Ints, solve: Callable[[float], Ints]) -> Balance:
    """The rate with the largest product of both sides' gains over today's habit.

    firm, worker  (pairs,) values of each pair
    today         (pairs,) the habit
    solve         the best plan at a rate

    Firm value falls and worker value rises with the rate, so the search runs over one number, the
    weight rate / (1 + rate) of the worker's value: first the largest one at which the firm is not
    below today, then the best product below it.

    Counts: of rates whose products are within 2 % of the largest, the one nearest to the usual, so
    that a little noise does not move every pair. Where promises alone cost the firm more than it
    has today, it is kept at the best that it can have with them.
    Paper: doi 10.2307/1907266 (Nash 1950, the bargaining problem).
    """
    at_habit = (_sum(firm, today), _sum(worker, today))
    tried: dict[float, tuple[float, float, Ints]] = {}

    def at(weight: float) -> tuple[float, float]:
        rate = round(weight / (1 - weight), PLACES)
        if rate not in tried:
            chosen = solve(rate)
            tried[rate] = (_sum(firm, chosen), _sum(worker, chosen), chosen)
        return tried[rate][:2]

    kept = min(at_habit[0], at(0.0)[0])

    def product(found: tuple[float, float]) -> float:
        return max(found[0] - kept, 0.0) * max(found[1] - at_habit[1], 0.0)

    _best_below(lambda weight: product(at(weight)), _largest_kept(at, kept))
    gains = {rate: product(found[:2]) for rate, found in tried.items() if found[0] >= kept}
    best = [rate for rate, gain in gains.items() if gain >= (1 - FLAT) * max(gains.values())]
    # Without any joint gain the workers' own decides; else equals go to the usual rate.
    rate = min(best, key=lambda r: (-tried[r][1] if not gains[r] else 0, abs(r - USUAL_RATE), r))
    line = tuple((r, *tried[r]) for r in sorted(tried))
    best_firm, best_worker, chosen = tried[rate]
    return Balance(rate, chosen, best_firm, best_worker, kept, today, *at_habit, line)


def _sum(values: Floats, chosen: Ints) -> float:
    return float(values[chosen].sum())


def _largest_kept(at: Callable[[float], tuple[float, float]], floor: float) -> float:
    """The largest weight, to a step, at which the firm is not below the floor."""
    low, high = 0.0, LARGEST_WEIGHT
    if at(high)[0] >= floor:
        return high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle)[0] >= floor else (low, middle)
    return low


def _best_below(product: Callable[[float], float], high: float) -> None:
    """Golden-section search for the largest product between 0 and a weight; `product` remembers."""
    low = 0.0
    for _ in range(STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if product(left) >= product(right) else (left, high)
