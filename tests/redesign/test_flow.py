"""One min-cost flow: the best plan, promises kept first, nobody and nothing twice."""

import sys

import numpy as np
import pytest

from redesign import flow
from redesign.flow import solve
from store.errors import ContractError
from tests.redesign.graphs import every_plan, graph_of, kept, random_graph, shuffled

ROUNDED = 1e-5  # costs are integers of six places, a plan has at most nine pairs


def pairs_of(graph, plan):
    return sorted(
        zip(graph.person[plan.chosen].tolist(), graph.task[plan.chosen].tolist(), strict=True)
    )


def test_each_task_goes_to_whom_it_is_worth_most_together():
    graph = graph_of([(0, 0, -1, 0, 0), (0, 1, -1, 0, 0), (1, 0, -1, 0, 0)], slots=[1, 1], tasks=2)
    plan = solve(graph, np.array([0.9, 0.8, 0.7]))
    assert pairs_of(graph, plan) == [(0, 1), (1, 0)]


@pytest.mark.parametrize("engine", ["network", "linear"])
@pytest.mark.parametrize("block", range(5))
def test_tiny_random_problems_equal_the_best_of_all_plans(engine, block):
    for seed in range(50 * block, 50 * (block + 1)):
        graph, worth = random_graph(seed, tiers=1 + seed % 2)
        best = max(kept(graph, worth, chosen) for chosen in every_plan(graph))
        mine = kept(graph, worth, solve(graph, worth, engine=engine).chosen)
        assert mine[:-1] == best[:-1], seed
        assert mine[-1] == pytest.approx(best[-1], abs=ROUNDED), seed


def test_rows_in_another_order_give_the_same_pairs():
    for seed in range(40):
        graph, worth = random_graph(seed)
        other, other_worth = shuffled(graph, np.full_like(worth, 0.5))
        ours = pairs_of(graph, solve(graph, np.full_like(worth, 0.5)))
        assert ours == pairs_of(other, solve(other, other_worth)), seed


def test_nobody_gets_a_second_learning_task_before_everybody_has_a_first():
    # Person 0 is worth far more on both tasks, but each of two people is promised one.
    rows = [(0, 0, -1, 0, 1), (0, 1, -1, 0, 1), (1, 1, -1, 0, 1)]
    worth = np.array([1.0, 1.0, 0.1])
    falling = graph_of(rows, slots=[2, 2], tasks=2, floors=[[1, 1], [1, 1]])
    assert pairs_of(falling, solve(falling, worth)) == [(0, 0), (1, 1)]


def test_equal_bonuses_would_break_that_promise():
    # The same two units a person in one tier: the second task of one is worth as much as the
    # first of the other, so the score decides and somebody goes without.
    rows = [(0, 0, -1, 0, 1), (0, 1, -1, 0, 1), (1, 1, -1, 0, 1)]
    equal = graph_of(rows, slots=[2, 2], tasks=2, floors=[[2], [2]])
    assert pairs_of(equal, solve(equal, np.array([1.0, 1.0, 0.1]))) == [(0, 0), (0, 1)]


def test_scarce_learning_tasks_reach_as_many_people_as_can_be():
    # Five people, three learning tasks, person 0 could take all: the most that can be reached is 3.
    rows = [(0, t, -1, 0, 1) for t in range(3)] + [(p, p % 3, -1, 0, 1) for p in range(1, 5)]
    graph = graph_of(rows, slots=[3] + [1] * 4, tasks=3, floors=[[1]] * 5)
    plan = solve(graph, np.array([1.0] * 3 + [0.01] * 4))
    assert (graph.learning_tasks(plan.chosen) > 0).sum() == 3


def test_a_task_that_is_due_comes_before_any_promise():
    rows = [(0, 0, -1, 0, 0), (0, 1, -1, 0, 1)]
    graph = graph_of(rows, slots=[1], tasks=2, floors=[[1]], must=[0])
    assert pairs_of(graph, solve(graph, np.array([0.1, 1.0]))) == [(0, 0)]


def test_a_promise_that_cannot_be_kept_harms_nobody():
    graph = graph_of([(0, 0, -1, 0, 0)], slots=[1, 1], tasks=1, floors=[[1], [1]])
    assert pairs_of(graph, solve(graph, np.array([0.5]))) == [(0, 0)]


def test_without_slots_nothing_is_planned():
    graph = graph_of([(0, 0, -1, 0, 0)], slots=[0], tasks=1)
    assert solve(graph, np.array([0.5])).chosen.size == 0


def test_nothing_in_gives_nothing_out():
    graph = graph_of([], slots=[], tasks=0)
    assert solve(graph, np.zeros(0)).chosen.size == 0


def test_pairs_that_are_not_allowed_stay_out():
    graph = graph_of([(0, 0, -1, 0, 0), (0, 1, -1, 0, 0)], slots=[2], tasks=2)
    plan = solve(graph, np.array([0.5, 0.9]), allowed=np.array([True, False]))
    assert pairs_of(graph, plan) == [(0, 0)]


def test_without_ortools_the_linear_programme_answers(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.graph.python", None)
    graph, worth = random_graph(3)
    assert flow._network() is flow._linear
    best = max(kept(graph, worth, chosen) for chosen in every_plan(graph))
    assert kept(graph, worth, solve(graph, worth).chosen)[:-1] == best[:-1]


@pytest.mark.parametrize("wrong", [-0.1, float("nan"), float("inf")])
def test_a_score_that_is_negative_or_no_number_stops_the_match(wrong):
    graph = graph_of([(0, 0, -1, 0, 0), (0, 1, -1, 0, 0)], slots=[1], tasks=2)
    with pytest.raises(ContractError, match="1 pair scores are negative or not a number"):
        solve(graph, np.array([0.5, wrong]))


def test_scores_beyond_64_bits_stop_the_match():
    graph = graph_of([(0, 0, -1, 0, 0)], slots=[1], tasks=1, floors=[[1]])
    with pytest.raises(ContractError, match="costs beyond 64 bits: 1 people, 1 tasks"):
        solve(graph, np.array([1e13]))


def test_as_many_scores_as_pairs():
    graph = graph_of([(0, 0, -1, 0, 0)], slots=[1], tasks=1)
    with pytest.raises(ContractError, match="2 scores for 1 pairs"):
        solve(graph, np.array([0.5, 0.5]))
