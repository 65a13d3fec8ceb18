"""Neither side worse than today: one exchange rate between the worker's and the firm's value."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from redesign.graph import Floats, Graph, Ints

HIGHEST_RATE: Final = 64.0  # beyond it the plan no longer moves
STEPS: Final = 4  # of each of the two searches; the frontier is flat near its best point
PLACES: Final = 4  # of the rate: nearer ones are one and the same
GOLDEN: Final = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Balance:
    """The exchange rate and what it brings, against today's habit.

    rate     lambda: one unit of worker value counts as this much firm value
    chosen   (chosen pairs,) the plan at that rate
    firm, worker               value of the plan, summed over its pairs
    habit                      (pairs,) the plan of today's habit
    habit_firm, habit_worker   its values
    tried    every rate that was tried, by rate: rate, firm, worker, plan
    """

    rate: float
    chosen: Ints
    firm: float
    worker: float
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

    Firm value falls and worker value rises with the rate, so the search runs over one number: first
    the largest rate at which the firm is not below today, then the best product below it.

    Counts: where no rate keeps both sides, the one that keeps the firm and gives workers most.
    Paper: doi 10.2307/1907266 (Nash 1950, the bargaining problem).
    """
    at_habit = (float(firm[today].sum()), float(worker[today].sum()))
    tried: dict[float, tuple[float, float, Ints]] = {}

    def at(asked: float) -> tuple[float, float]:
        rate = round(asked, PLACES)
        if rate not in tried:
            chosen = solve(rate)
            tried[rate] = (float(firm[chosen].sum()), float(worker[chosen].sum()), chosen)
        return tried[rate][:2]

    def product(rate: float) -> float:
        gains = [here - there for here, there in zip(at(rate), at_habit, strict=True)]
        return max(gains[0], 0.0) * max(gains[1], 0.0)

    at(0.0)
    _best_below(product, _largest_kept(at, at_habit[0]))
    rate = max(tried, key=lambda r: (tried[r][0] >= at_habit[0], product(r), tried[r][1], -r))
    best_firm, best_worker, chosen = tried[rate]
    line = tuple((r, *tried[r]) for r in sorted(tried))
    return Balance(rate, chosen, best_firm, best_worker, today, *at_habit, line)


def _largest_kept(at: Callable[[float], tuple[float, float]], floor: float) -> float:
    """The largest rate, to a step, at which the firm is not below the floor."""
    low, high = 0.0, 1.0
    while high < HIGHEST_RATE and at(high)[0] >= floor:
        low, high = high, 2 * high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle)[0] >= floor else (low, middle)
    return low


def _best_below(product: Callable[[float], float], high: float) -> None:
    """Golden-section search for the largest product between 0 and a rate; `product` remembers."""
    low = 0.0
    for _ in range(STEPS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if product(left) >= product(right) else (left, high)
