"""The made firm as a whole."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sample_data.accounts import with_accounts
from sample_data.ai import make_ai_days
from sample_data.days import Days, business_days
from sample_data.difficulty import Families, make_families
from sample_data.events import make_events
from sample_data.items import make_items
from sample_data.others import Outside, make_outside
from sample_data.people import make_people
from sample_data.plan import PLAN, Plan
from sample_data.programmes import make_completions
from sample_data.rollouts import Rollouts, make_rollouts, slowed
from sample_data.seats import make_seats
from sample_data.spells import Spells, make_spells
from sample_data.spending import make_spending
from sample_data.teams import Regime, Team, make_regime, make_teams
from sample_data.training import make_training
from sample_data.work import do_work
from sample_data.world import World


@dataclass(frozen=True)
class Firm:
    """A firm of which everything is known.

    person, stint       people, and their job history
    spells              who worked where in which quarter, and as what
    task, part, skill   work with its planted truth (see `work.Work`)
    item, event         the same work as the trackers show it
    ai_day, training    use of AI by day, and courses
    rollouts            which team had which training in which month
    spending, seat      what was paid for learning and AI, and who holds a seat of Copilot
    """

    seed: int
    plan: Plan
    teams: tuple[Team, ...]
    regime: Regime
    rollouts: Rollouts
    days: Days
    families: Families
    outside: Outside
    spells: Spells
    person: pl.DataFrame
    stint: pl.DataFrame
    task: pl.DataFrame
    part: pl.DataFrame
    skill: pl.DataFrame
    item: pl.DataFrame
    event: pl.DataFrame
    ai_day: pl.DataFrame
    training: pl.DataFrame
    spending: pl.DataFrame
    seat: pl.DataFrame


def make_firm(seed: int = 7, plan: Plan = PLAN) -> Firm:
    """The firm of a seed: the same seed and plan give the same firm, to the last row."""
    streams = [np.random.default_rng(each) for each in np.random.SeedSequence(seed).spawn(15)]
    teams = make_teams(plan, streams[0])
    regime, days = make_regime(plan, teams), business_days(plan)
    rollouts = make_rollouts(plan, len(teams), streams[12])
    person, stint = make_people(plan, teams, rollouts, streams[1], streams[14])
    person = with_accounts(plan, teams, person, stint, streams[9])
    spells = make_spells(plan, days, stint)
    families = make_families(plan, teams, streams[2])
    pace, fte, skill = (person[c].to_numpy() for c in ("pace", "fte", "start_skill"))
    work = do_work(World(plan, teams, regime, days, spells, families, pace, fte, skill), streams[3])
    outside = make_outside(plan, person.height, streams[4])
    ai_day = make_ai_days(plan, teams, days, person, work.task, streams[7])
    chosen = make_training(plan, teams, days, spells, streams[8])
    in_waves = make_completions(plan, rollouts, days, spells, streams[13])
    item = make_items(plan, teams, days, person, work.task, outside, streams[5])
    item = slowed(plan, rollouts, item)
    return Firm(
        seed=seed,
        plan=plan,
        teams=teams,
        regime=regime,
        rollouts=rollouts,
        days=days,
        families=families,
        outside=outside,
        spells=spells,
        person=person,
        stint=stint,
        task=work.task,
        part=work.part,
        skill=work.skill,
        item=item,
        event=make_events(days, person, item, work.task, work.part, streams[6]),
        ai_day=ai_day,
        training=pl.concat([chosen, in_waves.select(chosen.columns)]),
        spending=make_spending(plan, teams, spells, chosen, streams[10]),
        seat=make_seats(plan, teams, person, stint, ai_day, streams[11]),
    )
