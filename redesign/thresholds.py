"""The judged numbers of this room, from `thresholds.toml`: trigger words, costs, weights."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from metrics.anchors import anchors
from store.errors import ContractError

FILE: Final = Path(__file__).with_name("thresholds.toml")


@dataclass(frozen=True)
class Word:
    """One word of the trigger column: an indicator beyond a bound.

    name       as docs/methods.md spells it ("NEX high")
    indicator  key in the cube
    side       on which side of the bound the word holds
    bound      in the unit of the indicator
    about      what the indicator tells, in words
    reason     why this bound
    """

    name: str
    indicator: str
    side: Literal["below", "above"]
    bound: float
    about: str
    reason: str

    def holds(self, value: float) -> bool:
        """Whether a value lies beyond the bound; on it is not beyond."""
        return value < self.bound if self.side == "below" else value > self.bound


@dataclass(frozen=True)
class Number:
    """One judged number with its unit and its reason."""

    name: str
    value: float
    unit: str
    reason: str


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def words() -> dict[str, Word]:
    """All trigger words by name."""
    return {name: Word(name=name, **row) for name, row in _file()["word"].items()}


def numbers() -> dict[str, Number]:
    """All judged numbers by name."""
    return {name: Number(name=name, **row) for name, row in _file()["number"].items()}


def word(name: str) -> Word:
    """The trigger word of that name."""
    known = words()
    if name not in known:
        raise ContractError(
            f"no trigger word {name!r} in {FILE.name}",
            "one of " + ", ".join(sorted(known)),
            "Correct the name, or add the word with its bound and reason",
        )
    return known[name]


@cache
def number(name: str) -> float:
    """The value of the judged number of that name: of this room, else of the measurement."""
    own = _file()["number"].get(name)
    shared = anchors().get(name)
    if own is None and shared is None:
        raise ContractError(
            f"no number {name!r} in {FILE.name} or anchors.toml",
            "one of " + ", ".join(sorted(_file()["number"])),
            "Correct the name, or add the number with its unit and reason",
        )
    return float(own["value"] if own is not None else shared.value)  # type: ignore[union-attr]
