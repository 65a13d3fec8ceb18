"""Trainings: what everybody must do, what some choose, and the AI workshop of a wave."""

from datetime import timedelta
from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Days
from sample_data.plan import Plan
from sample_data.spells import Spells
from sample_data.teams import Team
from sample_data.words import COURSES

MANDATORY_QUARTERS: Final = 4  # once a year
CHOSEN_SHARE: Final = 0.06  # of people, a quarter
WORKSHOP_SHARE: Final = 0.9  # of a team when its wave comes
FINISHED_SHARE: Final = 0.93
UNFINISHED: Final = ("In Progress", "Registered", "Withdrawn", "No Show")
WORKSHOP: Final = 2  # place of the AI workshop among the courses


def make_training(
    plan: Plan, teams: tuple[Team, ...], days: Days, spells: Spells, rng: np.random.Generator
) -> pl.DataFrame:
    """One row per person and course taken up: status, registered_on, completed_on (or null)."""
    rows = []
    waves = [team.wave for team in teams]
    for quarter in range(plan.quarters):
        here = spells.of(quarter)
        people, first = np.unique(here.person, return_index=True)
        teams_of = here.team[first]
        in_wave = np.array([waves[team] == quarter for team in teams_of])
        for course, (_, _, _, _, mandatory, about_ai) in enumerate(COURSES):
            drawn = rng.random(len(people))
            if mandatory:
                taken = np.full(len(people), quarter % MANDATORY_QUARTERS == course)
            elif about_ai:
                taken = in_wave & (drawn < WORKSHOP_SHARE)
            else:
                taken = drawn < CHOSEN_SHARE
            day = plan.quarter_starts[quarter]
            ahead_of = rng.integers(0, 60, taken.sum())
            rows += [
                (int(person), course, day + timedelta(days=int(ahead)))
                for person, ahead in zip(people[taken], ahead_of, strict=True)
            ]
    frame = pl.DataFrame(rows, schema=["person", "course", "registered_on"], orient="row")
    finished = rng.random(frame.height) < FINISHED_SHARE
    unfinished = [UNFINISHED[i] for i in rng.integers(0, len(UNFINISHED), frame.height)]
    done_on = pl.col("registered_on") + pl.duration(days=pl.col("course") * 3 + 2)
    return frame.with_columns(
        status=pl.when(pl.Series(finished))
        .then(pl.lit("Completed"))
        .otherwise(pl.Series(unfinished)),
        completed_on=pl.when(pl.Series(finished)).then(done_on),
    ).sort("registered_on", "person", "course")
