"""What the page Spend computes, kept once for all sessions: one simulation for the same values."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypeAlias

import polars as pl
import streamlit as st

from economics.firm_units import FirmUnits, firm_units
from economics.inputs import Values
from economics.judged import smallest_group
from economics.seats import Seats, seats
from economics.spend_lines import spend_lines
from economics.uncertainty import Bar, Simulated, simulate, tornado
from economics.value import Option
from store.spend_rules import SPEND_RULES
from ui.readings import snapshot_key, workspace
from ui.spend.period import Span

KEPT: Final = 64  # sets of values in use at once: a simulation takes 160 kB an option

Key: TypeAlias = tuple[tuple[str, float | None], ...]


def key_of(values: Values) -> Key:
    """The values as a key of a cache."""
    return tuple(sorted(values.items()))


def simulated(values: Values) -> Simulated:
    """What the draws say about these values."""
    return _simulated(key_of(values))


def bars(values: Values, option: Option) -> tuple[Bar, ...]:
    """The tornado of one option at these values."""
    return _bars(key_of(values), option)


@st.cache_resource(max_entries=KEPT, show_spinner="Drawing from the ranges …")
def _simulated(key: Key) -> Simulated:
    return simulate(_values(key))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _bars(key: Key, option: Option) -> tuple[Bar, ...]:
    return tornado(_values(key), option)


def _values(key: Key) -> Mapping[str, float | None]:
    return dict(key)


@st.cache_resource(max_entries=4, show_spinner="Reading what was spent …")
def lines(state: str) -> pl.DataFrame:
    """Every line of spend: `economics.spend_lines`.

    state  key of the facts, the rules of the firm and the decisions
    """
    from redesign.accepted import accepted  # noqa: PLC0415 -- the moves are needed only by those

    return spend_lines(workspace(), accepted(workspace()))


def lines_key() -> str:
    """What the lines of spend change with: facts, rules of the firm, decisions."""
    here = workspace()
    rules = hash(SPEND_RULES.rules(here))
    return f"{snapshot_key()}|{rules}|{here.decisions('redesign').height}"


@st.cache_resource(max_entries=8, show_spinner="Reading the seats …")
def seats_of(key: str, renewals: tuple[tuple[str, date], ...], notice_days: int) -> Seats:
    """Seats of every AI tool, for days of renewal that the reader entered."""
    return seats(workspace(), dict(renewals), notice_days=notice_days)


@st.cache_resource(max_entries=4, show_spinner=False)
def people_now(key: str) -> int:
    """People who belong to the firm now, machines left out."""
    return _there(firm_units(workspace()))["person_id"].n_unique()


@st.cache_resource(max_entries=4, show_spinner=False)
def teams_to_tell_of(key: str) -> tuple[str, ...]:
    """Units to which at least five people belong: nothing is told of smaller ones."""
    units = firm_units(workspace())
    people = (
        _there(units)
        .join(units.tree, on="team_id")
        .group_by("unit_id")
        .agg(pl.col("person_id").n_unique())
        .filter(pl.col("person_id") >= smallest_group())
    )
    return tuple(sorted(people["unit_id"].to_list()))


@st.cache_resource(max_entries=8, show_spinner=False)
def learners(key: str, wanted: Span) -> int | None:
    """People with a training in a span; None where they are fewer than five."""
    if wanted.first is None or wanted.last is None:
        return None
    month = pl.col("completed_on").dt.truncate("1mo")
    people = workspace().facts("training").filter(month.is_between(wanted.first, wanted.last))
    count = int(people.select(pl.col("person_id").n_unique()).collect().item())
    return count if count >= smallest_group() else None


def _there(units: FirmUnits) -> pl.DataFrame:
    """Who belongs to a team without an end, machines left out: person_id, team_id."""
    people = units.belonging.filter(pl.col("end_day") == pl.col("end_day").max())
    # Of an empty workspace the columns have no type.
    machines = units.machines.cast(pl.String).to_frame("person_id")
    there = people.select(pl.col("person_id", "team_id").cast(pl.String))
    return there.join(machines, on="person_id", how="anti")
