"""The menu: every file of pages/ that says its title, icon and place in its own docstring."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from store.errors import ContractError

NEEDED: Final = ("Title", "Icon", "Order", "Question")
FIELD: Final = re.compile(rf"^({'|'.join(NEEDED)}): *(\S.*?) *$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """One page as its docstring declares it.

    heading    first line of the docstring: what stands above the page
    title, icon, order   name in the menu, icon (`:material/name:`), place
    question   what the page answers
    """

    heading: str
    title: str
    icon: str
    order: int
    question: str


def entries(folder: Path) -> dict[Path, Entry]:
    """Page file -> what it declares, in the order of the menu. Nothing is executed to find them."""
    found = {
        path: declared(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path.name)
        for path in folder.glob("*.py")
        if not path.name.startswith("_")
    }
    return dict(sorted(found.items(), key=lambda each: (each[1].order, each[1].title)))


def declared(docstring: str | None, file: str = "this page") -> Entry:
    """What the docstring of a page declares."""
    text = docstring or ""
    fields = dict(FIELD.findall(text))
    missing = [name for name in NEEDED if name not in fields]
    if missing:
        raise ContractError(
            f"{file} has no line {' and '.join(missing)} in its docstring",
            "the lines 'Title: ...', 'Icon: :material/...:', 'Order: 1' and 'Question: ...?'",
            "Add them below the first line of the docstring; ui/menu.py makes the menu of them",
        )
    heading = text.strip().partition("\n")[0].strip().rstrip(".")
    return Entry(heading, fields["Title"], fields["Icon"], int(fields["Order"]), fields["Question"])
