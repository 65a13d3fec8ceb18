"""An effect in words: what changed, by how much, in the unit in which readers think."""

import math
from collections.abc import Callable
from typing import Final

from evidence.results import Estimate, Outcome

PERCENT: Final = 100.0
MINUS: Final = "−"
THREE_FIGURES: Final = 3
RELATIVE: Final = ("log", "count")  # told as a part of what it would have been
PLACES: Final = {"log": 1, "count": 1, "share": 1, "sd": 2}
MOST_PLACES: Final = 6
THOUSANDFOLD: Final = 1000.0  # a rise beyond it is of no size that anybody can read
LARGEST_LOG: Final = math.log(THOUSANDFOLD)
MOST_PERCENT: Final = PERCENT * (THOUSANDFOLD - 1)
MORE: Final = f"more than {MOST_PERCENT:,.0f}"


def in_units(outcome: Outcome, value: float) -> float:
    """A change in the scale of the model as readers read it: percent, points, or its own unit.

    Counts: a rise to more than a thousandfold is a rise to a thousandfold; words say 'more than'.
    """
    if outcome.form in RELATIVE:
        return MOST_PERCENT if value > LARGEST_LOG else PERCENT * math.expm1(value)
    return PERCENT * value if outcome.form == "share" else value


def told(outcome: Outcome, estimate: Estimate) -> str:
    """Size and interval of an effect in its direction: `5.1 % (3.3 to 7.0)`.

    Counts: the direction is left to a verb (`moved`), so that a fall is told by its size; a bound
    on the other side of 0 then has a minus.
    """
    figures = [in_units(outcome, each) for each in (estimate.estimate, estimate.low, estimate.high)]
    middle, low, high = figures
    if middle < 0:
        middle, low, high = -middle, -high, -low
    write = _writer(outcome, figures)
    return f"{_with_unit(outcome, write(middle))} ({_range(write, low, high)})"


def moved(outcome: Outcome, estimate: Estimate) -> str:
    """What an outcome did: `fell 5.1 % (3.3 to 7.0)`."""
    return f"{verb(estimate.estimate)} {told(outcome, estimate)}"


def verb(value: float) -> str:
    """The direction of a change."""
    return "fell" if value < 0 else "rose"


def size(outcome: Outcome, gain: float) -> str:
    """A gain in the scale of the model as readers read it: `2.0 %`.

    Counts: a gain of .02 in a logarithm that should fall is a fall of 1.98 %, not a rise of 2.02 %.
    """
    change = abs(in_units(outcome, -abs(gain) if outcome.better == "lower" else abs(gain)))
    return _with_unit(outcome, _writer(outcome, [change])(change))


def either_way(outcome: Outcome, estimate: Estimate) -> str:
    """An interval that holds nothing: `between a fall of 2.1 % and a rise of 0.9 %`."""
    low, high = (in_units(outcome, each) for each in (estimate.low, estimate.high))
    if math.isnan(low) or math.isnan(high):
        return "anywhere: it has no interval"
    write = _writer(outcome, [low, high])
    ends = (f"a {_noun(end)} of {_with_unit(outcome, write(abs(end)))}" for end in (low, high))
    return "between {} and {}".format(*ends)


def _noun(value: float) -> str:
    return "fall" if value < 0 else "rise"


def _range(write: Callable[[float], str], low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return "no interval"
    return f"{write(low)} to {write(high)}"


def _writer(outcome: Outcome, values: list[float]) -> Callable[[float], str]:
    """How numbers of one sentence are written: all with the same decimals."""
    places = PLACES.get(outcome.form)
    if places is None:
        places = _three_figures(max((abs(v) for v in values if math.isfinite(v)), default=0.0))
    is_relative = outcome.form in RELATIVE
    return lambda value: MORE if is_relative and value == MOST_PERCENT else _written(value, places)


def _written(value: float, places: int) -> str:
    """A number with a real minus, and none before a zero."""
    figure = f"{abs(value):,.{places}f}"
    is_zero = not figure.strip("0.,")
    return f"{MINUS}{figure}" if value < 0 and not is_zero else figure


def _three_figures(value: float) -> int:
    """Decimals that show three figures of a number."""
    if value == 0:
        return 2
    return min(MOST_PLACES, max(0, THREE_FIGURES - 1 - math.floor(math.log10(value))))


def _with_unit(outcome: Outcome, figure: str) -> str:
    if outcome.form in RELATIVE:
        return f"{figure} %"
    if outcome.form == "share":
        return f"{figure} percentage points"
    unit = "standard deviations" if outcome.form == "sd" else outcome.unit
    return f"{figure} {unit}".rstrip()
