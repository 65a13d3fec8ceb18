"""What a loader says of itself, in parts: for the page of sources and for the screen."""

import inspect
import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from loaders import loaders
from loaders.contract import Loader
from store.tables import TABLES

# Family -> tables that make a loader one of it; the first that fits counts, for an export of work
# may also tell of people, and one of AI use of its bill.
FAMILIES: Final[Mapping[str, frozenset[str]]] = {
    "Work": frozenset({"task", "participation", "task_event"}),
    "AI use": frozenset({"ai_usage"}),
    "Training": frozenset({"training"}),
    "Surveys": frozenset({"survey"}),
    "Spend (ledger)": frozenset({"ledger"}),
    "People and teams (HR)": frozenset({"membership", "team", "person"}),
}
TAXONOMIES: Final = "Taxonomies"
CANONICAL: Final = "Canonical files"
ORDER: Final = ("People and teams (HR)", "Work", "AI use", "Training", "Spend (ledger)", "Surveys")
# A heading of a docstring has at most four words: `Counts:`, `Leaves out:`, `Keep to one layout:`.
HEADING: Final = re.compile(r"^(?P<name>[A-Z][a-z]+(?: [a-z]+){0,3}):\s*", re.MULTILINE)
ENTRY: Final = re.compile(r"^(?P<name>export|returns) {2,}(?P<text>.*(?:\n {4,}.*)*)", re.MULTILINE)


def family(loader: Loader) -> str:
    """The family of a source, told by the tables that it fills."""
    fills = set(loader.fills)
    if fills >= set(TABLES):
        return CANONICAL
    return next((name for name, tables in FAMILIES.items() if fills & tables), TAXONOMIES)


@cache
def families() -> Mapping[str, tuple[Loader, ...]]:
    """Every family that has a loader, with its loaders by label."""
    by_label = sorted(loaders(), key=lambda loader: loader.label.casefold())
    found = {
        name: tuple(loader for loader in by_label if family(loader) == name)
        for name in (*ORDER, TAXONOMIES, CANONICAL)
    }
    return {name: members for name, members in found.items() if members}


def file_words(loader: Loader) -> str:
    """What the file is, as the docstring says under `export`."""
    entries = {found["name"]: found["text"] for found in ENTRY.finditer(_text(loader))}
    return sentence(entries.get("export", ""))


def blind_words(loader: Loader) -> str:
    """What the export cannot see, as a sentence; empty where the loader says nothing."""
    return sentence(loader.blind)


def leaves_out(loader: Loader) -> str:
    """The sentences under `Leaves out:`."""
    return _under(loader, "Leaves out")


def counts(loader: Loader) -> str:
    """The sentences under `Counts:`, on odd cases; empty where there are none."""
    return _under(loader, "Counts")


def history_words(loader: Loader) -> str:
    """Whether the export tells how things came to be."""
    return "yes" if loader.history else "list of today" if loader.snapshot else "no"


def key_words(loader: Loader) -> str:
    """By which keys people are told, in words; some exports hide them and some name nobody."""
    keys = ", ".join(key.replace("_", " ") for key in loader.keys)
    return "hidden, never tied to others" if loader.anonymous else keys or "nobody"


def layout_words(loader: Loader) -> str:
    """Where the layout was seen."""
    return "from memory, not seen" if loader.verified == "alias" else loader.verified


def sentence(text: str, *, capital: bool = True) -> str:
    """The same text in one line with a full stop; empty stays empty.

    capital  with a capital letter at its beginning; a vendor's field keeps its own
    """
    flat = " ".join(text.split())
    ended = flat if not flat or flat.endswith((".", "!", "?")) else f"{flat}."
    return f"{ended[:1].upper()}{ended[1:]}" if capital else ended


def _under(loader: Loader, name: str) -> str:
    text = _text(loader)
    heads = list(HEADING.finditer(text))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    parts = {head["name"]: text[head.end() : end] for head, end in zip(heads, ends, strict=True)}
    return sentence(parts.get(name, ""))


def _text(loader: Loader) -> str:
    return inspect.cleandoc(loader.about)
