"""Who works with whom: the planted share of novices on hard tasks, and the expert at hand."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_data.days import Flags, Floats, Ints
from sample_data.plan import Plan
from sample_data.roster import EXPERT, INTERMEDIATE, NOVICE
from sample_data.shares import Standing
from sample_data.spells import Spells
from sample_data.teams import Team

NOBODY: Final = -1
TRIES: Final = 6
BESIDE_JOINED: Final = (
    0.6  # of intermediates' pull requests that a novice joined: an expert approves
)
EVENLY: Final = 0.5
HELP_ON_EASY: Final = 0.12  # easier tasks of others on which somebody helps
MENTORING_BY_PHASE: Final = (1.0, 0.4, 1.3)
JOINS_EXPERTS: Final = (1.25, 0.85)  # novices join experts rather than intermediates


@dataclass(frozen=True)
class Slots:
    """Tasks of one quarter as the company sees them; arrays of one length.

    spell   of the actor, in the quarter's spells
    hours   effort of all
    """

    spell: Ints
    team: Ints
    status: Ints
    open: Ints
    close: Ints
    is_hard: Flags
    ai: Flags
    hours: Floats
    in_github: Flags


@dataclass(frozen=True)
class Company:
    """Spells of those who take part beside the actor; NOBODY where there is none."""

    helper: Ints  # role collaborator
    approver: Ints  # role reviewer, in GitHub only


class Hands:
    """The people of each team and status in one quarter, ready to be picked at random."""

    def __init__(self, spells: Spells, teams: int, rng: np.random.Generator) -> None:
        """Index spells that are ordered by team, status and person."""
        group = spells.team * 3 + spells.status
        self.count = np.bincount(group, minlength=teams * 3)
        self.start = np.concatenate([[0], np.cumsum(self.count)[:-1]])
        self.spells, self.rng = spells, rng

    def pick(self, slots: Slots, status: Ints, not_spell: Ints | None = None) -> Ints:
        """Somebody of the wanted status who was there all the time and is not the actor."""
        group = slots.team * 3 + np.maximum(status, 0)
        found = np.full(len(group), NOBODY)
        for _ in range(TRIES):
            draw = (self.rng.random(len(group)) * self.count[group]).astype(np.int64)
            at = np.where(self.count[group] > 0, self.start[group] + draw, 0)
            fits = (status >= 0) & (self.count[group] > 0) & (at != slots.spell)
            fits &= (self.spells.first[at] <= slots.open) & (self.spells.end[at] > slots.close)
            if not_spell is not None:
                fits &= at != not_spell
            found = np.where((found == NOBODY) & fits, at, found)
        return found

    def gatekeeper(self, team: Ints) -> Ints:
        """The first expert of a team, or NOBODY."""
        group = team * 3 + EXPERT
        return np.where(self.count[group] > 0, self.start[group], NOBODY)


def _sum(slots: Slots, teams: int, which: Flags, hours: Floats) -> Floats:
    """Hours by team and AI, (teams, 2)."""
    group = (slots.team * 2 + slots.ai)[which]
    sums: Floats = np.bincount(group, hours[which], minlength=teams * 2).astype(np.float64)
    return sums.reshape(teams, 2)


def _ratio(above: Floats, below: Floats) -> Floats:
    """A ratio that is 0 where there is nothing below."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def keep_company(
    plan: Plan, teams: tuple[Team, ...], standing: Standing, slots: Slots, hands: Hands
) -> Company:
    """Helpers and approvers, so that the hours of novices on hard tasks are as planted."""
    rng = hands.rng
    joins = _joins(standing, slots, len(teams), rng)
    expert = _expert_at_hand(plan, standing, slots, joins, rng)
    guided = _guided(teams, standing, slots, rng)
    helper = hands.pick(slots, _helper_status(slots, joins, expert, guided, rng))
    approver = np.where(expert | guided, EXPERT, INTERMEDIATE)
    return Company(helper, _approvers(plan, teams, slots, hands, approver, helper))


def _guided(
    teams: tuple[Team, ...], standing: Standing, slots: Slots, rng: np.random.Generator
) -> Flags:
    """On which tasks an expert stands by for the sake of learning: of novices, and easy ones."""
    quarter = standing.quarter
    phase = standing.regime.phase[:, quarter]
    mentoring = np.array([t.mentoring for t in teams]) * np.array(MENTORING_BY_PHASE)[phase]
    supported = rng.random(len(slots.team)) < standing.regime.support[slots.team, quarter]
    mentored = rng.random(len(slots.team)) < mentoring[slots.team]
    novice = slots.status == NOVICE
    hard = slots.is_hard & novice & supported
    easy = ~slots.is_hard & mentored & (slots.status != EXPERT)
    guided: Flags = np.logical_or(hard, easy)
    return guided


def _helper_status(
    slots: Slots, joins: Flags, expert: Flags, guided: Flags, rng: np.random.Generator
) -> Ints:
    """Status of the one who works along, or NOBODY.

    In GitHub an approver stands at every side, so only joined work has a second author.
    """
    count = len(joins)
    novice, in_jira = slots.status == NOVICE, ~slots.in_github
    anybody = np.where(rng.random(count) < EVENLY, NOVICE, INTERMEDIATE)
    helped = (rng.random(count) < HELP_ON_EASY) & ~slots.is_hard & ~novice
    beside_novice = novice & in_jira & (slots.is_hard | guided)
    return np.select(
        [joins, expert & in_jira, beside_novice, helped],
        [
            np.full(count, NOVICE),
            np.full(count, EXPERT),
            np.where(guided, EXPERT, INTERMEDIATE),
            anybody,
        ],
        NOBODY,
    )


def _joins(standing: Standing, slots: Slots, teams: int, rng: np.random.Generator) -> Flags:
    """On which hard tasks of others a novice joins: what is missing to the planted share."""
    own = np.array([s.own for s in standing.shares])[:, None]
    joined = np.array([s.joins for s in standing.shares])[:, None]
    hard_own = slots.is_hard & (slots.status == NOVICE)
    hard_other = slots.is_hard & (slots.status != NOVICE)
    liking = np.where(slots.status == EXPERT, *JOINS_EXPERTS)
    total_own = _sum(slots, teams, hard_own, slots.hours)
    total_other = _sum(slots, teams, hard_other, slots.hours)
    missing = standing.wanted() * (total_own + total_other) - own * total_own
    base = _ratio(missing, joined * _sum(slots, teams, hard_other, slots.hours * liking))
    chance = np.clip(base[slots.team, slots.ai.astype(int)] * liking, 0, 0.97)
    joins: Flags = hard_other & (rng.random(len(slots.team)) < chance)
    return joins


def _expert_at_hand(
    plan: Plan, standing: Standing, slots: Slots, joins: Flags, rng: np.random.Generator
) -> Flags:
    """On which tasks of intermediates an expert stands by.

    Where no novice takes part, just so often that the planted solo gap comes out: the gap in the
    novices' presence times the chance of an expert is the gap in expert-solo work.
    """
    teams = len(standing.k)
    hard = slots.is_hard
    with_novice = hard & (joins | (slots.status == NOVICE))
    presence = _ratio(
        _sum(slots, teams, with_novice, slots.hours), _sum(slots, teams, hard, slots.hours)
    )
    seen = presence[:, 0] - presence[:, 1]
    excluded = standing.k * plan.npr_on_ai_tasks[0]
    planned = standing.each("joined", standing.k) - standing.each("joined", excluded)
    gap = np.where(standing.regime.phase[:, standing.quarter] == 1, seen, planned)
    chance = np.clip(plan.solo_gap / np.maximum(gap, 0.1), 0.3, 1)
    alone = hard & ~with_novice
    by_expert = _ratio(
        _sum(slots, teams, alone & (slots.status == EXPERT), slots.hours).sum(axis=1),
        _sum(slots, teams, alone, slots.hours).sum(axis=1),
    )
    rest = np.clip(_ratio(chance - by_expert, 1 - by_expert), 0, 1)
    chance_here = np.where(joins, BESIDE_JOINED, rest[slots.team])
    stands_by: Flags = hard & (slots.status == INTERMEDIATE)
    return stands_by & (rng.random(len(hard)) < chance_here)


def _approvers(
    plan: Plan,
    teams: tuple[Team, ...],
    slots: Slots,
    hands: Hands,
    status: Ints,
    helpers: Ints,
) -> Ints:
    """One approver for each pull request; in gated teams mostly the same expert."""
    wanted = np.where(slots.in_github, status, NOBODY)
    found = hands.pick(slots, wanted, helpers)
    for second in (INTERMEDIATE, EXPERT):
        again = np.where(slots.in_github & (found == NOBODY), second, NOBODY)
        found = np.where(found == NOBODY, hands.pick(slots, again, helpers), found)
    keeper = hands.gatekeeper(slots.team)
    gated = np.array([t.gated for t in teams])[slots.team]
    gated &= (wanted == EXPERT) & (keeper != NOBODY) & (keeper != slots.spell)
    gated &= (keeper != helpers) & (hands.rng.random(len(keeper)) < plan.gate_share)
    gated &= hands.spells.first[keeper] <= slots.open
    gated &= hands.spells.end[keeper] > slots.close
    return np.where(gated, keeper, found)
