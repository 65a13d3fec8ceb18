"""Of how many tasks it is known who held them when: a last assignee is not a first turn."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small


def assignment_history(
    actor: nw.LazyFrame[Any], human: nw.LazyFrame[Any], unit_tree: pl.DataFrame
) -> pl.DataFrame:
    """One row per unit and period in which it closed tasks: team_id, period, tasks, told, share.

    actor      task_id, team_id, period: who did a closed task
    human      participation of people: task_id, role, from_second
    unit_tree  team_id, unit_id
    returns    told: tasks of which an assignee's first moment is known; share = told / tasks

    Counts: sources without history tell the last assignee only. Somebody who had the task before,
    and lost it, is not seen there.
    """
    begun = (
        human.filter(nw.col("role") == "assignee", ~nw.col("from_second").is_null())
        .select("task_id")
        .unique()
        .with_columns(told=nw.lit(1))
    )
    units = beside(unit_tree.select("team_id", "unit_id"), actor)
    counted = small(
        actor.select("task_id", "team_id", "period")
        .join(begun, on="task_id", how="left")
        .join(units, on="team_id")
        .group_by("unit_id", "period")
        .agg(nw.len().alias("tasks"), nw.col("told").sum())
    )
    return (
        counted.select(team_id="unit_id", period="period", tasks="tasks", told="told")
        .with_columns(pl.col("tasks", "told").cast(pl.Int64).fill_null(0))
        .with_columns(share=pl.col("told") / pl.col("tasks"))
        .sort("period", "team_id")
    )
