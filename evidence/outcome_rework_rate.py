"""Rework: which share of the closed tasks came back."""

from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome
from evidence.rework import came_back

OUTCOME: Final = Outcome(
    key="rework_rate",
    label="Rework",
    unit="share of closed tasks that came back",
    better="lower",
    form="share",
    counts=(
        "closed tasks that were reopened or for which changes were requested, over all closed "
        "tasks of the month whose history the export holds; only months whose tasks have had 30 "
        "days to come back. A month without such a task is missing."
    ),
    does_not_tell="whether faults became fewer or only stay unseen: less review finds less.",
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Share of closed tasks that came back, by team of record and month of closing.

    people  person_id, team_id (of record)
    """
    tasks = came_back(history, people)
    share = pl.col("back").cast(pl.Float64).mean()
    known = pl.col("person_id").filter(pl.col("back").is_not_null())
    rows = (
        tasks.rows.group_by("team_id", "month")
        .agg(outcome=share, n_behind=known.n_unique().cast(pl.Int64))
        .sort("team_id", "month")
    )
    return Cells(rows, last=tasks.last, cut=tasks.cut)
