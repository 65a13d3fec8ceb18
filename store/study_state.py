"""The state about studies: what was found, and whose dates were drawn.

Every row is one event and is never changed itself: the rows are what stands and its audit in one.
"""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Text
from sqlmodel import Field

from store.state import BIG, Moment, State, now


class FindingRow(State, table=True):
    """One row per study and outcome each time that it was computed; the newest counts.

    study           key of the rollout;  outcome  key of what may have changed
    facts_version   snapshot that it was made from
    judged_version  of the numbers that decided on it
    body            the finding as text; what it holds is known to the evidence room alone
    """

    __tablename__ = "finding"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    study: str = Field(index=True)
    outcome: str
    facts_version: int = Field(sa_type=cast(Any, BIG))
    judged_version: str
    body: str = Field(sa_type=Text)


class StudyPlan(State, table=True):
    """One row per plan whose dates were drawn by lot, and one more when it is taken back.

    plan     number of the plan: the id of the row that kept it
    seed     of the draw, which with the same teams gives the same list
    starts   list of [team_id, wave, first_month as ISO text or null]; empty: it was taken back
    """

    __tablename__ = "study_plan"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast(Any, BIG))
    at: datetime = Field(default_factory=now, sa_type=Moment)
    by: str
    plan: int = Field(sa_type=cast(Any, BIG), index=True)
    name: str
    kind: str
    outcome: str
    seed: int = Field(sa_type=cast(Any, BIG))
    starts: Any = Field(sa_type=JSON)
    why: str
