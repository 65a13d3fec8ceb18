"""What a scenario is: assumptions with their tag and source, beside four that are always there."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final

import polars as pl

YOURS: Final = "yours"
# What each built-in scenario fixes; all else it takes from the firm's own, so that they compare.
BUILT_IN: Final[Mapping[str, Mapping[str, float]]] = {
    "all training": {"moved": 0.0},
    "half": {"moved": 0.5},
    "all redesign": {"moved": 1.0},
    YOURS: {},
}
FIXED: Final = "fixed by the scenario"
CURRENCY: Final = "EUR"  # of `yours`, until somebody tells another one
YOURS_NUMBER: Final = 0
COMPARED: Final = pl.Schema(
    {
        "key": pl.String(),
        "scenario": pl.String(),
        "value": pl.Float64(),
        "tag": pl.String(),
        "source": pl.String(),
        "is_alike": pl.Boolean(),
    }
)


@dataclass(frozen=True)
class Assumption:
    """One input as somebody entered it.

    value   in the unit of the input; None: as the preset has it
    tag     measured, quoted or assumed
    source  where it comes from
    """

    value: float | None
    tag: str = "assumed"
    source: str = ""


@dataclass(frozen=True)
class Scenario:
    """One scenario as it stands.

    number  stays through a new name; 0 is `yours`, -1 a built-in one that takes from it
    base    built-in scenario that it began as
    values  key of an input -> what somebody entered in place of the preset
    """

    number: int
    name: str
    base: str
    currency: str
    values: Mapping[str, Assumption] = field(default_factory=dict)

    @property
    def is_built_in(self) -> bool:
        """One of the four that are always there."""
        return self.number <= YOURS_NUMBER

    @property
    def inputs(self) -> dict[str, float | None]:
        """Key -> value alone, as the model takes them."""
        return {key: each.value for key, each in self.values.items()}


def compare(told: Sequence[Scenario]) -> pl.DataFrame:
    """One row per input that any of the scenarios tells and scenario: columns of `COMPARED`.

    Counts: a scenario without the input has its preset: value is null. is_alike says that all of
    them tell the same value. The currency is no input; look at it before amounts are compared.
    """
    keys = list(dict.fromkeys(key for each in told for key in each.values))
    rows = []
    for key in keys:
        found = [each.values.get(key, Assumption(None, "", "")) for each in told]
        is_alike = len({each.value for each in found}) == 1
        rows += [
            {"key": key, "scenario": each.name, **asdict(value), "is_alike": is_alike}
            for each, value in zip(told, found, strict=True)
        ]
    return pl.DataFrame(rows, schema=COMPARED)
