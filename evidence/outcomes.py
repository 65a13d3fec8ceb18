"""What may have changed: the folder is the registry, one file an outcome."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final

import evidence
from evidence.results import Outcome
from store.errors import ContractError, RequestError

PREFIX: Final = "outcome_"
# As a reader asks: is the work quicker, more, better; who learns by it; do people stay and like it.
ORDER: Final = (
    "cycle_time",
    "throughput",
    "rework_tickets",
    "rework_rate",
    "novice_participation",
    "challenge",
    "learning_rate",
    "retention",
    "climate",
)


@cache
def modules() -> Mapping[str, ModuleType]:
    """Key -> the module of the outcome: `OUTCOME`, and `cells(history, people)`.

    Counts: `evidence/outcome_<key>.py`, in the order of `ORDER`; a key that it does not name stands
    behind them, by name.
    """
    names = [
        one.name.removeprefix(PREFIX)
        for one in pkgutil.iter_modules(evidence.__path__)
        if one.name.startswith(PREFIX)
    ]
    ranks = {key: rank for rank, key in enumerate(ORDER)}
    ordered = sorted(names, key=lambda name: (ranks.get(name, len(ranks)), name))
    found = {name: importlib.import_module(f"evidence.{PREFIX}{name}") for name in ordered}
    for name, module in found.items():
        if module.OUTCOME.key != name:
            raise ContractError(
                f"evidence/{PREFIX}{name}.py holds the outcome '{module.OUTCOME.key}'",
                f"the key '{name}', as the file is called",
                "Rename the file or the key",
            )
    return MappingProxyType(found)


@cache
def outcomes() -> Mapping[str, Outcome]:
    """Key -> outcome, in the order in which pages and documents show them."""
    return MappingProxyType({key: module.OUTCOME for key, module in modules().items()})


def outcome_named(key: str) -> Outcome:
    """The outcome of that key; a RequestError lists those that there are."""
    try:
        return outcomes()[key]
    except KeyError:
        raise RequestError(
            f"There is no outcome '{key}'", f"one of {', '.join(outcomes())}", "Choose one of these"
        ) from None


OUTCOMES: Final[Mapping[str, Outcome]] = outcomes()
