"""Changes of the work, and who could take which open task next: proposals, never decisions."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

# Imported at the top: a later first import would put the package in the place of `moves()`.
from redesign import moves as moves_folder
from redesign.contract import Move
from store.errors import ContractError


@cache
def moves() -> tuple[Move, ...]:
    """All moves that the folder `redesign/moves` holds, by section number.

    Counts: a file without a move is an error of its author, so that none is lost in silence.
    """
    found: list[Move] = []
    for module in iter_modules(moves_folder.__path__):
        content = vars(import_module(f"{moves_folder.__name__}.{module.name}")).values()
        here = [thing for thing in content if isinstance(thing, Move) and thing.key == module.name]
        if len(here) != 1:
            raise ContractError(
                f"redesign/moves/{module.name}.py holds {len(here)} moves",
                "one function with @move",
                "Give each move a file of its own",
            )
        found += here
    return tuple(sorted(found, key=lambda move: int(move.section.removeprefix("M"))))
