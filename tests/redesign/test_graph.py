"""A matching problem is checked at the door."""

import numpy as np
import pytest

from store.errors import ContractError
from tests.redesign.graphs import graph_of

ALONE = (0, 0, -1, 0, 0)


def test_the_same_pair_with_two_supporters_is_two_ways_of_doing_it():
    graph = graph_of(
        [ALONE, (0, 0, 0, 1, 0), (0, 0, 1, 1, 0)], slots=[1], tasks=1, support_left=[1, 1]
    )
    assert graph.is_supported.tolist() == [False, True, True]


def test_a_pair_that_stands_twice_is_refused():
    with pytest.raises(ContractError, match="1 pairs stand twice"):
        graph_of([ALONE, ALONE], slots=[1], tasks=1)


@pytest.mark.parametrize(
    ("row", "what"),
    [
        pytest.param((1, 0, -1, 0, 0), "person", id="somebody unknown"),
        pytest.param((0, 3, -1, 0, 0), "task", id="a task unknown"),
        pytest.param((0, 0, 2, 1, 0), "supporter", id="a supporter unknown"),
    ],
)
def test_a_pair_of_the_unknown_is_refused(row, what):
    with pytest.raises(ContractError, match=f"names a {what} that does not exist"):
        graph_of([row], slots=[1], tasks=1)


def test_overdrawn_slots_are_refused():
    with pytest.raises(ContractError, match="negative or missing slots"):
        graph_of([ALONE], slots=[-1], tasks=1)


def test_hours_of_a_supporter_add_up():
    rows = [(0, 0, 0, 1.5, 0), (0, 1, 0, 2.0, 1), (0, 2, 1, 4.0, 1)]
    graph = graph_of(rows, slots=[3], tasks=3, support_left=[9, 9])
    assert graph.support_used(np.array([0, 1])).tolist() == [3.5, 0.0]
    assert graph.learning_tasks(np.array([0, 1])).tolist() == [1]
