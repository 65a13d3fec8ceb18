"""What the commands of all tables of rules have alike."""

import getpass
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import JsonOption, WorkspaceOption
from commands.screen import opened, say, show

if TYPE_CHECKING:
    from store.rule_table import RuleTable


def add_list_and_remove(commands: typer.Typer, table: Callable[[], "RuleTable[Any]"]) -> None:
    """The two commands that all tables of rules have alike.

    commands  the group that gets them
    table     the table of rules, opened when a command runs
    """

    @commands.command("list")
    def list_rules(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
        """Show the rules in the order in which they are tried; the first that fits counts."""
        rules = table().frame(opened(workspace)).to_dicts()
        show("Rules", rules, as_json, "rules")

    @commands.command("remove")
    def remove_rule(
        place: Annotated[int, typer.Argument(help="Place of the rule in the list.")],
        workspace: WorkspaceOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Remove the rule of a place."""
        removed = table().remove(opened(workspace), place, by=getpass.getuser())
        say({"status": "removed", **asdict(removed)}, as_json)
