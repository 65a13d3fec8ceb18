"""People who could take a task: craft, status, and the hours that started work leaves them."""

import polars as pl

from redesign.thresholds import number

BOTS = ("bot", "agent")


def members(belonging: pl.DataFrame, today: int) -> pl.DataFrame:
    """Who is in which team today: person_id, team_id, job_family, is_main, time (share x FTE)."""
    return (
        belonging.filter(pl.col("start_day") <= today, today < pl.col("end_day"))
        .select(
            *("person_id", "team_id", "job_family", "is_main"),
            time=pl.col("share") * pl.col("fte"),
        )
        .unique(["person_id", "team_id"])
        .sort("person_id", "team_id")
    )


def free_people(
    team_people: pl.DataFrame,
    person: pl.DataFrame,
    rates: pl.DataFrame,
    status: pl.DataFrame,
    load: pl.DataFrame,
) -> pl.DataFrame:
    """One row per person active today, by person_id.

    team_people  `members`
    person       facts: opt_out, certificates, goals
    rates        `hourly_rates`
    status       person_id, period, status
    load         `started_load`
    returns      person_id, status, opt_out, certificates, goals, rate, capacity_hours (of the
                 horizon), hours_left, slots_left (half days), support_hours_left

    Counts: an empty list of goals is a list not filled in. Support already given counts against
    the cap on support, other started work against the slots.
    """
    time = team_people.group_by("person_id").agg(pl.col("time").sum())
    newest = status.sort("period").unique("person_id", keep="last").select("person_id", "status")
    goals = pl.col("goals")
    told = person.unique("person_id").select(
        "person_id",
        pl.col("opt_out").fill_null(value=False),
        pl.col("certificates").fill_null([]),
        pl.when(goals.list.len() > 0).then(goals).alias("goals"),
    )
    capacity = number("horizon_days") * number("hours_per_day")
    return (
        time.join(newest, on="person_id", how="left")
        .join(told, on="person_id", how="left")
        .join(rates, on="person_id", how="left")
        .join(load, on="person_id", how="left")
        .with_columns(
            pl.col("opt_out").fill_null(value=False),
            pl.col("certificates").fill_null([]),
            pl.col("own_hours", "support_hours").fill_null(0.0),
            capacity_hours=pl.col("time") * capacity,
        )
        .with_columns(
            hours_left=_left(pl.col("capacity_hours") - pl.col("own_hours")),
            support_hours_left=_left(
                pl.col("capacity_hours") * number("expert_share") - pl.col("support_hours")
            ),
        )
        .with_columns(
            slots_left=(pl.col("hours_left") / number("slot_hours")).floor().cast(pl.Int64)
        )
        .drop("time", "own_hours", "support_hours")
        .sort("person_id")
    )


def hourly_rates(membership: pl.DataFrame, today: int) -> pl.DataFrame:
    """What an hour of a person costs: person_id, rate; null where it cannot be compared.

    Counts: several memberships at once by their mean. With more than one currency in the firm no
    rate is comparable, so that hours alone decide.
    """
    now = membership.filter(
        pl.col("from_day") <= today, pl.col("to_day").is_null() | (today < pl.col("to_day"))
    )
    costs = now.filter(pl.col("hourly_cost") > 0)
    if costs["currency"].n_unique() > 1:
        costs = costs.clear()
    return costs.group_by("person_id").agg(rate=pl.col("hourly_cost").mean())


def started_load(
    started: pl.DataFrame, parts: pl.DataFrame, effort: pl.DataFrame, today: int
) -> pl.DataFrame:
    """Hours that started tasks still take in the horizon: person_id, own_hours, support_hours [h].

    started  open tasks that somebody has begun: task_id, begun_day
    parts    `open_parts`
    effort   task_id, effort_hours [h]

    Counts: a person's share of the effort less what that person logged. A task begun half a year
    ago and still open takes no hours any more, and nor does one that was handed over. Supporters'
    and reviewers' parts are support.
    """
    fresh = started.filter(pl.col("begun_day") >= today - number("stalled_after_days"))
    held = (
        parts.filter(~pl.col("is_over"))
        .join(fresh, on="task_id", how="semi")
        .sort("weight", descending=True)
        .group_by("task_id", "person_id", maintain_order=True)
        .agg(pl.col("weight", "role").first(), pl.col("hours").sum())
        .filter(pl.col("weight") > 0)
        .join(effort, on="task_id")
    )
    share = pl.col("weight") / pl.col("weight").sum().over("task_id")
    left = _left(pl.col("effort_hours") * share - pl.col("hours"))
    is_support = pl.col("role").is_in(["mentor", "reviewer"])
    return (
        held.with_columns(left=left)
        .group_by("person_id")
        .agg(
            own_hours=pl.col("left").filter(~is_support).sum(),
            support_hours=pl.col("left").filter(is_support).sum(),
        )
    )


def _left(hours: pl.Expr) -> pl.Expr:
    return pl.max_horizontal(hours, pl.lit(0.0))
