"""Teams by months around a rollout, with what each cell would have been without it."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl

from sample_data.days import Floats, Ints

SEASON: Final = 0.05
SEASON_MONTHS: Final = 12
DIP_MONTHS: Final = 3
LOG_STOCK: Final = (4.5, 1.0)  # mean and SD of the log of tasks done before the table begins
LOG_PACE: Final = (2.0, 0.35)  # and of tasks a month
PLATEAU: Final = (2.2, 200.0)  # height and tasks of a curve that is over some day


@dataclass(frozen=True)
class TeamMonths:
    """What is planted. Outcomes are logs of cycle time, so that -0.06 is about -6 %.

    waves        months, counted from 1, in which treated teams start; as many teams in each
    never        share of teams that never start
    effect       of the rollout itself, at equal practice;  ramp  in which month it is fully there
    boost        by which share the rollout raises the pace of practice
    learning     gain of log outcome per log of cumulative practice (power law of practice)
    curve        power; plateau: it ends; own: each team learns at a rate of its own
    choice       how strongly novice teams are chosen, and go first; 0: all by lot
    drift        change of treated teams a month anyway, before the rollout and after it
    dip          by how much worse treated teams were in the quarter before their rollout
    teams_a_site teams of a cluster, which start together
    team, month  standard deviation of the lasting differences, of the steps of common months
    site, white  and of a site's months, and of a team-month by itself
    noise, rho   standard deviation and monthly correlation of what lasts for some months, AR(1)
    """

    teams: int = 400
    months: int = 36
    waves: tuple[int, ...] = (12, 15, 18, 21, 24, 27, 30)
    never: float = 0.25
    effect: float = 0.0
    ramp: int = 4
    boost: float = 0.0
    learning: float = 0.25
    curve: Literal["power", "plateau", "own"] = "power"
    choice: float = 1.0
    drift: float = 0.0
    dip: float = 0.0
    teams_a_site: int = 1
    team: float = 0.30
    month: float = 0.03
    site: float = 0.0
    white: float = 0.0
    noise: float = 0.15
    rho: float = 0.5


def team_months(plan: TeamMonths = TeamMonths(), seed: int = 7) -> pl.DataFrame:
    """One row per team and month, by team and month; the same plan and seed give the same rows.

    team, site  keys;  month  1 to `plan.months`;  first  first month with it, null: never
    outcome     log of cycle time;  practice  tasks done so far, above 0
    Truth:
    untreated   the outcome as it would have been without the rollout
    direct      effect at equal practice;  by_practice  what the faster pace brought by then
    effect      both: outcome less untreated
    """
    chance, noise = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(2))
    stock = np.exp(chance.normal(*LOG_STOCK, plan.teams))[:, None]
    pace = np.exp(chance.normal(*LOG_PACE, plan.teams))[:, None]
    own = np.exp(chance.normal(-0.125, 0.5, plan.teams))[:, None]  # of mean 1
    first = _first(plan, stock[:, 0], chance)
    month = np.arange(1, plan.months + 1)[None, :]
    since = month - first[:, None]
    without: Floats = np.asarray(stock + pace * month, np.float64)
    practice: Floats = without + plan.boost * np.cumsum(pace * (since >= 0), axis=1)
    by_practice = _learned(plan, without, own) - _learned(plan, practice, own)
    untreated = _level(plan, first, since, noise) - _learned(plan, without, own)
    direct = plan.effect * np.clip((since + 1) / plan.ramp, 0.0, 1.0)
    return _rows(plan, first).with_columns(
        outcome=(untreated + direct + by_practice).ravel(),
        practice=practice.ravel(),
        untreated=untreated.ravel(),
        direct=direct.ravel(),
        by_practice=by_practice.ravel(),
        effect=(direct + by_practice).ravel(),
    )


def _first(plan: TeamMonths, stock: Floats, rng: np.random.Generator) -> Ints:
    """First month with it, by site; months + 1 stands for never. Who wishes most goes first."""
    of_site = np.arange(plan.teams) // plan.teams_a_site
    novice = LOG_STOCK[0] - np.bincount(of_site, np.log(stock)) / np.bincount(of_site)
    order = np.argsort(-(plan.choice * novice + rng.normal(0.0, 1.0, len(novice))))
    start = np.full(len(novice), plan.months + 1)
    treated = order[: round(len(novice) * (1 - plan.never))]
    for month, sites in zip(plan.waves, np.array_split(treated, len(plan.waves)), strict=True):
        start[sites] = month
    return np.asarray(start[of_site], np.int64)


def _learned(plan: TeamMonths, practice: Floats, own: Floats) -> Floats:
    """What practice has taken off the log of cycle time."""
    if plan.curve == "plateau":
        height, tasks = PLATEAU
        return np.asarray(plan.learning * height * (1 - np.exp(-practice / tasks)))
    rate = own if plan.curve == "own" else 1.0
    return np.asarray(plan.learning * rate * np.log(practice / 100))


def _level(plan: TeamMonths, first: Ints, since: Ints, rng: np.random.Generator) -> Floats:
    """Everything but learning: lasting differences, months, drift, dip, noise."""
    shape = (plan.teams, plan.months)
    month = np.arange(1, plan.months + 1)
    season = SEASON * np.sin(2 * np.pi * month / SEASON_MONTHS)
    months = season + np.cumsum(rng.normal(0.0, plan.month, plan.months))
    ever = (first <= plan.months)[:, None]
    before = ever & (since < 0) & (since >= -DIP_MONTHS)
    of_site = np.arange(plan.teams) // plan.teams_a_site
    site = rng.normal(0.0, plan.site, (int(of_site[-1]) + 1, plan.months))[of_site]
    level = 3.0 + rng.normal(0.0, plan.team, plan.teams)[:, None]
    trend = plan.drift * ever * month + plan.dip * before
    white = rng.normal(0.0, plan.white, shape)
    return np.asarray(level + months + trend + site + white + _lasting(plan, rng))


def _lasting(plan: TeamMonths, rng: np.random.Generator) -> Floats:
    """Noise that lasts: AR(1), as long at work in the first month as in the last."""
    shocks = rng.normal(0.0, plan.noise, (plan.teams, plan.months))
    fresh = np.sqrt(1 - plan.rho**2)
    for month in range(1, plan.months):
        shocks[:, month] = plan.rho * shocks[:, month - 1] + fresh * shocks[:, month]
    return shocks


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
