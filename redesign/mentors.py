"""Supporters' hours: a price keeps them under their cap, a repair makes the plan keep it exactly.

Hours shared over tasks would make the flow fractional, so they stay outside it.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from redesign.flow import Engine, Plan, solve
from redesign.graph import Flags, Floats, Graph, Ints

ROUNDS: Final = 8  # measured: .1 % below the bound after 6, .03 % after 10
FIRST_PRICE: Final = 0.1  # score an hour, where a price starts
LARGEST_MOVE: Final = 3.0  # times over the cap that one turn answers to
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
    rounds   how often prices are tried, 1 or more; the later half makes plans, the best is kept
    """
    ceiling = float(worth.max(initial=0.0))
    price = np.zeros(graph.support_left.size) if prices is None else prices
    hours_left = np.append(graph.support_left, np.inf)[graph.supporter]
    can = graph.support_hours <= hours_left + TOLERANCE
    bound, best = np.inf, None
    search = _Search(graph.support_left, np.zeros(price.size), np.full(price.size, np.inf))
    for turn in range(rounds):
        net = _net(graph, worth, price)
        priced = solve(graph, net, allowed=can, ceiling=ceiling, engine=engine)
        bound = min(bound, priced.total + float(price @ graph.support_left))
        used = graph.support_used(priced.chosen)
        is_settled = _is_settled(price, used, graph.support_left)
        if is_settled or turn >= rounds // 2:
            allowed = ~graph.is_supported
            allowed[_fitting(graph, worth, priced.chosen)] = True
            plan = solve(graph, worth, allowed=allowed, ceiling=ceiling, engine=engine)
            if best is None or plan.total > best.plan.total:
                best = SupportedPlan(plan, allowed, price, bound)
        if is_settled:
            break
        price = search.next(price, used)
    assert best is not None
    return replace(best, bound=bound)


def _is_settled(price: Floats, used: Floats, left: Floats) -> bool:
    """No cap is passed, and who has hours left costs nothing: nothing better can be found."""
    return bool((used <= left + TOLERANCE).all() and (price * (left - used) <= TOLERANCE).all())


def _net(graph: Graph, worth: Floats, price: Floats) -> Floats:
    """Worth of each pair after paying its supporter; never below zero."""
    paid = np.append(price, 0.0)[graph.supporter] * graph.support_hours
    return np.maximum(worth - paid, 0.0)


@dataclass
class _Search:
    """Prices of all supporters at once: by pressure until both sides are known, then by halves."""

    left: Floats
    low: Floats
    high: Floats

    def next(self, price: Floats, used: Floats) -> Floats:
        """The prices to try after these were used so much."""
        is_over = used > self.left + TOLERANCE
        self.low = np.where(is_over, np.maximum(self.low, price), self.low)
        self.high = np.where(is_over, self.high, np.minimum(self.high, price))
        pressure = np.clip((used + 1) / (self.left + 1), 1 / LARGEST_MOVE, LARGEST_MOVE)
        pressed = np.where(is_over, np.maximum(price, FIRST_PRICE), price) * pressure
        is_known = (self.low > 0) & np.isfinite(self.high) & (self.low < self.high)
        return np.where(is_known, (self.low + self.high) / 2, pressed)


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
    is_undone = graph.must.copy()
    is_undone[graph.task[chosen[~graph.is_supported[chosen]]]] = False
    is_undone[graph.task[first]] = False
    wanted = graph.is_learning & is_short[graph.person] | is_undone[graph.task]
    second = _take(graph, _best_of_each(graph, supported[(~is_chosen & wanted)[supported]]), left)
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
