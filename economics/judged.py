"""The judged numbers of the ledger view and of the seats, from `spend.toml`."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from metrics.anchors import constants

FILE: Final = Path(__file__).with_name("spend.toml")


@cache
def judged() -> dict[str, Any]:
    """Name -> value; unit and reason stand in the file."""
    return constants(FILE)


def smallest_group() -> int:
    """People below whom no amount is shown apart."""
    return int(judged()["smallest_group"])
