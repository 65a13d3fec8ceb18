"""Learning: how much the skill of a team's people changes in a quarter."""

from typing import Final

import polars as pl

from evidence.cells import Cells
from evidence.history import History
from evidence.results import Outcome

OUTCOME: Final = Outcome(
    key="learning_rate",
    label="Learning",
    unit="logits a quarter",
    better="higher",
    form="number",
    counts=(
        "the change of each person's skill from one quarter to the next, both with tasks of known "
        "outcome; mean over the team's people. A quarter is one period."
    ),
    does_not_tell=(
        "small changes: the skill of one person has a standard error of about half a logit. Skill "
        "is that without AI and without an expert at hand."
    ),
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Mean change of skill since the quarter before, by team of record and quarter.

    people  person_id, team_id (of record)

    Counts: people with scored tasks in the same job family in both quarters; every person once a
    quarter. A change of craft is none.
    """
    skill = history.measured("skill").select("person_id", "job_family", "period", "theta")
    before = skill.select(
        "person_id",
        "job_family",
        period=pl.col("period").dt.offset_by("3mo"),
        before="theta",
    )
    changes = (
        skill.join(before, on=["person_id", "job_family", "period"])
        .group_by("person_id", "period")
        .agg(change=(pl.col("theta") - pl.col("before")).mean())
    )
    rows = (
        changes.join(people, on="person_id")
        .group_by("team_id", month="period")
        .agg(outcome=pl.col("change").mean(), n_people=pl.len().cast(pl.Int64))
        .sort("team_id", "month")
    )
    return Cells(rows, grain="quarter")
