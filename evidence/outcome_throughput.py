"""Throughput: how many tasks a team closes in a month."""

from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="throughput",
    label="Throughput",
    unit="closed tasks",
    better="higher",
    form="count",
    counts=(
        "tasks by the month of their first closing and the team of whoever did them, for the "
        "working days that the team's people were there. A month without a closed task is 0."
    ),
    does_not_tell=(
        "whether the tasks became smaller: cutting work into more tickets raises it. Read it with "
        "rework."
    ),
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Closed tasks by team of record and month of closing; months without one are 0.

    people  person_id, team_id (of record)
    """
    counted = history.closed.join(people, on="person_id").group_by("team_id", "month")
    rows = counted.agg(outcome=pl.len().cast(pl.Float64)).sort("team_id", "month")
    return Cells(rows, fills=True)
