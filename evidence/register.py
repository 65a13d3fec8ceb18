"""All that was rolled out: courses, accepted redesigns, studies whose dates were drawn.

Programmes arrive by themselves from the facts of training, moves from decisions; nobody has to
tell the register.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from evidence.judged import judged
from evidence.rollouts import STARTS, Kind, Rollout

FOREVER: Final = 10**9  # epoch day: a membership without an end
ACCEPTED: Final = ("team_id", "move", "name", "decided_on")
PLANNED: Final = ("key", "name", "team_id", "first_month")


@dataclass(frozen=True, eq=False)
class Registered:
    """A rollout, and why no study of it is possible; empty when one is."""

    rollout: Rollout
    reason: str = ""


def register(
    training: pl.DataFrame,
    belonging: pl.DataFrame,
    accepted: pl.DataFrame,
    planned: pl.DataFrame,
    last_month: date,
) -> tuple[Registered, ...]:
    """Every rollout with the start of each team, by kind and name.

    training   person_id, course, completed_on (date)
    belonging  person_id, team_id, start_day, end_day (epoch days), is_main
    accepted   redesigns: columns ACCEPTED; move its key, name as users read it
    planned    starts of drawn plans: columns PLANNED; null first_month: stays without it
    last_month first day of the last month with facts; what starts later has no 'after' yet
    """
    found = [
        *courses(training, belonging),
        *_moves(accepted),
        *_plans(planned),
    ]
    return tuple(Registered(each, _reason(each, belonging, last_month)) for each in found)


def courses(training: pl.DataFrame, belonging: pl.DataFrame) -> Iterator[Rollout]:
    """A rollout for each course: a team has it from the month in which half its people had done it.

    Counts: the people who are in the team at the end of that month, and what they completed by
    then, wherever they were when they did. The share is `judged()["reached"]`. A team that never
    gets there is without it. A course of which all teams together have fewer than five people is
    not told: it would say what single people completed. Small teams beside others count, or they
    would be taken for teams without it.
    """
    done = (
        training.drop_nulls("completed_on")
        .group_by("course", "person_id")
        .agg(done=pl.col("completed_on").min().dt.truncate("1mo"))
        .sort("course", "person_id")
    )
    for (course,), rows in done.group_by(["course"], maintain_order=True):
        starts = reached(rows, belonging)
        if (starts["people"].sum() or 0) >= judged()["cell_people"]:
            yield _rollout(f"training:{course}", str(course), "training", starts)


def reached(done: pl.DataFrame, belonging: pl.DataFrame) -> pl.DataFrame:
    """The first month by whose end enough of a team's people had done something.

    done       person_id, done (first day of the month in which somebody first did it)
    belonging  person_id, team_id, start_day, end_day (epoch days), is_main

    Answers the columns of STARTS, and people: how many were in the team at the end of that month.
    """
    months = done.select(month="done").unique().sort("month")
    ends = months.with_columns(day=pl.col("month").dt.month_end().to_physical().cast(pl.Int64))
    main = belonging.filter("is_main").join(done, on="person_id", how="left")
    # Only teams in which somebody has completed it can be reached.
    teams = main.drop_nulls("done").select("team_id").unique()
    main = main.join(teams, on="team_id", how="semi")
    there = main.join(ends, how="cross").filter(
        pl.col("start_day") <= pl.col("day"),
        pl.col("day") < pl.col("end_day").fill_null(FOREVER),
    )
    has_it = (pl.col("done") <= pl.col("month")).fill_null(value=False)
    shares = there.group_by("team_id", "month").agg(reach=has_it.mean(), people=pl.len())
    return (
        shares.filter(pl.col("reach") >= judged()["reached"])
        .sort("team_id", "month")
        .unique("team_id", keep="first", maintain_order=True)
        .select("team_id", "reach", "people", first_month="month", by_lot=pl.lit(value=False))
    )


def _moves(accepted: pl.DataFrame) -> Iterator[Rollout]:
    """A rollout for each move: a team has it from the month in which it was accepted.

    A month that has it in part, as of a course, counts as one with it: the month just before is
    what every change is told against, and must be without it.
    """
    starts = (
        accepted.with_columns(first_month=pl.col("decided_on").dt.truncate("1mo"))
        .sort("move", "team_id", "first_month")
        .unique(["move", "team_id"], keep="first", maintain_order=True)
        .with_columns(reach=pl.lit(None, pl.Float64), by_lot=pl.lit(value=False))
    )
    for (move, name), rows in starts.group_by(["move", "name"], maintain_order=True):
        yield _rollout(f"move:{move}", str(name), "redesign", rows)


def _plans(planned: pl.DataFrame) -> Iterator[Rollout]:
    drawn = planned.with_columns(reach=pl.lit(None, pl.Float64), by_lot=pl.lit(value=True))
    for (key, name), rows in drawn.sort("key", "team_id").group_by(
        ["key", "name"], maintain_order=True
    ):
        yield _rollout(str(key), str(name), "planned", rows)


def _rollout(key: str, name: str, kind: Kind, starts: pl.DataFrame) -> Rollout:
    told = starts.select(list(STARTS)).cast(dict(STARTS)).sort("team_id")  # type: ignore[arg-type]
    return Rollout(key=key, name=name, kind=kind, starts=told)


def _reason(rollout: Rollout, belonging: pl.DataFrame, last_month: date) -> str:
    """Why no study of it is possible yet; empty when one is."""
    started = rollout.started
    months = started["first_month"]
    inside = months.filter(months <= last_month)
    if inside.is_empty():
        return "It has not started yet inside the months that are loaded."
    teams = belonging["team_id"].n_unique()
    if started.height >= teams and inside.n_unique() == 1:
        return (
            "Every team got it in the same month, so nobody is left to compare with. Roll the next "
            "one out in waves."
        )
    return ""
