"""Cycle time: how long the work takes that a team takes up in a month."""

from datetime import date
from typing import Final

import polars as pl

from evidence.cells import Cells, people_behind
from evidence.history import History
from evidence.judged import judged
from evidence.median_days import median_days
from evidence.results import Outcome
from metrics.delivery import SECONDS_OF_A_DAY, SHORTEST_DAYS

OUTCOME: Final = Outcome(
    key="cycle_time",
    label="Cycle time",
    unit="median days from start to close",
    better="lower",
    form="log",
    counts=(
        "tasks by the month in which they were started (opened, where no start is told), the open "
        "ones too: they count as longer than we have watched. Half of a team's tasks of the month "
        "must be seen closed within the same time for all teams; else the month is missing."
    ),
    does_not_tell=(
        "whether the work was harder or larger: teams that take up harder work get slower without "
        "having become worse."
    ),
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Logarithm of the Kaplan-Meier median of days, by team of record and month of the start.

    people  person_id, team_id (of record)

    Counts: open tasks up to the end of the last day of the facts. A median that is not reached is
    a missing value. The last months in which too many medians are not reached are cut for all
    teams alike: there only the quick teams would be left. Cancelled tasks are left out and counted:
    when they were given up is not told.
    """
    tasks = history.tasks.join(people, on="person_id")
    given_up = int(tasks["is_cancelled"].sum())
    durations = _durations(tasks, history.last_day)
    medians = median_days(durations, ["team_id", "month"])
    last, cut = _watched(medians)
    behind = durations.group_by("team_id", "month").agg(n_behind=people_behind())
    rows = (
        medians.join(behind, on=["team_id", "month"])
        .select("team_id", "month", "n_behind", outcome=pl.col("median").log())
        .sort("team_id", "month")
    )
    lost = (("cancelled, and nobody knows when", given_up),)
    return Cells(rows, last=last, cut=cut, lost=lost)


def _durations(tasks: pl.DataFrame, last_day: int) -> pl.DataFrame:
    """One row per task that was not cancelled: person_id, team_id, month (start), days, is_over."""
    start = pl.coalesce("started_second", "opened_second")
    end = pl.coalesce("closed_second", pl.lit((last_day + 1) * int(SECONDS_OF_A_DAY)))
    return tasks.filter(~pl.col("is_cancelled")).select(
        "person_id",
        "team_id",
        month=pl.from_epoch(start, "s").dt.date().dt.truncate("1mo"),
        days=((end - start) / SECONDS_OF_A_DAY).clip(lower_bound=SHORTEST_DAYS),
        is_over=pl.col("closed_second").is_not_null(),
    )


def _watched(medians: pl.DataFrame) -> tuple[date | None, int]:
    """The last month in which nearly all medians are reached, and how many later ones are cut."""
    by_month = medians.group_by("month").agg(unseen=pl.col("median").is_null().mean()).sort("month")
    enough = by_month.filter(pl.col("unseen") <= judged()["median_unseen"])["month"]
    last = enough.max() if len(enough) else None
    if not isinstance(last, date):
        return None, 0
    return last, by_month.filter(pl.col("month") > last).height
