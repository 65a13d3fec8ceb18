"""Leaving: which share of a team's people leaves the firm in a month."""

from typing import Final

import polars as pl

from evidence.at_risk import at_risk
from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="retention",
    label="People who leave",
    unit="share of the team's people in a month",
    better="lower",
    form="share",
    counts=(
        "people whose last day in the firm fell in the month, over those of the team who were "
        "there as it began. Everybody who ever was counts while they were, so that nobody counts "
        "as kept for having stayed long enough to get it."
    ),
    does_not_tell=(
        "why somebody left, nor whether the firm wanted it. Moves between teams are none."
    ),
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Share of those in the team as a month began whose last day was in it, by team and month.

    people  not read: here a person counts for the team they were in as the month began. By the team
            of record everybody would have stayed until the rollout by construction: its people are
            those who were still there (immortal time, Suissa 2008).

    Errors: NotEnoughData when no export tells of a last day.
    """
    del people
    rows = (
        at_risk(history)
        .group_by("team_id", "month")
        .agg(
            outcome=pl.col("left").cast(pl.Float64).mean(),
            n_people=pl.len().cast(pl.Int64),
        )
        .sort("team_id", "month")
    )
    return Cells(rows)
