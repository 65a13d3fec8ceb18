"""Scenarios: named assumptions, compared side by side, with the history of every change."""

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import JsonOption, ReasonOption, WorkspaceOption
from commands.screen import grid, opened, print_json, say, show
from store.errors import RequestError

if TYPE_CHECKING:
    from store.scenarios import Scenario

commands = typer.Typer(name="scenario", no_args_is_help=True, help=__doc__)
NameArgument = Annotated[str, typer.Argument(help="Name of the scenario, as `list` shows it.")]
EMPTY = ("", "preset", "none")  # values that take an entry back


@commands.command("list")
def list_scenarios(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Show the four that are always there and the saved ones."""
    from store import scenarios

    told = scenarios.scenarios(opened(workspace))
    rows = [
        {
            "name": each.name,
            "base": each.base,
            "currency": each.currency,
            "is_built_in": each.is_built_in,
            "entered": len(each.values),
        }
        for each in told
    ]
    show("Scenarios", rows, as_json, "scenarios")


@commands.command("show")
def show_scenario(
    name: NameArgument, workspace: WorkspaceOption = None, as_json: JsonOption = False
) -> None:
    """Show every input of a scenario with its tag and source, and what it comes to."""
    from economics.scenario_inputs import figures
    from store import scenarios

    told = scenarios.scenario(opened(workspace), name)
    answer = _told(told) | {"figures": figures(told)}
    if as_json:
        return print_json(answer)
    grid(f"{told.name} ({told.currency})", answer["inputs"])
    return say(answer["figures"], as_json)


@commands.command("save")
def save_scenario(
    name: NameArgument,
    base: Annotated[str, typer.Option("--base", help="Scenario that it begins as.")] = "yours",
    currency: Annotated[
        str | None, typer.Option("--currency", help="Of all amounts; default: that of the base.")
    ] = None,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Save a scenario under a name of its own, as a copy of another one."""
    from store import scenarios

    saved = scenarios.save(
        opened(workspace), name, base=base, currency=currency, by=getpass.getuser(), why=reason
    )
    say({"status": "saved", "name": saved.name, "entered": len(saved.values)}, as_json)


@commands.command("set")
def set_input(
    name: NameArgument,
    entries: Annotated[
        list[str], typer.Argument(help="key=value, or key=preset; currency=EUR; name=NEW NAME.")
    ],
    tag: Annotated[str, typer.Option("--tag", help="measured, quoted or assumed.")] = "assumed",
    source: Annotated[str, typer.Option("--source", help="Where the values come from.")] = "",
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Enter inputs, all of them or none; the three other built-in ones take those of `yours`."""
    from economics.scenario_inputs import enter
    from store import scenarios
    from store.scenarios import Assumption

    ws, by, pairs = opened(workspace), getpass.getuser(), dict(_pair(each) for each in entries)
    new_name, currency = pairs.pop("name", None), pairs.pop("currency", None)
    values = {key: Assumption(_number(key, told), tag, source) for key, told in pairs.items()}
    told = enter(ws, name, values, by=by, why=reason)
    if currency is not None:
        told = scenarios.set_currency(ws, name, currency, by=by, why=reason)
    if new_name is not None:
        told = scenarios.rename(ws, name, new_name, by=by, why=reason)
    say({"status": "set", "name": told.name, "entered": len(told.values)}, as_json)


@commands.command("compare")
def compare_scenarios(
    names: Annotated[list[str], typer.Argument(help="Scenarios, side by side.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what scenarios assume and what they come to, side by side."""
    from economics.scenario_inputs import figures
    from store import scenarios

    ws = opened(workspace)
    told = [scenarios.scenario(ws, name) for name in names]
    assumed = scenarios.compare(told).to_dicts()
    results = [{"scenario": each.name, "currency": each.currency, **figures(each)} for each in told]
    if as_json:
        return print_json({"assumptions": assumed, "figures": results})
    grid("Assumptions that somebody entered", assumed)
    return grid("What they come to", results)


@commands.command("delete")
def delete_scenario(
    name: NameArgument,
    reason: ReasonOption = "",
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete a saved scenario; its history stays."""
    from store import scenarios

    scenarios.delete(opened(workspace), name, by=getpass.getuser(), why=reason)
    say({"status": "deleted", "name": name}, as_json)


@commands.command("history")
def scenario_history(
    name: Annotated[str | None, typer.Argument(help="Default: of all scenarios.")] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who changed what, when, from what to what, and why."""
    from store import scenarios

    rows = scenarios.history(opened(workspace), name).to_dicts()
    show("Changes", rows, as_json, "history")


def _told(scenario: "Scenario") -> dict[str, Any]:
    """A scenario with every input of the model: entered or preset, with tag and source."""
    from economics.inputs import inputs
    from economics.scenario_inputs import filled

    values = filled(scenario)
    rows = []
    for key, each in inputs().items():
        entered = scenario.values.get(key)
        tag, source = (entered.tag, entered.source) if entered else (each.tag, each.reason)
        rows.append(
            {"key": key, "label": each.label, "unit": each.unit, "value": values[key], "tag": tag,
             "source": source, "is_entered": entered is not None}
        )  # fmt: skip
    names = ("name", "base", "currency", "is_built_in")
    return {name: getattr(scenario, name) for name in names} | {"inputs": rows}


def _pair(told: str) -> tuple[str, str]:
    key, mark, value = told.partition("=")
    if not mark:
        raise RequestError(
            f"{key} is told without a value", "key=value, such as capture=0.4", "Write it so"
        )
    return key.strip(), value.strip()


def _number(key: str, told: str) -> float | None:
    if told.casefold() in EMPTY:
        return None
    try:
        return float(told)
    except ValueError as error:
        raise RequestError(
            f"{key} is no number", "a number, such as 0.4, or `preset`", "Enter one of these"
        ) from error
