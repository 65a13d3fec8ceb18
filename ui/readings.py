"""What the pages read, kept once for all sessions: the only caches of the product.

Polars frames cannot be changed in place, so a cached frame is shared without a copy. Every entry is
keyed by `snapshot_key`: it changes with the facts and with the figures, and old entries fall out.
"""

import os
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl
import streamlit as st

from loaders import loaders
from metrics.contract import Indicator
from metrics.measure import indicators
from store.errors import RequestError
from store.tables import STORED
from store.workspace import Workspace
from ui.units import Units, units

if TYPE_CHECKING:
    from redesign.match import MatchPlan

LAST_WEEK: Final = 7
KEPT: Final = 8  # snapshots, grains and periods in use at once

# Moment or day of a fact that tells how fresh its source is.
FRESHNESS: Final[Mapping[str, str]] = {
    "membership": "valid_from",
    "task": "opened_at",
    "participation": "from_at",
    "task_event": "at",
    "ai_usage": "day",
    "training": "completed_on",
    "survey": "wave",
    "ledger": "posted_on",
}


def workspace() -> Workspace:
    """The workspace of this server: ATELIER_WORKSPACE, else ./workspace."""
    return _opened(os.environ.get("ATELIER_WORKSPACE", ""), os.environ.get("ATELIER_DATABASE", ""))


@st.cache_resource(max_entries=2, show_spinner=False)
def _opened(folder: str, database: str) -> Workspace:
    return Workspace.open(folder or None, database or None)


def snapshot_key() -> str:
    """What every cached reading is keyed by: the workspace, its facts and its figures.

    `Workspace.snapshot_key` also counts decisions; matching anew after each would cost seconds.
    """
    here = workspace()
    made = here.measurement
    return f"{here.folder}|{here.facts_version}|{made.at.isoformat() if made else ''}"


def newest_state() -> str:
    """Like `snapshot_key`, and also changed by a load that changes no fact."""
    return f"{workspace().folder}|{workspace().snapshot_key}"


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def cube(key: str, grain: str) -> pl.DataFrame:
    """The cube of one grain: a row per team or unit, period and indicator."""
    try:
        return workspace().cube(grain)
    except RequestError:
        return pl.DataFrame()  # nothing has been measured yet; the pages say so


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def tree(key: str) -> Units:
    """Teams and units with their names."""
    figures = cube(key, "quarter")
    known = set() if figures.is_empty() else set(figures["team_id"].unique().to_list())
    return units(workspace().facts("team").collect(), known)


@cache
def definitions() -> Mapping[str, Indicator]:
    """Every indicator by its key, in the order of the methods. Made from the code alone."""
    return indicators()


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def reference_quarters(key: str) -> tuple[date, ...]:
    """Quarters of the reference: the first two complete ones unless the firm chose others."""
    try:
        return tuple(sorted(workspace().measured("reference")["quarter"].to_list()))
    except RequestError:
        return ()


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def complete_periods(key: str, grain: str) -> tuple[date, ...]:
    """Periods with figures, oldest first, without those that are known to be incomplete."""
    figures = cube(key, grain)
    if figures.is_empty():
        return ()
    found: list[date] = sorted(figures["period"].unique().to_list())
    try:
        quarters = workspace().measured("periods").filter("is_complete")
    except RequestError:
        return tuple(found)
    done = set(quarters["period"].to_list())
    newest = held(key).filter(pl.col("table") == "task")["last"].item()
    # A month of the running quarter is complete when the newest task is from its last week.
    over = newest + timedelta(days=LAST_WEEK) if newest else date.min
    complete = [
        day
        for day in found
        if quarter_of(day) in done or (grain == "month" and month_end(day) <= over)
    ]
    return tuple(complete) or tuple(found)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def assignment_history(key: str) -> pl.DataFrame:
    """Of how many tasks it is known who held them first; empty before the first measurement."""
    try:
        return workspace().measured("assignment_history")
    except RequestError:
        return pl.DataFrame(schema={"team_id": pl.String, "period": pl.Date})


def quarter_of(day: date) -> date:
    """First day of the quarter that holds a day."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def month_end(day: date) -> date:
    """First day after the month that begins on a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@st.cache_resource(max_entries=KEPT, show_spinner="Reading what could be changed …")
def proposals(key: str, period: date | None) -> pl.DataFrame:
    """Redesigns that the figures of one quarter propose: a row per team and move."""
    from redesign.recommend import recommend  # noqa: PLC0415

    return recommend(workspace(), period)


@st.cache_resource(max_entries=2, show_spinner="Matching open tasks with people …")
def plan(key: str) -> "MatchPlan":
    """Who could take which open task, with three options each."""
    from redesign.match import match  # noqa: PLC0415 -- the solver takes half a second to import

    return match(workspace())


@st.cache_resource(max_entries=2, show_spinner=False)
def held(key: str) -> pl.DataFrame:
    """What is loaded: a row per fact table with its rows, first and last day."""
    rows = []
    for name in STORED:
        facts = workspace().facts(name)
        moment = FRESHNESS.get(name)
        days = (
            [
                pl.col(moment).min().cast(pl.Date).alias("first"),
                pl.col(moment).max().cast(pl.Date).alias("last"),
            ]
            if moment
            else [pl.lit(None, pl.Date).alias("first"), pl.lit(None, pl.Date).alias("last")]
        )
        rows.append(
            facts.select(pl.lit(name).alias("table"), pl.len().cast(pl.Int64).alias("rows"), *days)
        )
    return pl.concat([row.collect() for row in rows])


def imports() -> pl.DataFrame:
    """The import ledger, newest first. Not kept: a load that changes no fact still adds a line."""
    return workspace().imports().sort("id", descending=True)


@st.cache_resource(max_entries=2, show_spinner=False)
def unmatched(key: str) -> pl.DataFrame:
    """Accounts that tie to no person yet: a row per account, without names."""
    return workspace().people.unmatched()


@st.cache_resource(max_entries=2, show_spinner="Looking for people behind unknown accounts …")
def suggestions(state: str) -> pl.DataFrame:
    """Whose unknown accounts may be: a row per account and person, without names."""
    return workspace().people.suggestions()


@st.cache_resource(max_entries=2, show_spinner=False)
def team_shares(state: str) -> pl.DataFrame:
    """Share of every team's rows whose person is known, by source and kind of fact."""
    return workspace().people.team_match_share()


@st.cache_resource(max_entries=2, show_spinner=False)
def unjoinable(state: str) -> pl.DataFrame:
    """Accounts whose source hides who they are, counted by source."""
    return workspace().people.unjoinable([loader.name for loader in loaders() if loader.anonymous])


@st.cache_resource(max_entries=2, show_spinner=False)
def conflicts(state: str) -> pl.DataFrame:
    """Person rows that claim keys of two people."""
    return workspace().people.conflicts()


@st.cache_resource(max_entries=2, show_spinner=False)
def people_names(key: str) -> Mapping[str, str]:
    """Names of people who may be given a task: for the lead who assigns, on one page only."""
    chosen = plan(key).options
    ids = set(chosen["person_id"].to_list()) | set(chosen["supporter_id"].drop_nulls().to_list())
    return workspace().people.names(sorted(ids))
