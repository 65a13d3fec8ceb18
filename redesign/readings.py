"""What the moves look at: the cube and the quantities of a quarter, put together team by team."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import polars as pl

from redesign.contract import Figure, Reading
from redesign.triggers import OWN_FIGURE

QUARTERS: Final = {"quarter": 1, "half": 2}  # grain of the cube -> quarters behind a figure
PLACES: Final = 6  # sums of floats end differently in another order of rows; this far they agree
QUANTITIES: Final = (
    "capacity_hours",
    "novice_hours",
    "expert_hours",
    "challenging_tasks",
    "challenging_hours",
    "expert_solo_tasks",
    "expert_solo_hours",
    "zone_tasks_in_backlog",
)


def team_quantities(
    *,
    capacity: pl.DataFrame,
    status: pl.DataFrame,
    participation_hours: pl.DataFrame,
    challenging: pl.DataFrame,
    actor: pl.DataFrame,
    task_hours: pl.DataFrame,
    period: date,
) -> pl.DataFrame:
    """People and hours of one quarter, one row per team that had capacity in it.

    returns  team_id, people, novices, experts [people]; capacity_hours, novice_hours,
             expert_hours [h]; challenging_tasks, expert_solo_tasks [tasks]; challenging_hours,
             expert_solo_hours [h]

    Counts: a person in two teams in both, with the hours of each. A challenging task belongs to the
    team of its primary actor; hours of others than its members are left out. Where no hours are
    known, so that tasks are counted instead, each takes its share of the team's capacity.
    Does not tell: who the people are.
    """
    now = status.filter(pl.col("period") == period).select("person_id", "status")
    people = _people(capacity.filter(pl.col("period") == period), now)
    tasks = challenging.filter(pl.col("period") == period).select("task_id").unique()
    owned = tasks.join(actor.select("task_id", "team_id").unique("task_id"), on="task_id")
    hours = _in_hours(participation_hours.filter(pl.col("period") == period), people, task_hours)
    work = owned.join(hours, on=["task_id", "team_id"]).join(now, on="person_id", how="left")
    return (
        people.join(_challenging(owned, work), on="team_id", how="left")
        .with_columns(pl.col("^(challenging|expert_solo)_.*$").fill_null(0.0))
        .with_columns(pl.selectors.float().round(PLACES))
        .sort("team_id")
    )


def readings(
    cube: pl.DataFrame,
    quantities: pl.DataFrame,
    trigger_units: Mapping[str, int],
    period: date,
) -> tuple[Reading, ...]:
    """One reading per team of `quantities`, by team.

    cube           one row per team, period, indicator and grain (quarter, half)
    quantities     `team_quantities`, with `zone_tasks_in_backlog` where it is known
    trigger_units  indicator key -> smallest number of units that may trigger

    Counts: an indicator with a smallest sample to trigger is read over two quarters pooled where
    these are measured: one look at twice the tasks, not two looks.
    """
    now = cube.filter(pl.col("period") == period, pl.col("grain").is_in(list(QUARTERS)))
    rows = _carrying(now).partition_by("team_id", as_dict=True)
    return tuple(
        Reading(
            team_id=team["team_id"],
            period=period,
            figures={
                row["indicator"]: _figure(row, trigger_units)
                for row in rows.get((team["team_id"],), cube.clear()).iter_rows(named=True)
            },
            people=team["people"],
            novices=team["novices"],
            experts=team["experts"],
            hours={name: team[name] for name in QUANTITIES if team.get(name) is not None},
        )
        for team in quantities.sort("team_id").iter_rows(named=True)
    )


def _carrying(rows: pl.DataFrame) -> pl.DataFrame:
    """The row of each team and indicator that triggers look at: own figures, the longer span."""
    is_own = pl.col("state").is_in(OWN_FIGURE)
    return (
        rows.with_columns(is_own=is_own, is_half=pl.col("grain") == "half")
        .sort(*("team_id", "indicator", "is_own", "is_half"), descending=[False, False, True, True])
        .unique(["team_id", "indicator"], keep="first", maintain_order=True)
    )


def _people(capacity: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    known = capacity.join(now, on="person_id", how="left").filter(pl.col("hours") > 0)
    is_novice, is_expert = pl.col("status") == "novice", pl.col("status") == "expert"
    person, hours = pl.col("person_id"), pl.col("hours")
    return known.group_by("team_id").agg(
        people=person.n_unique().cast(pl.Int64),
        novices=person.filter(is_novice).n_unique().cast(pl.Int64),
        experts=person.filter(is_expert).n_unique().cast(pl.Int64),
        capacity_hours=hours.sum(),
        novice_hours=hours.filter(is_novice).sum(),
        expert_hours=hours.filter(is_expert).sum(),
    )


def _in_hours(
    participation_hours: pl.DataFrame, people: pl.DataFrame, task_hours: pl.DataFrame
) -> pl.DataFrame:
    """Hours of each person on each task; counted tasks turned into hours by the team's capacity."""
    counted = task_hours.filter(pl.col("effort_basis") == "count").select(
        "task_id", is_counted=pl.lit(value=True)
    )
    rows = participation_hours.drop_nulls("team_id").join(counted, on="task_id", how="left")
    is_counted = pl.col("is_counted").is_not_null()
    rates = (
        rows.group_by("team_id")
        .agg(units=pl.col("hours").sum(), counted=pl.col("hours").filter(is_counted).sum())
        .join(people.select("team_id", "capacity_hours"), on="team_id")
        .filter(pl.col("counted") > pl.col("units") / 2)
        .select("team_id", rate=pl.col("capacity_hours") / pl.col("units"))
    )
    return rows.join(rates, on="team_id", how="left").select(
        "task_id", "person_id", "team_id", hours=pl.col("hours") * pl.col("rate").fill_null(1.0)
    )


def _challenging(owned: pl.DataFrame, work: pl.DataFrame) -> pl.DataFrame:
    is_novice, is_expert = pl.col("status") == "novice", pl.col("status") == "expert"
    hours = pl.col("hours")
    by_task = work.group_by("team_id", "task_id").agg(
        all_hours=hours.sum(),
        of_experts=hours.filter(is_expert).sum(),
        of_novices=hours.filter(is_novice).sum(),
    )
    is_solo = (pl.col("of_experts") > 0) & (pl.col("of_novices") == 0)
    return (
        owned.join(by_task, on=["team_id", "task_id"], how="left")
        .group_by("team_id")
        .agg(
            challenging_tasks=pl.len().cast(pl.Float64),
            challenging_hours=pl.col("all_hours").sum(),
            expert_solo_tasks=is_solo.sum().cast(pl.Float64),
            expert_solo_hours=pl.col("of_experts").filter(is_solo).sum(),
        )
    )


def _figure(row: Mapping[str, object], trigger_units: Mapping[str, int]) -> Figure:
    values = {name: row[name] for name in ("value", "low", "high", "shrunk", "score", "coverage")}
    return Figure(
        **values,  # type: ignore[arg-type]
        n_units=row["n_units"] or 0,  # type: ignore[arg-type]
        state=str(row["state"]),
        trigger_units=trigger_units.get(str(row["indicator"]), 0),
        reason=str(row["reason"] or ""),
        quarters=QUARTERS[str(row["grain"])],
    )
