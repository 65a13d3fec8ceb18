"""The commands of `atelier`: one file a group of them, found by walking this folder.

A file that holds `commands`, a `typer.Typer`, is a group. With a name, as in
`typer.Typer(name="identity")`, its commands stand behind that word.
"""

from importlib import import_module
from pkgutil import iter_modules

import typer


def groups() -> list[typer.Typer]:
    """Every group of commands, in the order of the files' names."""
    modules = (import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__))
    return [module.commands for module in modules if hasattr(module, "commands")]
