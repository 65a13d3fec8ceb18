"""What a rollout did to leaving, in months of people (EVIDENCE A8).

Chance of leaving in a month: 1 - exp(-exp(month + tenure + effect x whether the team has it now)).
A person's months before the rollout are months without it, so there is no immortal time, and the
effect is a log hazard ratio.
"""

from typing import Final

import numpy as np

from evidence.influence import estimate, standard_errors
from evidence.judged import judged
from evidence.panel import Flags, Floats, Ints
from evidence.results import Estimate
from store.errors import NotEnoughData

ROUNDS: Final = 60
CONVERGED: Final = 1e-10
SAME: Final = 1e-11  # of the largest eigenvalue: below it two columns are one
STEEPEST: Final = 3.0  # of a log hazard in one step
RATES: Final = (1e-12, 30.0)  # of a month's hazard, where its chance is still a number


def exit_hazard(month: Ints, tenure: Ints, on: Flags, left: Flags, clusters: Ints) -> Estimate:
    """Log hazard ratio of leaving with it, by complementary log-log, errors clustered.

    month     (person-months,) calendar month;  tenure: months since joining, the judged most and
              above as one
    on, left  whether the team has it in this month, and whether the person leaves in it
    clusters  (person-months,) team, or where the rollout was decided

    Counts: months and tenures in which nobody leaves tell nothing of the effect and are left out.
    raises  NotEnoughData: nobody leaves with it, or nobody without it, or never in one month
    """
    tenure = np.minimum(tenure, int(judged()["tenure_months"]))
    used = _informative(month, tenure, left)
    if not (left & on & used).any() or not (left & ~on & used).any():
        raise NotEnoughData(
            f"{(left & on).sum()} people who left with it, {(left & ~on).sum()} without it",
            "at least one of each, or no ratio exists",
            "Wait for more months, or read the counts as they are",
        )
    return _ratio(
        _codes(month[used]), _codes(tenure[used]), on[used], left[used], _codes(clusters[used])
    )


def _ratio(month: Ints, tenure: Ints, on: Flags, left: Flags, clusters: Ints) -> Estimate:
    """The ratio from codes 0, 1, ...; person-months that look alike are fitted as one cell."""
    n_months = int(month.max()) + 1
    width = n_months + int(tenure.max()) + 1
    # The first tenure is the base, -1; the last column is the effect.
    of_tenure = np.where(tenure == 0, -1, n_months + tenure - 1)
    rows = np.column_stack([month, of_tenure, on.astype(np.int64)])
    cell, inverse = np.unique(rows, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    people = np.bincount(inverse).astype(float)
    leavers = np.bincount(inverse, left).astype(float)
    design = _design(cell, width)
    _must_be_apart(design)
    beta, information = _fitted(design, people, leavers)
    with_leaving, with_staying = _slopes(design @ beta)
    score = np.where(left, with_leaving[inverse], -with_staying[inverse])
    summed = _summed(score, rows, clusters, width)
    influence = len(summed) * summed @ _inverse(information)
    se = standard_errors(influence[:, -1:], np.arange(len(summed)))[0]
    return estimate(float(beta[-1]), float(se), len(summed))


def _must_be_apart(design: Floats) -> None:
    """Stop where months and tenures alone say whether a team has it."""
    rank = np.linalg.matrix_rank
    if rank(design) == rank(design[:, :-1]):
        raise NotEnoughData(
            "in no month in which somebody left were there people with it and people without it",
            "both in one month, or it cannot be told apart from the calendar",
            "Wait for more months, or read the counts as they are",
        )


def _inverse(information: Floats) -> Floats:
    """Where all joined at once month and tenure are one; the effect is told all the same."""
    return np.asarray(np.linalg.pinv(information, rcond=SAME, hermitian=True), dtype=np.float64)


def _informative(month: Ints, tenure: Ints, left: Flags) -> Flags:
    """(person-months,) in a month and of a tenure in which somebody leaves."""
    used = np.ones(len(left), bool)
    while True:
        kept = used.copy()
        for codes in (month, tenure):
            kept &= np.isin(codes, codes[left & used])
        if kept.sum() == used.sum():
            return used
        used = kept


def _codes(values: Ints) -> Ints:
    found: Ints = np.unique(values, return_inverse=True)[1].ravel().astype(np.int64)
    return found


def _design(cell: Ints, width: int) -> Floats:
    """(cells, width) dummies of months and tenures, and last whether the team has it."""
    design = np.zeros((len(cell), width))
    rows = np.arange(len(cell))
    for j in range(2):
        seen = cell[:, j] >= 0
        design[rows[seen], cell[seen, j]] = 1.0
    design[:, -1] = cell[:, 2]
    return design


def _fitted(design: Floats, people: Floats, leavers: Floats) -> tuple[Floats, Floats]:
    """Coefficients and expected information, by Fisher's scoring."""
    beta = np.zeros(design.shape[1])
    beta[design.argmax(axis=1)] = np.log(leavers.sum() / people.sum())
    beta[-1] = 0.0
    for _ in range(ROUNDS):
        with_leaving, with_staying = _slopes(design @ beta)
        score = leavers * with_leaving - (people - leavers) * with_staying
        # A person-month's expected squared score is p a^2 + (1-p) b^2, where a p = b (1-p): a b.
        weight = people * with_leaving * with_staying
        information = (design * weight[:, None]).T @ design
        step = np.clip(_inverse(information) @ (design.T @ score), -STEEPEST, STEEPEST)
        beta = beta + step
        if np.abs(step).max() < CONVERGED:
            break
    return beta, information


def _slopes(line: Floats) -> tuple[Floats, Floats]:
    """Derivative of the log-likelihood by the line, for who leaves, and minus it for who stays."""
    rate = np.clip(np.exp(np.clip(line, -50.0, 50.0)), *RATES)
    return rate / np.expm1(rate), rate


def _summed(score: Floats, cell: Ints, clusters: Ints, width: int) -> Floats:
    """(clusters, width) scores summed over the person-months of a cluster."""
    total = np.zeros((int(clusters.max()) + 1, width))
    for j in range(2):
        seen = cell[:, j] >= 0
        np.add.at(total, (clusters[seen], cell[seen, j]), score[seen])
    np.add.at(total[:, -1], clusters, score * cell[:, 2])
    return total
