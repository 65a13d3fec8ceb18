"""The second entrance, for clocks and analysts: load, measure, match, export.

Exit codes: 0 done, 2 bad input (the message says what to do), 1 our fault.
"""

import sys
import traceback

import typer

from commands import groups
from commands.screen import screen
from store.errors import AtelierError

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
for group in groups():
    app.add_typer(group)


def main() -> None:
    """The console script `atelier`."""
    try:
        app()
    except AtelierError as error:
        for part, words in (("Found", error.found), ("Expected", error.expected), ("Do", error.do)):
            screen.print(f"[bold]{part}:[/] ", end="")
            screen.print(words, markup=False, highlight=False)
        sys.exit(2)
    except Exception:  # the one place where our own faults end: they must not look like the user's
        traceback.print_exc()
        screen.print("This is our fault, not yours. The workspace is as it was before.")
        sys.exit(1)


if __name__ == "__main__":
    main()
