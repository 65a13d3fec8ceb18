"""The menu: every file of pages/ that says its title, icon and place in its own docstring."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.errors import ContractError

FIELD: Final = re.compile(r"^(Title|Icon|Order): *(\S.*?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One page as its docstring declares it.

    path       the file
    title, icon, order   name in the menu, icon (`:material/name:`), place
    question   first line of the docstring: what the page answers
    """

    path: Path
    title: str
    icon: str
    order: int
    question: str


def entries(folder: Path) -> tuple[Entry, ...]:
    """Pages of a folder in the order of the menu. Nothing is executed to find them."""
    found = [entry(path) for path in folder.glob("*.py") if not path.name.startswith("_")]
    return tuple(sorted(found, key=lambda each: (each.order, each.title)))


def entry(path: Path) -> Entry:
    """What one page file declares."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    fields = dict(FIELD.findall(text))
    missing = [name for name in ("Title", "Icon", "Order") if name not in fields]
    if missing:
        raise ContractError(
            f"{path.name} has no line {' and '.join(missing)} in its docstring",
            "the lines 'Title: ...', 'Icon: :material/...:' and 'Order: 1'",
            "Add them below the first line of the docstring; ui/menu.py makes the menu of them",
        )
    question = text.partition("\n")[0].strip()
    return Entry(path, fields["Title"], fields["Icon"], int(fields["Order"]), question)
