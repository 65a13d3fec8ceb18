"""Neither side worse than today: the habit, and the rate with the largest joint gain."""

from functools import partial

import numpy as np
import pytest

from redesign.balance import habit, nash
from redesign.flow import solve
from tests.redesign.graphs import graph_of


def test_habit_gives_the_most_important_task_to_whoever_is_most_likely_to_succeed():
    rows = [(0, 0, -1, 0, 0), (0, 1, -1, 0, 0), (1, 0, -1, 0, 0), (1, 1, -1, 0, 0)]
    graph = graph_of(rows, slots=[1, 1], tasks=2)
    # Person 0 is better at both; task 1 matters more and is given first.
    chosen = habit(graph, np.array([0.9, 0.8, 0.7, 0.6]), np.array([1.0, 2.0]))
    assert chosen.tolist() == [1, 2]


def test_habit_gives_a_task_that_is_due_first():
    rows = [(0, 0, -1, 0, 0), (0, 1, -1, 0, 0)]
    graph = graph_of(rows, slots=[1], tasks=2, must=[0])
    assert habit(graph, np.array([0.5, 0.9]), np.array([1.0, 2.0])).tolist() == [0]


def test_habit_keeps_the_supporters_caps():
    rows = [(0, 0, 0, 2, 0), (1, 1, 0, 2, 0)]
    graph = graph_of(rows, slots=[1, 1], tasks=2, support_left=[3])
    assert habit(graph, np.array([0.5, 0.9]), np.array([1.0, 2.0])).tolist() == [1]


def test_habit_of_nothing_is_nothing():
    assert habit(graph_of([], slots=[], tasks=0), np.zeros(0), np.zeros(0)).size == 0


def frontier(firm, worker):
    """A choice of one out of some plans, at any rate."""
    return lambda rate: np.array([int(np.argmax(firm + rate * worker))])


def test_the_rate_has_the_largest_product_of_both_gains():
    # Plans of a firm that has (10, 1) today: gains (2, 1), (1.5, 3), (.5, 4), (-1, 6).
    firm = np.array([10.0, 12.0, 11.5, 10.5, 9.0])
    worker = np.array([1.0, 2.0, 4.0, 5.0, 7.0])
    found = nash(firm, worker, np.array([0]), frontier(firm, worker))
    assert found.chosen.tolist() == [2]
    assert (found.firm - 10.0) * (found.worker - 1.0) == pytest.approx(4.5)


def test_the_firm_is_never_below_today():
    # Every gain of the workers costs the firm something: the plan stays where the firm is.
    firm, worker = np.array([10.0, 9.0]), np.array([1.0, 9.0])
    found = nash(firm, worker, np.array([0]), frontier(firm, worker))
    assert found.chosen.tolist() == [0]


def test_where_promises_cost_the_firm_something_it_is_kept_at_its_best_with_them():
    # The best plan that keeps its promises has 9, below today's 10: no rate may take it further.
    firm, worker = np.array([10.0, 9.0, 8.0]), np.array([1.0, 5.0, 9.0])

    def plan(rate):
        return np.array([1 if rate < 0.3 else 2])

    found = nash(firm, worker, np.array([0]), plan)
    assert (found.firm, found.worker) == (9.0, 5.0)


def test_on_random_problems_neither_side_is_below_its_habit():
    rng = np.random.default_rng(7)
    rows = [(p, t, -1, 0, 0) for p in range(8) for t in range(20)]
    graph = graph_of(rows, slots=[2] * 8, tasks=20)

    def plan(firm, worker, rate):
        return solve(graph, firm + rate * worker).chosen

    for _ in range(10):
        firm, worker = rng.random(160), rng.random(160)
        today = habit(graph, firm, rng.random(20))
        found = nash(firm, worker, today, partial(plan, firm, worker))
        assert found.firm >= found.habit_firm
        assert found.worker >= found.habit_worker
        grid = [plan(firm, worker, rate) for rate in np.linspace(0, 2, 41)]
        gains = [
            max(firm[g].sum() - found.habit_firm, 0) * max(worker[g].sum() - found.habit_worker, 0)
            for g in grid
        ]
        mine = (found.firm - found.habit_firm) * (found.worker - found.habit_worker)
        assert mine >= 0.9 * max(gains)


def test_as_the_rate_rises_the_firm_falls_and_the_worker_gains():
    rng = np.random.default_rng(3)
    rows = [(p, t, -1, 0, 0) for p in range(6) for t in range(10)]
    graph = graph_of(rows, slots=[1] * 6, tasks=10)
    firm, worker = rng.random(60), rng.random(60)
    today = habit(graph, firm, rng.random(10))
    found = nash(firm, worker, today, lambda rate: solve(graph, firm + rate * worker).chosen)
    _, firms, workers, _ = zip(*found.tried, strict=True)
    assert all(np.diff(firms) <= 1e-2)
    assert all(np.diff(workers) >= -1e-2)
