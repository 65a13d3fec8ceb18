"""How much training and how much challenging work a team's people have had, month by month."""

import polars as pl

from evidence.history import History, month_of
from evidence.of_record import of_record
from evidence.rollouts import Rollout
from evidence.team_months import MONTHS_OF, TeamMonths
from metrics.zone_hours import DOING


def team_doses(history: History, rollout: Rollout, table: TeamMonths) -> pl.DataFrame:
    """The rows of a table with its two doses: training_hours, challenging_hours.

    returns  hours a head, cumulated from the first fact to the end of the period: each month's
             hours over the people of record who were there

    Counts: training by the day of completion, obligatory courses too; rows without hours not at
    all. Challenging work (METHODS R8) as assignee or collaborator, by the day of closing. Both of
    the people of record, wherever they were then.
    """
    people = of_record(history.belonging, rollout)
    training = history.facts["training"].drop_nulls("hours").collect()
    trained = training.select("person_id", "hours", month=month_of("completed_day"))
    rows = table.rows
    for name, hours in (
        ("training_hours", trained),
        ("challenging_hours", _challenging(history)),
    ):
        summed = _cumulated(history, people, hours).rename({"total": name})
        upto = pl.col("month").dt.offset_by(f"{MONTHS_OF[table.grain] - 1}mo")
        rows = (
            rows.with_columns(upto=upto)
            .sort("upto")
            .join_asof(
                summed.sort("upto"),
                on="upto",
                by="team_id",
                strategy="backward",
                check_sortedness=False,
            )
            .with_columns(pl.col(name).fill_null(0.0))
            .drop("upto")
        )
    return rows.sort("team_id", "month")


def _challenging(history: History) -> pl.DataFrame:
    """person_id, hours, month: of each challenging task and person who did it."""
    hard = history.measured("challenging").select("task_id")
    return (
        history.measured("participation_hours")
        .filter(pl.col("role").is_in(DOING))
        .join(hard, on="task_id", how="semi")
        .select("person_id", "hours", month=month_of("closed_day"))
    )


def _cumulated(history: History, people: pl.DataFrame, hours: pl.DataFrame) -> pl.DataFrame:
    """Hours a head of each team up to each month: team_id, upto, total.

    Counts: only months of the history; a month before it has nobody to share the hours.
    """
    there = (
        history.person_months.join(people, on="person_id")
        .group_by("team_id", month="period")
        .agg(heads=pl.col("person_id").n_unique())
    )
    given = (
        hours.join(people, on="person_id").group_by("team_id", "month").agg(pl.col("hours").sum())
    )
    return (
        there.join(given, on=["team_id", "month"], how="left")
        .with_columns(a_head=pl.col("hours").fill_null(0.0) / pl.col("heads"))
        .sort("team_id", "month")
        .select("team_id", upto="month", total=pl.col("a_head").cum_sum().over("team_id"))
    )
