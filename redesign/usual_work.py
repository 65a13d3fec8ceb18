"""What teams, crafts and people usually do, and with how much AI: read from the last year."""

import narwhals as nw
import polars as pl

from metrics.formulas.told_once import told_once
from redesign.open_tasks import NONE
from redesign.thresholds import number

KIND = ("task_id", "type", "component")


def recent_work(task: pl.LazyFrame, participation_hours: pl.DataFrame, today: int) -> pl.DataFrame:
    """Hours of the last year, one row per closed task, person and team, with the kind of task.

    returns  task_id, person_id, team_id, job_family, type, component, hours [h]
    """
    since = today - number("history_days")
    kinds = (
        task.filter(pl.col("closed_day") > since)
        .select(
            "task_id",
            pl.col("type").fill_null(NONE),
            pl.col("components").list.first().fill_null(NONE).alias("component"),
        )
        .collect()
        .unique("task_id")
    )
    return (
        participation_hours.filter(pl.col("closed_day") > since)
        .drop_nulls("team_id")
        .select("task_id", "person_id", "team_id", "job_family", "hours")
        .join(kinds, on="task_id")
    )


def team_of_component(work: pl.DataFrame) -> pl.DataFrame:
    """The team that spent most hours on each component; of equals the first by name."""
    return (
        work.filter(pl.col("component") != NONE)
        .group_by("component", "team_id")
        .agg(pl.col("hours").sum().round(6))
        .sort("component", "hours", "team_id", descending=[False, True, False])
        .unique("component", keep="first", maintain_order=True)
        .select("component", usual_team="team_id")
    )


def crafts(work: pl.DataFrame) -> pl.DataFrame:
    """Job families that do a type of task in a team, or in the firm (team_id null).

    returns  team_id, type, job_family: at least a tenth of the hours on such tasks
    """
    rows = work.drop_nulls("job_family").select("team_id", "type", "job_family", "hours")
    firm = rows.with_columns(team_id=pl.lit(None, pl.String))
    hours = (
        pl.concat([rows, firm]).group_by("team_id", "type", "job_family").agg(pl.col("hours").sum())
    )
    share = pl.col("hours") / pl.col("hours").sum().over("team_id", "type")
    return hours.filter(share >= number("family_share")).select("team_id", "type", "job_family")


def ai_reach(ai_flag: pl.DataFrame, work: pl.DataFrame) -> pl.DataFrame:
    """How far AI does a type of task in a job family: mean share of AI in its tasks (a_k)."""
    used = ai_flag.drop_nulls("a").select("task_id", "a")
    tasks = work.select("task_id", "job_family", "type").unique()
    return used.join(tasks, on="task_id").group_by("job_family", "type").agg(ai_reach=pl.mean("a"))


def ai_fluency(ai_flag: pl.DataFrame, actor: pl.DataFrame, work: pl.DataFrame) -> pl.DataFrame:
    """How much a person uses AI on a type of task (u_ik), and on all tasks (type null)."""
    used = ai_flag.drop_nulls("a").select("task_id", "a")
    kinds = work.select("task_id", "type").unique()
    own = used.join(actor.select("task_id", "person_id"), on="task_id").join(kinds, on="task_id")
    by_type = own.group_by("person_id", "type").agg(fluency=pl.mean("a"))
    overall = own.group_by("person_id").agg(fluency=pl.mean("a"))
    return pl.concat([by_type, overall.with_columns(type=pl.lit(None, pl.String))], how="diagonal")


def unedited(ai_usage: pl.LazyFrame, today: int) -> pl.DataFrame:
    """Share of the AI's outputs that a person took without an edit in the last year.

    Counts: accepted, edited and rejected outputs as the three fates of an output; people whose tool
    does not tell of edits not at all; what several sources tell of, once.
    """
    fates = ("accepted", "edited", "rejected")
    recent = (
        ai_usage.filter(pl.col("usage_day") > today - number("history_days"))
        .filter(pl.col("edited").is_not_null())
        .with_columns(pl.col(fates).fill_null(0))
    )
    once: pl.LazyFrame = told_once(nw.from_native(recent), ["person_id"], fates).to_native()
    told = once.collect()
    outputs = pl.sum_horizontal("accepted", "edited", "rejected")
    return told.filter(outputs > 0).select("person_id", unedited=pl.col("accepted") / outputs)
