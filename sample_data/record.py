"""What became of the tasks of a quarter: who did how much, and whether it went well."""

from typing import Final

import numpy as np
import polars as pl

from sample_data.clock import meeting_days
from sample_data.company import NOBODY, Company, Slots
from sample_data.days import Flags, Floats, Ints
from sample_data.given import MASKS, Given
from sample_data.roster import EXPERT
from sample_data.shares import ASSIGNEE, COLLABORATOR, OF_COMMITS, REVIEWER
from sample_data.spells import Spells
from sample_data.world import World

ZONE: Final = (0.65, 0.90)  # chance of success alone and unaided in which people learn
LATE_SHARE: Final = 0.5  # of failures that can show as late or as sent back: late
BOTH_SHARE: Final = 0.4  # of those that are late: sent back as well


def record(
    world: World,
    spells: Spells,
    given: Given,
    company: Company,
    quarter: int,
    theta: Floats,
    rng: np.random.Generator,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Tasks with their planted truth, and the parts that people had in them.

    Counts: success follows R7: skill, less difficulty, plus help of AI, plus an expert at hand.
    """
    slots, draw = given.slots, given.draw
    b = given.mu + draw.structural + draw.residual
    part = _parts(spells, slots, company, theta, b)
    x = np.zeros(len(b), dtype=bool)
    beside = part.filter(pl.col("role") != "assignee", pl.col("status") == EXPERT)
    x[beside["task"].to_numpy()] = True
    skill = theta[spells.person[slots.spell]]
    logit = skill - b + world.plan.alpha * slots.ai + world.plan.gamma * x
    p = 1 / (1 + np.exp(-logit)) - world.regime.loss[slots.team, quarter]
    y = rng.random(len(p)) < p
    has_approver = company.approver != NOBODY
    late, changes = _failures(y, given.mask, has_approver, rng)
    second = np.array([t.second_day for t in world.teams])[slots.team]
    met = (company.helper != NOBODY) | has_approver
    twice = (met & (rng.random(len(p)) < second)) | changes
    early, last = meeting_days(given.slices, twice, rng)
    task = {
        "task": np.arange(len(b), dtype=np.int64),
        "team": slots.team,
        "actor": spells.person[slots.spell],
        "family": draw.family,
        "estimate_hours": pl.Series(draw.estimate_hours, nan_to_null=True),
        "effort_hours": slots.hours,
        "z": draw.z,
        "structural": given.mu + draw.structural,
        "b": b,
        "is_hard": draw.is_hard,
        "ai": slots.ai,
        "x": x,
        "p": p,
        "y": y,
        "mask": pl.Series([MASKS[code] for code in given.mask]),
        "is_late": late,
        "has_changes": changes,
        "open": slots.open,
        "close": slots.close,
        "early": early,
        "last": last,
        "is_last": given.slices.is_last,
        "is_shared": company.helper != NOBODY,
        "craft": world.craft(slots.team),
    }
    return pl.DataFrame(task), part


def _failures(
    y: Flags, mask: Ints, reviewed: Flags, rng: np.random.Generator
) -> tuple[Flags, Flags]:
    """How a task that failed shows it: late, sent back for changes, or both."""
    has_due = np.array(["on_time" in name for name in MASKS])[mask]
    has_review = np.array(["first_pass" in name for name in MASKS])[mask] & reviewed
    late = has_due & (~has_review | (rng.random(len(y)) < LATE_SHARE))
    changes = has_review & (~late | (rng.random(len(y)) < BOTH_SHARE))
    return ~y & late, ~y & changes


def _parts(
    spells: Spells, slots: Slots, company: Company, theta: Floats, b: Floats
) -> pl.DataFrame:
    """Everybody on every task: hours by the weights of R2, the zone by the person's own skill."""
    by_commits = slots.in_github & (company.helper != NOBODY)
    roles = (
        ("assignee", slots.spell, np.where(by_commits, 1 - OF_COMMITS, ASSIGNEE)),
        ("collaborator", company.helper, np.where(by_commits, OF_COMMITS, COLLABORATOR)),
        ("reviewer", company.approver, np.full(len(b), REVIEWER)),
    )
    weights, experts = np.zeros(len(b)), np.zeros(len(b), dtype=np.int64)
    for _, who, weight in roles:
        weights += (who != NOBODY) * weight
        experts += (who != NOBODY) & (spells.status[who] == EXPERT)
    rows = []
    for role, who, weight in roles:
        k = np.flatnonzero(who != NOBODY)
        person, status = spells.person[who[k]], spells.status[who[k]]
        with_expert = experts[k] - (status == EXPERT) > 0
        part = {
            "task": k,
            "person": person,
            "status": status,
            "role": [role] * len(k),
            "weight": weight[k],
            "hours": slots.hours[k] * weight[k] / weights[k],
            "with_expert": with_expert,
            "zone": _zone(theta[person] - b[k], with_expert),
        }
        rows.append(pl.DataFrame(part))
    return pl.concat(rows).sort("task", "person")


def _zone(margin: Floats, with_expert: Flags) -> list[str]:
    """Learning (in the zone, or beyond it with an expert), beyond, below."""
    alone = 1 / (1 + np.exp(-margin))
    too_hard = alone < ZONE[0]
    learning = ((alone <= ZONE[1]) & ~too_hard) | (too_hard & with_expert)
    names: list[str] = np.where(
        learning, "learning", np.where(too_hard, "beyond", "below")
    ).tolist()
    return names
