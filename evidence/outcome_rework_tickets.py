"""Rework tickets: how many closed tasks came back."""

from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome
from evidence.rework import came_back

OUTCOME: Final = Outcome(
    key="rework_tickets",
    label="Rework tickets",
    unit="closed tasks that came back",
    better="lower",
    form="count",
    counts=(
        "closed tasks that were reopened or for which changes were requested, by the month of "
        "their first closing, for the working days that the team's people were there; only months "
        "whose tasks have had 30 days to come back, and tasks whose history the export holds."
    ),
    does_not_tell="how much work it was to do them again.",
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Closed tasks that came back, by team of record and month of closing.

    people  person_id, team_id (of record)

    Counts: a month without closed tasks as 0; one in which no task's history is held is missing.
    """
    tasks = came_back(history, people)
    known = pl.col("back").is_not_null().any()
    count = pl.when(known).then(pl.col("back").sum().cast(pl.Float64))
    rows = tasks.rows.group_by("team_id", "month").agg(outcome=count).sort("team_id", "month")
    return Cells(rows, fills=True, last=tasks.last, cut=tasks.cut)
