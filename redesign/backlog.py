"""Open tasks that lie in the learning zone of somebody new: what a better order could use."""

import polars as pl

from redesign.candidates import candidates
from redesign.open_work import open_work
from redesign.pairs import pairs
from store.workspace import Workspace

IN_ZONE = ("learning zone", "supported stretch")


def zone_tasks(workspace: Workspace) -> pl.DataFrame:
    """Free open tasks in the learning zone of a novice of the team: team_id, zone_tasks_in_backlog.

    Counts: alone, or with a supporter who has hours; pairs barred by a licence or a review not.
    """
    found = open_work(workspace)
    if found is None:
        return pl.DataFrame(schema={"team_id": pl.String(), "zone_tasks_in_backlog": pl.Float64()})
    rows = pairs(candidates(found.work))
    in_zone = rows.filter(
        pl.col("status") == "novice",
        pl.col("zone").is_in(IN_ZONE),
        ~pl.col("bar").is_in(["conflict", "certificate", "unknown"]).fill_null(value=False),
    )
    return in_zone.group_by("team_id").agg(
        zone_tasks_in_backlog=pl.col("task_id").n_unique().cast(pl.Float64)
    )
