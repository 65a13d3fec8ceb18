"""The roster of the made firm while it is being made: who is where, and the rows so far."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

import numpy as np

from sample_data.plan import Plan
from sample_data.teams import Team
from sample_data.words import LOCATIONS

NOVICE: Final = 0
INTERMEDIATE: Final = 1
EXPERT: Final = 2


@dataclass
class Worker:
    """State of one person while the roster is being made."""

    team: int
    status: int
    since: date
    is_here: bool = True
    touched: int = -1  # quarter of the last event, so that nobody has two in one


@dataclass
class Roster:
    """The roster while it is being made: state, rows so far, and what is due next quarter."""

    plan: Plan
    teams: tuple[Team, ...]
    rng: np.random.Generator
    workers: list[Worker] = field(default_factory=list)
    people: list[dict[str, object]] = field(default_factory=list)
    stints: list[dict[str, object]] = field(default_factory=list)
    newest: dict[int, dict[str, object]] = field(default_factory=dict)  # row of stints, by person
    due: list[tuple[int, str, int]] = field(default_factory=list)  # quarter, kind, team or person

    def hire(self, team: int, status: int, day: date, joined: date | None = None) -> int:
        """A new person, at work from `day` on; `joined` is the hire date of those long there."""
        person = len(self.workers)
        self.workers.append(Worker(team, status, joined or day, True))
        low, high = self.plan.tasks_low, self.plan.tasks_high
        starts = (
            self.plan.novice_start,
            self.plan.intermediate_start,
            self.plan.expert_start,
        )
        self.people.append(
            {
                "person": person,
                "craft": self.teams[team].craft,
                "hire_date": joined or day,
                "original_hire_date": joined or day,
                "termination_date": None,
                "pace": float(self.rng.uniform(low, high)),
                "fte": float(
                    self.rng.choice([0.6, 0.8])
                    if self.rng.random() < self.plan.part_time_share
                    else 1.0
                ),
                "start_skill": float(self.rng.normal(*starts[status])),
                "is_contractor": bool(
                    status == INTERMEDIATE and self.rng.random() < self.plan.contractor_share / 0.45
                ),
                "location": str(self.rng.choice(LOCATIONS)),
            }
        )
        self.open_stint(person, joined or day)
        return person

    def open_stint(self, person: int, day: date) -> None:
        """A new row of job history, ending the one before."""
        worker = self.workers[person]
        self.close_stint(person, day)
        self.newest[person] = {
            "person": person,
            "team": worker.team,
            "status": worker.status,
            "valid_from": day,
            "valid_to": None,
        }
        self.stints.append(self.newest[person])

    def close_stint(self, person: int, day: date) -> None:
        """The end of the person's open row of job history, if there is one."""
        if person in self.newest:
            stint = self.newest[person]
            stint["valid_to"] = stint["valid_to"] or day

    def promote(self, person: int, day: date) -> None:
        """One level up, in the same team."""
        worker = self.workers[person]
        worker.status, worker.since = worker.status + 1, day
        self.open_stint(person, day)

    def leave(self, person: int, day: date) -> None:
        """The last day at work is the day before."""
        self.workers[person].is_here = False
        self.people[person]["termination_date"] = day - timedelta(days=1)
        self.close_stint(person, day)

    def here(self, team: int, status: int, quarter: int) -> list[int]:
        """People of a team and status whom nothing happened to in this quarter."""
        return [
            person
            for person, worker in enumerate(self.workers)
            if worker.is_here
            and worker.team == team
            and worker.status == status
            and worker.touched < quarter
        ]

    def day_in(self, quarter: int) -> date:
        """A drawn day of the quarter, away from its edges."""
        starts = (*self.plan.quarter_starts, self.plan.export_day)
        span = (starts[quarter + 1] - starts[quarter]).days
        return starts[quarter] + timedelta(days=int(self.rng.integers(8, max(9, span - 8))))
