"""Teams behind tasks, as far as the known people of a task tell: for shares and suggestions."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from store.on_the_day import DAY, with_day

OF_TASKS: Final = ("participation", "task_event")  # facts that name a task, and so its team


def task_teams(
    participation: pl.LazyFrame, membership: pl.DataFrame, task: pl.LazyFrame
) -> pl.DataFrame:
    """One row per task and team that took part in it: task_id, team_id.

    participation, membership  under persons

    Counts: the teams in which its people were on the day of their part. A task of two teams counts
    for both; one of which nobody is known has no row.
    """
    posts = membership.lazy().select("person_id", "team_id", "to_day", since="from_day")
    parts = participation.select("task_id", "person_id", "role", "from_day")
    day = pl.col(DAY)
    return (
        with_day("participation", parts, task)
        .join(posts, on="person_id")
        .filter(day >= pl.col("since"), pl.col("to_day").is_null() | (day < pl.col("to_day")))
        .select("task_id", "team_id")
        .unique()
        .collect()
    )


def main_teams(participation: pl.LazyFrame, teams: pl.DataFrame, people: pl.Series) -> pl.DataFrame:
    """The team with whose tasks each of these people has most to do: person_id, team_id."""
    return (
        participation.filter(pl.col("person_id").is_in(people.implode()))
        .select("task_id", "person_id")
        .join(teams.lazy(), on="task_id")
        .group_by("person_id", "team_id")
        .len()
        .sort("person_id", "len", "team_id", descending=[False, True, False])
        .unique("person_id", keep="first", maintain_order=True)
        .select("person_id", "team_id")
        .collect()
    )


def match_share(
    worked: pl.DataFrame, facts: Mapping[str, pl.LazyFrame], teams: pl.DataFrame
) -> pl.DataFrame:
    """One row per team, kind of fact and source: rows of its tasks, matched, share.

    worked  `store.unmatched.work`
    facts   fact table -> rows under accounts
    teams   task_id, team_id

    Counts: all rows of tasks in which a known member of the team took part; team_id is empty for
    tasks of which nobody is known. Work that names no task has no team while its person is unknown,
    and is told by source only.
    """
    counted = [
        _per_team(worked.filter(table=table), facts[table], teams).with_columns(table=pl.lit(table))
        for table in OF_TASKS
    ]
    return (
        pl.concat(counted)
        .with_columns(share=pl.col("matched") / pl.col("rows"))
        .select("team_id", "table", "source", "rows", "matched", "share")
        .sort("team_id", "table", "source", nulls_last=True)
    )


def _per_team(worked: pl.DataFrame, rows: pl.LazyFrame, teams: pl.DataFrame) -> pl.DataFrame:
    accounts = worked.group_by("account").agg(
        pl.col("source").first(), pl.col("is_matched").any()
    )  # an account of several people in turn is known when one of them is
    return (
        rows.select("task_id", account="person_id")
        .join(accounts.lazy(), on="account")
        .group_by("task_id", "source")
        .agg(rows=pl.len().cast(pl.Int64), matched=pl.col("is_matched").sum().cast(pl.Int64))
        .join(teams.lazy(), on="task_id", how="left")
        .group_by("team_id", "source")
        .agg(pl.col("rows").sum(), pl.col("matched").sum())
        .collect()
    )
