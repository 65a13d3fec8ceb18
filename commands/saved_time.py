"""Where the saved time went: told by somebody before it counts."""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from commands.options import JsonOption, ReasonOption, WorkspaceOption
from commands.screen import opened, print_json, say, show

commands = typer.Typer(name="saved-time", no_args_is_help=True, help=__doc__)
TeamArgument = Annotated[str, typer.Argument(help="Team whose time it is.")]
UseArgument = Annotated[str, typer.Argument(help="Work that it went to; never a person.")]
MonthOption = Annotated[
    datetime, typer.Option("--month", formats=["%Y-%m"], help="Such as 2026-05.")
]


@commands.command("tell")
def tell_saved_time(
    team: TeamArgument,
    hours: Annotated[float, typer.Argument(help="Hours of the whole team.")],
    redeployed_to: UseArgument,
    month: MonthOption,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say where hours of a team went in a month; another answer for the same use replaces it."""
    from store import saved_time

    ws, by = opened(workspace), getpass.getuser()
    saved_time.tell(ws, team, month.date(), hours, redeployed_to, by=by, why=reason)
    say({"status": "told", "hours": saved_time.told(ws)["hours"].sum()}, as_json)


@commands.command("remove")
def remove_saved_time(
    team: TeamArgument,
    redeployed_to: UseArgument,
    month: MonthOption,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an answer back; it stays in the history."""
    from store import saved_time

    ws, by = opened(workspace), getpass.getuser()
    saved_time.take_back(ws, team, month.date(), redeployed_to, by=by, why=reason)
    say({"status": "removed", "hours": saved_time.told(ws)["hours"].sum()}, as_json)


@commands.command("list")
def list_saved_time(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show the hours that count, and everything that was ever told."""
    from store import saved_time

    ws = opened(workspace)
    told, history = saved_time.told(ws), saved_time.history(ws)
    if as_json:
        return print_json({"saved_time": told.to_dicts(), "history": history.to_dicts()})
    return show("Where saved time went", told.to_dicts(), as_json, "saved_time")
