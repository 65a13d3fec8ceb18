"""The dataflow of the room: every public function of its modules, ordered by what it needs."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Final

from hamilton import driver
from hamilton.lifecycle import NodeExecutionMethod

import metrics
from metrics._engine import settled

NOT_PART_OF_THE_FLOW: Final = frozenset({"anchors", "contract", "cube", "formulas", "measure"})


class Settled(NodeExecutionMethod):  # type: ignore[misc]
    """Computes every big table once, however many others read it."""

    def run_to_execute_node(
        self, *, node_callable: Callable[..., object], node_kwargs: dict[str, object], **_: object
    ) -> object:
        """The node's result, settled."""
        return settled(node_callable(**node_kwargs))


def flow_modules() -> tuple[ModuleType, ...]:
    """The modules of this folder whose functions are tables."""
    names = sorted(
        module.name
        for module in pkgutil.iter_modules(metrics.__path__)
        if module.name not in NOT_PART_OF_THE_FLOW and not module.name.startswith("_")
    )
    return tuple(importlib.import_module(f"metrics.{name}") for name in names)


def flow(modules: Sequence[ModuleType] = ()) -> driver.Driver:
    """The dataflow of the given modules, else of the whole room."""
    builder = driver.Builder().with_modules(*(modules or flow_modules()))
    return builder.with_adapters(Settled()).build()


def grain_free(flow: driver.Driver) -> list[str]:
    """Names of the tables that are the same for every grain: made once, handed to the others."""
    tables = {node.name for node in flow.list_available_variables() if not node.is_external_input}
    return sorted(tables - {node.name for node in flow.what_is_downstream_of("grain")})
