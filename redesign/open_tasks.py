"""Open tasks as the matcher sees them: whose they are, which team's, who must keep out."""

from typing import Final

import polars as pl

from redesign.thresholds import number
from store.tables import CANCELLED

# What trackers call work that somebody has begun; their exports seldom tell when.
BEGUN_WORDS: Final = ("progress", "review", "doing", "develop", "testing", "started", "wip")
BEGUN_TYPES: Final = ("pull request",)  # it exists because somebody has done the work
NONE: Final = "(none)"  # a task without a type or a component, as in the measured tables
MOST_URGENT: Final = 1  # priority
URGENT: Final = 2
ROLES: Final = {
    role: number(f"weight_{role}")
    for role in ("assignee", "collaborator", "reviewer", "mentor", "reporter")
}


def extract_day(task: pl.LazyFrame) -> int | None:
    """The newest day on which the facts saw a task open, start or close: the plan's today."""
    days = ("opened_day", "started_day", "closed_day")
    newest = task.select(pl.max_horizontal(pl.col(days).max()).alias("day")).collect()
    day = newest["day"].item() if newest.height else None
    return None if day is None else int(day)


def open_tasks(
    task: pl.LazyFrame, parts: pl.DataFrame, team_people: pl.DataFrame, gone: pl.Series
) -> pl.DataFrame:
    """One row per open task, by task_id.

    task         facts
    parts        `open_parts`
    team_people  who is in which team today: person_id, team_id, is_main
    gone         people who belonged to a team once and to none today
    returns      task_id, title, type, component, skills, certificates, priority, value, due_day,
                 estimate_hours [h], logged_hours [h], is_started, begun_day, is_waiting (another
                 open task comes first), owner, reviewers, known_team (of owner, else reporter)

    Counts: a task is started when the export tells its start or hours, or when somebody owns it
    and its status or type says so; what somebody who is gone had begun is free. A task assigned
    twice belongs to the largest weight, then the earliest, then the first by id. An empty list of
    skills is a list not filled in. A task whose last turn has ended is nobody's, and free.
    """
    rows = _open_rows(task)
    going_on = parts.filter(~pl.col("is_over"))
    still_here = going_on.filter(~pl.col("person_id").is_in(gone.implode()))
    teams = team_people.filter("is_main").select("person_id", "team_id")
    owned = _by_role(still_here, "assignee").select("task_id", owner="person_id")
    asked = _by_role(still_here, "reporter").select("task_id", reporter="person_id")
    reviewers = going_on.filter(pl.col("role") == "reviewer").group_by("task_id")
    left = parts.filter(pl.col("role") == "assignee").select("task_id").unique()
    return (
        rows.join(_waiting(rows), on="task_id", how="left")
        .join(owned, on="task_id", how="left")
        .join(asked, on="task_id", how="left")
        .join(left.with_columns(was_owned=pl.lit(value=True)), on="task_id", how="left")
        .join(reviewers.agg(reviewers=pl.col("person_id").unique()), on="task_id", how="left")
        .join(teams.rename({"person_id": "owner", "team_id": "of_owner"}), on="owner", how="left")
        .join(teams.rename({"person_id": "reporter"}), on="reporter", how="left")
        .with_columns(
            known_team=pl.coalesce("of_owner", "team_id"),
            is_started=_is_started(),
            is_waiting=pl.col("is_waiting").fill_null(value=False),
            reviewers=pl.col("reviewers").fill_null([]),
        )
        .drop("of_owner", "team_id", "reporter", "depends_on", "status", "is_begun", "was_owned")
        .sort("task_id")
    )


def _is_open() -> pl.Expr:
    return pl.col("closed_day").is_null() & pl.col("status").ne_missing(CANCELLED)


def _open_rows(task: pl.LazyFrame) -> pl.DataFrame:
    begun = pl.col("started_day").is_not_null() | (pl.col("effort_hours") > 0).fill_null(
        value=False
    )
    still_open = task.filter(_is_open()).unique("task_id")
    return still_open.select(
        *("task_id", "title", "status", "priority", "value", "due_day", "depends_on"),
        pl.col("type").fill_null(NONE),
        pl.col("components").list.first().fill_null(NONE).alias("component"),
        _filled(pl.col("skills")).alias("skills"),
        _filled(pl.col("certificates")).alias("certificates"),
        pl.when(pl.col("estimate_hours") > 0).then("estimate_hours").alias("estimate_hours"),
        pl.col("effort_hours").fill_null(0.0).alias("logged_hours"),
        begun_day=pl.coalesce("started_day", "opened_day"),
        is_begun=begun,
    ).collect()


def _is_started() -> pl.Expr:
    is_gone = pl.col("owner").is_null() & pl.col("was_owned").is_not_null()
    words = pl.col("status").fill_null("").str.to_lowercase().str.contains_any(list(BEGUN_WORDS))
    says_so = pl.col("owner").is_not_null() & (words | pl.col("type").is_in(BEGUN_TYPES))
    return ~is_gone & (pl.col("is_begun") | says_so)


def open_parts(task: pl.LazyFrame, participation: pl.LazyFrame) -> pl.DataFrame:
    """One row per open task, person, role and turn.

    returns  task_id, person_id, role, weight, from_second, is_over (the turn has ended), hours
             (logged by the person)

    Counts: of a person whose turns are told, a row without days (of an export that keeps no
    history) tells nothing more.
    """
    still_open = task.filter(_is_open()).select("task_id")
    has_days = pl.any_horizontal(pl.col("from_second", "to_second").is_not_null())
    usual = pl.col("role").replace_strict(ROLES, default=0.0, return_dtype=pl.Float64)
    return (
        participation.join(still_open, on="task_id", how="semi")
        .filter(has_days | ~has_days.any().over("task_id", "person_id", "role"))
        .select(
            "task_id",
            "person_id",
            "role",
            pl.coalesce(pl.col("weight").clip(lower_bound=0.0), usual).alias("weight"),
            "from_second",
            pl.col("to_second").is_not_null().alias("is_over"),
            pl.col("hours").fill_null(0.0).alias("hours"),
        )
        .collect()
        .sort("task_id", "person_id", "role", "from_second")
    )


def smallest_success(priority: pl.Expr) -> pl.Expr:
    """The smallest chance of success that a task allows, by its priority."""
    return (
        pl.when(priority <= MOST_URGENT)
        .then(number("smallest_success_critical"))
        .when(priority == URGENT)
        .then(number("smallest_success_high"))
        .otherwise(number("smallest_success"))
    )


def _filled(listed: pl.Expr) -> pl.Expr:
    return pl.when(listed.list.len() > 0).then(listed)


def _by_role(parts: pl.DataFrame, role: str) -> pl.DataFrame:
    """The first person of a role on each task."""
    return (
        parts.filter(pl.col("role") == role)
        .sort(
            *("task_id", "weight", "from_second", "person_id"),
            descending=[False, True, False, False],
            nulls_last=True,
        )
        .unique("task_id", keep="first", maintain_order=True)
    )


def _waiting(rows: pl.DataFrame) -> pl.DataFrame:
    """Open tasks that another open task must precede."""
    links = rows.select("task_id", "depends_on").explode("depends_on", empty_as_null=False)
    return (
        links.join(rows.select(depends_on="task_id"), on="depends_on", how="semi")
        .filter(pl.col("task_id") != pl.col("depends_on"))
        .select("task_id", is_waiting=pl.lit(value=True))
        .unique()
    )
