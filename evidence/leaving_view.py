"""A rollout and leaving, person by person and month by month: the detail beside retention (A8)."""

import math
from typing import Final

import polars as pl

from evidence.history import History
from evidence.judged import judged
from evidence.outcomes import OUTCOMES
from evidence.panel import Panel
from evidence.person_months import exit_hazard
from evidence.results import Leaving
from evidence.rollouts import Rollout
from evidence.shown import at_risk_of
from evidence.study import panel_of
from evidence.team_months import TeamMonths, team_months
from store.errors import AtelierError

MONTHS: Final = 12
FEW_PEOPLE: Final = "fewer than five people were there with it, or without it"
FEW_EXITS: Final = "fewer than five people left with it, or without it"
NO_FIT: Final = "the months do not tell it apart from the calendar and from tenure"


def leaving_view(history: History, rollout: Rollout) -> Leaving:
    """How many times as likely leaving is with it, or why that cannot be told.

    Counts: the teams and months of the study of retention. A person is with it in the months in
    which the team they were in as the month began has it, and without it in all others, those of
    their own past too: nobody is with it before it came (no immortal time).
    """
    try:
        return _told(history, rollout)
    except AtelierError as missing:
        return Leaving(reason=missing.found)


def _told(history: History, rollout: Rollout) -> Leaving:
    table = team_months(history, rollout, OUTCOMES["retention"])
    panel, _ = panel_of(table)
    rows = _rows(history, table, panel)
    people = [rows.filter(pl.col("on") == on)["person_id"].n_unique() for on in (True, False)]
    exits = [rows.filter("left", pl.col("on") == on).height for on in (True, False)]
    fewest = judged()["cell_people"]
    if min(people) < fewest:
        return Leaving(reason=FEW_PEOPLE)
    if min(exits) < fewest:
        return Leaving(reason=FEW_EXITS)
    names = ("period", "tenure", "on", "left", "cluster")
    ratio = exit_hazard(*(rows[name].to_numpy() for name in names))
    if not (math.isfinite(ratio.estimate) and math.isfinite(ratio.se) and ratio.se > 0):
        return Leaving(reason=NO_FIT)
    return Leaving(
        log_ratio=ratio,
        people_with=people[0],
        people_without=people[1],
        exits_with=exits[0],
        exits_without=exits[1],
        person_months=rows.height,
        clusters=rows["cluster"].n_unique(),
    )


def _rows(history: History, table: TeamMonths, panel: Panel) -> pl.DataFrame:
    """person_id, period, tenure (months), on, left, cluster: months of people of its teams."""
    teams = pl.DataFrame(
        {"team_id": panel.units.tolist(), "cluster": panel.clusters},
        schema={"team_id": pl.String, "cluster": pl.Int64},
    )
    return (
        at_risk_of(history, table.rows)
        .join(teams, on="team_id")
        .join(_joined(history), on="person_id")
        .with_columns(tenure=(pl.col("period") - pl.col("joined")).clip(lower_bound=0))
        .select("person_id", "period", "tenure", "on", "left", "cluster")
        .sort("person_id", "period")
    )


def _joined(history: History) -> pl.DataFrame:
    """person_id, joined (months since year 0): hire date, else the first day in a team.

    Counts: who is there before we watch and has no hire date is not new, however short the record.
    """
    hired = history.facts["person"].select("person_id", hired="hire_day").collect()
    begins = int(history.months["start_day"].min())  # type: ignore[arg-type]
    first = pl.col("start_day").min()
    seen = history.belonging.group_by("person_id").agg(seen=first)
    old = begins - int(judged()["tenure_months"]) * 31
    known = pl.when(pl.col("seen") > begins).then("seen").otherwise(pl.lit(old))
    day = pl.coalesce("hired", known).cast(pl.Int32).cast(pl.Date)
    joined = day.dt.year().cast(pl.Int64) * MONTHS + day.dt.month().cast(pl.Int64) - 1
    return seen.join(hired, on="person_id", how="left").select("person_id", joined=joined)
