"""What a pilot may cost at most: the value of knowing more before money is spent."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from economics.inputs import Values
from economics.uncertainty import NONE_GIVEN, P90, Ranges, Simulated, simulate, varied
from economics.value import Option, npv
from store.errors import RequestError

STANDARD: Final = NormalDist()
EFFECTS: Final[dict[Option, str]] = {
    "training": "effect_training",
    "redesign": "effect_redesign",
    "half": "effect_redesign",
    "yours": "effect_redesign",
}


@dataclass(frozen=True)
class PilotAdvice:
    """Whether a pilot is worth its cost; money.

    perfect      value of knowing everything before deciding (EVPI)
    worth        what this pilot may cost at most (EVSI)
    worth_alone  the same, if the pilot teaches the effect and nothing else that is uncertain
    payoff_*     mean and standard deviation of the present value before the pilot, and the
                 standard error with which the pilot will tell it
    """

    perfect: float
    worth: float
    worth_alone: float
    cost: float
    payoff_mean: float
    payoff_sd: float
    payoff_se: float
    is_advised: bool
    sentence: str


def value_of_perfect_information(mean: float, sd: float) -> float:
    """Value of knowing a payoff ~ N(mean, sd) before choosing between it and nothing (C3).

    sd [phi(z) - z (1 - Phi(z))] with z = |mean| / sd.
    """
    if sd <= 0:
        return 0.0
    z = abs(mean) / sd
    beyond = STANDARD.cdf(-z)  # exact far out, where 1 - Phi(z) rounds to 0
    return max(0.0, sd * (STANDARD.pdf(z) - z * beyond))


def value_of_pilot(mean: float, sd: float, se: float) -> float:
    """Value of a pilot that tells the payoff with a standard error: the most it may cost (C3).

    The same with sd^2 / sqrt(sd^2 + se^2): how far the pilot can move what we believe.
    """
    if sd <= 0:
        return 0.0
    return value_of_perfect_information(mean, sd * sd / math.hypot(sd, se))


def pilot_advice(
    values: Values,
    cost: float,
    effect_se: float,
    option: Option = "redesign",
    simulated: Simulated | None = None,
    given: Ranges = NONE_GIVEN,
) -> PilotAdvice:
    """Whether a pilot is advised that costs `cost` and tells the effect to `effect_se`.

    effect_se  standard error of the effect, share of output (EVIDENCE A10), brought to money by
               what one unit of effect is worth in this option

    Counts: the mean and sd are those of the draws, so that all that is uncertain counts. A pilot
    that costs more than it is worth is not advised.
    """
    if cost < 0 or effect_se < 0:
        raise RequestError(
            f"a pilot that costs {cost:g} with a standard error of {effect_se:g}",
            "no less than 0 of both",
            "Correct the pilot",
        )
    spread = (simulated or simulate(values, given=given)).options[option]
    key, worth_of_one = EFFECTS[option], _worth_of_one(values, option)
    low, high = varied(values, given).get(key, (0.0, 0.0))
    se, sd_alone = effect_se * worth_of_one, (high - low) / (2 * P90) * worth_of_one
    worth = value_of_pilot(spread.mean, spread.sd, se)
    alone = min(worth, value_of_pilot(spread.mean, sd_alone, se))
    return PilotAdvice(
        perfect=value_of_perfect_information(spread.mean, spread.sd),
        worth=worth,
        worth_alone=alone,
        cost=cost,
        payoff_mean=spread.mean,
        payoff_sd=spread.sd,
        payoff_se=se,
        is_advised=cost <= worth,
        sentence=_said(cost, worth, alone),
    )


def _worth_of_one(values: Values, option: Option) -> float:
    key = EFFECTS[option]
    return float(npv({**values, key: 1.0}, option)) - float(npv({**values, key: 0.0}, option))


def _said(cost: float, worth: float, alone: float) -> str:
    if cost > worth:
        return f"Not advised: what this pilot can teach is worth at most {worth:,.0f}."
    if cost > alone:
        return (
            f"Advised only if it also tells the set-up cost, the dip and where freed time goes:"
            f" the effect alone is worth {alone:,.0f} to know, all of it {worth:,.0f}."
        )
    return f"Advised: what this pilot can teach is worth up to {worth:,.0f}."
