"""Rates of exchange that somebody gave, each with its day."""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from commands.options import DAY, JsonOption, ReasonOption, WorkspaceOption
from commands.screen import opened, print_json, say, show

commands = typer.Typer(name="rates", no_args_is_help=True, help=__doc__)

FromArgument = Annotated[str, typer.Argument(help="Currency that is converted, such as USD.")]
ToArgument = Annotated[str, typer.Argument(help="Currency that it is converted into.")]
DayOption = Annotated[datetime, typer.Option("--day", formats=[DAY], help="From when it holds.")]


@commands.command("add")
def add_rate(
    from_currency: FromArgument,
    to_currency: ToArgument,
    rate: Annotated[float, typer.Argument(help="What one of the first is worth in the second.")],
    day: DayOption,
    source: Annotated[str, typer.Option("--source", help="Who published it.")],
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a rate; it holds from its day until the next day with a rate."""
    from store import exchange_rates

    by, ws = getpass.getuser(), opened(workspace)
    exchange_rates.give(
        ws, from_currency, to_currency, day.date(), rate, by=by, source=source, why=reason
    )
    say({"status": "added", "rates": exchange_rates.rates(ws).height}, as_json)


@commands.command("remove")
def remove_rate(
    from_currency: FromArgument,
    to_currency: ToArgument,
    day: DayOption,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a rate back; it stays in the history."""
    from store import exchange_rates

    by, ws = getpass.getuser(), opened(workspace)
    exchange_rates.take_back(ws, from_currency, to_currency, day.date(), by=by, why=reason)
    say({"status": "removed", "rates": exchange_rates.rates(ws).height}, as_json)


@commands.command("list")
def list_rates(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show the rates in force, and everything that was ever given or taken back."""
    from store import exchange_rates

    ws = opened(workspace)
    rates, history = exchange_rates.rates(ws), exchange_rates.history(ws)
    if as_json:
        return print_json({"rates": rates.to_dicts(), "history": history.to_dicts()})
    return show("Rates", rates.to_dicts(), as_json, "rates")
