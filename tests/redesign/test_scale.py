"""The sizes that the matcher is made for."""

import numpy as np
import pytest

from redesign.flow import solve
from redesign.graph import Graph
from redesign.match import plan
from tests.redesign.open_firm import whole_firm


def wide_graph(people=2_000, tasks=10_000, each=195):
    rng = np.random.default_rng(7)
    task = np.concatenate(
        [np.sort(rng.choice(tasks, each, replace=False)) for _ in range(people)]
    ).astype(np.int64)
    size = task.size
    return Graph(
        person=np.repeat(np.arange(people), each),
        task=task,
        supporter=np.full(size, -1),
        support_hours=np.zeros(size),
        is_learning=rng.random(size) < 0.3,
        tie=rng.random(size),
        slots=rng.integers(2, 5, people),
        floors=(rng.random((people, 1)) < 0.3).astype(np.int64),
        must=rng.random(tasks) < 0.05,
        support_left=np.zeros(0),
    ), rng.random(size)


@pytest.mark.slow
def test_two_thousand_people_and_400_000_pairs_keep_every_floor():
    graph, worth = wide_graph()
    found = solve(graph, worth)
    assert (graph.learning_tasks(found.chosen) >= graph.floors[:, 0]).all()


@pytest.mark.slow
def test_a_firm_of_400_people_is_planned_whole():
    found = plan(whole_firm())
    assert found.tasks.height == 2_000
