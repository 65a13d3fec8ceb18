"""What an outcome answers: its value for each team and period."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from evidence.results import Grain


def people_behind() -> pl.Expr:
    """How many people the rows of a group are of."""
    return pl.col("person_id").n_unique().cast(pl.Int64)


@dataclass(frozen=True, eq=False)
class Cells:
    """One outcome by team and period, before small cells are left out.

    rows    team_id, month (first day of the period), outcome; with `n_people` where fewer people
            than those who were there can stand behind it at best, such as those who answered; with
            `n_behind` where the work of some makes the number: how many they are
    grain   month; quarter: one period is a quarter; survey: only months with a survey
    fills   a team with people but without a row has 0, not a missing value
    last    first day of the last period that was watched long enough, cut alike for all teams;
            None: none is cut
    cut     periods that were cut for that
    lost    rows of the facts that could not be read, and why: reason -> how many
    """

    rows: pl.DataFrame
    grain: Grain = "month"
    fills: bool = False
    last: date | None = None
    cut: int = 0
    lost: tuple[tuple[str, int], ...] = ()
