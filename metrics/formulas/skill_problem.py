"""Scored tasks, what is believed before them, and how each task touches the parameters (R7)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from metrics.formulas.chain import Chains, Floats

Whole = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Responses:
    """Scored tasks of one job family, sorted by person.

    person, quarter, family, mask   codes; the quarter is a step of the window, (tasks,)
    z, a, x, y                      estimate, AI, expert beside, success, (tasks,)
    """

    person: Whole
    quarter: Whole
    family: Whole
    mask: Whole
    z: Floats
    a: Floats
    x: Floats
    y: Floats

    def __getitem__(self, chosen: slice | Truths | Whole) -> "Responses":
        """Some of the tasks."""
        return Responses(**{name: column[chosen] for name, column in vars(self).items()})


@dataclass(frozen=True)
class Beliefs:
    """What is believed before the data.

    first        (people,) step at which a person's chain begins
    mean, sd     (people,) of skill at that step
    step_sd      of the random walk of skill
    levels_mean, levels_sd   (families + masks + 1,) of delta, mu, kappa
    ai_sd, ai_step_sd, support_sd   of alpha's first step, its random walk, gamma
    """

    first: Whole
    mean: Floats
    sd: Floats
    step_sd: float
    levels_mean: Floats
    levels_sd: Floats
    ai_sd: float
    ai_step_sd: float
    support_sd: float


@dataclass(frozen=True)
class State:
    """A point: theta (people, steps), and what people share: delta, mu, kappa, alpha, gamma."""

    theta: Floats
    shared: Floats


@dataclass(frozen=True)
class Problem:
    """One window of one job family, ready to be fitted."""

    data: Responses
    beliefs: Beliefs
    families: int
    masks: int
    steps: int

    @property
    def people(self) -> int:
        """Number of people."""
        return len(self.beliefs.first)

    @property
    def width(self) -> int:
        """Number of the parameters that all people share."""
        return self.families + self.masks + 1 + self.steps + 1

    @cached_property
    def node(self) -> Whole:
        """Which person and step each task touches."""
        return self.data.person * self.steps + self.data.quarter

    @cached_property
    def columns(self) -> list[Whole]:
        """Which shared parameters each task touches: family, mask, estimate, AI, support."""
        data, size = self.data, len(self.data.y)
        kappa = self.families + self.masks
        return [
            data.family,
            self.families + data.mask,
            np.full(size, kappa),
            kappa + 1 + data.quarter,
            np.full(size, self.width - 1),
        ]

    @cached_property
    def values(self) -> list[Floats]:
        """How much each task moves with these parameters."""
        data, one = self.data, np.ones(len(self.data.y))
        return [-one, -one, -data.z, data.a, data.x]

    @cached_property
    def is_active(self) -> Truths:
        """Steps at which a person's chain has begun, (people, steps)."""
        return np.arange(self.steps) >= self.beliefs.first[:, None]

    @cached_property
    def prior_chains(self) -> Chains:
        """Precision of skill before the data; steps before a chain begins stand alone with 1."""
        pull = 1 / self.beliefs.step_sd**2
        walks = np.where(self.is_active[:, :-1], pull, 0.0)
        diagonal = np.where(self.is_active, 0.0, 1.0)
        diagonal[:, :-1] += walks
        diagonal[:, 1:] += walks
        diagonal[np.arange(self.people), self.beliefs.first] += 1 / self.beliefs.sd**2
        return Chains(diagonal, -walks)

    @cached_property
    def prior_shared(self) -> Floats:
        """Precision of the shared parameters, (width, width)."""
        beliefs, start = self.beliefs, self.families + self.masks + 1
        answer = np.diag(
            np.concatenate(
                [1 / beliefs.levels_sd**2, np.zeros(self.steps), [1 / beliefs.support_sd**2]]
            )
        )
        answer[start, start] += 1 / beliefs.ai_sd**2
        walk = np.diff(np.eye(self.steps), axis=0)
        block = slice(start, start + self.steps)
        answer[block, block] += walk.T @ walk / beliefs.ai_step_sd**2
        return answer

    @cached_property
    def prior_means(self) -> State:
        """Means before the data: a chain rests on its first mean."""
        theta = np.where(self.is_active, self.beliefs.mean[:, None], 0.0)
        shared = np.zeros(self.width)
        shared[: len(self.beliefs.levels_mean)] = self.beliefs.levels_mean
        return State(theta, shared)

    def by_node(self, weights: Floats) -> Floats:
        """Sums over tasks by person and step."""
        total = np.bincount(self.node, weights, minlength=self.people * self.steps)
        return total.astype(np.float64).reshape(self.people, self.steps)

    def by_shared(self, weights: Floats) -> Floats:
        """Sums over tasks by shared parameter, each task by how much it moves with it."""
        pairs = zip(self.columns, self.values, strict=True)
        total = np.zeros(self.width)
        for column, value in pairs:
            total += np.bincount(column, weights * value, minlength=self.width)
        return total

    def shift(self, shared: Floats) -> Floats:
        """What the shared parameters add to each task's logit."""
        pairs = zip(self.columns, self.values, strict=True)
        answer: Floats = np.sum([shared[column] * value for column, value in pairs], axis=0)
        return answer
