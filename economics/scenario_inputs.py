"""Scenarios and the model: only inputs that the model knows and allows are kept."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from economics.inputs import checked
from economics.treadmill import treadmill
from economics.value import npv_mix
from store import scenarios
from store.errors import NotEnoughData
from store.scenarios import Assumption, Scenario

if TYPE_CHECKING:
    from store.workspace import Workspace


def filled(scenario: Scenario) -> dict[str, float | None]:
    """Every input of the model as a scenario has it: what was entered, else the preset."""
    return checked(scenario.inputs)


def enter(
    workspace: "Workspace", name: str, values: Mapping[str, Assumption], *, by: str, why: str = ""
) -> Scenario:
    """Enter inputs of a scenario, all of them or none.

    Raises RequestError (EVIDENCE C4) when the model does not know or allow what the scenario would
    hold afterwards.
    """
    before = scenarios.scenario(workspace, name).inputs
    checked({**before, **{key: each.value for key, each in values.items()}})
    return scenarios.set_values(workspace, name, values, by=by, why=why)


def figures(scenario: Scenario) -> dict[str, float | str | None]:
    """What a scenario comes to, in its own currency: costs always, value once capture is entered.

    returns  launch_cost, yearly_cost, moved, npv (of the mix; null without capture), why_not
    """
    values = filled(scenario)
    costs = treadmill(values)
    told: dict[str, float | str | None] = {
        "launch_cost": costs.launch_cost,
        "yearly_cost": costs.yearly_cost,
        "moved": values["moved"],
    }
    try:
        return told | {"npv": float(npv_mix(values)), "why_not": None}
    except NotEnoughData as missing:
        return told | {"npv": None, "why_not": str(missing)}
