"""The planted rollouts as tables: when each team had what, and what is true of its months."""

from datetime import date
from typing import Final

import polars as pl

from sample_data.firm import Firm
from sample_data.programmes import PROGRAMMES
from sample_data.rollouts import NEVER, month_number, month_start
from sample_data.words import COURSES

MOVE: Final = "novice_joins"  # the redesign that is planted, as the product names its move
TEAM_MONTH: Final = ("team", "month")
HOURS_A_DAY: Final = 24.0


def programmes(firm: Firm) -> list[dict[str, object]]:
    """One entry a programme: title, whether it is about AI, its waves and what is planted in it."""
    plan = firm.plan
    return [
        {
            "programme": each.key,
            "title": PROGRAMMES[each.key][0],
            "about_ai": PROGRAMMES[each.key][3],
            "waves": [month_start(plan, month) for month in each.waves],
            "slower": each.slower,
            "stays": each.stays,
        }
        for each in plan.programmes
    ]


def accepted_redesigns(firm: Firm) -> list[tuple[str, str, date, date]]:
    """Team, move, quarter on whose figures it was proposed, and day of the decision."""
    quarter = firm.plan.redesign_quarter
    if quarter >= firm.plan.quarters:
        return []
    proposed, decided = firm.plan.quarter_starts[quarter - 1 : quarter + 1]
    return [(team.name, MOVE, proposed, decided) for team in firm.teams if team.redesign]


def rollout(firm: Firm) -> pl.DataFrame:
    """One row per programme and team: programme, team, first_month (null: never), reached.

    reached  share of the team's people, at work when the wave came, who completed it in its month
    """
    starts = [
        {
            "programme": programme.key,
            "course": len(COURSES) + place,
            "team": team,
            "first_month": None if month == NEVER else month_start(firm.plan, month),
        }
        for place, (programme, months) in enumerate(
            zip(firm.rollouts.programmes, firm.rollouts.month.tolist(), strict=True)
        )
        for team, month in enumerate(months)
    ]
    schema = {"programme": pl.String, "course": pl.Int64, "team": pl.Int64, "first_month": pl.Date}
    frame = pl.DataFrame(starts, schema=schema)
    return frame.join(_reached(firm), on=["course", "team"], how="left").drop("course")


def _reached(firm: Firm) -> pl.DataFrame:
    """Share of those who registered with their team that completed in the month of the wave."""
    in_waves = firm.training.filter(pl.col("course") >= len(COURSES))
    month = pl.col("registered_on").dt.offset_by("1mo").dt.truncate("1mo").alias("wave")
    stint = firm.stint.select("person", "team", "valid_from", "valid_to")
    there = (pl.col("valid_from") <= pl.col("wave")) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") > pl.col("wave"))
    )
    done = (pl.col("completed_on").dt.truncate("1mo") == pl.col("wave")).fill_null(value=False)
    return (
        in_waves.with_columns(month)
        .join(stint, on="person")
        .filter(there)
        .group_by("course", "team")
        .agg(reached=done.mean())
    )


def team_months(firm: Firm) -> pl.DataFrame:
    """One row per team and complete month: people, exits, tasks, log_days.

    people    at work on the first day of the month;  exits  of people of the team, in the month
    tasks     opened in the month and closed at the export; log_days their mean ln(days open)
    """
    plan = firm.plan
    months = month_number(plan, plan.export_day)
    first = pl.DataFrame({"month": range(months)}, schema={"month": pl.Int64}).with_columns(
        start=pl.Series([month_start(plan, month) for month in range(months)])
    )
    stint = firm.stint.select("person", "team", "valid_from", "valid_to")
    until = pl.col("valid_to").fill_null(plan.export_day)
    here = stint.join_where(first, pl.col("valid_from") <= pl.col("start"), until > pl.col("start"))
    people = here.group_by(TEAM_MONTH).agg(people=pl.col("person").n_unique())
    left = stint.join(
        firm.person.select("person", "termination_date").drop_nulls(), on="person"
    ).filter(pl.col("valid_to") == pl.col("termination_date").dt.offset_by("1d"))
    exits = left.group_by("team", month=_month(firm, "termination_date")).agg(exits=pl.len())
    closed = firm.item.filter(pl.col("kind") == "own", ~pl.col("is_open"))
    days = (pl.col("closed_at") - pl.col("opened_at")).dt.total_minutes() / (60 * HOURS_A_DAY)
    tasks = closed.group_by("team", month=_month(firm, "opened_at")).agg(
        tasks=pl.len(), log_days=days.log().mean()
    )
    return (
        people.join(exits, on=TEAM_MONTH, how="left")
        .join(tasks, on=TEAM_MONTH, how="left")
        .with_columns(pl.col("exits", "tasks").fill_null(0))
        .sort(TEAM_MONTH)
    )


def _month(firm: Firm, column: str) -> pl.Expr:
    """Months from the first day of the plan."""
    first, day = firm.plan.first_day, pl.col(column).dt
    months = (day.year() - first.year) * 12 + day.month().cast(pl.Int64) - first.month
    return months.cast(pl.Int64)
