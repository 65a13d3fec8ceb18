"""Who holds a seat of which AI tool, and who has used it: people, and so never shown."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, cast

import polars as pl

from metrics.ai_flag import MEASURES

WEEK: Final = 7
NEEDED: Final = ("person_id", "day", "last_day", "tool", "licensed", *MEASURES)  # of ai_usage
NOT_LISTED: Final = (
    "no export lists seats without use, so that seats that nobody uses are not seen: load the "
    "tool's list of seats"
)
NO_USE: Final = "no export tells how the tool was used"
HAS_USED: Final = pl.any_horizontal((pl.col(name) > 0).fill_null(value=False) for name in MEASURES)
IS_BLANK: Final = pl.all_horizontal(pl.col(name).is_null() for name in MEASURES)


@dataclass(frozen=True)
class ToolUse:
    """What the exports tell of one tool.

    seats      person_id, first_day, last_day: between which days a licence is told, as told last
    used       person_id, day: the last day of each stretch of use that is told
    first_day, as_of  days that the exports of use span; None where no use is told
    is_listed  some seat is told without use
    """

    tool: str
    seats: pl.DataFrame
    used: pl.DataFrame
    first_day: date | None
    as_of: date | None
    is_listed: bool

    def holders(self, since: date) -> pl.Series:
        """person_id of who is told to hold a seat on a day from `since` on."""
        held = self.seats.filter("licensed", pl.col("last_day") >= since)
        return held["person_id"].unique().sort()

    def unused(self, since: date, until: date) -> pl.Series:
        """person_id of holders since before `since` who did not use it from then to `until`."""
        held = self.seats.filter(
            "licensed", pl.col("last_day") >= since, pl.col("first_day") <= since
        )
        use = self.used.filter(pl.col("day") >= since, pl.col("first") <= until)
        return held.join(use, on="person_id", how="anti")["person_id"].unique().sort()

    def cannot_tell(self, since: date) -> str:
        """Why unused seats since a day cannot be told; empty when they can."""
        if self.first_day is None or self.as_of is None:
            return NO_USE
        if not self.is_listed:
            return NOT_LISTED
        if self.first_day > since:
            return f"use is told from {self.first_day} on only, and would have to be from {since}"
        return ""


def tool_use(ai_usage: pl.DataFrame, machines: pl.Series) -> tuple[ToolUse, ...]:
    """What the exports tell of each tool that has licences, by name.

    ai_usage  the columns NEEDED, as facts tell them

    Counts: a row with any measure above zero is use, and so is one without a single measure that
    tells of no licence. A period that is told as one was used up to its last day: nobody's seat is
    called unused for want of a finer export. The newest row that tells of a licence decides whether
    somebody has one. Bots and agents hold no seat.
    """
    people = ai_usage.filter(~pl.col("person_id").is_in(machines.implode())).with_columns(
        last=pl.coalesce("last_day", "day"),
        is_use=HAS_USED | (IS_BLANK & pl.col("licensed").is_null()),
    )
    with_seats = people.filter("licensed")["tool"].unique().sort()
    return tuple(_of_tool(tool, people.filter(tool=tool)) for tool in with_seats)


def _of_tool(tool: str, rows: pl.DataFrame) -> ToolUse:
    told = rows.drop_nulls("licensed").sort("person_id", "last", "licensed")
    seats = told.group_by("person_id", maintain_order=True).agg(
        pl.col("licensed").last(),
        first_day=pl.col("day").filter("licensed").min(),
        last_day=pl.col("last").last(),
    )
    used = rows.filter("is_use").select("person_id", first="day", day="last").unique()
    return ToolUse(
        tool=tool,
        seats=seats,
        used=used,
        first_day=cast("date | None", used["first"].min()),
        as_of=cast("date | None", used["day"].max()),
        is_listed=told.filter("licensed", ~pl.col("is_use")).height > 0,
    )


def window_start(as_of: date, weeks: int) -> date:
    """First day of the last so many weeks."""
    return as_of - timedelta(days=weeks * WEEK - 1)
