"""How hard tasks are: families, estimates, and the manager who fits tasks to people."""

from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from sample_data.days import Flags, Floats, Ints
from sample_data.plan import Plan
from sample_data.teams import Team
from sample_data.words import CRAFTS

FAMILIES: Final = 8  # of a craft: two types x four components
HARD_FAMILIES: Final = 3  # where no estimate tells tasks of a family apart
DRAWN: Final = 16  # tasks in sight of a manager, of which the first few of a class are weighed
LOG_ESTIMATE: Final = (np.log(8.5), 0.4)  # mean and SD of ln(1 + estimate in hours)
HALF_HOUR: Final = 0.5


@dataclass(frozen=True)
class Families:
    """Planted difficulty of task families, by craft.

    delta      (crafts, families) logits above the intercept
    mix        (teams, families) how often a team meets them
    threshold  (crafts,) structural difficulty from which a task counts as hard
    has_z      (crafts,) the source exports estimates
    """

    delta: Floats
    mix: Floats
    threshold: Floats
    has_z: Flags


@dataclass(frozen=True)
class Draw:
    """The tasks that were handed out; arrays of one length.

    structural  delta + kappa z, what an outsider can know; residual is what nobody can
    """

    family: Ints
    z: Floats
    estimate_hours: Floats
    structural: Floats
    residual: Floats
    is_hard: Flags


def make_families(plan: Plan, teams: tuple[Team, ...], rng: np.random.Generator) -> Families:
    """Quantiles of the normal law in drawn order, so that every craft has easy and hard work."""
    bell = NormalDist(0, plan.family_sd)
    quantiles = [bell.inv_cdf((i + 0.5) / FAMILIES) for i in range(FAMILIES)]
    delta = np.stack([rng.permutation(quantiles) for _ in CRAFTS])
    mix = rng.dirichlet(np.full(FAMILIES, 6.0), len(teams))
    has_z = np.array([craft.source == "jira" for craft in CRAFTS])
    spread = (delta[:, :, None] + plan.kappa * rng.normal(size=(1, 1, 4000))).reshape(
        len(CRAFTS), -1
    )
    smooth = np.quantile(spread, 1 - plan.hard_share, axis=1)
    steps = np.sort(delta, axis=1)[:, -HARD_FAMILIES] - 1e-9
    return Families(delta, mix, np.where(has_z, smooth, steps), has_z)


def estimates(
    plan: Plan, shape: tuple[int, int], rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Estimates in hours, some missing (nan), and their standardised logarithm (missing is 0)."""
    mean, sd = LOG_ESTIMATE
    hours = np.exp(rng.normal(mean, sd, shape)) - 1
    hours = np.maximum(HALF_HOUR, np.round(hours / HALF_HOUR) * HALF_HOUR)
    hours[rng.random(shape) < plan.missing_estimate] = np.nan
    return hours, np.nan_to_num((np.log1p(hours) - mean) / sd)


def hand_out(
    plan: Plan,
    families: Families,
    team: Ints,
    craft: Ints,
    wants_hard: Flags,
    is_fitted: Flags,
    margin: Floats,
    rng: np.random.Generator,
) -> Draw:
    """For every person with a free hand: a task of the wanted class.

    is_fitted  it is the best fit of five for the person, not whatever lies on top
    margin     skill less the intercept less the logit aimed at: the ideal difficulty
    """
    many = (len(team), DRAWN)
    edges = np.cumsum(families.mix, axis=1)[team]
    family = np.minimum(
        (rng.random(many)[:, :, None] > edges[:, None, :]).sum(axis=2), FAMILIES - 1
    )
    hours, z = estimates(plan, many, rng)
    z = z * families.has_z[craft][:, None]
    structural = families.delta[craft[:, None], family] + plan.kappa * z
    hard = structural >= families.threshold[craft][:, None]
    fits = hard == wants_hard[:, None]
    seen = np.where(is_fitted, plan.candidates, 1)[:, None]
    weighed = fits & (np.cumsum(fits, axis=1) <= seen)
    cost = np.abs(structural - margin[:, None])
    # Nothing of the class in sight: the nearest thing to it.
    other = 1e3 + np.where(wants_hard[:, None], -structural, structural)
    best = np.argmin(np.where(weighed, cost, other), axis=1)
    rows = np.arange(len(team))
    estimate = np.where(families.has_z[craft], hours[rows, best], np.nan)
    return Draw(
        family=family[rows, best],
        z=z[rows, best],
        estimate_hours=estimate,
        structural=structural[rows, best],
        residual=rng.normal(0, plan.residual_sd, len(team)),
        is_hard=hard[rows, best],
    )
