"""Rules on what ledger lines are spent on."""

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    DayFirstOption,
    JsonOption,
    MappingOption,
    PlaceOption,
    ReasonOption,
    WorkspaceOption,
)
from commands.rule_table import add_list_and_remove
from commands.screen import grid, opened, print_json, say

if TYPE_CHECKING:
    from store.rule_table import RuleTable
    from store.spend_rules import SpendRule

commands = typer.Typer(name="spend-rules", no_args_is_help=True, help=__doc__)


@commands.command("add")
def add_spend_rule(
    category: Annotated[str, typer.Argument(help="What such lines are spent on.")],
    account: Annotated[str, typer.Option("--account", help="Pattern with * and ?.")] = "*",
    cost_centre: Annotated[str, typer.Option("--cost-centre", help="Pattern with * and ?.")] = "*",
    tag: Annotated[str, typer.Option("--tag", help="measured, quoted or assumed.")] = "",
    reason: ReasonOption = "",
    place: PlaceOption = 1,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a rule, before all others unless a place is told. The facts stay as they are."""
    from store.spend_rules import SpendRule

    rule = SpendRule(account, cost_centre, category, tag, reason)
    rules = _rules().add(opened(workspace), rule, by=getpass.getuser(), place=place)
    say({"status": "added", "place": place, "rules": len(rules)}, as_json)


@commands.command("test")
def try_spend_rules(
    path: Annotated[Path, typer.Argument(help="Export of a ledger; it is not loaded.")],
    workspace: WorkspaceOption = None,
    mapping: MappingOption = None,
    day_first: DayFirstOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what the rules say of a ledger file, and which accounts none of them fits."""
    from loaders.spend_preview import spend_preview
    from store.spend_rules import left_over, spend_by_category

    lines = spend_preview(opened(workspace), path, mapping=mapping, day_first=day_first)
    spend, others = spend_by_category(lines), left_over(lines)
    if as_json:
        return print_json({"spend": spend.to_dicts(), "not_categorised": others.to_dicts()})
    grid("Spend", spend.to_dicts())
    return grid("Accounts that no rule fits", others.to_dicts())


def _rules() -> "RuleTable[SpendRule]":
    from store.spend_rules import SPEND_RULES

    return SPEND_RULES


add_list_and_remove(commands, _rules)
