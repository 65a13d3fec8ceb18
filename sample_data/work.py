"""The work of the made firm, quarter by quarter: tasks, who took part, and the skill that grew."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from sample_data.clock import Slices, cut, meeting_days
from sample_data.company import (
    ASSIGNEE,
    COLLABORATOR,
    GITHUB,
    JIRA,
    NOBODY,
    OF_COMMITS,
    REVIEWER,
    Company,
    Hands,
    Slots,
    Standing,
    keep_company,
)
from sample_data.days import Days, Flags, Floats, Ints
from sample_data.difficulty import LOG_ESTIMATE, Draw, Families, hand_out
from sample_data.people import EXPERT, NOVICE
from sample_data.plan import Plan
from sample_data.spells import Spells
from sample_data.teams import Regime, Team

ZONE: Final = (0.65, 0.90)  # chance of success alone and unaided in which people learn
FULL_QUARTER: Final = 65.0  # business days
EFFORT: Final = (1.1, 0.25)  # effort against estimate: median and SD of the logarithm
UNTOLD: Final = 8.0  # hours of a task whose source tells no effort: each counts as much (R2)
MASKS: Final = ("on_time", "first_pass", "on_time+first_pass", "none")


@dataclass(frozen=True)
class World:
    """What stands still while the quarters pass."""

    plan: Plan
    teams: tuple[Team, ...]
    regime: Regime
    days: Days
    spells: Spells
    families: Families
    pace: Floats
    fte: Floats
    start_skill: Floats


@dataclass(frozen=True)
class Work:
    """What happened.

    task   one row per task with its planted truth; positions are business days
    part   one row per task and person: role, weight, hours, status, zone (learning, beyond, below)
    skill  one row per person and quarter at work: status, theta at the start of the quarter
    """

    task: pl.DataFrame
    part: pl.DataFrame
    skill: pl.DataFrame


def do_work(world: World, rng: np.random.Generator) -> Work:
    """All quarters in order: what is learned in one makes the skill of the next."""
    theta = world.start_skill.copy()
    done: list[Work] = []
    first_task = 0
    for quarter in range(world.days.quarters):
        spells = world.spells.of(quarter)
        work, zone_hours = _quarter(world, spells, quarter, theta, first_task, rng)
        done.append(work)
        first_task += work.task.height
        theta = _learned(world, spells, theta, zone_hours, rng)
    return Work(
        pl.concat([work.task for work in done]),
        pl.concat([work.part for work in done]),
        pl.concat([work.skill for work in done]),
    )


def _learned(
    world: World, spells: Spells, theta: Floats, zone_hours: Floats, rng: np.random.Generator
) -> Floats:
    """Skill a quarter later: practice near the edge adds, absence takes away what was gained."""
    plan = world.plan
    status = np.full(len(theta), -1)
    status[spells.person] = spells.status
    rate = np.array([*plan.growth_per_100_zone_hours, 0.0])[status]
    noise = rng.normal(0, plan.growth_noise, len(theta))
    kept = 0.5 ** (3 / plan.months_to_forget_half)
    away = world.start_skill + (theta - world.start_skill) * kept
    return np.where(status >= 0, theta + rate * zone_hours / 100 + noise, away)


def _quarter(
    world: World, spells: Spells, quarter: int, theta: Floats, first: int, rng: np.random.Generator
) -> tuple[Work, Floats]:
    plan, regime = world.plan, world.regime
    gain = np.where(regime.has_ai[:, quarter], 1 + plan.output_gain, 1.0)
    capacity = (spells.end - spells.first) * world.fte[spells.person]
    slices = cut(
        spells, world.pace[spells.person] * capacity / FULL_QUARTER * gain[spells.team], rng
    )
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
    craft = np.array([t.craft for t in world.teams])[team]
    margin = _perceived(plan, spells, theta)[slices.spell] - mu - np.log(aim / (1 - aim))
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
        in_github=~world.families.has_z[craft],
    )
    hands = Hands(spells, len(world.teams), rng)
    company = keep_company(plan, world.teams, standing, slots, hands)
    task, part = _record(world, spells, slices, slots, company, draw, mask, mu, theta, rng)
    numbered = task.with_columns(
        pl.col("task") + first, quarter=pl.lit(quarter, dtype=pl.Int64), craft=pl.Series(craft)
    )
    zone = part.filter(pl.col("role") != "reviewer").select(
        "person", hours=pl.col("hours") * (pl.col("zone") == "learning").cast(pl.Float64)
    )
    hours = np.bincount(zone["person"], zone["hours"], minlength=len(theta))
    part = part.with_columns(pl.col("task") + first, quarter=pl.lit(quarter, dtype=pl.Int64))
    return Work(numbered, part, _skill(spells, theta, quarter)), hours


def _perceived(plan: Plan, spells: Spells, theta: Floats) -> Floats:
    """Skill as managers see it: in part the person's own, in part that of people of such standing."""
    own = theta[spells.person]
    sums = np.bincount(spells.status, own, minlength=3)
    usual = sums / np.maximum(np.bincount(spells.status, minlength=3), 1)
    return plan.insight * own + (1 - plan.insight) * usual[spells.status]


def _skill(spells: Spells, theta: Floats, quarter: int) -> pl.DataFrame:
    """Planted skill and status of everybody at work in a quarter."""
    return (
        pl.DataFrame({"person": spells.person, "status": spells.status})
        .unique("person", keep="first", maintain_order=True)
        .with_columns(
            quarter=pl.lit(quarter, dtype=pl.Int64),
            theta=pl.col("person").map_batches(
                lambda s: pl.Series(theta[s.to_numpy()]), return_dtype=pl.Float64
            ),
        )
        .sort("person")
    )


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
    in_github = np.array([t.source == "github" for t in world.teams])[team]
    milestones = np.array([t.milestones for t in world.teams])[team]
    undated = rng.random(len(team)) < world.plan.missing_due
    mask = np.where(in_github, np.where(milestones, 2, 1), np.where(undated, 3, 0))
    intercepts = dict(world.plan.mu)
    return mask, np.array([intercepts[name] for name in MASKS])[mask]


def _effort(draw: Draw, gain: Floats, is_told: Flags, rng: np.random.Generator) -> Floats:
    """Hours of all on a task; where nothing was estimated, those of a usual task."""
    mean, sd = LOG_ESTIMATE
    usual = np.exp(rng.normal(mean, sd, len(gain))) - 1
    estimate = np.where(np.isnan(draw.estimate_hours), usual, draw.estimate_hours)
    factor, spread = EFFORT
    hours = estimate * factor * np.exp(rng.normal(0, spread, len(gain))) / gain
    return np.where(is_told, np.maximum(0.25, np.round(hours * 4) / 4), UNTOLD / gain)


def _record(
    world: World,
    spells: Spells,
    slices: Slices,
    slots: Slots,
    company: Company,
    draw: Draw,
    mask: Ints,
    mu: Floats,
    theta: Floats,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    plan, number = world.plan, np.arange(len(slots.team), dtype=np.int64)
    b = mu + draw.structural + draw.residual
    part = _parts(spells, slots, company, theta, b)
    x = np.zeros(len(number))
    beside = part.filter(pl.col("role") != "assignee", pl.col("status") == EXPERT)
    x[beside["task"].to_numpy()] = 1.0
    skill = theta[spells.person[slots.spell]]
    logit = skill - b + plan.alpha * slots.ai + plan.gamma * x
    quarter = int(np.searchsorted(world.days.starts, slots.open[0], side="right")) - 1
    p = 1 / (1 + np.exp(-logit)) - world.regime.loss[slots.team, quarter]
    y = rng.random(len(p)) < p
    has_helper = (company.helper != NOBODY) | (company.approver != NOBODY)
    second = np.array([t.second_day for t in world.teams])[slots.team]
    late, changes = _failures(y, mask, company.approver != NOBODY, rng)
    twice = (has_helper & (rng.random(len(p)) < second)) | changes
    early_day, last_day = meeting_days(slices, twice, rng)
    task = pl.DataFrame(
        {
            "task": number,
            "team": slots.team,
            "actor": spells.person[slots.spell],
            "family": draw.family,
            "estimate_hours": pl.Series(draw.estimate_hours, nan_to_null=True),
            "effort_hours": slots.hours,
            "z": draw.z,
            "structural": mu + draw.structural,
            "b": b,
            "is_hard": draw.is_hard,
            "ai": slots.ai,
            "x": x > 0,
            "p": p,
            "y": y,
            "mask": pl.Series([MASKS[m] for m in mask]),
            "is_late": late,
            "has_changes": changes,
            "open": slots.open,
            "close": slots.close,
            "early": early_day,
            "last": last_day,
            "is_last": slices.is_last,
            "is_shared": company.helper != NOBODY,
        }
    )
    return task, part


def _failures(
    y: Flags, mask: Ints, reviewed: Flags, rng: np.random.Generator
) -> tuple[Flags, Flags]:
    """How a task that failed shows it: late, sent back for changes, or both."""
    has_due, has_review = (mask == 0) | (mask == 2), ((mask == 1) | (mask == 2)) & reviewed  # noqa: PLR2004
    late = has_due & (~has_review | (rng.random(len(y)) < 0.5))  # noqa: PLR2004
    changes = has_review & (~late | (rng.random(len(y)) < 0.4))  # noqa: PLR2004
    return ~y & late, ~y & changes


def _parts(
    spells: Spells, slots: Slots, company: Company, theta: Floats, b: Floats
) -> pl.DataFrame:
    """Everybody on every task: hours by the weights of R2, and the zone by the person's own skill."""
    rows = []
    by_commits = slots.in_github & (company.helper != NOBODY)
    roles = (
        ("assignee", slots.spell, np.where(by_commits, 1 - OF_COMMITS, ASSIGNEE)),
        ("collaborator", company.helper, np.where(by_commits, OF_COMMITS, COLLABORATOR)),
        ("reviewer", company.approver, np.full(len(b), REVIEWER)),
    )
    weights = sum((who != NOBODY) * weight for _, who, weight in roles)
    experts = sum(
        ((who != NOBODY) & (spells.status[who] == EXPERT)).astype(np.int64) for _, who, _ in roles
    )
    for role, who, weight in roles:
        k = np.flatnonzero(who != NOBODY)
        person, status = spells.person[who[k]], spells.status[who[k]]
        alone = 1 / (1 + np.exp(b[k] - theta[person]))
        with_expert = experts[k] - (status == EXPERT) > 0
        learning = (alone >= ZONE[0]) & (alone <= ZONE[1]) | (alone < ZONE[0]) & with_expert
        zone = np.where(learning, "learning", np.where(alone < ZONE[0], "beyond", "below"))
        rows.append(
            pl.DataFrame(
                {
                    "task": k,
                    "person": person,
                    "status": status,
                    "role": [role] * len(k),
                    "weight": weight[k],
                    "hours": slots.hours[k] * weight[k] / weights[k],
                    "with_expert": with_expert,
                    "zone": zone,
                }
            )
        )
    return pl.concat(rows).sort("task", "person")
