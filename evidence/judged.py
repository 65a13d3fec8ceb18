"""The judged numbers of this room, from `judged.toml`."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from metrics.anchors import anchors_version, constants

FILE: Final = Path(__file__).with_name("judged.toml")


@cache
def judged() -> dict[str, Any]:
    """Name -> value; unit and reason stand in the file."""
    return constants(FILE)


def judged_version() -> str:
    """The version of these numbers, stamped on every finding."""
    return anchors_version(FILE)
