"""The verdict: what may be said of an effect, with which doubts (EVIDENCE A6)."""

import math
from dataclasses import dataclass
from typing import Final

from evidence.codes import code
from evidence.judged import judged
from evidence.results import Code, Estimate, Outcome, PreTest, Sensitivity, VerdictCode
from evidence.steps import BlockWord

# A bound that equals a line up to rounding has not passed it, so that the order of the units or
# the sign of the outcome, which change the last digits only, cannot change a verdict.
SAME: Final = 1e-9


@dataclass(frozen=True)
class Gain:
    """An interval with the good direction above 0, in the scale of the model."""

    low: float
    high: float

    @property
    def is_gain(self) -> bool:
        """Whether the whole interval is good."""
        return self.above(self.low, 0.0)

    @property
    def is_loss(self) -> bool:
        """Whether the whole interval is bad."""
        return self.above(0.0, self.high)

    @property
    def leaves_out_zero(self) -> bool:
        """Whether nothing at all is outside of the interval."""
        return self.is_gain or self.is_loss

    def above(self, one: float, other: float) -> bool:
        """Whether one number is above the other by more than rounding; False for NaN."""
        size = max(abs(self.low), abs(self.high), abs(one), abs(other))
        return one - other > SAME * size


@dataclass(frozen=True)
class Grounds:
    """What a verdict is decided on, each part in the sign of the outcome.

    total       the headline;  second: the second opinion, None where it has no answer
    pretest     of the blocks before; None or NaN: there are no two blocks before the rollout
    sensitivity of the effect to hidden drift; None: cannot be told
    shuffle_p   of shuffled rollout dates; None: not needed or not possible
    treated, comparison   clusters that got it, and those that were without it at the first rollout
    share_used  of the treated unit-periods, those with a comparison
    hangs_on_one  of few clusters there is one without which no effect can be told, so that only the
                interval stands that rejects too often with few (EVIDENCE A4)
    block       what a block before the rollout is called (`evidence.steps`)
    """

    total: Estimate
    second: Estimate | None
    pretest: PreTest | None
    sensitivity: Sensitivity | None
    shuffle_p: float | None
    treated: int
    comparison: int
    share_used: float
    hangs_on_one: bool = False
    block: BlockWord = "quarter"


def gain(outcome: Outcome, estimate: Estimate) -> Gain:
    """The interval of an effect with the good direction above 0."""
    if outcome.better == "lower":
        return Gain(-estimate.high, -estimate.low)
    return Gain(estimate.low, estimate.high)


def decide(interval: Gain, pays: float, codes: tuple[Code, ...], shuffles: bool) -> VerdictCode:
    """One of six answers; the seventh, NOT-ANSWERABLE, stands before any number.

    pays      the gain from which on it pays; 0: not asked, then it may work but not be weighed
    codes     all doubts; those that block leave only NO-MEANINGFUL-EFFECT (which FRAGILE alone
              does not touch: what is not claimed cannot be erased) and CANNOT-TELL
    shuffles  whether shuffled rollout dates, where they are asked, let the effect stand
    """
    blockers = {each.code for each in codes if each.level == "blocks"}
    if interval.leaves_out_zero and shuffles and not blockers:
        return _weighed(interval, pays) if interval.is_gain else "HARMED"
    if not blockers - {"FRAGILE"} and _within(interval, pays):
        return "NO-MEANINGFUL-EFFECT"
    return "CANNOT-TELL"


def _weighed(interval: Gain, pays: float) -> VerdictCode:
    """Something that helped, against what it must save."""
    if interval.above(interval.low, pays):
        return "WORKED"
    return "WORKED-NOT-WORTH-IT" if interval.above(pays, interval.high) else "WORKED-MAY-NOT-PAY"


def _within(interval: Gain, pays: float) -> bool:
    """Whether neither a gain nor a loss as large as what pays is inside the interval."""
    return pays > 0 and interval.above(interval.low, -pays) and interval.above(pays, interval.high)


def doubts(grounds: Grounds) -> tuple[Code, ...]:
    """All codes that block 'worked' and 'harmed', in the order in which they are looked for."""
    asked = (
        _pre_trend(grounds),
        _methods_disagree(grounds),
        _too_few(grounds),
        code("HANGS_ON_ONE_TEAM") if grounds.hangs_on_one else None,
        _permutation(grounds),
        _no_comparison_late(grounds.share_used),
        _fragile(grounds),
    )
    return tuple(each for each in asked if each is not None)


def stands(grounds: Grounds) -> bool:
    """Whether nothing at all is outside of the interval, and of the shuffles where asked."""
    return leaves_out_zero(grounds.total) and shuffles_agree(grounds.shuffle_p)


def shuffles_agree(shuffle_p: float | None) -> bool:
    """Whether shuffled rollout dates, where they are asked, let an effect stand."""
    return shuffle_p is None or shuffle_p <= judged()["alpha"]


def leaves_out_zero(estimate: Estimate) -> bool:
    """Whether nothing at all is outside of the interval of an estimate."""
    return Gain(estimate.low, estimate.high).leaves_out_zero


def _pre_trend(grounds: Grounds) -> Code | None:
    pretest = grounds.pretest
    if pretest is None or math.isnan(pretest.p):
        return code("NO_PRE_BLOCKS", blocks=f"{grounds.block}s")
    return code("PRE_TREND", chance=pretest.p) if pretest.p < judged()["alpha"] else None


def _methods_disagree(grounds: Grounds) -> Code | None:
    """Opposite signs, further apart than twice the larger standard error."""
    one, other = grounds.total, grounds.second
    if other is None or one.estimate * other.estimate >= 0:
        return None
    errors = [each.se for each in (one, other) if not math.isnan(each.se)]
    far = 2 * max(errors, default=0.0)
    return code("METHODS_DISAGREE") if abs(one.estimate - other.estimate) > far else None


def _too_few(grounds: Grounds) -> Code | None:
    limits = judged()
    enough = (
        grounds.treated >= limits["fewest_treated"]
        and grounds.comparison >= limits["fewest_comparison"]
    )
    if enough:
        return None
    return code("TOO_FEW_TEAMS", treated=grounds.treated, comparison=grounds.comparison)


def _permutation(grounds: Grounds) -> Code | None:
    if grounds.shuffle_p is None or shuffles_agree(grounds.shuffle_p):
        return None
    if not leaves_out_zero(grounds.total):
        return None
    return code("PERMUTATION", chance=grounds.shuffle_p)


def _no_comparison_late(share_used: float) -> Code | None:
    left_out = 1 - share_used
    if left_out <= judged()["late_without_comparison"]:
        return None
    return code("NO_COMPARISON_LATE", share=left_out)


def _fragile(grounds: Grounds) -> Code | None:
    """Asked only of an effect that would otherwise be claimed."""
    if not stands(grounds):
        return None
    if grounds.sensitivity is None:
        # Without blocks before there is nothing to hold a drift against: NO_PRE_BLOCKS says so.
        known = _pre_trend(grounds)
        is_said = known is not None and known.code == "NO_PRE_BLOCKS"
        return None if is_said else code("FRAGILE", breakdown=0.0)
    borne = grounds.sensitivity.breakdown
    if borne >= judged()["breakdown_needed"]:
        return None
    return code("FRAGILE", breakdown=math.floor(10 * borne) / 10)  # 0.46 is no '0.5'
