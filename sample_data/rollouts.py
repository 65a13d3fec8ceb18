"""Trainings that come in waves: which team has which in which month, and what it changes there."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from sample_data.days import Floats, Ints
from sample_data.plan import Plan, Programme

NEVER: Final = 9_999  # month of a wave that does not come


@dataclass(frozen=True)
class Rollouts:
    """When each team has each programme.

    month  (programmes, teams) months since the first day of the plan; NEVER: not in the window
    """

    programmes: tuple[Programme, ...]
    month: Ints

    def slower(self, team: Ints, month: Ints) -> Floats:
        """Share by which tasks of some teams that are begun in some months take longer."""
        return self._sum(np.array([each.slower for each in self.programmes]), team, month)

    def stays(self, team: Ints, month: Ints) -> Floats:
        """Share by which the chance of leaving some teams in some months is lower."""
        return self._sum(np.array([each.stays for each in self.programmes]), team, month)

    def _sum(self, effect: Floats, team: Ints, month: Ints) -> Floats:
        """From the month after the wave on; effects of two programmes add up."""
        holds = month > self.month[:, team]
        total: Floats = (effect[:, None] * holds).sum(axis=0)
        return total


def make_rollouts(plan: Plan, teams: int, rng: np.random.Generator) -> Rollouts:
    """Waves by lot, of equal size, and teams that have none of it in the window."""
    without = round(plan.teams_without * teams)
    last = month_number(plan, plan.export_day)
    month = np.full((len(plan.programmes), teams), NEVER, dtype=np.int64)
    for row, programme in zip(month, plan.programmes, strict=True):
        order = rng.permutation(teams)[without:]
        row[order] = np.array(programme.waves)[np.arange(len(order)) % len(programme.waves)]
    return Rollouts(plan.programmes, np.where(month < last, month, NEVER))


def month_number(plan: Plan, day: date) -> int:
    """Months from the first day of the plan to the month of a day."""
    return (day.year - plan.first_day.year) * 12 + day.month - plan.first_day.month


def month_start(plan: Plan, month: int) -> date:
    """First day of a month that is counted from the first day of the plan."""
    ahead = plan.first_day.month - 1 + month
    return date(plan.first_day.year + ahead // 12, ahead % 12 + 1, 1)


def slowed(plan: Plan, rollouts: Rollouts, item: pl.DataFrame) -> pl.DataFrame:
    """Items of slower teams, opened earlier by the share of their time: closings stay.

    So nobody closes less, nothing comes later than it was due, and the days with AI stay those of
    one task each: what is slower is slower in the tracker alone.
    """
    opened = pl.col("opened_at")
    months = (opened.dt.year() - plan.first_day.year) * 12 + opened.dt.month()
    month = item.select((months - plan.first_day.month).cast(pl.Int64)).to_series().to_numpy()
    share = rollouts.slower(item["team"].to_numpy(), month)
    own = pl.col("kind") == "own"
    until = pl.coalesce("closed_at", pl.lit(plan.export_day).cast(pl.Datetime("ms")))
    minutes = (until - opened).dt.total_minutes() * pl.Series("share", share)
    waited = pl.duration(minutes=pl.when(own).then(minutes).otherwise(0).round().cast(pl.Int64))
    return item.with_columns(opened_at=(opened - waited).cast(pl.Datetime("ms")))
