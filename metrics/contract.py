"""What an indicator is: a function of the dataflow; its name is its key, its answer one shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import polars as pl

READING_SCHEMA: Final[Mapping[str, pl.DataType]] = {
    "team_id": pl.String(),  # a team or any unit above it
    "period": pl.Date(),  # first day
    "value": pl.Float64(),
    "low": pl.Float64(),  # 95 % interval
    "high": pl.Float64(),
    "se": pl.Float64(),  # on the scale of shrinkage: `log` indicators on the log scale
    "n_people": pl.Int64(),
    "n_novices": pl.Int64(),
    "n_others": pl.Int64(),
    "n_units": pl.Int64(),  # tasks, ties or weeks: what `unit_word` of the indicator says
    "coverage": pl.Float64(),  # usable hours / all hours, 0 to 1
    "reason": pl.String(),  # why `value` is null, in a sentence, else null
}

# A reading without a value whose reason starts so is not broken: its data still have to grow.
WARMING_UP: Final = "Warming up"

Better = Literal["higher", "lower", "neither"]
Flow = TypeVar("Flow", bound=Callable[..., object])


@dataclass(frozen=True)
class Indicator:
    """What pages, exports and documents say about an indicator.

    key            its name in the cube
    label, symbol  in the users' words, and METHODS' letters
    unit           in words; `share` runs 0 to 1 and is shown in percent
    better         which direction is good
    method         section of docs/methods.md
    people, novices, others, units   smallest numbers to be shown
    trigger_units  smallest number of units to trigger a redesign
    steady_novices with fewer novices the figure is shown with a remark
    unit_word      what `n_units` counts
    about_novices  the value tells about novices: needs novices and others
    scale          scale of its standard error and shrinkage
    low, high      natural ends of the value; None is open
    family         the headline indicator whose part it is
    """

    key: str
    label: str
    symbol: str
    unit: str
    better: Better
    method: str
    family: str
    people: int = 5
    novices: int = 0
    others: int = 0
    units: int = 0
    trigger_units: int = 0
    steady_novices: int = 0
    unit_word: str = "tasks"
    about_novices: bool = False
    scale: Literal["raw", "log"] = "raw"
    low: float | None = 0.0
    high: float | None = 1.0


def indicator(
    *,
    label: str,
    symbol: str,
    unit: str,
    better: Better,
    method: str,
    family: str,
    people: int = 5,
    novices: int = 0,
    others: int = 0,
    units: int = 0,
    trigger_units: int = 0,
    steady_novices: int = 0,
    unit_word: str = "tasks",
    about_novices: bool = False,
    scale: Literal["raw", "log"] = "raw",
    low: float | None = 0.0,
    high: float | None = 1.0,
) -> Callable[[Flow], Flow]:
    """Mark a function of the dataflow as an indicator: it returns rows of `READING_SCHEMA`."""

    def mark(function: Flow) -> Flow:
        function.indicator = Indicator(  # type: ignore[attr-defined]
            key=function.__name__,
            label=label,
            symbol=symbol,
            unit=unit,
            better=better,
            method=method,
            family=family,
            people=people,
            novices=novices,
            others=others,
            units=units,
            trigger_units=trigger_units,
            steady_novices=steady_novices,
            unit_word=unit_word,
            about_novices=about_novices,
            scale=scale,
            low=low,
            high=high,
        )
        return function

    return mark
