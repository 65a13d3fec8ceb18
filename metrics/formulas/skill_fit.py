"""Skill and difficulty together: one penalised logistic fit with one optimum (R7).

logit P(success) = theta(person, quarter) - mu(mask) - delta(family) - kappa z
                   + alpha(quarter) a + gamma x
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import linalg, special

from metrics.formulas.chain import Chains, Floats
from metrics.formulas.skill_problem import Beliefs, Problem, Responses, State
from store.errors import ContractError

MOST_STEPS: Final = 100
MOST_CELLS: Final = 8_000_000  # numbers of one dense block held at a time: 64 MB
SINGLE_THREAD: Final = 30_000_000  # multiplications of a product that one thread does at once
FEW_PEOPLE: Final = 50  # below so many at once the product is too wide to be taken one by one
WORSE: Final = 1e-10  # relative loss of the objective that is only rounding


@dataclass(frozen=True)
class Fit:
    """The optimum, with standard errors from the inverse of the curvature.

    theta, theta_se  (people, steps); 0 and 1 before a person's chain begins
    levels, levels_se   (families + masks + 1,): delta, mu, kappa
    ai, ai_se        (steps,): alpha
    support, support_se   gamma
    information, residual   (people, steps): sum of p (1 - p) and of y - p
    """

    theta: Floats
    theta_se: Floats
    levels: Floats
    levels_se: Floats
    ai: Floats
    ai_se: Floats
    support: float
    support_se: float
    information: Floats
    residual: Floats


def fit(
    data: Responses,
    beliefs: Beliefs,
    *,
    families: int,
    masks: int,
    steps: int,
    tolerance: float,
) -> Fit:
    """The one optimum of the penalised likelihood, by Newton's method.

    data       scored tasks of one job family and window
    beliefs    priors
    families, masks, steps   how many of each there are
    tolerance  largest absolute gradient at the end

    Counts: people are eliminated one by one (each is a short chain), so the cost grows with tasks
    and people, and only the small shared part is solved as a whole.
    """
    problem = Problem(data, beliefs, families, masks, steps)
    state, objective = problem.prior_means, -np.inf
    for _ in range(MOST_STEPS):
        probability = _probability(problem, state)
        gradient = _gradient(problem, state, probability)
        if max(np.abs(gradient.theta).max(initial=0.0), np.abs(gradient.shared).max()) < tolerance:
            return _finished(problem, state, probability)
        step = _newton_step(problem, gradient, probability)
        state, objective = _uphill(problem, state, step, objective)
    raise ContractError(
        f"the skill fit has not settled after {MOST_STEPS} steps",
        f"a gradient below {tolerance}",
        "Look at the priors in anchors.toml: one of them leaves a parameter without a hold",
    )


def _probability(problem: Problem, state: State) -> Floats:
    logit = state.theta.ravel()[problem.node] + problem.shift(state.shared)
    answer: Floats = special.expit(logit)
    return answer


def _away(problem: Problem, state: State) -> tuple[Floats, Floats, Floats, Floats]:
    """Distances from the prior means, and the prior's pull on them."""
    theta = state.theta - problem.prior_means.theta
    shared = state.shared - problem.prior_means.shared
    chains = problem.prior_chains
    pull = chains.diagonal * theta
    pull[:, 1:] += chains.beside * theta[:, :-1]
    pull[:, :-1] += chains.beside * theta[:, 1:]
    return theta, shared, pull, problem.prior_shared @ shared


def _objective(problem: Problem, state: State) -> float:
    logit = state.theta.ravel()[problem.node] + problem.shift(state.shared)
    likelihood = np.sum(problem.data.y * logit - np.logaddexp(0, logit))
    theta, shared, theta_pull, shared_pull = _away(problem, state)
    return float(likelihood - (np.sum(theta * theta_pull) + shared @ shared_pull) / 2)


def _gradient(problem: Problem, state: State, probability: Floats) -> State:
    residual = problem.data.y - probability
    _, _, theta_pull, shared_pull = _away(problem, state)
    return State(problem.by_node(residual) - theta_pull, problem.by_shared(residual) - shared_pull)


def _curvature(problem: Problem, weights: Floats) -> tuple[Chains, Floats]:
    """Chains of the people, and the block of what they share, both with their priors."""
    chains, width = problem.prior_chains, problem.width
    shared = problem.prior_shared.copy()
    touched = list(zip(problem.columns, problem.values, strict=True))
    for rank, (left, by) in enumerate(touched):
        for right, value in touched[rank:]:
            cells = np.bincount(left * width + right, weights * by * value, minlength=width**2)
            block = cells.reshape(width, width)
            shared += block if right is left else block + block.T
    return replace(chains, diagonal=chains.diagonal + problem.by_node(weights)), shared


def _groups(problem: Problem) -> list[tuple[slice, slice]]:
    """People in groups whose dense block fits, with the tasks of each group."""
    size = max(1, MOST_CELLS // (problem.steps * problem.width))
    starts = range(0, problem.people, size)
    bounds = [(first, min(first + size, problem.people)) for first in starts]
    person = problem.data.person
    return [
        (slice(a, b), slice(*np.searchsorted(person, [a, b], side="left").tolist()))
        for a, b in bounds
    ]


def _cross(problem: Problem, weights: Floats, people: slice, tasks: slice) -> Floats:
    """Curvature between the group's skills and the shared parameters, (people, steps, width)."""
    rows = (people.stop - people.start) * problem.steps
    node = (problem.node[tasks] - people.start * problem.steps) * problem.width
    total = np.zeros(rows * problem.width)
    for column, value in zip(problem.columns, problem.values, strict=True):
        weighed = weights[tasks] * value[tasks]
        total += np.bincount(node + column[tasks], weighed, minlength=len(total))
    return total.reshape(-1, problem.steps, problem.width)


def _reduced(problem: Problem, weights: Floats, chains: Chains, shared: Floats) -> Floats:
    """The shared block once the people are eliminated."""
    for people, tasks in _groups(problem):
        cross = _cross(problem, weights, people, tasks)
        solved = chains[people].solve(cross)
        shared = shared - _product(cross, solved)
    return shared


def _product(left: Floats, right: Floats) -> Floats:
    """Sum over people and steps of the outer products, (width, width).

    Taken person by person while that is cheap: handed over whole, the product would be split among
    threads, which wait for each other longer than they work when the machine is busy.
    """
    people, steps, width = left.shape
    at_once = SINGLE_THREAD // (steps * width**2)
    if at_once < FEW_PEOPLE:
        return left.reshape(-1, width).T @ right.reshape(-1, width)
    total = np.zeros((width, width))
    for first in range(0, people, at_once):
        chosen = slice(first, first + at_once)
        total += np.matmul(left[chosen].transpose(0, 2, 1), right[chosen]).sum(axis=0)
    return total


def _newton_step(problem: Problem, gradient: State, probability: Floats) -> State:
    weights = probability * (1 - probability)
    chains, shared = _curvature(problem, weights)
    reduced = _reduced(problem, weights, chains, shared)
    own = chains.solve(gradient.theta[:, :, None])[:, :, 0]
    right = gradient.shared - problem.by_shared(weights * own.ravel()[problem.node])
    step = linalg.solve(reduced, right, assume_a="pos")
    rest = gradient.theta - problem.by_node(weights * problem.shift(step))
    return State(chains.solve(rest[:, :, None])[:, :, 0], step)


def _uphill(problem: Problem, state: State, step: State, objective: float) -> tuple[State, float]:
    """The next point: the full step, halved while it would lead down."""
    length = 1.0
    while True:
        new = State(state.theta + length * step.theta, state.shared + length * step.shared)
        reached = _objective(problem, new)
        if reached >= objective - WORSE * max(1.0, abs(objective)) or length < WORSE:
            return new, reached
        length /= 2


def _finished(problem: Problem, state: State, probability: Floats) -> Fit:
    weights = probability * (1 - probability)
    chains, shared = _curvature(problem, weights)
    covariance = linalg.inv(_reduced(problem, weights, chains, shared))
    variance = chains.inverse_diagonal()
    for people, tasks in _groups(problem):
        solved = chains[people].solve(_cross(problem, weights, people, tasks))
        variance[people] += np.sum((solved @ covariance) * solved, axis=-1)
    shared_se = np.sqrt(np.diag(covariance))
    levels = problem.families + problem.masks + 1
    return Fit(
        theta=state.theta,
        theta_se=np.sqrt(variance),
        levels=state.shared[:levels],
        levels_se=shared_se[:levels],
        ai=state.shared[levels:-1],
        ai_se=shared_se[levels:-1],
        support=float(state.shared[-1]),
        support_se=float(shared_se[-1]),
        information=problem.by_node(weights),
        residual=problem.by_node(problem.data.y - probability),
    )
