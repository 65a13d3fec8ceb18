"""Challenge: the share of working hours in the learning zone."""

from typing import Final

import narwhals as nw
import polars as pl

from evidence.cells import Cells, people_behind
from evidence.history import History, month_of
from evidence.results import Outcome
from metrics.anchors import constants
from metrics.zone_hours import zone_work

OUTCOME: Final = Outcome(
    key="challenge",
    label="Challenge",
    unit="share of hours in the learning zone",
    better="higher",
    form="share",
    counts=(
        "hours of everybody in the team, as assignee or collaborator, on tasks closed in the month "
        "that they would have done alone with a chance of 65 to 90 %, or on harder ones with an "
        "expert beside them; of the hours on tasks of known difficulty."
    ),
    does_not_tell="whether anybody learned. Read it with learning.",
)


def cells(history: History, people: pl.DataFrame) -> Cells:
    """Hours in the learning zone over hours of known difficulty, by team of record and month.

    people  person_id, team_id (of record)
    """
    rows = (
        zone_hours_of(history)
        .drop_nulls("in_zone")
        .join(people, on="person_id")
        .group_by("team_id", "month")
        .agg(
            zone=(pl.col("hours") * pl.col("in_zone")).sum(),
            hours=pl.col("hours").sum(),
            n_behind=people_behind(),
        )
        .filter(pl.col("hours") > 0)
        .select("team_id", "month", "n_behind", outcome=pl.col("zone") / pl.col("hours"))
        .sort("team_id", "month")
    )
    return Cells(rows)


def zone_hours_of(history: History) -> pl.DataFrame:
    """One row per closed task and person who did it: person_id, month, hours, in_zone.

    in_zone  share of the hours in the learning zone (METHODS 3.1); null: difficulty unknown
    """
    given = constants()
    big = {
        name: nw.from_native(history.measured(name).lazy())
        for name in ("participation_hours", "difficulty", "expert_present")
    }
    work = zone_work(
        big["participation_hours"],
        big["difficulty"],
        history.measured("prediction"),
        big["expert_present"],
        given["zone_lowest"],
        given["zone_highest"],
        given["residual_sd"],
    )
    table: pl.DataFrame = work.collect("polars").to_native()
    return table.select("person_id", "hours", "in_zone", month=month_of("closed_day"))
