"""The folder is the registry: which modules, tables and indicators the room holds."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Final

import metrics
from metrics.contract import Indicator

NOT_PART_OF_THE_FLOW: Final = frozenset({"anchors", "contract", "cube", "formulas", "measure"})


def flow_modules() -> tuple[ModuleType, ...]:
    """The modules of this folder whose functions are tables."""
    names = sorted(
        module.name
        for module in pkgutil.iter_modules(metrics.__path__)
        if module.name not in NOT_PART_OF_THE_FLOW and not module.name.startswith("_")
    )
    return tuple(importlib.import_module(f"metrics.{name}") for name in names)


def flow_functions() -> Mapping[str, Callable[..., Any]]:
    """Table name -> the function that makes it; its parameters are the tables that it needs."""
    return {
        name: function
        for module in flow_modules()
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }


def indicators() -> Mapping[str, Indicator]:
    """Indicator key -> what pages, exports and documents say about it; in order of the methods."""
    marks = {name: getattr(one, "indicator", None) for name, one in flow_functions().items()}
    found = {name: mark for name, mark in marks.items() if isinstance(mark, Indicator)}
    return dict(sorted(found.items(), key=lambda item: (item[1].method, item[0])))
