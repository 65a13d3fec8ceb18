"""The smallest effect that pays: what the evidence room asks a measured effect against."""

import math
from dataclasses import dataclass
from typing import Final

from economics.inputs import Values, figure
from economics.value import (
    Lines,
    line_value,
    mix_lines,
    present_value,
    redesign_lines,
    training_lines,
)
from store.errors import RequestError

IMPLAUSIBLE: Final = 1.0  # +100 % of output: nobody has shown that (EVIDENCE C4)
NOT_ESTABLISHED: Final = (
    "Not established: the interval of the learning-zone hours that the redesign added"
    " is not above zero."
)


def pays_training(values: Values) -> float:
    """The day-one effect at which training has a present value of 0 (EVIDENCE C2; `pays` of A6).

    Infinite where no effect pays; at most 0 where it pays without one.
    """
    return _root(training_lines({**values, "effect_training": 1.0}), "training_benefit", values)


def pays_redesign(values: Values) -> float:
    """The effect at which redesigned work has a present value of 0 (EVIDENCE C2; `pays` of A6)."""
    return _root(redesign_lines({**values, "effect_redesign": 1.0}), "redesign_benefit", values)


def pays_training_in_mix(values: Values) -> float:
    """The effect that the remaining training must still reach for the whole mix to pay."""
    return _root(mix_lines({**values, "effect_training": 1.0}), "training_benefit", values)


def plausibility(pays: float) -> str | None:
    """What a break-even effect says by itself; None where it is a plausible effect."""
    if pays > IMPLAUSIBLE:
        return "No plausible effect pays for this: it would take more than 100 % more output."
    if pays <= 0:
        return "This pays without any effect on output."
    return None


@dataclass(frozen=True)
class TrainingHours:
    """What training took: people, hours of each, loaded cost of an hour, fees in all."""

    people: float
    hours_each: float
    rate: float
    fees: float


@dataclass(frozen=True)
class RedesignHours:
    """What a redesign took, and the learning-zone hours that novices gained by it.

    expert_hours, novice_hours  hours beyond today's, with the loaded cost of one
    facilitation                money
    added_hours                 change of challenge x novice hours; low and high from its interval
    """

    expert_hours: float
    expert_rate: float
    novice_hours: float
    novice_rate: float
    facilitation: float
    added_hours: float
    low: float
    high: float

    @property
    def cost(self) -> float:
        """Money in all."""
        people = self.expert_hours * self.expert_rate + self.novice_hours * self.novice_rate
        return people + self.facilitation


@dataclass(frozen=True)
class TransferRate:
    """Cost of an hour of learning both ways, and the transfer rate at which they are equal.

    rate       share of training hours that would have to act like learning-zone hours;
               above 1: training cannot reach parity. None: not established
    low, high  from the interval of the added hours; None: not established

    Does not tell: what training does beside, such as a licence to work or people who stay.
    """

    cost_of_training_hour: float
    cost_of_redesign_hour: float | None
    rate: float | None
    low: float | None
    high: float | None
    sentence: str

    @property
    def is_established(self) -> bool:
        """Whether the redesign is known to have added learning-zone hours at all."""
        return self.rate is not None


def parity_transfer_rate(training: TrainingHours, redesign: RedesignHours) -> TransferRate:
    """The break-even transfer rate tau* = c_T / c_R (METHODS 3.11). No rate is assumed.

    Counts: an interval of the added hours that holds 0, or ends below it, establishes nothing.
    """
    hours = training.people * training.hours_each
    if hours <= 0 or redesign.cost <= 0:
        raise RequestError(
            f"{hours:g} training hours, and a redesign that cost {redesign.cost:g}",
            "more than 0 of both",
            "Enter what both took",
        )
    cost = (hours * training.rate + training.fees) / hours
    if redesign.low <= 0 or redesign.added_hours <= 0:
        return TransferRate(cost, None, None, None, None, NOT_ESTABLISHED)
    an_hour = cost / redesign.cost  # the rate that one added hour brings
    return TransferRate(
        cost_of_training_hour=cost,
        cost_of_redesign_hour=redesign.cost / redesign.added_hours,
        rate=an_hour * redesign.added_hours,
        low=an_hour * redesign.low,
        high=an_hour * redesign.high,
        sentence=_said(an_hour * redesign.added_hours),
    )


def _said(rate: float) -> str:
    if rate > 1:
        return (
            "Training cannot reach parity: an hour of it costs"
            f" {rate:.2f} times an added hour in the learning zone."
        )
    return f"{rate:.0%} of the training hours would have to act like hours in the learning zone."


def _root(lines: Lines, benefit: str, values: Values) -> float:
    """The effect at which the benefit, told for an effect of 1, makes up for all other lines.

    Counts: the benefit is not told as a difference of two totals, which would lose its digits
    where it is small beside the costs.
    """
    discount = figure(values, "discount")
    of_one = float(line_value(lines[benefit], discount))
    rest = {name: line for name, line in lines.items() if name != benefit}
    missing = -float(present_value(rest, discount))
    if of_one <= 0:
        return math.inf if missing > 0 else 0.0
    return missing / of_one
