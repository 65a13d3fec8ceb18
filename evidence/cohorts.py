"""What makes one doubt who is compared with whom: codes about teams, people and months (A11)."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from evidence.codes import code
from evidence.history import History
from evidence.judged import judged
from evidence.of_record import EPOCH, record_days
from evidence.results import Code
from evidence.rollouts import Rollout
from evidence.team_months import MONTHS_OF, TeamMonths

POINTS: Final = 100


def cohort_codes(history: History, rollout: Rollout, table: TeamMonths) -> tuple[Code, ...]:
    """What a reader must know of the teams, people and months behind a table; stops first."""
    found = [
        *_stops(table),
        *_people(history, rollout),
        *_left_out(table),
    ]
    if short_season(table):
        found.append(code("SHORT_SEASON"))
    return tuple(found)


def _stops(table: TeamMonths) -> Iterator[Code]:
    if _is_too_small(table):
        yield code("SMALL_CELLS")
    if starts_after_rollout(table) >= judged()["starts_after"]:
        yield code("OUTCOME_STARTS_AFTER_ROLLOUT")
    limit = judged()["response_differs"]  # and no number beyond it: how many of a team answered
    if abs(response_differs(table)) > limit:
        yield code("RESPONSE_DIFFERS", points=limit * POINTS)


def _is_too_small(table: TeamMonths) -> bool:
    """Whether nothing is left of all teams, or of those with it, for their size."""
    if table.rows.is_empty():
        return table.small_cells > 0
    nobody_has_it = table.rows["first_month"].null_count() == table.rows.height
    return nobody_has_it and table.small_teams > 0 and not table.silent_teams


def _people(history: History, rollout: Rollout) -> Iterator[Code]:
    teams = reorganised(history.belonging, rollout).height
    if teams:
        yield code("TEAM_REORG", teams=teams)
    limit = judged()["spill_over"]
    if spill_over(history.belonging, rollout) > limit:
        yield code("SPILLOVER", share=limit)


def _left_out(table: TeamMonths) -> Iterator[Code]:
    if table.small_cells:
        yield code("SMALL_CELL", cells=table.small_cells)
    if table.silent_teams:
        yield code("SILENT_TEAMS", teams=table.silent_teams)
    if table.cut:
        yield code("LAST_PERIODS_CUT", periods=table.cut)
    for why, rows in table.lost:
        yield code("NOT_READ", why=why, rows=rows)


def reorganised(belonging: pl.DataFrame, rollout: Rollout) -> pl.DataFrame:
    """Teams whose people were exchanged around the rollout: team_id, share (of people who moved).

    Counts: people in the firm a quarter before and a quarter after the team's day of record (of
    teams without it: the median rollout month), and in the team on either day. Who left the firm or
    came to it is not reorganisation: that is what retention tells.
    """
    days = rollout.compared(record_days(belonging, rollout)).select("team_id", "day")
    away = judged()["reorganised_days"]
    main = belonging.filter("is_main").select("person_id", "team_id", "start_day", "end_day")
    dates = days.select("day").unique()
    before, after = (
        main.join(dates.with_columns(at=pl.col("day") + shift), how="cross")
        .filter(pl.col("start_day") <= pl.col("at"), pl.col("at") < pl.col("end_day"))
        .select("person_id", "day", "team_id")
        for shift in (-away, away)
    )
    both = before.join(after, on=["person_id", "day"], suffix="_after")
    moved = pl.col("team_id") != pl.col("team_id_after")
    sides = [
        both.select("person_id", "day", team_id=side, moved=moved)
        for side in ("team_id", "team_id_after")
    ]
    return (
        pl.concat(sides)
        .unique()
        .join(days, on=["team_id", "day"], how="semi")
        .group_by("team_id")
        .agg(share=pl.col("moved").mean())
        .filter(pl.col("share") > judged()["reorganised"])
        .sort("team_id")
    )


def spill_over(belonging: pl.DataFrame, rollout: Rollout) -> float:
    """Share of the people of teams without it who were also in a team that had it, since then.

    Counts: any part of somebody's time in either, from the first rollout on; 0 where every team
    has it, or fewer than five people are without it.
    """
    days = rollout.compared(record_days(belonging, rollout))
    held = belonging.join(days, on="team_id")
    has_it = pl.col("first_month").is_not_null()
    first = (rollout.started["first_month"].to_list()[0] - EPOCH).days
    without = held.filter(~has_it, pl.col("end_day") > first)["person_id"].unique()
    with_it = held.filter(has_it, pl.col("end_day") > pl.col("day"))["person_id"].unique()
    if len(without) < judged()["cell_people"]:
        return 0.0
    return float(without.is_in(with_it.implode()).mean() or 0.0)  # type: ignore[arg-type]


def starts_after_rollout(table: TeamMonths) -> float:
    """Share of the teams with it whose outcome was first told after they had it.

    Counts: teams that got it after the first period of the table, when others could tell it.
    """
    told = table.rows.drop_nulls(["first_month", "outcome"])
    if told.is_empty():
        return 0.0
    since = told.group_by("team_id").agg(
        late=pl.col("period").min() >= pl.col("first_month").first(),
        inside=pl.col("first_month").first() > table.rows["period"].min(),
    )
    inside = since.filter("inside")
    return float(inside["late"].cast(pl.Float64).mean() or 0.0) if inside.height else 0.0  # type: ignore[arg-type]


def short_season(table: TeamMonths) -> bool:
    """Whether less than a year of the table lies before the first rollout in it."""
    rows = table.rows
    first = rows.filter(pl.col("first_month") > pl.col("period").min())["first_month"].min()
    begun = rows["period"].min()
    if not isinstance(first, int) or not isinstance(begun, int):
        return False
    return bool((first - begun) * MONTHS_OF[table.grain] < judged()["season_months"])


def response_differs(table: TeamMonths) -> float:
    """Change of the response rate with the rollout, against that of teams without it; 0: no survey.

    Counts: answers over people of all team-waves together: teams with it after minus before the
    rollout, less the same of the other teams around the first rollout. A side without a wave is
    not subtracted.
    """
    if table.response is None or table.rows.is_empty():
        return 0.0
    firsts = table.rows.select("team_id", "first_month").unique()
    waves = table.response.join(firsts, on="team_id").with_columns(
        period=pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month() - 1,
        has_it=pl.col("first_month").is_not_null(),
    )
    earliest = pl.col("first_month").min()
    since = pl.col("period") >= pl.col("first_month").fill_null(earliest)
    rate = pl.col("answered").sum() / pl.col("there").sum()
    rates = waves.group_by("has_it", since=since).agg(rate=rate)
    told = {(has_it, after): r for has_it, after, r in rates.iter_rows()}

    def change(has_it: bool) -> float:
        before, after = told.get((has_it, False)), told.get((has_it, True))
        return after - before if before is not None and after is not None else 0.0

    return change(True) - change(False)
