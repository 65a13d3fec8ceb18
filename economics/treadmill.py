"""The workshop treadmill: what sessions for everybody cost at launch and every year after."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from economics.inputs import Figure, Figures, Values, figure, inputs

MILLION: Final = 1e6
MONTHS: Final = 12
ROUNDING: Final = 1e-9  # 17 instructors for 1,700.0000001 sessions, not 18
RANGED: Final = (
    "launch_cost",
    "yearly_cost",
    "launch_token_cost",
    "yearly_token_cost",
    "launch_per_person",
    "yearly_per_person",
    "launch_sessions",
    "yearly_sessions",
    "instructors",
    "launch_years",
    "recurring_token_bill",
)


@dataclass(frozen=True)
class Treadmill:
    """What a programme of workshops takes, and redesign for the same people beside it.

    launch_*, yearly_*              at launch, and in every year after; money, sessions
    instructors                     whom the yearly sessions need
    launch_years                    how long the launch takes with `launch_instructors`
    recurring_token_bill            money a year for tokens that people burn after the session
    keep_up_hours_a_year, .._cost   time for keeping up with new tools, at the loaded cost
    redesign_*                      set-up and upkeep of redesigned work for the same people

    Does not tell: the token bill and keep-up time come with the tools, however people learn to use
    them; they stand beside the comparison and are in neither side of it.
    """

    launch_cost: float
    yearly_cost: float
    instructors: int
    launch_sessions: float
    yearly_sessions: float
    launch_token_cost: float
    yearly_token_cost: float
    launch_instructors: int
    launch_years: float
    instructors_for_one_year_launch: int
    launch_per_person: float
    yearly_per_person: float
    recurring_token_bill: float
    keep_up_hours_a_year: float
    keep_up_cost: float
    redesign_launch_cost: float
    redesign_yearly_cost: float
    redesign_launch_per_person: float
    redesign_yearly_per_person: float


def launch_sessions(values: Figures) -> Figure:
    """Sessions that everybody's launch takes: N/s k (EVIDENCE C1)."""
    groups = figure(values, "people") / figure(values, "team_size")
    return groups * figure(values, "sessions_at_launch")


def yearly_sessions(values: Figures) -> Figure:
    """Sessions a year: refreshers for who stays, the launch sessions for who joins (C1)."""
    groups = figure(values, "people") / figure(values, "team_size")
    joins = figure(values, "turnover")
    stayers = (1 - joins) * figure(values, "refreshers")
    return groups * (stayers + joins * figure(values, "sessions_at_launch"))


def launch_cost(values: Figures) -> Figure:
    """Cost of the launch."""
    return launch_sessions(values) * figure(values, "session_cost")


def yearly_cost(values: Figures) -> Figure:
    """Cost of a year after the launch."""
    return yearly_sessions(values) * figure(values, "session_cost")


def redesign_set_up(values: Figures) -> Figure:
    """Cost of setting up redesigned work for the same people."""
    teams = figure(values, "people") / figure(values, "team_size")
    return teams * figure(values, "redesign_team_cost")


def treadmill(values: Values) -> Treadmill:
    """The treadmill of checked values (EVIDENCE C1). Needs no capture: it is cost alone."""
    given = {key: _number(values, key) for key in inputs() if values[key] is not None}
    people, per_year = given["people"], given["sessions_per_instructor"]
    first, later = float(launch_sessions(values)), float(yearly_sessions(values))
    instructors = _instructors(later, per_year)
    at_launch = int(given.get("launch_instructors", max(1, instructors)))
    keep_up = people * given["keep_up_hours"] * MONTHS
    set_up = float(redesign_set_up(values))
    cost, share = given["session_cost"], given["token_share"]
    return Treadmill(
        launch_cost=first * cost,
        yearly_cost=later * cost,
        instructors=instructors,
        launch_sessions=first,
        yearly_sessions=later,
        launch_token_cost=first * cost * share,
        yearly_token_cost=later * cost * share,
        launch_instructors=at_launch,
        launch_years=first / (at_launch * per_year),
        instructors_for_one_year_launch=_instructors(first, per_year),
        launch_per_person=first * cost / people,
        yearly_per_person=later * cost / people,
        recurring_token_bill=_token_bill(given),
        keep_up_hours_a_year=keep_up,
        keep_up_cost=keep_up * given["wage"] / given["hours_a_year"],
        redesign_launch_cost=set_up,
        redesign_yearly_cost=set_up * given["upkeep"],
        redesign_launch_per_person=set_up / people,
        redesign_yearly_per_person=set_up * given["upkeep"] / people,
    )


def ranges(values: Values) -> Mapping[str, tuple[float, float]]:
    """Smallest and largest of each output over the corners of the stated ranges.

    Counts: the value that was entered is a corner too, so that a range never leaves it out.
    """
    found = [treadmill(corner) for corner in _corners(values)]
    return {
        name: (min(each), max(each))
        for name in RANGED
        if (each := [float(getattr(one, name)) for one in found])
    }


def _corners(values: Values) -> Iterator[Values]:
    stated = [
        (key, {each.low, each.high, values[key]})
        for key, each in inputs().items()
        if each.group in {"workshop", "tokens"} and each.low is not None
    ]
    keys = [key for key, _ in stated]
    for corner in product(*(each for _, each in stated)):
        yield {**values, **dict(zip(keys, corner, strict=True))}


def _instructors(sessions: float, per_instructor: float) -> int:
    return math.ceil(sessions / per_instructor - ROUNDING)


def _token_bill(given: Mapping[str, float]) -> float:
    tokens = given["tokens_per_day"] * given["token_days"] * given["token_users"]
    return tokens / MILLION * given["token_price"]


def _number(values: Values, key: str) -> float:
    return float(figure(values, key))
