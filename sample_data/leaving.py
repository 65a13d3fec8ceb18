"""Who leaves in a quarter where people leave by the month, whatever their level."""

from datetime import date

import numpy as np

from sample_data.days import Ints
from sample_data.plan import Plan
from sample_data.rollouts import Rollouts, month_start

MONTHS = 3
FIRST_DAY, END_DAY = 2, 29  # the day before is the last one at work: it lies in the same month


def drawn_leavers(
    plan: Plan, rollouts: Rollouts, team: Ints, quarter: int, rng: np.random.Generator
) -> list[tuple[int, date]]:
    """Places in `team` (one entry a person) of those who leave, and their first day away.

    Counts: each month by itself, with the chance of the plan, less what a programme of the team
    takes off it. Nobody leaves after the export. Who came in this quarter is not in `team`.
    """
    found: list[tuple[int, date]] = []
    gone = np.zeros(len(team), dtype=bool)
    for month in range(quarter * MONTHS, (quarter + 1) * MONTHS):
        if not plan.monthly_leaving_chance:
            return []
        stays = rollouts.stays(team, np.full(len(team), month))
        leaves = rng.random(len(team)) < plan.monthly_leaving_chance * (1 - stays)
        day = rng.integers(FIRST_DAY, END_DAY, len(team))
        for place in np.flatnonzero(leaves & ~gone):
            away = month_start(plan, month).replace(day=int(day[place]))
            if away < plan.export_day:
                found.append((int(place), away))
        gone |= leaves
    return found
