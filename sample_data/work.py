"""The work of the made firm, quarter by quarter: tasks, who took part, and the skill that grew."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sample_data.company import Hands, keep_company
from sample_data.days import Floats
from sample_data.given import give
from sample_data.record import record
from sample_data.spells import Spells
from sample_data.world import World


@dataclass(frozen=True)
class Work:
    """What happened.

    task   one row per task with its planted truth; days are positions among business days
    part   one row per task and person: role, weight, hours [h], status, zone, with_expert
    skill  one row per person and quarter at work: status, theta at the start of the quarter
    """

    task: pl.DataFrame
    part: pl.DataFrame
    skill: pl.DataFrame


def do_work(world: World, rng: np.random.Generator) -> Work:
    """All quarters in order: what is learned in one makes the skill of the next."""
    theta = world.start_skill.copy()
    done: list[Work] = []
    first = 0
    for quarter in range(world.days.quarters):
        spells = world.spells.of(quarter)
        work = _quarter(world, spells, quarter, theta, first, rng)
        done.append(work)
        first += work.task.height
        theta = _learned(world, spells, theta, work.part, rng)
    return Work(
        pl.concat([work.task for work in done]),
        pl.concat([work.part for work in done]),
        pl.concat([work.skill for work in done]),
    )


def _quarter(
    world: World, spells: Spells, quarter: int, theta: Floats, first: int, rng: np.random.Generator
) -> Work:
    """One quarter; its tasks are numbered from `first` on."""
    given = give(world, spells, quarter, theta, rng)
    hands = Hands(spells, len(world.teams), rng)
    company = keep_company(world.plan, world.teams, given.standing, given.slots, hands)
    frames = record(world, spells, given, company, quarter, theta, rng)
    number, when = pl.col("task") + first, pl.lit(quarter, dtype=pl.Int64).alias("quarter")
    task, part = (frame.with_columns(number, when) for frame in frames)
    _, first_spell = np.unique(spells.person, return_index=True)
    skill = pl.DataFrame(
        {
            "person": spells.person[first_spell],
            "status": spells.status[first_spell],
            "theta": theta[spells.person[first_spell]],
        }
    )
    return Work(task, part, skill.with_columns(when))


def _learned(
    world: World, spells: Spells, theta: Floats, part: pl.DataFrame, rng: np.random.Generator
) -> Floats:
    """Skill a quarter later: practice near the edge adds, absence takes away what was gained."""
    plan = world.plan
    learning = (pl.col("zone") == "learning") & (pl.col("role") != "reviewer")
    practice = part.filter(learning)
    hours = np.bincount(practice["person"], practice["hours"], minlength=len(theta))
    status = np.full(len(theta), -1)
    status[spells.person] = spells.status
    rate = np.array([*plan.growth_per_100_zone_hours, 0.0])[status]
    noise = rng.normal(0, plan.growth_noise, len(theta))
    kept = 0.5 ** (3 / plan.months_to_forget_half)
    away = world.start_skill + (theta - world.start_skill) * kept
    practised: Floats = theta + rate * hours / 100 + noise
    return np.where(status >= 0, practised, away)
