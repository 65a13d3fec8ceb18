"""Rules on what survey items measure."""

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import JsonOption, PlaceOption, ReasonOption, WorkspaceOption
from commands.rule_table import add_list_and_remove
from commands.screen import opened, say

if TYPE_CHECKING:
    from store.construct_rules import ConstructRule
    from store.rule_table import RuleTable

commands = typer.Typer(name="survey-rules", no_args_is_help=True, help=__doc__)


@commands.command("add")
def add_survey_rule(
    item: Annotated[str, typer.Argument(help="Pattern of item keys with * and ?.")],
    measures: Annotated[str, typer.Argument(help="trust, challenge, complexity, climate, ai ...")],
    reason: ReasonOption = "",
    place: PlaceOption = 1,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a rule, before all others unless a place is told. The facts stay as they are."""
    from store.construct_rules import ConstructRule

    rule = ConstructRule(item, measures, reason)
    rules = _rules().add(opened(workspace), rule, by=getpass.getuser(), place=place)
    say({"status": "added", "place": place, "rules": len(rules)}, as_json)


def _rules() -> "RuleTable[ConstructRule]":
    from store.construct_rules import CONSTRUCT_RULES

    return CONSTRUCT_RULES


add_list_and_remove(commands, _rules)
