"""The page docs/sources.md: every source that is read as it is, made from the loaders."""

import re
from collections.abc import Iterable
from typing import Final

from loaders.contract import Loader
from loaders.description import (
    blind_words,
    counts,
    families,
    file_words,
    history_words,
    key_words,
    layout_words,
    leaves_out,
    sentence,
)

INTRODUCTION: Final = """# Sources: what is read as it is

<!-- made from the loaders by `python -m exports.reference`; a test compares -->

Take an export as it leaves its system and drop it on the page *Data*, or run

    atelier load exports/ --dry-run     # what would be added, changed, refused; nothing is written
    atelier load exports/

- **A file is known by its content**: headers, keys, shape. Files may be renamed, their columns
  shuffled, gzipped, put into folders or into a ZIP. Load all of them at once: people come first
  whatever the order. Where an export does not tell its person or its days, the file is named for
  them; the column *File* says so.
- **A file of any other layout** goes through a mapping: `atelier map FILE --save NAME`, or the
  page *Data*, proposes what its columns mean, shows the outcome, keeps it under a name and uses it
  for later files of the same columns. A warehouse writes [canonical files](canonical-files.md).
- **Nothing is lost silently.** Every row is loaded, refused with its number and reason, or counted
  in a note. The same file twice changes nothing. Missing is not zero. Currencies are never added.
- **No text of people is read**: descriptions, comments, prompts and answers in words are left out
  of every source.

How to read the tables:

- *One row is* tells the grain of the file, *Fills* the tables of
  [canonical-files.md](canonical-files.md) that it fills.
- *People by* tells by which keys people are named. Keys tie the accounts of a person together:
  employee number, e-mail and login do, a display name alone never does.
- *History* is `yes` where the export tells how things came to be, `list of today` for a list of
  staff that tells how everybody stands on its day (load one a month: the differences become
  history), `no` otherwise. Without history nobody is said to have been the first on a task.
- *Layout seen in* tells where the layout comes from. None is guessed.
- *Cannot see* is what stays unknown however well the file is read. A dash says that nothing beyond
  what is left out is known.

Below each table, by source: how odd cases count, what is left out, and what the vendor counts in
each column that we fill (its field, [unit] and definition). Vendors count different things under
one word: compare definitions before you compare tools.
"""
TABLE_HEAD: Final = (
    "| Source | File | One row is | Fills | People by | History | Layout seen in | Cannot see |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
CODE_OR_MARK: Final = re.compile(r"(?P<code>`[^`]*`)|(?P<mark>[*<>])")


def sources() -> str:
    """The page docs/sources.md."""
    names = families()
    ways = "\n".join(
        f"- [{name}](#{_anchor(name)}): {len(members)}" for name, members in names.items()
    )
    total = sum(len(members) for members in names.values())
    head = f"{INTRODUCTION}\n{total} sources, by what they tell of:\n\n{ways}\n"
    return head + "".join(_family(name, members) for name, members in names.items())


def _family(name: str, members: Iterable[Loader]) -> str:
    rows = "".join(_row(loader) for loader in members)
    return f"\n## {name}\n\n{TABLE_HEAD}{rows}" + "".join(_source(loader) for loader in members)


def _row(loader: Loader) -> str:
    cells = (
        f"[{_text(loader.label)}](#{_anchor(loader.label)})",
        _text(file_words(loader)),
        _text(loader.grain),
        ", ".join(loader.fills),
        _text(key_words(loader)),
        history_words(loader),
        _text(layout_words(loader)),
        _text(blind_words(loader)) or "–",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _source(loader: Loader) -> str:
    """What a newcomer needs to know of one source before trusting a number from it."""
    counted = f"Counts: {_text(counts(loader))}\n\n" if counts(loader) else ""
    left_out = f"Leaves out: {_text(leaves_out(loader))}\n"
    meanings = "".join(
        f"- `{column}` = {_text(sentence(told, capital=False))}\n"
        for column, told in sorted(loader.meanings.items())
    )
    return f"\n### {_text(loader.label)}\n\n{counted}{left_out}" + (
        f"\n{meanings}" if meanings else ""
    )


def _text(words: str) -> str:
    """Words that mean in Markdown what they say; code stays as it is."""
    return CODE_OR_MARK.sub(lambda found: found["code"] or f"\\{found['mark']}", words)


def _anchor(heading: str) -> str:
    """The name by which a heading is linked: small letters, no marks, hyphens for blanks."""
    return re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-")
