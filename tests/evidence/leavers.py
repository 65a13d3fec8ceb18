"""People who join, stay and leave, by month; teams get the treatment in random months."""

from dataclasses import dataclass

import numpy as np

MONTHS = 36


@dataclass(frozen=True)
class Leavers:
    """One row a person-month; and one a person: duration, left, comes (since joining), team."""

    month: np.ndarray
    tenure: np.ndarray
    on: np.ndarray
    left: np.ndarray
    team: np.ndarray
    duration: np.ndarray
    has_left: np.ndarray
    comes: np.ndarray
    team_of: np.ndarray


def leavers(people=6000, teams=240, ratio=1.0, seed=0) -> Leavers:
    """3 % leave a month, half as many again in the first six; teams differ by a lasting factor."""
    generator = np.random.default_rng(seed)
    first = generator.choice([10, 15, 20, 25, 30, 99], teams)
    factor = np.exp(generator.normal(0, 0.25, teams))
    team = generator.integers(0, teams, people)
    joined = generator.integers(1, 25, people)
    month = np.arange(1, MONTHS + 1)[None, :]
    tenure = month - joined[:, None]
    on = month >= first[team][:, None]
    hazard = (
        0.03 * factor[team][:, None] * np.where(on, ratio, 1.0) * np.where(tenure < 6, 1.5, 1.0)
    )
    leaves = (generator.uniform(size=hazard.shape) < hazard) & (tenure >= 0)
    earlier = np.cumsum(leaves, axis=1) - leaves
    there = (tenure >= 0) & (earlier == 0)
    who = np.nonzero(there)[0]
    return Leavers(
        month=np.broadcast_to(month, there.shape)[there],
        tenure=tenure[there],
        on=on[there],
        left=leaves[there],
        team=team[who],
        duration=there.sum(axis=1).astype(float),
        has_left=(leaves & there).any(axis=1),
        comes=(first[team] - joined).astype(float),
        team_of=team,
    )
