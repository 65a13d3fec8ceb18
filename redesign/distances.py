"""What would have to change: exact prices of pairs, from shortest ways in the residual network."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from redesign.flow import COST_SCALE, Network, Plan
from redesign.graph import Floats, Graph, Ints
from store.errors import ContractError

FAR: Final = np.int64(1) << 60  # no way leads there
NEAR: Final = FAR // 2  # a real way is shorter than this, whatever it costs
LARGEST_EXACT: Final = 1_000_000  # targets x arcs of one connected part; above it, a bound


def missing_worth(graph: Graph, plan: Plan, pairs: Ints) -> Floats:
    """By how much more each rejected pair would have to be worth to enter the plan.

    A pair person -> task enters when the cheapest cycle of swaps through it costs nothing.

    Counts: infinite where no swap brings it in. What lies above `promised` is kept out by a promise
    or a must-do task. In a part of the firm with more than about 100 people, a lower
    bound.
    """
    place = _places(graph, plan, pairs)
    known = place >= 0
    tail, head = plan.network.tail[place[known]], plan.network.head[place[known]]
    answer = np.full(pairs.size, np.inf)
    answer[known] = _scores(_ways(plan, head, tail), plan.network.cost[place[known]])
    return answer


def spare_worth(graph: Graph, plan: Plan, pairs: Ints) -> Floats:
    """By how much less each chosen pair could be worth before it leaves the plan."""
    place = _places(graph, plan, pairs)
    ways = _ways(plan, plan.network.tail[place], plan.network.head[place])
    return _scores(ways, -plan.network.cost[place])


def promised(plan: Plan) -> float:
    """Score above which a pair is kept out by a promise or a must-do task, not by its worth."""
    return plan.network.promise / COST_SCALE / 2


def _places(graph: Graph, plan: Plan, pairs: Ints) -> Ints:
    """Arc of each pair in the network, -1 for a pair that was not allowed."""
    place = np.full(graph.person.size, -1)
    place[plan.network.used] = np.arange(plan.network.used.size)
    return place[pairs]


def _scores(ways: Ints, cost: Ints) -> Floats:
    return np.where(ways >= NEAR, np.inf, (ways + cost) / COST_SCALE)


def _ways(plan: Plan, start: Ints, end: Ints) -> Ints:
    """Cost of the cheapest way from each start to its end."""
    ways = np.full(start.size, FAR)
    label = _labels(plan.network)
    for here in np.unique(label[end]):
        members = np.flatnonzero(label[end] == here)
        ways[members] = _part(plan, label, here).ways(start[members], end[members])
    return ways


def _labels(network: Network) -> Ints:
    """(nodes,) the connected part of each node, joined by everything but the sink."""
    nodes = network.supply.size
    inner = network.head < nodes - 1
    joined = coo_matrix(
        (np.ones(inner.sum()), (network.tail[inner], network.head[inner])), shape=(nodes, nodes)
    )
    return np.asarray(connected_components(joined, directed=False)[1], np.int64)


@dataclass(frozen=True)
class _Part:
    """The residual arcs of one connected part and the sink, sorted by tail.

    A way that leaves the part through the sink and comes back is a cycle, so never shorter.

    nodes  (nodes,) their numbers in the network, ascending, the sink last
    tail   (tails,) nodes with arcs; `first` (tails,) is the first arc of each
    head, cost   (arcs,)
    """

    nodes: Ints
    tail: Ints
    first: Ints
    head: Ints
    cost: Ints

    def ways(self, start: Ints, end: Ints) -> Ints:
        """Cost of the cheapest way from each start to its end, or a lower bound in a large part."""
        start, end = np.searchsorted(self.nodes, start), np.searchsorted(self.nodes, end)
        targets, column = np.unique(end, return_inverse=True)
        if targets.size * self.cost.size > LARGEST_EXACT:
            to_sink = self._to(np.array([self.nodes.size - 1]))[0]
            return np.asarray(to_sink[start] - to_sink[end], np.int64)
        return self._to(targets)[column, start]

    def _to(self, targets: Ints) -> Ints:
        """(targets, nodes) costs by Bellman and Ford, all targets at once: integers, so exact."""
        distance = np.full((targets.size, self.nodes.size), FAR)
        distance[np.arange(targets.size), targets] = 0
        for _ in range(self.nodes.size + 1):
            onward = distance[:, self.head]
            onward = np.where(onward >= NEAR, FAR, onward + self.cost)
            best = np.minimum.reduceat(onward, self.first, axis=1)
            if not (best < distance[:, self.tail]).any():
                return distance
            distance[:, self.tail] = np.minimum(distance[:, self.tail], best)
        raise ContractError(
            "a swap of tasks would still improve the plan",
            "the best plan of its network",
            "Explain the plan with the network that it was found on",
        )


def _part(plan: Plan, label: Ints, here: int) -> _Part:
    network, flow = plan.network, plan.flow
    mine = label[network.tail] == here
    forward, backward = mine & (flow < network.room), mine & (flow > 0)
    tail = np.concatenate([network.tail[forward], network.head[backward]])
    head = np.concatenate([network.head[forward], network.tail[backward]])
    cost = np.concatenate([network.cost[forward], -network.cost[backward]])
    nodes = np.unique(np.concatenate([tail, head]))
    order = np.argsort(tail, kind="stable")
    tail, first = np.unique(tail[order], return_index=True)
    return _Part(
        nodes=nodes,
        tail=np.searchsorted(nodes, tail),
        first=first,
        head=np.searchsorted(nodes, head[order]),
        cost=cost[order],
    )
