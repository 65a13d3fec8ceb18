"""How far the answer moves when the assumptions do: draws, tornado, and a closed form beside."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from types import MappingProxyType
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from economics.inputs import Figure, Figures, Input, Values, inputs
from economics.treadmill import ranges as corners
from economics.value import OPTIONS, Option, npv

DRAWS: Final = 20_000  # C3: the share of draws above zero is known to a third of a point
SEED: Final = 7
P90: Final = NormalDist().inv_cdf(0.9)  # P10 and P90 lie so many standard deviations apart from P50
CORNERS: Final = {"launch_money": "launch_cost", "yearly_money": "yearly_cost"}
VARIED_GROUPS: Final = frozenset({"value", "training", "redesign"})

Ranges: TypeAlias = Mapping[str, tuple[float, float]]  # P10 and P90 by input
NONE_GIVEN: Final[Ranges] = MappingProxyType({})


@dataclass(frozen=True)
class Spread:
    """What the draws say about one option; money.

    p_positive     share of draws with a present value above 0
    perfect        value of knowing the truth before choosing between this and nothing
    """

    p10: float
    p50: float
    p90: float
    mean: float
    sd: float
    p_positive: float
    perfect: float


@dataclass(frozen=True)
class Simulated:
    """What the draws say about all options, with the seed that repeats them.

    npv  present values by option, shape (draws,), of the same draws: so options can be compared

    Does not tell: how likely the ranges themselves are; most are assumed.
    """

    options: Mapping[Option, Spread]
    p_half_beats_training: float
    p_redesign_beats_training: float
    p_yours_beats_training: float
    draws: int
    seed: int
    ranges: Ranges
    npv: Mapping[Option, NDArray[np.float64]] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Bar:
    """One bar of the tornado: the present value at P10 and at P90 of one input."""

    key: str
    label: str
    unit: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the input moves the present value."""
        return abs(self.at_high - self.at_low)


def varied(values: Values, given: Ranges = NONE_GIVEN) -> dict[str, tuple[float, float]]:
    """P10 and P90 of every input that is varied, in the order of `inputs()`.

    given  ranges that replace those of `inputs.toml`, such as the interval of a measured effect

    Counts: a range moves with the value that somebody enters: an effect's is shifted, as it can
    be negative, all others grow in proportion. Money that comes from the treadmill varies over the
    corners of its stated ranges; money that was entered does not vary.
    """
    at_corners = corners(values)
    found: dict[str, tuple[float, float]] = {}
    for key, each in inputs().items():
        if key in given:
            found[key] = given[key]
        elif key in CORNERS and values[key] is None:
            found[key] = at_corners[CORNERS[key]]
        elif each.group in VARIED_GROUPS and each.low is not None:
            found[key] = _moved_along(each, values[key])
    return {key: (low, high) for key, (low, high) in found.items() if low < high}


def draws(
    values: Values, n: int = DRAWS, seed: int = SEED, given: Ranges = NONE_GIVEN
) -> dict[str, Figure | None]:
    """The values, with arrays of draws, shape (n,), for every input that is varied.

    Counts: normal where an input can be negative or its range begins at 0, else log-normal (C3);
    draws beyond the limits of an input are set to the limit. Each input has random numbers of its
    own, so that two scenarios with one seed differ only by what was changed.
    """
    spans = varied(values, given)
    drawn: dict[str, Figure | None] = dict(values)
    for place, (key, each) in enumerate(inputs().items()):
        if key in spans:
            z = np.random.default_rng((seed, place)).standard_normal(n)
            drawn[key] = _within(each, _drawn(each, spans[key], z))
    return drawn


def simulate(
    values: Values, n: int = DRAWS, seed: int = SEED, given: Ranges = NONE_GIVEN
) -> Simulated:
    """What the draws say about training, half, redesign and the entered split.

    Raises NotEnoughData without capture.
    """
    drawn = draws(values, n, seed, given)
    worth = {option: _worth(drawn, option, n) for option in OPTIONS}
    return Simulated(
        options={option: _spread(each) for option, each in worth.items()},
        p_half_beats_training=float((worth["half"] > worth["training"]).mean()),
        p_redesign_beats_training=float((worth["redesign"] > worth["training"]).mean()),
        p_yours_beats_training=float((worth["yours"] > worth["training"]).mean()),
        draws=n,
        seed=seed,
        ranges=varied(values, given),
        npv=worth,
    )


def tornado(
    values: Values, option: Option = "redesign", given: Ranges = NONE_GIVEN
) -> tuple[Bar, ...]:
    """One bar an input, longest first: P10 and P90 of one at a time, the others as entered.

    Counts: inputs that this option does not depend on have no bar.
    """
    bars = [
        Bar(
            key=key,
            label=inputs()[key].label,
            unit=inputs()[key].unit,
            low=low,
            high=high,
            at_low=float(npv({**values, key: low}, option)),
            at_high=float(npv({**values, key: high}, option)),
        )
        for key, (low, high) in varied(values, given).items()
    ]
    moving = [bar for bar in bars if bar.swing > 0]
    return tuple(sorted(moving, key=lambda bar: (-bar.swing, bar.key)))


def analytic_sd(values: Values, option: Option = "redesign", given: Ranges = NONE_GIVEN) -> float:
    """First-order standard deviation of the present value: the second witness of the draws (C3)."""
    return math.hypot(*(bar.swing / (2 * P90) for bar in tornado(values, option, given)))


def _moved_along(each: Input, value: float | None) -> tuple[float, float]:
    low, high, centre = each.low, each.high, each.centre
    if value is None or low is None or high is None or centre is None:
        return (0.0, 0.0)
    if value == centre:
        return low, high
    if _can_be_negative(each):
        low, high = low + value - centre, high + value - centre
    else:
        low, high = low * value / centre, high * value / centre
    return _limited(each, low), _limited(each, high)


def _can_be_negative(each: Input) -> bool:
    return each.at_least is None or each.at_least < 0


def _limited(each: Input, value: float) -> float:
    return float(_within(each, value))


def _within(each: Input, value: Figure) -> Figure:
    limited: Figure = np.clip(value, each.at_least, each.at_most)
    return limited


def _drawn(each: Input, span: tuple[float, float], z: NDArray[np.float64]) -> Figure:
    low, high = span
    if _can_be_negative(each) or low <= 0:
        return (low + high) / 2 + (high - low) / (2 * P90) * z
    middle, sd = math.log(low * high) / 2, math.log(high / low) / (2 * P90)
    drawn: Figure = np.exp(middle + sd * z)
    return drawn


def _worth(drawn: Figures, option: Option, n: int) -> NDArray[np.float64]:
    return np.broadcast_to(np.asarray(npv(drawn, option), dtype=np.float64), (n,))


def _spread(worth: NDArray[np.float64]) -> Spread:
    p10, p50, p90 = np.percentile(worth, [10, 50, 90])
    mean = float(worth.mean())
    return Spread(
        p10=float(p10),
        p50=float(p50),
        p90=float(p90),
        mean=mean,
        sd=float(worth.std()),
        p_positive=float((worth > 0).mean()),
        perfect=float(np.maximum(worth, 0).mean()) - max(0.0, mean),
    )
