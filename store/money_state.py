"""The state about money: rates of exchange, scenarios, where saved time went.

Every row is one change and is never changed itself: the rows are what stands and its audit in one.
"""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, Float
from sqlmodel import Field

from store.state import BIG, Moment, State, now


class ExchangeRateRow(State, table=True):
    """One row per rate that somebody gave or took back; the newest of a pair and day counts.

    day       from which the rate holds
    old, rate units of to_currency for one of from_currency, before and after; null: there is none
    source    who published the rate
    """

    __tablename__ = "exchange_rate"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    from_currency: str
    to_currency: str
    day: date
    old: float | None = Field(default=None, sa_type=Float)
    rate: float | None = Field(default=None, sa_type=Float)
    source: str
    why: str


class ScenarioChange(State, table=True):
    """One row per change of a scenario; what it holds is all of its changes, one after the other.

    scenario  number of the scenario: the id of the row that saved it; 0 is `yours`
    name      of the scenario as this change leaves it
    what      saved, set, renamed or deleted
    field     name, currency, base, or the key of an input; empty when it was deleted
    old, new  before and after; of an input value, tag and source, null: as the preset has it
    """

    __tablename__ = "scenario_change"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    scenario: int = Field(sa_type=cast(Any, BIG), index=True)
    name: str
    what: str
    field: str
    old: Any = Field(default=None, nullable=True, sa_type=JSON)
    new: Any = Field(default=None, nullable=True, sa_type=JSON)
    why: str


class SavedTimeRow(State, table=True):
    """One row per answer to 'where did the saved time go'; the newest of a place counts.

    period         first day of the month
    old, hours     hours that went there, before and after; null: the answer was taken back
    redeployed_to  what they were used for, in words about the work
    """

    __tablename__ = "saved_time"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    team_id: str
    period: date
    redeployed_to: str
    old: float | None = Field(default=None, sa_type=Float)
    hours: float | None = Field(default=None, sa_type=Float)
    why: str
