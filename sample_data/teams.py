"""Teams of the made firm and what is planted in each."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_data.days import Flags, Floats, Ints
from sample_data.plan import Plan
from sample_data.words import CRAFTS, DIVISIONS, ORGANISATION

SMALL: Final = ((6, 2, 1), (6, 2, 1), (4, 1, 1), (4, 1, 1))  # people, novices, experts
# Thirty per cent novices, a quarter experts; three novices are the least that may be shown.
USUAL: Final = ((10, 3, 2), (11, 4, 3), (10, 3, 3), (11, 3, 3), (9, 3, 2), (12, 4, 3), (11, 4, 3))
FROZEN: Final = (12, 6, 3)  # enough novices that some are left after two years without hiring


@dataclass(frozen=True)
class Team:
    """One team.

    key        project key in Jira, or repository in GitHub
    wave       quarter in which AI arrives, or None
    redesign   its work is redesigned in the planted quarter
    frozen     hires no novices
    gated      most approvals go to one expert
    anchored   people stay with the first use of AI that they learned
    mentoring  chance that an expert joins a novice's easier task
    second_day chance of a second co-work day on a shared task
    """

    name: str
    division: str
    craft: int
    key: str
    people: int
    novices: int
    experts: int
    wave: int | None
    redesign: bool
    frozen: bool
    gated: bool
    anchored: bool
    milestones: bool
    mentoring: float
    second_day: float

    @property
    def source(self) -> str:
        """Where the team's work is tracked."""
        return CRAFTS[self.craft].source


def _places(count: int) -> list[tuple[str, str, int, str]]:
    """Name, division, craft and tracker key of the first teams, crafts taking turns.

    Where there are more teams than names, names come again with a number.
    """
    by_division = [
        [(name, division, craft, key) for name in names.split(";")]
        for division, key, craft, names in DIVISIONS
    ]
    longest = max(len(teams) for teams in by_division)
    turns = [t[i] for i in range(longest) for t in by_division if i < len(t)]
    again = [
        (f"{name} {copy}", division, craft, key)
        for copy in range(2, count // len(turns) + 2)
        for name, division, craft, key in turns
    ]
    return [*turns, *again][:count]


def slug(name: str) -> str:
    """A name as repositories and logins spell it."""
    return name.lower().replace(" ", "-")


def make_teams(plan: Plan, rng: np.random.Generator) -> tuple[Team, ...]:
    """The teams, AI waves and redesigns balanced over crafts and over each other."""
    places = _places(plan.teams)
    small = round(plan.share_of_small_teams * plan.teams)
    usual = plan.teams - small
    order = _balanced([place[2] for place in places[:usual]], rng)
    ai = order[: round(plan.ai_share_of_teams * plan.teams)]
    turn = {team: j for j, team in enumerate(ai)}
    spare = [team for team in order if team not in turn]
    frozen = set(spare[: min(plan.hiring_freezes, len(spare) // 2)])
    teams = []
    for i, (name, division, craft, key) in enumerate(places):
        size = SMALL[(i - usual) % 4] if i >= usual else USUAL[i % 7]
        people, novices, experts = FROZEN if i in frozen else size
        j = turn.get(i)
        in_github = CRAFTS[craft].source == "github"
        teams.append(
            Team(
                name=name,
                division=division,
                craft=craft,
                key=f"{ORGANISATION}/{slug(name)}" if in_github else key,
                people=people,
                novices=novices,
                experts=experts,
                wave=None if j is None else plan.first_wave + j % plan.waves,
                # Pairs, so that both waves have teams with and without a redesign.
                redesign=j is not None and (j // plan.waves) % 2 == 0,
                frozen=i in frozen,
                gated=in_github and (i // len(CRAFTS)) % 3 == 0,
                anchored=j is not None and rng.random() < plan.anchored_share,
                milestones=in_github and i % 2 == 0,
                mentoring=rng.uniform(*plan.mentoring),
                second_day=rng.uniform(*plan.second_day),
            )
        )
    return tuple(teams)


def _balanced(crafts: list[int], rng: np.random.Generator) -> list[int]:
    """Team numbers in drawn order, the crafts taking turns."""
    drawn = rng.permutation(len(crafts)).tolist()
    piles = [[i for i in drawn if crafts[i] == craft] for craft in range(len(CRAFTS))]
    longest = max(len(pile) for pile in piles)
    return [pile[k] for k in range(longest) for pile in piles if k < len(pile)]


@dataclass(frozen=True)
class Regime:
    """What is planted by team and quarter; every array is (teams, quarters).

    phase    0 as ever, 1 novices left out, 2 redesigned
    has_ai   the wave has arrived
    use      share of tasks done with AI
    on_ai    novices' share of AI-assisted hard tasks against parity
    support  share of novices' own hard tasks with an expert at hand
    loss     drop in the chance of success
    """

    phase: Ints
    has_ai: Flags
    use: Floats
    on_ai: Floats
    support: Floats
    loss: Floats


def make_regime(plan: Plan, teams: tuple[Team, ...]) -> Regime:
    """Left out a quarter after the wave; redesigned from the planted quarter on."""
    quarter = np.arange(plan.quarters + 1)
    never = plan.quarters + 9
    wave = np.array([never if t.wave is None else t.wave for t in teams])[:, None]
    redesign = np.array([t.redesign for t in teams])[:, None]
    has_ai = quarter >= wave
    redesigned = redesign & (quarter >= plan.redesign_quarter)
    phase = np.where(redesigned, 2, np.where(quarter > wave, 1, 0)).astype(np.int64)
    excluded, again = plan.npr_on_ai_tasks
    support = (plan.support_healthy, plan.support_excluded, plan.support_redesigned)
    return Regime(
        phase=phase,
        has_ai=has_ai,
        use=np.where(has_ai, plan.use_after, plan.use_before),
        on_ai=np.array([1.0, excluded, again])[phase],
        support=np.array(support)[phase],
        loss=np.where(
            redesigned & (quarter == plan.redesign_quarter), plan.first_quarter_loss, 0.0
        ),
    )
