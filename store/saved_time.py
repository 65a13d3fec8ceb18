"""Where did the saved time go? Time counts only after somebody has said what it was used for."""

import math
from datetime import date
from typing import TYPE_CHECKING, Final

import polars as pl
from sqlmodel import Session, col, select

from store.errors import RequestError
from store.money_change import add_change
from store.money_state import SavedTimeRow

if TYPE_CHECKING:
    from store.workspace import Workspace

LONGEST: Final = 200  # letters; it names work, and is no place for a report about people
HISTORY: Final = pl.Schema(
    {
        "id": pl.Int64(),
        "at": pl.Datetime("us", "UTC"),
        "by": pl.String(),
        "team_id": pl.String(),
        "period": pl.Date(),
        "redeployed_to": pl.String(),
        "old": pl.Float64(),
        "hours": pl.Float64(),
        "why": pl.String(),
    }
)
TOLD: Final = ("team_id", "period", "redeployed_to", "hours", "by", "at", "why")
PLACE: Final = ["team_id", "period", "redeployed_to"]


def tell(
    workspace: "Workspace",
    team_id: str,
    period: date,
    hours: float,
    redeployed_to: str,
    *,
    by: str,
    why: str = "",
) -> None:
    """Keep where hours of a team went in a month.

    period         any day of the month; its first day is kept
    hours          of the whole team, above 0
    redeployed_to  what they were used for: work, never a person

    Counts: another answer for the same team, month and use takes the place of the earlier one,
    which stays in the history; hours that went to several uses are told one by one and add up.
    """
    team_id, use = team_id.strip(), " ".join(redeployed_to.split())
    if not (math.isfinite(hours) and hours > 0):
        raise RequestError(
            f"{hours} hours were saved",
            "a number of hours above 0",
            "Tell the hours of the whole team, or tell nothing: nothing counts as nothing",
        )
    if not team_id or not 0 < len(use) <= LONGEST:
        raise RequestError(
            "it is not said which team's hours they are or what they were used for",
            f"a team, and the work that they went to in at most {LONGEST} letters",
            "Say where the time went: time that went nowhere is worth nothing and is not counted",
        )
    row = SavedTimeRow(
        by=by, team_id=team_id, period=period.replace(day=1), redeployed_to=use,
        hours=hours, why=why.strip(),
    )  # fmt: skip
    add_change(workspace.engine, row, tuple(PLACE), "hours")


def take_back(
    workspace: "Workspace",
    team_id: str,
    period: date,
    redeployed_to: str,
    *,
    by: str,
    why: str = "",
) -> None:
    """Let an answer count no more; it stays in the history."""
    month, use = period.replace(day=1), " ".join(redeployed_to.split())
    if told(workspace).filter(team_id=team_id, period=month, redeployed_to=use).is_empty():
        raise RequestError(
            f"nobody has told such hours of this team in {period:%B %Y}",
            "a team, month and use as they were told",
            "Look at what was told, and take back one of these",
        )
    row = SavedTimeRow(
        by=by, team_id=team_id, period=month, redeployed_to=use, why=why.strip()
    )  # fmt: skip
    add_change(workspace.engine, row, tuple(PLACE), "hours")


def told(workspace: "Workspace") -> pl.DataFrame:
    """One row per team, month and use whose hours count: the columns of `TOLD`, in that order."""
    newest = history(workspace).unique(PLACE, keep="last", maintain_order=True)
    return newest.drop_nulls("hours").select(TOLD).sort(PLACE)


def history(workspace: "Workspace") -> pl.DataFrame:
    """One row per answer that was ever given or taken back, newest last: columns of `HISTORY`."""
    with Session(workspace.engine) as session:
        rows = session.exec(select(SavedTimeRow).order_by(col(SavedTimeRow.id)))
        return pl.DataFrame([row.model_dump() for row in rows], schema=HISTORY)
