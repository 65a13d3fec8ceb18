"""Figures of others, each with source, date and status, and where this firm stands beside them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

SHARE: Final = "share"
FILE: Final = Path(__file__).with_name("benchmarks.toml")

Status: TypeAlias = Literal["confirmed", "second-hand", "not found"]
FirmFigure: TypeAlias = Literal[
    "training_per_learner", "ai_of_training", "ai_of_revenue", "people_of_ai"
]
Place: TypeAlias = Literal["below", "within", "above", "cannot tell", "does not compare"]


@dataclass(frozen=True)
class Benchmark:
    """One figure of others, low to high (the same where one figure is told).

    published  day or month of the source as text; empty: none known
    read_on    the day on which we read it
    firm       the figure of a firm that compares with it; None: nothing of one firm does

    Does not tell: what a firm should spend.
    """

    key: str
    label: str
    low: float
    high: float
    unit: str
    year: int
    source: str
    published: str
    url: str
    status: Status
    read_on: date
    note: str
    firm: FirmFigure | None = None


@dataclass(frozen=True)
class Standing:
    """Where this firm stands beside one figure. No place is better than another."""

    benchmark: Benchmark
    firm: float | None
    place: Place
    sentence: str


@cache
def benchmarks() -> Mapping[str, Benchmark]:
    """All figures by key, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({key: Benchmark(key=key, **row) for key, row in rows.items()})


def firm_figures(
    *,
    training: float | None = None,
    learners: float | None = None,
    ai_training: float | None = None,
    ai: float | None = None,
    ai_people: float | None = None,
    revenue: float | None = None,
) -> dict[FirmFigure, float | None]:
    """The firm's figures that compare, from money a year, all in one currency.

    training, ai_training   training spend, and the part of it that is about AI
    ai, ai_people           AI spend, and the part of it that goes into people
    learners                people who were trained in the year

    Counts: what is missing, or would be divided by nothing, is unknown and not 0.
    """
    return {
        "training_per_learner": _part(training, learners),
        "ai_of_training": _part(ai_training, training),
        "ai_of_revenue": _part(ai, revenue),
        "people_of_ai": _part(ai_people, ai),
    }


def standings(
    firm: Mapping[FirmFigure, float | None], currency: str = "USD"
) -> tuple[Standing, ...]:
    """Where the firm stands beside each figure, in the order of the file.

    currency  of the firm's amounts; an amount in another currency than the figure's is not compared
    """
    return tuple(_standing(each, firm, currency) for each in benchmarks().values())


def _standing(each: Benchmark, firm: Mapping[FirmFigure, float | None], currency: str) -> Standing:
    if each.firm is None:
        return Standing(each, None, "does not compare", "A total of a market: no firm compares.")
    if each.unit != SHARE and not each.unit.startswith(currency):
        told = f"In another currency than this firm's {currency}; no rate is assumed."
        return Standing(each, None, "cannot tell", told)
    own = firm.get(each.firm)
    if own is None:
        return Standing(each, None, "cannot tell", "This firm's figure is not known yet.")
    place: Place = "within"
    if own < each.low:
        place = "below"
    elif own > each.high:
        place = "above"
    where = {"below": "below it", "above": "above it", "within": "within it"}[place]
    return Standing(each, own, place, f"This firm: {_shown(own, each.unit)}, {where}.")


def _shown(value: float, unit: str) -> str:
    return f"{value:.1%}" if unit == SHARE else f"{value:,.0f}"


def _part(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else part / whole
