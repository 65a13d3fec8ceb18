"""The work that is handed out in a quarter: to whom, how hard, from when to when."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from sample_data.clock import Slices, cut
from sample_data.company import Slots
from sample_data.days import Flags, Floats, Ints
from sample_data.difficulty import LOG_ESTIMATE, Draw, hand_out
from sample_data.plan import Plan
from sample_data.roster import NOVICE
from sample_data.shares import GITHUB, JIRA, Standing
from sample_data.spells import Spells
from sample_data.world import World

FULL_QUARTER: Final = 65.0  # business days
EFFORT: Final = (1.1, 0.25)  # effort against estimate: median and SD of the logarithm
UNTOLD: Final = 8.0  # hours of a task whose source tells no effort: each counts as much (R2)
QUARTER_HOUR: Final = 0.25
# Parts of the outcome that a source tells; the place here is the code of a mask.
MASKS: Final = ("on_time", "first_pass", "on_time+first_pass", "none")


@dataclass(frozen=True)
class Given:
    """Tasks of one quarter before anybody begins; arrays over tasks.

    mask  which parts of the outcome the source will tell (place in MASKS)
    mu    intercept of the difficulty, by mask
    """

    slices: Slices
    slots: Slots
    draw: Draw
    mask: Ints
    mu: Floats
    standing: Standing


def give(
    world: World, spells: Spells, quarter: int, theta: Floats, rng: np.random.Generator
) -> Given:
    """Tasks for everybody there, as many as their pace and time allow, fitted by their managers."""
    plan, regime = world.plan, world.regime
    gain = np.where(regime.has_ai[:, quarter], 1 + plan.output_gain, 1.0)
    capacity = (spells.end - spells.first) * world.fte[spells.person]
    tasks = world.pace[spells.person] * capacity / FULL_QUARTER * gain[spells.team]
    slices = cut(spells, tasks, rng)
    team, status = spells.team[slices.spell], spells.status[slices.spell]
    ai = rng.random(len(team)) < regime.use[team, quarter]
    standing = _standing(world, spells, slices, capacity, quarter)
    chance = standing.chance_of_hard(plan)[team, ai.astype(int), status]
    wants_hard = rng.random(len(team)) < chance
    mask, mu = _masks(world, team, rng)
    phase = np.where((status == NOVICE) & ~wants_hard, regime.phase[team, quarter], 0)
    # Novices who are left out get what is easy; in redesigned work all theirs is chosen for them.
    aim = np.where(phase == 1, plan.easy_target, plan.target)
    is_fitted = (phase > 0) | (rng.random(len(team)) < plan.fitted_share)
    margin = _perceived(plan, spells, theta)[slices.spell] - mu - np.log(aim / (1 - aim))
    craft = world.craft(team)
    draw = hand_out(plan, world.families, team, craft, wants_hard, is_fitted, margin, rng)
    slots = Slots(
        spell=slices.spell,
        team=team,
        status=status,
        open=slices.open,
        close=slices.close,
        is_hard=draw.is_hard,
        ai=ai,
        hours=_effort(draw, gain[team], world.families.has_z[craft], rng),
        in_github=world.in_github(team),
    )
    return Given(slices, slots, draw, mask, mu, standing)


def _perceived(plan: Plan, spells: Spells, theta: Floats) -> Floats:
    """Skill as managers see it: partly the person's own, partly that of all people of the level."""
    own = theta[spells.person]
    sums = np.bincount(spells.status, own, minlength=3)
    usual = sums / np.maximum(np.bincount(spells.status, minlength=3), 1)
    seen: Floats = plan.insight * own + (1 - plan.insight) * usual[spells.status]
    return seen


def _standing(
    world: World, spells: Spells, slices: Slices, capacity: Floats, quarter: int
) -> Standing:
    """Capacity shares of novices and tasks to hand out, by team."""
    teams = len(world.teams)
    of_novices = np.bincount(spells.team, capacity * (spells.status == NOVICE), minlength=teams)
    of_all = np.bincount(spells.team, capacity, minlength=teams)
    group = spells.team[slices.spell] * 3 + spells.status[slices.spell]
    slots = np.bincount(group, minlength=teams * 3).reshape(teams, 3).astype(np.float64)
    shares = tuple(GITHUB if t.source == "github" else JIRA for t in world.teams)
    k = of_novices / np.maximum(of_all, 1)
    return Standing(k, slots, world.regime, quarter, shares)


def _masks(world: World, team: Ints, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Which parts of the outcome the source will tell (R4), and their intercept."""
    milestones = np.array([t.milestones for t in world.teams])[team]
    undated = rng.random(len(team)) < world.plan.missing_due
    in_jira = np.where(undated, MASKS.index("none"), MASKS.index("on_time"))
    both, review = MASKS.index("on_time+first_pass"), MASKS.index("first_pass")
    mask = np.where(world.in_github(team), np.where(milestones, both, review), in_jira)
    intercepts = dict(world.plan.mu)
    return mask, np.array([intercepts[name] for name in MASKS])[mask]


def _effort(draw: Draw, gain: Floats, is_told: Flags, rng: np.random.Generator) -> Floats:
    """Hours of all on a task; where nothing was estimated, those of a usual task."""
    mean, sd = LOG_ESTIMATE
    usual = np.exp(rng.normal(mean, sd, len(gain))) - 1
    estimate = np.where(np.isnan(draw.estimate_hours), usual, draw.estimate_hours)
    factor, spread = EFFORT
    hours = estimate * factor * np.exp(rng.normal(0, spread, len(gain))) / gain
    rounded = np.round(hours / QUARTER_HOUR) * QUARTER_HOUR
    return np.where(is_told, np.maximum(QUARTER_HOUR, rounded), UNTOLD / gain)
