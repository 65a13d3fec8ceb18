"""What stands still while the quarters pass."""

from dataclasses import dataclass

import numpy as np

from sample_data.days import Days, Flags, Floats, Ints
from sample_data.difficulty import Families
from sample_data.plan import Plan
from sample_data.spells import Spells
from sample_data.teams import Regime, Team


@dataclass(frozen=True)
class World:
    """The firm before any work is done; pace, fte and start_skill are arrays over people."""

    plan: Plan
    teams: tuple[Team, ...]
    regime: Regime
    days: Days
    spells: Spells
    families: Families
    pace: Floats
    fte: Floats
    start_skill: Floats

    def craft(self, team: Ints) -> Ints:
        """Craft of each of some teams."""
        return np.array([t.craft for t in self.teams])[team]

    def in_github(self, team: Ints) -> Flags:
        """Whether the work of each of some teams is in GitHub."""
        return np.array([t.source == "github" for t in self.teams])[team]
