"""What the made firm pays for learning and AI: planned amounts by day, team and account."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from sample_data.plan import Plan
from sample_data.spells import Spells
from sample_data.teams import Team
from sample_data.words import COURSES

SEATS, FEES = "training seats", "training fees"
INSTRUCTORS, FACILITATION = "instructors", "facilitation"
LICENCES, TOKENS = "AI licences", "tokens"
EUR, USD = "EUR", "USD"  # the vendor of tokens bills in dollars: a small part of all
NOBODY: Final = -1  # a line that the firm pays as a whole
# Cents a month: of a person, of a team, or of the firm.
SEAT, LICENCE = 950, 1_900
TOKENS_OF_A_PERSON: Final = (900, 2_600)
INSTRUCTORS_OF_THE_FIRM: Final = (440_000, 560_000)
FACILITATION_OF_A_TEAM: Final = (90_000, 150_000)
CREDITED: Final = 0.03  # of course fees, of which one is taken back: somebody could not come


@dataclass(frozen=True)
class _Month:
    """One month of the firm: its first day, and the quarter it lies in."""

    first: date
    quarter: int

    def on(self, day: int) -> date:
        return self.first.replace(day=day)


def make_spending(
    plan: Plan,
    teams: tuple[Team, ...],
    spells: Spells,
    training: pl.DataFrame,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """One row per amount: posted_on, category, team (NOBODY: the firm), currency, cents.

    Counts: seats and licences by the planned size of a team, licences and tokens from the quarter
    of its wave on, facilitation in the quarter of its redesign, fees as courses were taken up.
    """
    rows: list[tuple[date, str, int, str, int]] = []
    for month in _months(plan):
        instructors = int(rng.integers(*INSTRUCTORS_OF_THE_FIRM))
        rows.append((month.on(28), INSTRUCTORS, NOBODY, EUR, instructors))
        for number, team in enumerate(teams):
            rows.append((month.on(3), SEATS, number, EUR, team.people * SEAT))
            if team.wave is not None and month.quarter >= team.wave:
                price = int(rng.integers(*TOKENS_OF_A_PERSON))
                rows.append((month.on(5), LICENCES, number, EUR, team.people * LICENCE))
                rows.append((month.on(27), TOKENS, number, USD, team.people * price))
            if team.redesign and month.quarter == plan.redesign_quarter:
                price = int(rng.integers(*FACILITATION_OF_A_TEAM))
                rows.append((month.on(15), FACILITATION, number, EUR, price))
    rows += _fees(plan, spells, training, rng)
    schema = ["posted_on", "category", "team", "currency", "cents"]
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.filter(pl.col("posted_on") < plan.export_day).sort(schema)


def _months(plan: Plan) -> Iterator[_Month]:
    """The months of the plan; the last one may be cut by the export."""
    for quarter, start in enumerate(plan.quarter_starts):
        for ahead in range(3):
            first = start.replace(month=start.month + ahead)
            if first < plan.export_day:
                yield _Month(first, quarter)


def _fees(
    plan: Plan, spells: Spells, training: pl.DataFrame, rng: np.random.Generator
) -> Iterator[tuple[date, str, int, str, int]]:
    """One amount per team, course and month of registration, and what was credited later."""
    first = pl.DataFrame(
        {"person": spells.person, "quarter": spells.quarter, "team": spells.team}
    ).unique(["person", "quarter"], keep="first", maintain_order=True)
    taken = training.with_columns(
        quarter=_quarter_of(plan, training["registered_on"]),
        month=pl.col("registered_on").dt.truncate("1mo"),
    ).join(first, on=["person", "quarter"])
    counted = taken.group_by("month", "team", "course").agg(people=pl.len())
    for row in counted.sort("month", "team", "course").iter_rows(named=True):
        price = round(COURSES[row["course"]][3] * 100)
        if price:
            yield row["month"].replace(day=20), FEES, row["team"], EUR, row["people"] * price
            if rng.random() < CREDITED:
                later = row["month"].replace(day=28)
                yield later, FEES, row["team"], EUR, -price


def _quarter_of(plan: Plan, when: pl.Series) -> pl.Series:
    starts = pl.Series(plan.quarter_starts).sort()
    return (starts.search_sorted(when, side="right").cast(pl.Int64) - 1).rename("quarter")
