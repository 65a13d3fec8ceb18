"""Whose work counts for which team: the team of record at rollout."""

from datetime import date
from typing import Final

import polars as pl

from evidence.rollouts import Rollout
from store.errors import NotEnoughData

EPOCH: Final = date(1970, 1, 1)


def looked_at(rollout: Rollout) -> date:
    """The month in which teams without it are looked at: the median rollout month, the lower one.

    Errors: NotEnoughData when no team has it.
    """
    started = rollout.started["first_month"]
    if started.is_empty():
        raise NotEnoughData(
            "no team got what was rolled out",
            "at least one team with a first month",
            "Wait until a team has it, or look at another rollout",
        )
    return started.sort()[(len(started) - 1) // 2]  # type: ignore[no-any-return]


def record_days(belonging: pl.DataFrame, rollout: Rollout) -> pl.DataFrame:
    """One row per team: team_id, first_month (null: without it), day (epoch day of its record)."""
    teams = belonging.select("team_id").unique()
    starts = rollout.started.select("team_id", "first_month")
    return (
        teams.join(starts, on="team_id", how="left")
        .with_columns(at=pl.col("first_month").fill_null(looked_at(rollout)))
        .select("team_id", "first_month", day=pl.col("at").to_physical().cast(pl.Int64))
        .sort("team_id")
    )


def of_record(belonging: pl.DataFrame, rollout: Rollout) -> pl.DataFrame:
    """One row per person: person_id, team_id; a person has one team for the whole history.

    belonging  who belongs to which team when: person_id, team_id, start_day, end_day, is_main

    Counts: the main team on the first day of the month in which it got the rollout; of teams
    without it, in the median rollout month. Who was in several teams on their days is of the team
    that got it first. Who was in no team on its day (came later, left before, moved meanwhile) is
    of the team in the median month, else of the next one after it, else of the last before:
    dropping them would empty the early and the late months. Moves after the rollout change nothing:
    a team cannot get quicker by sending people away.
    """
    days = record_days(belonging, rollout)
    main = belonging.filter("is_main").select("person_id", "team_id", "start_day", "end_day")
    there = main.join(days, on="team_id").filter(
        pl.col("start_day") <= pl.col("day"), pl.col("day") < pl.col("end_day")
    )
    claimed = (
        there.sort("person_id", "first_month", "team_id", nulls_last=True)
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", "team_id")
    )
    rest = main.join(claimed, on="person_id", how="anti")
    day = (looked_at(rollout) - EPOCH).days
    return pl.concat([claimed, _nearest(rest, day)]).sort("person_id")


def _nearest(main: pl.DataFrame, day: int) -> pl.DataFrame:
    """The team of each person on a day, else the next one, else the last one."""
    later, over = pl.col("start_day") > day, pl.col("end_day") <= day
    rank = pl.when(later).then(1).when(over).then(2).otherwise(0)
    away = pl.when(later).then(pl.col("start_day") - day).when(over).then(day - pl.col("end_day"))
    return (
        main.with_columns(rank=rank, away=away.otherwise(0))
        .sort("person_id", "rank", "away", "team_id")
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", "team_id")
    )
