"""What would have to change, verified by solving again with the change made."""

from dataclasses import replace

import numpy as np
import pytest

from redesign import distances
from redesign.distances import missing_worth, promised, spare_worth
from redesign.flow import solve
from store.errors import ContractError
from tests.redesign.graphs import graph_of, random_graph

STEP = 2e-5  # a little more than the rounding of costs


def test_a_pair_lacks_what_the_swap_costs():
    # Person 0 holds task 0; person 1 would need .2 more to take it: .9 - .6 - .1 of its own task.
    rows = [(0, 0, -1, 0, 0), (1, 0, -1, 0, 0), (1, 1, -1, 0, 0)]
    graph = graph_of(rows, slots=[1, 1], tasks=2)
    worth = np.array([0.9, 0.6, 0.1])
    plan = solve(graph, worth - 1e-3 * graph.tie)
    assert plan.chosen.tolist() == [0, 2]
    assert missing_worth(graph, plan, np.array([1])) == pytest.approx([0.4], abs=STEP)
    assert spare_worth(graph, plan, np.array([0, 2])) == pytest.approx([0.4, 0.1], abs=STEP)


def test_a_little_more_brings_a_rejected_pair_in_and_a_little_less_does_not():
    tried = 0
    for seed in range(300):
        graph, worth = random_graph(seed, tiers=1 + seed % 2)
        plan = solve(graph, worth, ceiling=3.0)
        rejected = np.setdiff1d(np.arange(worth.size), plan.chosen)
        for pair, missing in zip(rejected, missing_worth(graph, plan, rejected), strict=True):
            if missing >= promised(plan) or missing < STEP:
                continue
            tried += 1
            for change, enters in ((missing - STEP, False), (missing + STEP, True)):
                other = worth.copy()
                other[pair] += change
                assert (pair in solve(graph, other, ceiling=3.0).chosen) == enters, seed
    assert tried > 150


def test_a_little_less_takes_a_chosen_pair_out():
    tried = 0
    for seed in range(300):
        graph, worth = random_graph(seed)
        plan = solve(graph, worth, ceiling=3.0)
        for pair, spare in zip(plan.chosen, spare_worth(graph, plan, plan.chosen), strict=True):
            if not STEP < spare < worth[pair] - STEP:
                continue
            tried += 1
            for change, stays in ((spare - STEP, True), (spare + STEP, False)):
                other = worth.copy()
                other[pair] -= change
                assert (pair in solve(graph, other, ceiling=3.0).chosen) == stays, seed
    assert tried > 30


def test_what_a_promise_keeps_out_is_told_apart_from_what_a_score_does():
    rows = [(0, 0, -1, 0, 1), (1, 0, -1, 0, 1)]
    graph = graph_of(rows, slots=[1, 1], tasks=1, floors=[[0], [1]])
    plan = solve(graph, np.array([1.0, 0.1]))
    assert plan.chosen.tolist() == [1]
    assert missing_worth(graph, plan, np.array([0]))[0] >= promised(plan)


def test_a_pair_that_was_not_allowed_cannot_be_brought_in():
    graph = graph_of([(0, 0, -1, 0, 0), (1, 0, -1, 0, 0)], slots=[1, 1], tasks=1)
    plan = solve(graph, np.array([0.5, 0.9]), allowed=np.array([True, False]))
    assert np.isinf(missing_worth(graph, plan, np.array([1]))[0])


def test_a_plan_that_is_not_the_best_is_refused():
    # Person 0 does task 0 for .1 although task 1 is worth .9 and nobody does it.
    graph = graph_of([(0, 0, -1, 0, 0), (0, 1, -1, 0, 0)], slots=[1], tasks=2)
    plan = solve(graph, np.array([0.9, 0.1]))
    worse = replace(plan, network=replace(plan.network, cost=plan.network.cost[[1, 0, 2, 3, 4]]))
    with pytest.raises(ContractError, match="a swap of tasks would still improve the plan"):
        missing_worth(graph, worse, np.array([1]))


def test_in_a_large_part_the_bound_is_never_above_the_truth(monkeypatch):
    for seed in range(40):
        graph, worth = random_graph(seed)
        plan = solve(graph, worth)
        rejected = np.setdiff1d(np.arange(worth.size), plan.chosen)
        exact = missing_worth(graph, plan, rejected)
        with monkeypatch.context() as small:
            small.setattr(distances, "LARGEST_EXACT", -1)
            bound = missing_worth(graph, plan, rejected)
        assert (bound <= exact + STEP).all(), seed
        assert (bound >= -STEP).all(), seed
