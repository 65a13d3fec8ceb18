"""Turns at challenging work: who had the hours of each hard task."""

from typing import Any

import narwhals as nw
import polars as pl

from metrics._engine import beside, small
from metrics.formulas.readings import KEY


def turns(
    challenging: nw.LazyFrame[Any],
    actor: nw.LazyFrame[Any],
    participation_hours: nw.LazyFrame[Any],
    status: pl.DataFrame,
    unit_tree: pl.DataFrame,
    task_family: nw.LazyFrame[Any],
    ai_flag: nw.LazyFrame[Any],
    ai_task_share: float,
) -> pl.DataFrame:
    """Challenging tasks of units, and whose hours they took; one row per unit and task.

    challenging          task_id, period
    actor                task_id, team_id: of the one who did it, when it closed
    participation_hours  task_id, person_id, team_id, period, hours [h]
    status               person_id, period, status
    unit_tree            team_id, unit_id
    task_family          task_id, family
    ai_flag              task_id, a: share of the work with AI, null is unknown
    ai_task_share        share from which on a task is an AI task
    returns              unit_id, period, task_id, hours [h] (of members), novice_hours [h],
                         is_solo (an expert and no novice took part), family, is_ai (null: unknown)

    Counts: hours of outsiders not at all, but a novice from outside ends the solo.
    """
    of_status = beside(status.select("person_id", "period", "status"), challenging)
    parts = (
        participation_hours.join(challenging.select("task_id"), on="task_id", how="semi")
        .join(of_status, on=["person_id", "period"], how="left")
        .with_columns(
            novice=(nw.col("status") == "novice").fill_null(False).cast(nw.Int64),
            expert=(nw.col("status") == "expert").fill_null(False).cast(nw.Int64),
        )
    )
    present = parts.group_by("task_id").agg(nw.col("novice").max(), nw.col("expert").max())
    tree = beside(unit_tree.select("team_id", "unit_id"), challenging)
    members = (
        parts.join(tree, on="team_id")
        .with_columns(novice_hours=nw.col("hours") * nw.col("novice"))
        .group_by("unit_id", "task_id")
        .agg(nw.col("hours", "novice_hours").sum())
    )
    tasks = (
        challenging.select("task_id", "period")
        .join(actor.select("task_id", "team_id"), on="task_id")
        .join(tree, on="team_id")
        .join(members, on=["unit_id", "task_id"], how="left")
        .join(present, on="task_id", how="left")
        .join(task_family.select("task_id", "family"), on="task_id", how="left")
        .join(ai_flag.select("task_id", "a"), on="task_id", how="left")
    )
    return small(
        tasks.select(
            *KEY,
            "task_id",
            hours=nw.col("hours").fill_null(0.0),
            novice_hours=nw.col("novice_hours").fill_null(0.0),
            is_solo=(nw.col("expert") == 1).fill_null(False)
            & (nw.col("novice") == 0).fill_null(False),
            family=nw.col("family").fill_null(""),
            is_ai=nw.col("a") >= ai_task_share,
        )
    ).sort(*KEY, "task_id")


def turn_counts(
    turns: pl.DataFrame, ranked_hours: pl.DataFrame, unit_counts: pl.DataFrame
) -> pl.DataFrame:
    """People, tasks and coverage behind the figures of turns; one row per unit and period.

    turns         unit_id, period: one row per challenging task
    ranked_hours  unit_id, period, hours [h], ranked [h]
    unit_counts   unit_id, period, n_people, n_novices, n_others, novice_share
    returns       unit_id, period, n_people, n_novices, n_others, novice_share, n_units (tasks),
                  coverage
    """
    tasks = turns.group_by(KEY).agg(n_units=pl.len().cast(pl.Int64))
    coverage = pl.when(pl.col("hours") > 0).then(pl.col("ranked") / pl.col("hours"))
    return (
        unit_counts.select(*KEY, "n_people", "n_novices", "n_others", "novice_share")
        .join(tasks, on=KEY, how="left")
        .join(ranked_hours.select(*KEY, coverage=coverage), on=KEY, how="left")
        .sort(KEY)
    )
