"""The matching as one min-cost flow: exact, whole numbers only, floors and must-do tasks inside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from redesign.graph import Flags, Floats, Graph, Ints, checked_worth
from redesign.thresholds import number
from store.errors import ContractError

Engine = Literal["network", "linear"]

COST_SCALE: Final = 1_000_000  # integer costs keep six places of a score
LARGEST: Final = 9e18  # the solver multiplies costs by the number of nodes in 64 bits
LONGEST_EXCHANGE: Final = 1_000  # a promise outweighs any chain of this many swaps


@dataclass(frozen=True)
class Network:
    """Arcs of the flow: the pairs first, in the order of `used`, then floors, tasks and bypasses.

    Nodes: people, then their learning doors, then tasks, then the sink.

    used      (pairs in the network,) indices into the graph's pairs
    tail, head, room, cost   (arcs,)
    supply    (nodes,)
    promise   cost of breaking the cheapest promise: what lies above is no matter of score
    """

    used: Ints
    tail: Ints
    head: Ints
    room: Ints
    cost: Ints
    supply: Ints
    promise: int


@dataclass(frozen=True)
class Plan:
    """The best set of pairs for one worth.

    chosen   (chosen pairs,) indices into the graph's pairs, ascending
    network  the arcs it was found on
    flow     (arcs,) what runs through each
    """

    chosen: Ints
    network: Network
    flow: Ints

    @property
    def total(self) -> float:
        """Score of the plan, promises kept and must-do tasks included at their bonuses."""
        return float(-(self.network.cost @ self.flow) / COST_SCALE)


def solve(
    graph: Graph,
    worth: Floats,
    *,
    allowed: Flags | None = None,
    ceiling: float | None = None,
    engine: Engine | None = None,
) -> Plan:
    """The plan of largest total worth that serves must-do tasks first and the floors second.

    worth    (pairs,) value of each pair, 0 or more
    allowed  (pairs,) pairs that may be used; all by default
    ceiling  largest score that promises must outweigh; that of the pairs by default
    engine   `network` (ortools), `linear` (HiGHS, about 30 times slower), or whichever is there

    Counts: floors as falling bonuses, so that a promise that cannot be kept never makes the whole
    impossible; with falling bonuses everyone's first comes before anyone's second (a matroid).
    """
    network = build(graph, checked_worth(graph, worth), allowed, ceiling)
    if not network.used.size:
        empty = np.zeros(0, np.int64)
        return Plan(empty, network, np.zeros(network.tail.size, np.int64))
    flow = (_linear if engine == "linear" else _network())(network)
    return Plan(network.used[flow[: network.used.size] > 0], network, flow)


def build(
    graph: Graph, worth: Floats, allowed: Flags | None = None, ceiling: float | None = None
) -> Network:
    """The network of one graph and one worth."""
    used = np.arange(worth.size) if allowed is None else np.flatnonzero(allowed)
    score = worth + number("tie_break") * graph.tie
    best = max(1.0, float(score[used].max(initial=0.0)) if ceiling is None else ceiling + 1)
    promise, must = _bonuses(graph, best)
    people, sink = np.arange(graph.people), 2 * graph.people + graph.tasks
    has_floor = graph.floors.sum(axis=1) > 0
    by_door = graph.is_learning & has_floor[graph.person]
    kept = np.argwhere(graph.floors > 0)  # (promises, 2): person, tier
    behind = np.flatnonzero(has_floor)
    tasks = np.unique(graph.task[used])
    # One row a kind of arc: tail, head, room, cost.
    kinds: list[tuple[Ints, Ints, Ints, Ints]] = [
        (
            np.where(by_door, graph.people + graph.person, graph.person)[used],
            2 * graph.people + graph.task[used],
            np.ones(used.size, np.int64),
            -np.rint(score[used] * COST_SCALE).astype(np.int64),
        ),
        (
            kept[:, 0],
            graph.people + kept[:, 0],
            graph.floors[kept[:, 0], kept[:, 1]],
            -_falling(promise, graph.floors.shape[1])[kept[:, 1]],
        ),
        (behind, graph.people + behind, graph.slots[behind], np.zeros(behind.size, np.int64)),
        (
            2 * graph.people + tasks,
            np.full(tasks.size, sink),
            np.ones(tasks.size, np.int64),
            np.where(graph.must[tasks], -must, 0),
        ),
        (people, np.full(graph.people, sink), graph.slots + 1, np.zeros(graph.people, np.int64)),
    ]
    tail, head, room, cost = (np.concatenate(column) for column in zip(*kinds, strict=True))
    supply = np.zeros(sink + 1, np.int64)
    supply[: graph.people], supply[sink] = graph.slots, -graph.slots.sum()
    return Network(used, tail, head, room, cost, supply, promise)


def _bonuses(graph: Graph, best: float) -> tuple[int, int]:
    """Costs of the last promise and of a must-do task, each above all that lies below it."""
    swaps = min(int(min(graph.slots.sum(), graph.tasks)) + 1, LONGEST_EXCHANGE)
    promises = min(int(graph.floors.sum()) + 1, LONGEST_EXCHANGE)
    promise = best * swaps * COST_SCALE
    must = promise * (graph.floors.shape[1] + 1) / 2 * promises
    if must * (2 * graph.people + graph.tasks + 1) >= LARGEST:
        raise ContractError(
            f"costs beyond 64 bits: {graph.people} people, {graph.tasks} tasks, scores to {best:g}",
            "scores of about 1",
            "Scale the scores, or match one part of the firm at a time",
        )
    return round(promise), round(must)


def _falling(promise: int, tiers: int) -> Ints:
    """Bonus of each tier: the last is the promise, each one before it half as much more."""
    return np.array([promise * (tiers + 1 - tier) // 2 for tier in range(tiers)], np.int64)


def _network() -> Callable[[Network], Ints]:
    try:
        from ortools.graph.python import min_cost_flow  # noqa: PLC0415, F401 -- 0.4 s to import
    except ImportError:
        return _linear
    return _minimum_cost_flow


def _minimum_cost_flow(network: Network) -> Ints:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415

    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        network.tail, network.head, network.room, network.cost
    )
    solver.set_nodes_supplies(np.arange(network.supply.size), network.supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ContractError(
            f"the flow solver answers {status}", "an optimal flow", "Report this with the graph"
        )
    return np.asarray(solver.flows(arcs), np.int64)


def _linear(network: Network) -> Ints:
    """The same optimum by linear programming: node-arc matrices are totally unimodular."""
    from scipy import optimize, sparse  # noqa: PLC0415

    arcs = np.arange(network.tail.size)
    ones = np.ones(arcs.size)
    balance = sparse.csr_matrix(
        (
            np.concatenate([ones, -ones]),
            (np.concatenate([network.tail, network.head]), np.concatenate([arcs, arcs])),
        ),
        shape=(network.supply.size, arcs.size),
    )
    answer = optimize.linprog(
        network.cost / COST_SCALE,
        A_eq=balance,
        b_eq=network.supply,
        bounds=np.column_stack([np.zeros(arcs.size), network.room]),
        method="highs-ds",
    )
    if answer.x is None:
        raise ContractError(
            f"the linear solver answers: {answer.message}", "an optimal flow", "Install ortools"
        )
    return np.asarray(np.rint(answer.x), np.int64)
