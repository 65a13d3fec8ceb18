"""What units finished week by week, in standard hours, and the capacity that they had for it."""

from typing import Any, Final

import narwhals as nw
import polars as pl

from metrics._engine import beside, small

ROUNDING: Final = 1e-6  # hours: what differences of running sums leave of nothing


def standard_effort(
    closed_actor: nw.LazyFrame[Any], task_family: nw.LazyFrame[Any], family_effort: pl.DataFrame
) -> nw.LazyFrame[Any]:
    """What a task of its family takes, frozen in P0; one row per closed task of a known family.

    closed_actor   task_id
    task_family    task_id, job_family, family
    family_effort  job_family, family (null: the whole job family), effort_hours, estimate_hours
    returns        task_id, standard_hours [h]

    Counts: the median logged effort of the family, else of its job family; where nobody logs, the
    median estimate, which still weighs tasks against each other. Without either there is no row.
    """
    columns = ("effort_hours", "estimate_hours")
    own = family_effort.drop_nulls("family").select("family", *columns)
    craft = family_effort.filter(pl.col("family").is_null()).select(
        "job_family", craft_effort="effort_hours", craft_estimate="estimate_hours"
    )
    tasks = closed_actor.select("task_id").join(
        task_family.select("task_id", "job_family", "family"), on="task_id"
    )
    return (
        tasks.join(beside(own, tasks), on="family", how="left")
        .join(beside(craft, tasks), on="job_family", how="left")
        .select(
            "task_id",
            standard_hours=nw.coalesce(
                "effort_hours", "craft_effort", "estimate_hours", "craft_estimate"
            ),
        )
        .filter(~nw.col("standard_hours").is_null())
    )


def week_pieces(days: pl.DataFrame, fact_span: pl.DataFrame) -> pl.DataFrame:
    """Weeks cut at the ends of months, up to the day of the extract; one row per piece.

    days       day, week, month, quarter, is_business, business_before
    fact_span  extract_day
    returns    week, month, quarter, business_from, business_to: business days before its start
               and before its end
    """
    return (
        days.join(fact_span.select("extract_day"), how="cross")
        .filter(pl.col("day") <= pl.col("extract_day"))
        .group_by("week", "month", "quarter")
        .agg(
            business_from=pl.col("business_before").min(),
            business_to=(pl.col("business_before") + pl.col("is_business")).max(),
            last_day=pl.col("day").max(),
        )
        .sort("week", "month")
    )


def unit_week_hours(
    belonging: pl.DataFrame,
    unit_tree: pl.DataFrame,
    days: pl.DataFrame,
    week_pieces: pl.DataFrame,
    hours_per_day: float,
) -> pl.DataFrame:
    """Capacity of units by week; one row per unit and piece of a week.

    belonging      team_id, start_day, end_day (half open), share, fte
    unit_tree      team_id, unit_id
    days           day, business_before
    week_pieces    week, month, quarter, business_from, business_to, last_day
    hours_per_day  hours of a full-time business day
    returns        unit_id, week, month, quarter, capacity [h]

    Counts: the same hours as `capacity`, by running sums of who came and went: the hours worked
    before a day are its business days times the rate since then, less what was not there before.
    """
    changes = _changes(belonging, days, hours_per_day)
    running = (
        changes.join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by("unit_id", "business_before")
        .agg(pl.col("rate").sum())
        .sort("unit_id", "business_before")
        .with_columns(late=pl.col("rate") * pl.col("business_before"))
        .with_columns(pl.col("rate", "late").cum_sum().over("unit_id"))
    )
    units = running.select("unit_id").unique()
    pieces = units.join(week_pieces, how="cross")
    for end in ("business_from", "business_to"):
        pieces = (
            pieces.sort(end)
            .join_asof(
                running.sort("business_before"),
                left_on=end,
                right_on="business_before",
                by="unit_id",
                strategy="backward",
                check_sortedness=False,
            )
            .with_columns(
                (pl.col("rate") * pl.col(end) - pl.col("late")).fill_null(0).alias(f"{end}_h")
            )
            .drop("rate", "late", "business_before", strict=False)
        )
    worked = pl.col("business_to_h") - pl.col("business_from_h")
    return (
        pieces.select("unit_id", "week", "month", "quarter", capacity=worked)
        .filter(pl.col("capacity") > ROUNDING)
        .sort("unit_id", "week", "month")
    )


def _changes(belonging: pl.DataFrame, days: pl.DataFrame, hours_per_day: float) -> pl.DataFrame:
    """team_id, business_before, rate: hours a business day that begin (or end, negative) there."""
    if days.is_empty():
        return pl.DataFrame(
            schema={"team_id": pl.String(), "business_before": pl.Int64(), "rate": pl.Float64()}
        )
    rate = pl.col("share") * pl.col("fte") * hours_per_day
    both = pl.concat(
        [
            belonging.select("team_id", day="start_day", rate=rate),
            belonging.select("team_id", day="end_day", rate=-rate),
        ]
    )
    first, last = days["day"][0], days["day"][-1]
    before = days.select("day", pl.col("business_before").cast(pl.Int64))
    inside = both.filter(pl.col("day") <= last).with_columns(pl.col("day").clip(first))
    return inside.join(before, on="day").select("team_id", "business_before", "rate")


def unit_week_output(
    closed_actor: nw.LazyFrame[Any],
    standard_effort: nw.LazyFrame[Any],
    task_hours: nw.LazyFrame[Any],
    outcome: nw.LazyFrame[Any],
    days: pl.DataFrame,
    unit_tree: pl.DataFrame,
    unit_week_hours: pl.DataFrame,
) -> pl.DataFrame:
    """Standard hours finished by units, week by week; one row per unit and piece of a week.

    closed_actor     task_id, team_id of the actor, closed_day
    standard_effort  task_id, standard_hours [h]
    task_hours       task_id, effort_hours [h]
    outcome          task_id, not_reopened (null: unknown)
    days             day, week, month
    unit_tree        team_id, unit_id
    unit_week_hours  unit_id, week, month, quarter, capacity [h]
    returns          the columns of unit_week_hours, output [standard h], tasks (not reopened),
                     effort and told_effort [h] (of all closed tasks, and of those with standard
                     hours)

    Counts: a task by its actor's unit, in full; a task known to be reopened not at all.
    """
    by_day = beside(days.select("week", "month", closed_day="day"), closed_actor)
    tasks = (
        closed_actor.filter(~nw.col("team_id").is_null())
        .join(by_day, on="closed_day")
        .join(task_hours.select("task_id", "effort_hours"), on="task_id", how="left")
        .join(standard_effort, on="task_id", how="left")
        .join(outcome.select("task_id", "not_reopened"), on="task_id", how="left")
    )
    told = ~nw.col("standard_hours").is_null()
    is_kept = nw.col("not_reopened").fill_null(True)
    effort = nw.col("effort_hours").fill_null(0.0)
    of_teams = small(
        tasks.with_columns(
            output=nw.when(told & is_kept).then(nw.col("standard_hours")).otherwise(nw.lit(0.0)),
            kept=is_kept.cast(nw.Int64),
            effort=effort,
            told_effort=nw.when(told).then(effort).otherwise(nw.lit(0.0)),
        )
        .group_by("team_id", "week", "month")
        .agg(nw.col("output", "effort", "told_effort").sum(), nw.col("kept").sum().alias("tasks"))
    )
    added = ["output", "tasks", "effort", "told_effort"]
    of_units = (
        of_teams.join(unit_tree.select("team_id", "unit_id"), on="team_id")
        .group_by("unit_id", "week", "month")
        .agg(pl.col(added).sum())
    )
    return (
        unit_week_hours.join(of_units, on=["unit_id", "week", "month"], how="left")
        .with_columns(pl.col(added).fill_null(0))
        .sort("unit_id", "week", "month")
    )
