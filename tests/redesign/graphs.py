"""Small matching problems, and the slow certain way to solve them."""

from dataclasses import replace
from itertools import product

import numpy as np

from redesign.graph import Graph


def graph_of(rows, *, slots, tasks, floors=None, must=(), support_left=()):
    """A graph from rows (person, task, supporter, support hours, is learning)."""
    table = np.array([row for row in rows], dtype=float).reshape(-1, 5)
    size = len(table)
    return Graph(
        person=table[:, 0].astype(np.int64),
        task=table[:, 1].astype(np.int64),
        supporter=table[:, 2].astype(np.int64),
        support_hours=table[:, 3],
        is_learning=table[:, 4] > 0,
        tie=np.random.default_rng(size).random(size),
        slots=np.asarray(slots, np.int64),
        floors=np.zeros((len(slots), 1), np.int64)
        if floors is None
        else np.asarray(floors, np.int64).reshape(len(slots), -1),
        must=np.isin(np.arange(tasks), must),
        support_left=np.asarray(support_left, float),
    )


def random_graph(seed, *, supporters=0, tiers=1, must=True):
    """A tiny random problem: up to 4 people, 5 tasks, 9 pairs."""
    rng = np.random.default_rng(seed)
    people, tasks = rng.integers(1, 5), rng.integers(1, 6)
    cells = [(p, t, s) for p in range(people) for t in range(tasks) for s in range(-1, supporters)]
    picked = sorted(rng.permutation(len(cells))[: rng.integers(1, 10)])
    rows = [
        (*cells[i], rng.choice([1.0, 2.0]) if cells[i][2] >= 0 else 0.0, rng.random() < 0.5)
        for i in picked
    ]
    slots = rng.integers(0, 3, people)
    floors = np.minimum(rng.integers(0, 3, (people, tiers)), 1)
    graph = graph_of(
        rows,
        slots=slots,
        tasks=tasks,
        floors=floors,
        must=np.flatnonzero(rng.random(tasks) < 0.25) if must else (),
        support_left=rng.integers(0, 4, supporters),
    )
    return graph, rng.random(len(rows)).round(3)


def every_plan(graph, *, keep_caps=True):
    """All sets of pairs that keep slots and tasks, and the supporters' caps if asked."""
    for picked in product((False, True), repeat=graph.person.size):
        chosen = np.flatnonzero(picked)
        if (np.bincount(graph.person[chosen], minlength=graph.people) > graph.slots).any():
            continue
        if (np.bincount(graph.task[chosen], minlength=graph.tasks) > 1).any():
            continue
        if keep_caps and (graph.support_used(chosen) > graph.support_left + 1e-9).any():
            continue
        yield chosen


def kept(graph, worth, chosen):
    """What a plan is judged by: must-do tasks, promises tier by tier, score."""
    must = int(graph.must[graph.task[chosen]].sum())
    learning = graph.learning_tasks(chosen)
    promises, left = [], learning.copy()
    for tier in range(graph.floors.shape[1]):
        here = np.minimum(left, graph.floors[:, tier])
        promises.append(int(here.sum()))
        left = left - here
    return (must, *promises, float((worth + 1e-3 * graph.tie)[chosen].sum()))


def shuffled(graph, worth, seed=3):
    """The same problem with its pairs in another order."""
    order = np.random.default_rng(seed).permutation(graph.person.size)
    names = ("person", "task", "supporter", "support_hours", "is_learning", "tie")
    return replace(graph, **{name: getattr(graph, name)[order] for name in names}), worth[order]
