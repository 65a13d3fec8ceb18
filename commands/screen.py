"""How a command answers: one JSON object, words, a table, a file, a progress bar."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from commands.options import Format

if TYPE_CHECKING:
    import polars as pl

    from store.workspace import Workspace

# Answers that another program reads stand alone on the output; everything else goes beside it.
screen: Final = Console(stderr=True)
WIDE: Final = 200  # characters


def opened(folder: Path | None) -> "Workspace":
    """The workspace that a command is about."""
    from store.workspace import Workspace

    return Workspace.open(folder)


@contextmanager
def progress() -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on the error stream; the callback takes done, of, words."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as bars:
        bar = bars.add_task("Starting", total=1)
        yield lambda done, of, words: bars.update(bar, completed=done, total=of, description=words)


def print_json(answer: Mapping[str, Any]) -> None:
    """One JSON object on the output."""
    print(json.dumps(answer, default=str))  # noqa: T201


def say(answer: Mapping[str, Any], as_json: bool) -> None:
    """What was done: a line a key, or one JSON object."""
    if as_json:
        return print_json(answer)
    for key, value in answer.items():
        screen.print(f"{key.replace('_', ' ')}: {value}", highlight=False, markup=False)
    return None


def show(title: str, rows: Sequence[Mapping[str, Any]], as_json: bool, key: str) -> None:
    """Rows as a table with a title, or as one JSON object that holds them under a key."""
    if as_json:
        return print_json({key: rows})
    return grid(title, rows)


def grid(title: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """A table on the output; its columns are those of the first row."""
    table = Grid(title=title, title_justify="left")
    for name in rows[0] if rows else ():
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    paper().print(table)


def paper() -> Console:
    """The output: as wide as the terminal, or wide enough for sentences where it is a file."""
    is_told = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(width=None if is_told else WIDE)


def write(frame: "pl.DataFrame", kind: Format | None, out: Path | None) -> None:
    """A table as a file, or on the output."""
    from exports.tables import write_frame

    write_frame(frame, out, kind)
