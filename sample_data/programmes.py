"""Who took up the trainings that came in waves: most of a team in one month, not everybody."""

from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Days, Ints
from sample_data.plan import Plan
from sample_data.rollouts import NEVER, Rollouts, month_start
from sample_data.spells import Spells
from sample_data.words import COURSES

# By the key of a programme: title, provider, hours, about AI. The firm's own people give them:
# they cost time alone.
PROGRAMMES: Final = {
    "prompting": ("Prompting for everybody", "Harbour Works Academy", 3.0, True),
    "procedure": ("Signed task forms: the new procedure", "Harbour Works Academy", 2.0, False),
    "careers": ("Career conversations", "Harbour Works Academy", 4.0, False),
}
AHEAD: Final = 12  # days from the registration to the first of the month
FIRST_DAY, LAST_DAY = 2, 26  # of the month, between which people finish
LATER: Final = 2  # months within which those who were away may catch up
ABSENT: Final = "No Show"


def make_completions(
    plan: Plan, rollouts: Rollouts, days: Days, spells: Spells, rng: np.random.Generator
) -> pl.DataFrame:
    """One row per person and programme of their team: person, course, registered_on, status, ...

    course        after those of `words.COURSES`, by the place of the programme in the plan
    completed_on  in the month of the wave, or one or two later; null for those who never came

    Counts: people at work in the team on the first business day of the wave's month.
    """
    rows = []
    for place, months in enumerate(rollouts.month):
        for month in sorted(set(months.tolist()) - {NEVER}):
            start = month_start(plan, month)
            for person in _at_work(days, spells, np.flatnonzero(months == month), start):
                done = _done_on(plan, month, rng)
                is_done = done is not None and done < plan.export_day
                rows.append(
                    {
                        "person": int(person),
                        "course": len(COURSES) + place,
                        "registered_on": start - timedelta(days=AHEAD),
                        "status": "Completed" if is_done else ABSENT,
                        "completed_on": done if is_done else None,
                    }
                )
    schema = {
        "person": pl.Int64,
        "course": pl.Int64,
        "registered_on": pl.Date,
        "status": pl.String,
        "completed_on": pl.Date,
    }
    return pl.DataFrame(rows, schema=schema)


def _at_work(days: Days, spells: Spells, teams: Ints, start: date) -> list[int]:
    """People of some teams on the first business day from a day on."""
    day = days.position(start)
    here = (spells.first <= day) & (spells.end > day) & np.isin(spells.team, teams)
    return sorted(set(spells.person[here].tolist()))


def _done_on(plan: Plan, month: int, rng: np.random.Generator) -> date | None:
    """The day of completion; None for those who were away and did not catch up."""
    away, catches_up = rng.random() >= plan.reach, rng.random() < plan.caught_up
    later = int(rng.integers(1, LATER + 1)) if away else 0
    day = int(rng.integers(FIRST_DAY, LAST_DAY + 1))
    return month_start(plan, month + later).replace(day=day) if not away or catches_up else None
