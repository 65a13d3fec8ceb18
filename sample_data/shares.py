"""Novices' shares of hard work: what is planted, and how it is mixed of own and of joined tasks."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_data.days import Floats
from sample_data.plan import Plan
from sample_data.roster import EXPERT, INTERMEDIATE, NOVICE
from sample_data.teams import Regime

ASSIGNEE, COLLABORATOR, REVIEWER = 1.0, 0.5, 0.25  # weights of R2
EXPERTS_ON_HARD: Final = 1.25  # experts take hard tasks that much more often than intermediates


@dataclass(frozen=True)
class Shares:
    """Novice's share of the hours of a hard task in one source, and how it is mixed.

    own    the novice is the actor
    joins  the novice joins somebody's task
    mix    joined tasks for each own one
    """

    own: float
    joins: float
    mix: float
    together: float = 0.9  # most hard tasks that may have a novice

    def actor(self, wanted: Floats) -> Floats:
        """Share of hard tasks whose actor is a novice, for a wanted share of hours."""
        usual = wanted / (self.own + self.mix * self.joins)
        many = (wanted - self.together * self.joins) / (self.own - self.joins)
        return np.maximum(usual, many)

    def joined(self, wanted: Floats) -> Floats:
        """Share of hard tasks with a novice, as actor or joined."""
        actor = self.actor(wanted)
        with_novice: Floats = actor + (wanted - self.own * actor) / self.joins
        return with_novice


JIRA: Final = Shares(ASSIGNEE / (ASSIGNEE + COLLABORATOR), COLLABORATOR / 1.5, 2.5)
# In GitHub commits tell the shares: one commit in three is the helper's, and an approver is there.
OF_COMMITS: Final = 1 / 3
GITHUB: Final = Shares(ASSIGNEE / (ASSIGNEE + REVIEWER), OF_COMMITS / (ASSIGNEE + REVIEWER), 1.0)


@dataclass(frozen=True)
class Standing:
    """Teams in one quarter; arrays over teams, or (teams, status).

    k      novices' share of capacity
    slots  tasks to hand out, by status
    """

    k: Floats
    slots: Floats
    regime: Regime
    quarter: int
    shares: tuple[Shares, ...]

    def wanted(self) -> Floats:
        """Novices' planted share of hours on hard tasks, (teams, without or with AI)."""
        return np.stack([self.k, self.k * self.regime.on_ai[:, self.quarter]], axis=1)

    def each(self, name: str, wanted: Floats) -> Floats:
        """A figure of the team's own source."""
        rows = [getattr(s, name)(wanted[i]) for i, s in enumerate(self.shares)]
        return np.stack(rows)

    def chance_of_hard(self, plan: Plan) -> Floats:
        """Chance that a person of a status gets a hard task, (teams, AI, status)."""
        slots, total = self.slots, self.slots.sum(axis=1)
        actor = np.clip(self.each("actor", self.wanted()), 0, 0.95)
        novice = plan.hard_share * actor * (total / np.maximum(slots[:, NOVICE], 1))[:, None]
        weight = EXPERTS_ON_HARD * slots[:, EXPERT] + slots[:, INTERMEDIATE]
        other = plan.hard_share * (1 - actor) * (total / np.maximum(weight, 1))[:, None]
        chance: Floats = np.stack([novice, other, EXPERTS_ON_HARD * other], axis=2)
        return np.clip(chance, 0, 0.95)
