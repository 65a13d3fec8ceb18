"""Every input of the money model, from `inputs.toml`, with unit, limits, range and reason."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from store.errors import NotEnoughData, RequestError

FILE: Final = Path(__file__).with_name("inputs.toml")
KEEPING_PEOPLE: Final = frozenset({"retention", "exits", "exit_rate"})  # outcomes of EVIDENCE A7

Figure: TypeAlias = float | NDArray[np.float64]  # one number, or one per draw: shape (draws,)
Values: TypeAlias = Mapping[str, float | None]  # what somebody entered; None: left empty
Figures: TypeAlias = Mapping[str, Figure | None]  # the same, where each may be an array of draws

Group: TypeAlias = Literal[
    "workshop", "tokens", "value", "training", "redesign", "secondary", "split"
]
Tag: TypeAlias = Literal["measured", "quoted", "assumed"]


@dataclass(frozen=True)
class Input:
    """One input: what it is, in which unit, between which limits, and why this preset.

    preset     None: nothing is assumed, and `empty` says what an empty value means
    low, high  P10 and P90, or the range that its source states; None: not varied
    around     the value that low and high belong to: the preset, where there is one
    because    why values beyond at_least and at_most are refused
    """

    key: str
    label: str
    unit: str
    group: Group
    tag: Tag
    reason: str
    preset: float | None = None
    low: float | None = None
    high: float | None = None
    around: float | None = None
    at_least: float | None = None
    at_most: float | None = None
    whole: bool = False
    empty: str = ""
    because: str = ""

    @property
    def centre(self) -> float | None:
        """The value that the range belongs to."""
        return self.preset if self.around is None else self.around


@cache
def inputs() -> Mapping[str, Input]:
    """All inputs by key, in the order of the file, which is the order of every screen."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({key: Input(key=key, **_numbers(row)) for key, row in rows.items()})


def _numbers(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: float(value) if type(value) is int else value for name, value in row.items()}


def preset() -> dict[str, float | None]:
    """The preset of every input; None where nothing is assumed."""
    return {key: each.preset for key, each in inputs().items()}


def figure(values: Figures, key: str) -> Figure:
    """The value of an input that a formula needs.

    Raises NotEnoughData, naming what to enter, where it is empty.
    """
    value = values[key]
    if value is None:
        asked = inputs()[key]
        raise NotEnoughData(
            f"{asked.label} ({key}) is empty: {asked.empty}",
            f"a number from {asked.at_least:g} to {asked.at_most:g}; 0 is allowed"
            if asked.at_most is not None
            else "a number",
            f"Enter {key}",
        )
    return value


def checked(
    values: Values,
    *,
    currencies: Mapping[str, str] = MappingProxyType({}),
    outcomes: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, float | None]:
    """The values with presets where nothing was entered, in the order of `inputs()`.

    currencies  currency of an amount, by input, where it was told
    outcomes    what an effect was measured on, by input, where it was measured ("retention")

    Raises RequestError (EVIDENCE C4): one fault in its own words, several in one message.
    """
    found = faults(values, currencies=currencies, outcomes=outcomes)
    if len(found) == 1:
        raise found[0]
    if found:
        raise RequestError(
            "; ".join(fault.found for fault in found),
            "; ".join(fault.expected for fault in found),
            "; ".join(fault.do for fault in found),
        )
    return {key: _filled(values.get(key), each.preset) for key, each in inputs().items()}


def faults(
    values: Values,
    *,
    currencies: Mapping[str, str] = MappingProxyType({}),
    outcomes: Mapping[str, str] = MappingProxyType({}),
) -> list[RequestError]:
    """Everything that is wrong with the values, one error each, in the order of `inputs()`."""
    unknown = [_unknown(key) for key in values if key not in inputs()]
    beyond = [
        fault
        for key, each in inputs().items()
        if (fault := _beyond(each, values.get(key))) is not None
    ]
    return [*unknown, *beyond, *_mixed(currencies), *_twice(values, outcomes)]


def _filled(value: float | None, otherwise: float | None) -> float | None:
    return otherwise if value is None else float(value)


def _unknown(key: str) -> RequestError:
    return RequestError(
        f"no input {key!r}", "one of " + ", ".join(inputs()), "Correct the name of the input"
    )


def _beyond(asked: Input, value: float | None) -> RequestError | None:
    if value is None:
        return None
    low = -math.inf if asked.at_least is None else asked.at_least
    high = math.inf if asked.at_most is None else asked.at_most
    is_right = math.isfinite(value) and low <= value <= high
    if is_right and not (asked.whole and value != int(value)):
        return None
    because = f": {asked.because}" if asked.because else ""
    return RequestError(
        f"{asked.label} ({asked.key}) is {value:g}", _limits(asked), f"Correct it{because}"
    )


def _limits(asked: Input) -> str:
    number = "a whole number" if asked.whole else "a number"
    upper = "" if asked.at_most is None else f" and at most {asked.at_most:g}"
    return f"{number} of at least {asked.at_least:g}{upper} ({asked.unit})"


def _mixed(currencies: Mapping[str, str]) -> list[RequestError]:
    told = sorted(set(currencies.values()))
    if len(told) <= 1:
        return []
    where = ", ".join(f"{key} in {currency}" for key, currency in sorted(currencies.items()))
    return [
        RequestError(
            f"amounts in {len(told)} currencies: {where}",
            "one currency for all amounts of a scenario",
            "Convert them at a dated rate first",
        )
    ]


def _twice(values: Values, outcomes: Mapping[str, str]) -> list[RequestError]:
    measured_on = outcomes.get("effect_training")
    if measured_on not in KEEPING_PEOPLE or not values.get("exits_saved"):
        return []
    return [
        RequestError(
            f"people kept count twice: effect_training was measured on {measured_on},"
            " and exits_saved is not 0",
            "each effect once",
            "Set exits_saved to 0, or take an effect on output",
        )
    ]
