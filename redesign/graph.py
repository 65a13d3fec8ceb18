"""People, tasks and the pairs that may be: one matching problem as arrays, checked at the door."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from store.errors import ContractError

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOBODY: Final = -1


@dataclass(frozen=True)
class Graph:
    """One matching problem: who may do which open task, alone or with whom beside them.

    person, task   (pairs,)  indices; one pair may stand here once alone and once per supporter
    supporter      (pairs,)  index of the supporter, or -1 for nobody
    support_hours  (pairs,)  hours that the supporter would give [h]
    is_learning    (pairs,)  the task lies in the person's learning zone
    tie            (pairs,)  0 to 1, hashed: decides between equals
    slots          (people,) tasks that a person can take
    floors         (people, tiers)  learning tasks promised to a person; tier 0 comes before tier 1
    must           (tasks,)  tasks that come before everything else
    support_left   (supporters,)  hours that a supporter can give [h]
    """

    person: Ints
    task: Ints
    supporter: Ints
    support_hours: Floats
    is_learning: Flags
    tie: Floats
    slots: Ints
    floors: Ints
    must: Flags
    support_left: Floats

    def __post_init__(self) -> None:
        """Refuse what cannot be a matching problem."""
        _same_length(self)
        _in_range(self.person, len(self.slots), "person")
        _in_range(self.task, len(self.must), "task")
        _in_range(self.supporter + 1, len(self.support_left) + 1, "supporter")
        _not_negative(self.slots, "slots")
        _not_negative(self.floors, "floors")
        _not_negative(self.support_hours, "support_hours")
        _not_negative(self.support_left, "support_left")
        _no_pair_twice(self)

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.slots)

    @property
    def tasks(self) -> int:
        """Number of tasks."""
        return len(self.must)

    @property
    def is_supported(self) -> Flags:
        """(pairs,) a supporter stands beside the person."""
        return np.not_equal(self.supporter, NOBODY)

    def learning_tasks(self, chosen: Ints) -> Ints:
        """(people,) learning tasks that each person gets from the chosen pairs."""
        return np.bincount(self.person[chosen[self.is_learning[chosen]]], minlength=self.people)

    def support_used(self, chosen: Ints) -> Floats:
        """(supporters,) hours that each supporter gives to the chosen pairs [h]."""
        with_support = chosen[self.is_supported[chosen]]
        hours = np.bincount(
            self.supporter[with_support],
            weights=self.support_hours[with_support],
            minlength=len(self.support_left),
        )
        return hours.astype(np.float64)


def checked_worth(graph: Graph, worth: Floats) -> Floats:
    """The worth of every pair, refused when it is not a number or negative."""
    if worth.shape != graph.person.shape:
        raise ContractError(
            f"{worth.size} scores for {graph.person.size} pairs",
            "one score a pair",
            "Score every pair before matching",
        )
    wrong = np.flatnonzero(~np.isfinite(worth) | (worth < 0))
    if wrong.size:
        raise ContractError(
            f"{wrong.size} pair scores are negative or not a number, the first at pair {wrong[0]}",
            "finite scores of 0 or more",
            "Leave infeasible pairs out instead of scoring them below zero",
        )
    return worth


def _same_length(graph: Graph) -> None:
    lengths = {
        name: len(getattr(graph, name))
        for name in ("person", "task", "supporter", "support_hours", "is_learning", "tie")
    }
    if len(set(lengths.values())) > 1 or len(graph.floors) != len(graph.slots):
        raise ContractError(
            f"arrays of unequal length: {lengths}, {len(graph.floors)} floors for "
            f"{len(graph.slots)} people",
            "one entry a pair, and one floor row a person",
            "Build all arrays from the same rows",
        )


def _in_range(index: Ints, size: int, what: str) -> None:
    if index.size and (index.min() < 0 or index.max() >= size):
        raise ContractError(
            f"a pair names a {what} that does not exist",
            f"indices below {size}",
            "Leave out pairs with somebody or something unknown",
        )


def _not_negative(values: Ints | Floats, what: str) -> None:
    if values.size and not (np.isfinite(values).all() and values.min() >= 0):
        raise ContractError(
            f"negative or missing {what}", "0 or more", "Set what is overdrawn to 0"
        )


def _no_pair_twice(graph: Graph) -> None:
    supporters = len(graph.support_left) + 1
    key = (graph.person * graph.tasks + graph.task) * supporters + graph.supporter + 1
    if np.unique(key).size < key.size:
        raise ContractError(
            f"{key.size - np.unique(key).size} pairs stand twice",
            "each person, task and supporter once",
            "Keep one row a pair",
        )
