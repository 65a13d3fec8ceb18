"""Decide whose unknown accounts are."""

import getpass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import DAY, JsonOption, ReasonOption, WorkspaceOption
from commands.screen import grid, opened, say

if TYPE_CHECKING:
    from store.workspace import Workspace

AccountArgument = Annotated[str, typer.Argument(help="Account, as `suggestions` lists it.")]
PersonArgument = Annotated[str, typer.Argument(help="person_id, as `suggestions` lists it.")]

commands = typer.Typer(name="identity", no_args_is_help=True, help=__doc__)


@commands.command()
def suggestions(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """List unknown accounts and the people they may be, with reasons; the most work first."""
    ws = opened(workspace)
    rows = ws.people.suggestions()
    keys, people = ws.people.keys(rows["account"]), ws.people.source_ids(rows["person_id"])
    listed = [
        row | {"key": keys[row["account"]], "person": people[row["person_id"]]}
        for row in rows.iter_rows(named=True)
    ]
    if as_json:
        return say({"suggestions": listed}, as_json)
    shown = ("account", "key", "person_id", "person", "rows", "score", "reasons", "valid_from")
    return grid("Suggestions", [{name: row[name] for name in shown} for row in listed])


@commands.command()
def accept(
    account: AccountArgument,
    person_id: PersonArgument,
    reason: ReasonOption = "",
    since: Annotated[
        datetime | None, typer.Option("--from", formats=[DAY], help="First day; default: always.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--to", formats=[DAY], help="First day after it.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Tie an account to a person, always or for some days; `undo` takes it back."""
    days = [one.date() if one else None for one in (since, until)]
    ws = opened(workspace)
    ws.people.tie(account, person_id, getpass.getuser(), reason, *days)
    _decided(ws, as_json)


@commands.command()
def reject(
    account: AccountArgument,
    person_id: PersonArgument,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep that an account is not a person's: it is not suggested again."""
    ws = opened(workspace)
    ws.people.reject(account, person_id, getpass.getuser(), reason)
    _decided(ws, as_json)


@commands.command()
def undo(
    number: Annotated[int, typer.Argument(help="Number of the decision.")],
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a decision back: everything is as if it had never been made."""
    ws = opened(workspace)
    ws.people.untie(number, getpass.getuser(), reason)
    _decided(ws, as_json)


def _decided(ws: "Workspace", as_json: bool) -> None:
    last = ws.people.ties().row(-1, named=True)
    answer = {"decision": last["id"], "choice": last["choice"], "undoes": last["undoes"]}
    say(answer | {"unknown_accounts": ws.people.unmatched().height}, as_json)
