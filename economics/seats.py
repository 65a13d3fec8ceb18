"""Seats of AI tools: three figures that a contract, a manager and a buyer ask for, kept apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from economics.firm_units import FirmUnits, firm_units
from economics.judged import judged, smallest_group
from economics.seat_use import NEEDED, NO_USE, ToolUse, tool_use, window_start
from economics.seats_by_team import seats_by_team
from store.errors import RequestError

if TYPE_CHECKING:
    from store.workspace import Workspace

PARTS: Final = ("assignee", "collaborator", "reviewer", "mentor")  # of who works on a task
NOT_MEASURED: Final = "which tasks were done with AI is not measured yet: run `atelier measure`"
NO_DATE: Final = "nobody has told the day of renewal"
FEW: Final = "fewer than five people hold a seat"
BY_TOOL: Final[Mapping[str, pl.DataType]] = {
    "tool": pl.String(),
    "as_of": pl.Date(),
    "exposed": pl.Int64(),
    "unused": pl.Int64(),
    "waiting": pl.Int64(),
    "reassignable": pl.Int64(),
    "why_not_reassignable": pl.String(),
    "renewal": pl.Date(),
    "notice_from": pl.Date(),
    "reducible": pl.Int64(),
    "is_final": pl.Boolean(),
    "why_not_reducible": pl.String(),
}


@dataclass(frozen=True)
class Seats:
    """Seats of every tool that has licences.

    by_tool  one row per tool, columns of BY_TOOL; what cannot be told is null, with its reason
    by_team  one row per tool and unit with people who hold a seat, columns of
             `economics.seats_by_team.BY_TEAM`

    exposed       people who hold a seat: whom any change of the contract reaches. No saving
    unused        of them, who did not use it in the last weeks, and held it all that time
    waiting       people without a seat of any tool who worked on tasks that were done with AI
    reassignable  seats that could go to somebody who would use them, today and without a new
                  contract: the smaller of unused and waiting. Frees no money
    reducible     seats that could be given up at renewal: unused from the beginning of the notice
                  period to the day of renewal. Until that day has come it can only fall

    The three are about the same seats and are never added. People who wait are the same for all
    tools: seats of two tools that could go to them are not added either.
    Does not tell: who they are, or why a seat is not used. Leave, a broken login and the wrong tool
    look alike: ask the team before a seat is taken.
    """

    by_tool: pl.DataFrame
    by_team: pl.DataFrame


def seats(
    workspace: "Workspace",
    renewals: Mapping[str, date] | None = None,
    *,
    weeks: int | None = None,
    notice_days: int | None = None,
) -> Seats:
    """The seats of a workspace.

    renewals     tool -> day on which its contract is renewed, as the user entered it
    weeks        how long a seat must be unused; `unused_weeks` of spend.toml when not told
    notice_days  notice period of the contracts; `notice_days` of spend.toml when not told

    Counts: by the last day that the exports of a tool's use tell, never by today. Tools, not
    products within them: one person holds one seat of a tool.
    """
    weeks = int(judged()["unused_weeks"]) if weeks is None else weeks
    notice_days = int(judged()["notice_days"]) if notice_days is None else notice_days
    if weeks < 1 or notice_days < 1:
        raise RequestError(
            f"a span of {weeks} weeks and a notice period of {notice_days} days",
            "at least one week, and at least one day",
            "Enter the contract's own",
        )
    units = firm_units(workspace)
    tools = tool_use(workspace.facts("ai_usage").select(NEEDED).collect(), units.machines)
    _check(renewals or {}, tools)
    waiting = _waiting(workspace, tools, units, weeks)
    days = renewals or {}
    rows = [_row(each, waiting, days.get(each.tool), weeks, notice_days) for each in tools]
    return Seats(pl.DataFrame(rows, schema=BY_TOOL), seats_by_team(tools, units, weeks))


def _check(renewals: Mapping[str, date], tools: tuple[ToolUse, ...]) -> None:
    known = [tool.tool for tool in tools]
    strange = sorted(set(renewals) - set(known))
    if strange:
        raise RequestError(
            f"{', '.join(strange)} is renewed, and no export tells of its seats",
            f"one of {', '.join(known)}" if known else "a tool with seats; there is none",
            "Name the tool as the exports do, or load the list of its seats",
        )


def _row(
    tool: ToolUse, waiting: int | None, renewal: date | None, weeks: int, notice_days: int
) -> dict[str, object]:
    """One row of BY_TOOL."""
    blank: dict[str, object] = {"tool": tool.tool, "as_of": tool.as_of, "renewal": renewal}
    if tool.as_of is None:
        held = tool.holders(date.min).len()
        few = held < smallest_group()
        reason = FEW if few else NO_USE
        reasons = {"why_not_reassignable": reason, "why_not_reducible": reason}
        return blank | reasons | {"exposed": None if few else held}
    since = window_start(tool.as_of, weeks)
    exposed = tool.holders(since).len()
    if exposed < smallest_group():
        return blank | {"why_not_reassignable": FEW, "why_not_reducible": FEW}
    reason = tool.cannot_tell(since)
    unused = None if reason else tool.unused(since, tool.as_of).len()
    reason = reason or ("" if waiting is not None else NOT_MEASURED)
    told = blank | {"exposed": exposed, "unused": unused, "waiting": waiting}
    if unused is not None and waiting is not None:
        told["reassignable"] = min(unused, waiting)
    return told | {"why_not_reassignable": reason or None} | _reducible(tool, renewal, notice_days)


def _reducible(tool: ToolUse, renewal: date | None, notice_days: int) -> dict[str, object]:
    """Columns of BY_TOOL on the renewal."""
    if renewal is None or tool.as_of is None:
        return {"why_not_reducible": NO_DATE}
    since = renewal - timedelta(days=notice_days)
    told: dict[str, object] = {"notice_from": since, "is_final": tool.as_of >= renewal}
    if tool.as_of < since:
        why = f"the notice period begins on {since}, and use is told up to {tool.as_of}"
        return told | {"why_not_reducible": why}
    if why := tool.cannot_tell(since):
        return told | {"why_not_reducible": why}
    return told | {"reducible": tool.unused(since, min(renewal, tool.as_of)).len()}


def _waiting(
    workspace: "Workspace", tools: tuple[ToolUse, ...], units: FirmUnits, weeks: int
) -> int | None:
    """People of the firm without any seat who worked on tasks done with AI in the last weeks."""
    ends = [tool.as_of for tool in tools if tool.as_of]
    if workspace.measurement is None or not ends:
        return None
    since, until = window_start(max(ends), weeks), max(ends)
    closed = pl.col("closed_at").dt.date().is_between(since, until)
    tasks = workspace.facts("task").filter(closed).select("task_id").collect()
    with_ai = workspace.measured("ai_flag").filter(pl.col("a") > 0).select("task_id")
    parts = workspace.facts("participation").filter(pl.col("role").is_in(PARTS))
    people = parts.select("task_id", "person_id").collect()
    worked = people.join(tasks, on="task_id", how="semi").join(with_ai, on="task_id", how="semi")
    there = units.belonging.select("person_id").unique()
    held = [tool.holders(window_start(tool.as_of, weeks)) for tool in tools if tool.as_of]
    holders = pl.concat(held).unique().to_frame()
    return (
        worked.select("person_id").unique().join(there, on="person_id", how="semi")
        .join(holders, on="person_id", how="anti").height
    )  # fmt: skip
