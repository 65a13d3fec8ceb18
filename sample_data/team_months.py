"""Teams by months around a rollout, with what each cell would have been without it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Floats, Ints

SEASON_MONTHS: Final = 12
DIP_MONTHS: Final = 3


@dataclass(frozen=True)
class TeamMonths:
    """What is planted. Outcomes are logs of cycle time, so that -0.06 is about -6 %.

    waves        months, counted from 1, in which treated teams start; as many teams in each
    never        share of teams that never start
    effect       of the rollout itself, at equal practice, once it is fully there
    ramp         months until it is fully there; 0: at once
    spread       the last wave's effect is `effect` times (1 - spread), the first one's (1 + spread)
    boost        by which share the rollout raises the pace of practice
    learning     gain of log outcome per log of cumulative practice (power law of practice)
    choice       how strongly novice teams are chosen: 0 is by lot, 1 nearly always the novices
    drift        by how much treated teams improve a month anyway, before the rollout and after it
    dip          by how much worse treated teams were in the quarter before their rollout
    teams_a_site teams of a cluster, which start together
    team, site   standard deviation of the lasting differences, and of a site's months
    white        standard deviation of a team-month by itself
    lasting, rho standard deviation and monthly correlation of what lasts for some months
    """

    teams: int = 400
    months: int = 36
    waves: tuple[int, ...] = (13, 19, 25)
    never: float = 0.4
    effect: float = 0.0
    ramp: int = 0
    spread: float = 0.0
    boost: float = 0.0
    learning: float = 0.10
    choice: float = 0.0
    drift: float = 0.0
    dip: float = 0.0
    teams_a_site: int = 1
    team: float = 0.25
    site: float = 0.0
    white: float = 0.15
    lasting: float = 0.12
    rho: float = 0.6


def team_months(plan: TeamMonths = TeamMonths(), seed: int = 7) -> pl.DataFrame:
    """One row per team and month, by team and month; the same plan and seed give the same rows.

    team, site  keys;  month  1 to `plan.months`;  first  first month with it, null: never
    outcome     log of cycle time;  practice  cumulative, above 0
    Truth:
    untreated   the outcome as it would have been without the rollout
    direct      effect at equal practice;  by_practice  what the faster pace brought by then
    effect      both: outcome less untreated
    """
    chance, noise = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(2))
    stock = np.exp(chance.normal(2.0, 0.7, plan.teams))
    first = _first(plan, stock, chance)
    pace = np.exp(chance.normal(0.0, 0.3, plan.teams))[:, None]
    monthly = pace * np.exp(chance.normal(0.0, 0.2, (plan.teams, plan.months)))
    since = np.arange(1, plan.months + 1)[None, :] - first[:, None]
    on = since >= 0
    without = stock[:, None] + np.cumsum(monthly, axis=1)
    practice = stock[:, None] + np.cumsum(monthly * (1 + plan.boost * on), axis=1)
    untreated = _untreated(plan, first, since, noise) - plan.learning * np.log(without)
    direct = _direct(plan, first, since)
    by_practice = -plan.learning * np.log(practice / without)
    return _rows(plan, first).with_columns(
        outcome=(untreated + direct + by_practice).ravel(),
        practice=practice.ravel(),
        untreated=untreated.ravel(),
        direct=direct.ravel(),
        by_practice=by_practice.ravel(),
        effect=(direct + by_practice).ravel(),
    )


def _first(plan: TeamMonths, stock: Floats, rng: np.random.Generator) -> Ints:
    """First month with it, by site; months + 1 stands for never."""
    sites = -(-plan.teams // plan.teams_a_site)
    of_site = np.arange(plan.teams) // plan.teams_a_site
    novice = -np.bincount(of_site, np.log(stock)) / np.bincount(of_site)
    novice = (novice - novice.mean()) / max(float(novice.std()), 1e-12)
    wish = plan.choice * novice + (1 - plan.choice) * rng.normal(size=sites)
    treated = round(sites * (1 - plan.never))
    start = np.full(sites, plan.months + 1)
    chosen = rng.permutation(np.argsort(-wish)[:treated])
    start[chosen] = np.resize(plan.waves, treated)
    return np.asarray(start[of_site], np.int64)


def _untreated(plan: TeamMonths, first: Ints, since: Ints, rng: np.random.Generator) -> Floats:
    """Everything but learning: lasting differences, months, drift, dip, noise."""
    shape = (plan.teams, plan.months)
    month = np.arange(plan.months)
    season = 0.05 * np.sin(2 * np.pi * month / SEASON_MONTHS)
    months = season + np.cumsum(rng.normal(0.0, 0.01, plan.months))
    ever = (first <= plan.months)[:, None]
    before = ever & (since < 0) & (since >= -DIP_MONTHS)
    of_site = np.arange(plan.teams) // plan.teams_a_site
    site = rng.normal(0.0, plan.site, (int(of_site[-1]) + 1, plan.months))[of_site]
    level = 3.0 + rng.normal(0.0, plan.team, plan.teams)[:, None]
    trend = -plan.drift * ever * month + plan.dip * before
    white = rng.normal(0.0, plan.white, shape)
    return np.asarray(level + months + trend + site + white + _lasting(plan, rng))


def _lasting(plan: TeamMonths, rng: np.random.Generator) -> Floats:
    """Noise that lasts: AR(1), as long at work in the first month as in the last."""
    shocks = rng.normal(0.0, plan.lasting, (plan.teams, plan.months))
    fresh = np.sqrt(1 - plan.rho**2)
    for month in range(1, plan.months):
        shocks[:, month] = plan.rho * shocks[:, month - 1] + fresh * shocks[:, month]
    return shocks


def _direct(plan: TeamMonths, first: Ints, since: Ints) -> Floats:
    grown = np.clip((since + 1) / (plan.ramp + 1), 0.0, 1.0)
    rank = np.searchsorted(plan.waves, first) / max(len(plan.waves) - 1, 1)
    wave = 1 + plan.spread * (1 - 2 * np.minimum(rank, 1.0))
    return np.asarray(plan.effect * wave[:, None] * grown)


def _rows(plan: TeamMonths, first: Ints) -> pl.DataFrame:
    team = np.repeat(np.arange(plan.teams), plan.months)
    start = pl.Series("first", np.repeat(first, plan.months))
    return pl.DataFrame(
        {
            "team": [f"team{number:05d}" for number in team],
            "site": [f"site{number:05d}" for number in team // plan.teams_a_site],
            "month": np.tile(np.arange(1, plan.months + 1), plan.teams),
            "first": pl.select(pl.when(start <= plan.months).then(start)).to_series(),
        }
    )
