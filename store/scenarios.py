"""Named scenarios: saved, changed, renamed, deleted and compared, with who did it and why."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from store.errors import RequestError
from store.exchange_rates import currency_code
from store.money_state import ScenarioChange
from store.scenario import (
    BUILT_IN,
    CURRENCY,
    FIXED,
    YOURS,
    YOURS_NUMBER,
    Assumption,
    Scenario,
    compare,
)
from store.scenario_record import history, replayed, rows
from store.state import writing
from store.tables import LEDGER

if TYPE_CHECKING:
    from store.workspace import Workspace

__all__ = [
    "Assumption",
    "Scenario",
    "compare",
    "delete",
    "history",
    "rename",
    "save",
    "scenario",
    "scenarios",
    "set_currency",
    "set_values",
]

TAGS: Final = LEDGER.column("tag").choices
LONGEST: Final = 60  # letters of a name: it heads a column


def scenarios(workspace: "Workspace") -> tuple[Scenario, ...]:
    """The four built-in scenarios, then the saved ones by name.

    Counts: `yours` holds what the firm entered. The other three take all of it, and differ by
    the share of the money that moves from training to redesign alone.
    """
    told = replayed(rows(workspace))
    yours = told.pop(YOURS_NUMBER, Scenario(YOURS_NUMBER, YOURS, YOURS, CURRENCY))
    fixed = [
        Scenario(-1, name, name, yours.currency, {**yours.values, **_fixed(name)})
        for name in BUILT_IN
        if name != YOURS
    ]
    return (*fixed, yours, *sorted(told.values(), key=lambda each: each.name.casefold()))


def scenario(workspace: "Workspace", name: str) -> Scenario:
    """The scenario of that name, in any case; a RequestError lists what there is."""
    known = {each.name.casefold(): each for each in scenarios(workspace)}
    wanted = " ".join(name.split()).casefold()
    if wanted not in known:
        raise RequestError(
            "there is no scenario of this name",
            f"one of {', '.join(each.name for each in known.values())}",
            "Choose one of these, or save a new one",
        )
    return known[wanted]


def save(
    workspace: "Workspace",
    name: str,
    *,
    by: str,
    why: str = "",
    base: str = YOURS,
    currency: str | None = None,
    values: Mapping[str, Assumption] | None = None,
) -> Scenario:
    """A new scenario that begins as a copy of another one, with these values on top.

    base      scenario that it is copied from: built-in or saved
    currency  of all its amounts; none: that of the base
    """
    name = _free_name(workspace, name)
    start = scenario(workspace, base)
    filled = {**start.values, **_checked(values or {})}
    money = currency_code(currency) if currency else start.currency
    root = start.base
    with writing(workspace.engine) as session:
        first = ScenarioChange(
            by=by, why=why, scenario=-1, name=name, what="saved", field="base", new=root
        )
        session.add(first)
        session.flush()
        first.scenario = first.id or 0
        told = {"currency": money, **{key: asdict(each) for key, each in filled.items()}}
        session.add_all(
            _change(first.scenario, name, by, why, each, None, new, what="saved")
            for each, new in told.items()
        )
    return scenario(workspace, name)


def set_values(
    workspace: "Workspace", name: str, values: Mapping[str, Assumption], *, by: str, why: str = ""
) -> Scenario:
    """Enter or change inputs of `yours` or of a saved scenario, all of them or none.

    Counts: an assumption without a value takes the entry back: the preset counts again. What
    stands there already is no change and leaves no row.
    """
    told, checked = _own(workspace, name), _checked(values)
    with writing(workspace.engine) as session:
        for key, new in checked.items():
            old = told.values.get(key)
            after = None if new.value is None else new
            if old != after:
                was, is_now = (asdict(each) if each else None for each in (old, after))
                session.add(_change(told.number, told.name, by, why, key, was, is_now))
    return scenario(workspace, told.name)


def set_currency(
    workspace: "Workspace", name: str, currency: str, *, by: str, why: str = ""
) -> Scenario:
    """Say in which currency the amounts are meant; no amount is converted."""
    told, money = _own(workspace, name), currency_code(currency)
    if money != told.currency:
        with writing(workspace.engine) as session:
            session.add(_change(told.number, told.name, by, why, "currency", told.currency, money))
    return scenario(workspace, told.name)


def rename(workspace: "Workspace", name: str, new_name: str, *, by: str, why: str = "") -> Scenario:
    """Give a saved scenario another name; its history goes along."""
    told = _saved(workspace, name)
    new_name = _free_name(workspace, new_name, but=told.name)
    with writing(workspace.engine) as session:
        session.add(
            _change(told.number, new_name, by, why, "name", told.name, new_name, what="renamed")
        )
    return scenario(workspace, new_name)


def delete(workspace: "Workspace", name: str, *, by: str, why: str = "") -> None:
    """Let a saved scenario be none any more; its history stays."""
    told = _saved(workspace, name)
    with writing(workspace.engine) as session:
        session.add(_change(told.number, told.name, by, why, "", told.name, None, what="deleted"))


def _change(
    number: int, name: str, by: str, why: str, field: str, old: object, new: object,
    what: str = "set",
) -> ScenarioChange:  # fmt: skip
    return ScenarioChange(
        by=by, why=why, scenario=number, name=name, what=what, field=field, old=old, new=new
    )


def _fixed(name: str) -> dict[str, Assumption]:
    return {key: Assumption(value, "assumed", FIXED) for key, value in BUILT_IN[name].items()}


def _own(workspace: "Workspace", name: str) -> Scenario:
    """A scenario whose inputs may be changed."""
    told = scenario(workspace, name)
    if told.number < YOURS_NUMBER:
        raise RequestError(
            f"the scenario '{told.name}' fixes one input and takes all others from '{YOURS}'",
            f"'{YOURS}' or a saved scenario",
            f"Change '{YOURS}', or save a scenario that begins as this one",
        )
    return told


def _saved(workspace: "Workspace", name: str) -> Scenario:
    told = scenario(workspace, name)
    if told.is_built_in:
        raise RequestError(
            f"the scenario '{told.name}' is always there",
            "a saved scenario",
            "Choose a saved one; see `atelier scenario list`",
        )
    return told


def _free_name(workspace: "Workspace", name: str, but: str = "") -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST:
        raise RequestError(
            f"the name has {len(name)} letters",
            f"1 to {LONGEST} letters",
            "Choose a name that fits over a column",
        )
    taken = {each.name.casefold() for each in scenarios(workspace)} - {but.casefold()}
    if name.casefold() in taken:
        raise RequestError(
            "there is a scenario of this name already",
            "a name of its own",
            "Choose another name, or change the scenario that has it",
        )
    return name


def _checked(values: Mapping[str, Assumption]) -> dict[str, Assumption]:
    """The assumptions with texts trimmed; which keys and numbers make sense the model says."""
    for key, each in values.items():
        if each.value is not None and not math.isfinite(each.value):
            raise RequestError(f"{key} is {each.value}", "a number", "Enter a finite number")
        if each.tag not in TAGS:
            raise RequestError(
                f"{each.tag or 'nothing'} does not say how far {key} can be trusted",
                f"one of {', '.join(TAGS)}",
                "Choose one of these",
            )
    return {
        key: Assumption(
            None if one.value is None else float(one.value), one.tag, one.source.strip()
        )
        for key, one in values.items()
    }
