"""One file a source: the folder is walked, and content tells which loader reads a file."""

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from loaders.contract import Loader
from loaders.export import Export
from store.errors import ContractError

__all__ = ["detect", "loaders"]


@cache
def loaders() -> tuple[Loader, ...]:
    """All loaders of this folder, by name."""
    modules = sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    found: dict[str, Loader] = {}
    for name in modules:
        module = importlib.import_module(f"{__name__}.{name}")
        members = [each for each in vars(module).values() if isinstance(each, Loader)]
        found.update({each.name: each for each in members if each.name == name})
    return tuple(found.values())


def detect(export: Export) -> Loader | None:
    """The one loader that knows a file; none when no loader does."""
    claims = [loader for loader in loaders() if loader.recognises(export)]
    if len(claims) > 1:
        names = ", ".join(loader.name for loader in claims)
        raise ContractError(
            f"the loaders {names} claim the same file",
            "one loader for a file",
            "Make `recognises` of one of them look at more columns",
        )
    return claims[0] if claims else None
