"""Novices on hard work: the share of challenging tasks that a novice worked on."""

from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome
from metrics.zone_hours import DOING

OUTCOME: Final = Outcome(
    key="novice_participation",
    label="Novices on hard work",
    unit="share of challenging tasks with a novice on them",
    better="higher",
    form="share",
    counts=(
        "challenging tasks by the month of closing and the team of whoever did them; a novice is "
        "on one as assignee or collaborator. Months without a challenging task are missing; a "
        "team without a novice has 0."
    ),
    does_not_tell=(
        "whether the novices learned. A redesign that puts novices on hard work moves it by "
        "construction for as long as it is followed; only learning counts as its effect. It also "
        "moves with the number of novices in the team."
    ),
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Share of challenging tasks with a novice on them, by team of record and month of closing.

    people  person_id, team_id (of record)

    Counts: who is a novice as the quarter of closing begins (R3). A challenging task without a
    novice is 0, also in a team that has none.
    """
    hard = history.measured("challenging").select("task_id")
    novices = history.measured("status").filter(pl.col("status") == "novice")
    doing = history.measured("participation_hours").filter(pl.col("role").is_in(DOING))
    taught = doing.join(
        novices.select("person_id", quarter="period"), on=["person_id", "quarter"], how="semi"
    )
    tasks = (
        history.closed.join(hard, on="task_id", how="semi")
        .join(people, on="person_id")
        .with_columns(with_novice=pl.col("task_id").is_in(taught["task_id"].unique().implode()))
    )
    share = pl.col("with_novice").cast(pl.Float64).mean()
    return Cells(tasks.group_by("team_id", "month").agg(outcome=share).sort("team_id", "month"))
