"""Every judged number of the measurement, read from `anchors.toml`, with unit and reason."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from store.errors import ContractError

ANCHORS_FILE: Final = Path(__file__).with_name("anchors.toml")


@dataclass(frozen=True)
class Anchor:
    """One judged number: what it is, in which unit, and why this one."""

    value: Any
    unit: str
    reason: str


def anchors(file: Path = ANCHORS_FILE) -> Mapping[str, Anchor]:
    """The judged numbers by name, in the order of the file."""
    return {name: _anchor(name, entry) for name, entry in _entries(file).items()}


def constants(file: Path = ANCHORS_FILE) -> dict[str, Any]:
    """The bare values by name: inputs of the dataflow."""
    return {name: anchor.value for name, anchor in anchors(file).items()}


def anchors_version(file: Path = ANCHORS_FILE) -> str:
    """The version stamped on every figure: the number set by hand, and a trace of the values."""
    values = json.dumps(constants(file), sort_keys=True)
    trace = hashlib.sha256(values.encode()).hexdigest()[:8]
    return f"{_parsed(file).get('version', '0')}-{trace}"


def _parsed(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return tomllib.load(opened)


def _entries(file: Path) -> dict[str, Any]:
    return {name: entry for name, entry in _parsed(file).items() if isinstance(entry, dict)}


def _anchor(name: str, entry: dict[str, Any]) -> Anchor:
    missing = {"value", "unit", "reason"} - entry.keys()
    if missing:
        raise ContractError(
            f"[{name}] in anchors.toml has no {', '.join(sorted(missing))}",
            "value, unit and reason",
            "Say what the number is and why it is this one",
        )
    return Anchor(entry["value"], entry["unit"], entry["reason"])
