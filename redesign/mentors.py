"""Supporters' hours: a price keeps them under their cap, a repair makes the plan keep it exactly.

Hours shared over tasks would make the flow fractional, so they stay outside it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from redesign.flow import Engine, Plan, solve
from redesign.graph import Flags, Floats, Graph, Ints

ROUNDS: Final = 8  # measured: .03 % of the bound after 7
FIRST_PRICE: Final = 0.05  # score an hour
TOLERANCE: Final = 1e-9  # hours
SUBSTITUTES: Final = 3  # pairs kept open for somebody whose promise did not fit


@dataclass(frozen=True)
class SupportedPlan:
    """A plan that keeps every supporter's cap.

    plan     the plan on the pairs that were allowed
    allowed  (pairs,) unsupported pairs, and supported ones whose hours fit under the caps together
    prices   (supporters,) what one more hour of a supporter is worth [score an hour]
    bound    no plan can be worth more [score, promises included]
    """

    plan: Plan
    allowed: Flags
    prices: Floats
    bound: float


def solve_supported(
    graph: Graph,
    worth: Floats,
    *,
    prices: Floats | None = None,
    rounds: int = ROUNDS,
    engine: Engine | None = None,
) -> SupportedPlan:
    """The plan of largest worth under the supporters' caps.

    prices   (supporters,) where to start: those of a plan of nearly the same worth
    rounds   how often prices are tried, at least once
    """
    ceiling = float(worth.max(initial=0.0))
    next_price = np.zeros(graph.support_left.size) if prices is None else prices
    low, high = np.zeros(next_price.size), np.full(next_price.size, np.inf)
    bound = np.inf
    for _ in range(max(1, rounds)):
        price = next_price
        plan = solve(graph, _net(graph, worth, price), ceiling=ceiling, engine=engine)
        bound = min(bound, plan.total + float(price @ graph.support_left))
        used = graph.support_used(plan.chosen)
        is_over = used > graph.support_left + TOLERANCE
        if not is_over.any() and not (price * (graph.support_left - used) > TOLERANCE).any():
            break
        low = np.where(is_over, np.maximum(low, price), low)
        high = np.where(~is_over & (price > 0), np.minimum(high, price), high)
        next_price = _next(price, low, high, is_over)
    allowed = ~graph.is_supported
    allowed[_fitting(graph, worth, plan.chosen)] = True
    final = solve(graph, worth, allowed=allowed, ceiling=ceiling, engine=engine)
    return SupportedPlan(final, allowed, price, bound)


def _net(graph: Graph, worth: Floats, price: Floats) -> Floats:
    """Worth of each pair after paying its supporter; never below zero."""
    paid = np.append(price, 0.0)[graph.supporter] * graph.support_hours
    return np.maximum(worth - paid, 0.0)


def _next(price: Floats, low: Floats, high: Floats, is_over: Flags) -> Floats:
    """Prices by bisection, one for each supporter: use falls as the price rises."""
    open_ended = np.maximum(2 * price, FIRST_PRICE)
    middle = (low + np.where(np.isinf(high), 0.0, high)) / 2
    up = np.where(np.isinf(high), open_ended, middle)
    down = np.where(price > 0, (low + price) / 2, 0.0)
    return np.where(is_over, up, down)


def _fitting(graph: Graph, worth: Floats, chosen: Ints) -> Ints:
    """Supported pairs whose hours fit under the caps together: whatever a flow takes of them fits.

    In this order: pairs of the plan that are must-do or keep a promise, substitutes for promises
    that did not fit, the other pairs of the plan, all others; within each by worth.
    """
    left = graph.support_left.copy()
    supported = np.flatnonzero(graph.is_supported)
    supported = supported[np.argsort(-(worth + graph.tie)[supported], kind="stable")]
    is_chosen = np.zeros(worth.size, bool)
    is_chosen[chosen] = True
    alone = graph.learning_tasks(chosen[~graph.is_supported[chosen]])
    promised = graph.floors.sum(axis=1)
    keeps = graph.is_learning & (promised > alone)[graph.person] | graph.must[graph.task]
    first = _take(graph, supported[(is_chosen & keeps)[supported]], left)
    is_short = promised > alone + graph.learning_tasks(first)
    substitutes = supported[(~is_chosen & graph.is_learning & is_short[graph.person])[supported]]
    second = _take(graph, _best_of_each(graph, substitutes), left)
    third = _take(graph, supported[(is_chosen & ~keeps)[supported]], left)
    taken = np.concatenate([first, second, third])
    rest = supported[~np.isin(supported, taken)]
    return np.concatenate([taken, _take(graph, rest, left)])


def _best_of_each(graph: Graph, pairs: Ints) -> Ints:
    """The first few pairs of each person, in the order given."""
    order = np.argsort(graph.person[pairs], kind="stable")
    person = graph.person[pairs][order]
    place = np.arange(person.size) - np.searchsorted(person, person)
    kept = np.zeros(pairs.size, bool)
    kept[order] = place < SUBSTITUTES
    return pairs[kept]


def _take(graph: Graph, pairs: Ints, left: Floats) -> Ints:
    """Those of the pairs, in their order, whose hours still fit; `left` shrinks by their hours."""
    fits = np.zeros(pairs.size, bool)
    supporters, hours = graph.supporter[pairs].tolist(), graph.support_hours[pairs].tolist()
    for place, (supporter, asked) in enumerate(zip(supporters, hours, strict=True)):
        if asked <= left[supporter] + TOLERANCE:
            left[supporter] -= asked
            fits[place] = True
    return pairs[fits]
