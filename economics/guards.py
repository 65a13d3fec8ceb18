"""What keeps a money figure honest: effects by verdict, hours by where they went, ROI by tags."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final, Literal, TypeAlias

from economics.inputs import Tag, Values, figure, inputs
from economics.uncertainty import P90
from economics.value import Option, line_value, option_lines, present_value
from store.errors import NotEnoughData, RequestError

P975: Final = NormalDist().inv_cdf(0.975)  # ends of a 95 % interval, in standard deviations
SETTLED: Final = frozenset(
    {"WORKED", "WORKED-MAY-NOT-PAY", "WORKED-NOT-WORTH-IT", "NO-MEANINGFUL-EFFECT", "HARMED"}
)
UNSETTLED: Final = frozenset({"CANNOT-TELL", "NOT-ANSWERABLE"})
TAGS: Final[tuple[Tag, ...]] = ("measured", "quoted", "assumed")
COST_LINES: Final = frozenset(
    {"training_launch", "training_yearly", "redesign_set_up", "redesign_dip", "redesign_upkeep"}
)

EffectKey: TypeAlias = Literal["effect_training", "effect_redesign"]


@dataclass(frozen=True)
class EffectUsed:
    """The effect that the money model takes, and why.

    low, high        P10 and P90
    pilot_is_first   whether the value of a pilot is the headline: nothing is known yet
    """

    key: EffectKey
    value: float
    low: float
    high: float
    tag: Tag
    pilot_is_first: bool
    sentence: str


def effect_used(
    key: EffectKey,
    verdict: str,
    effect: float | None = None,
    low: float | None = None,
    high: float | None = None,
) -> EffectUsed:
    """The effect for the money model from a verdict of the evidence room (EVIDENCE A6, C3).

    effect, low, high  share of output, gains positive, with its 95 % interval

    Counts: what cannot be told is not an effect of 0 and not the estimate: the prior range stands
    in, and says so. A measured loss stays a loss.
    """
    if verdict not in SETTLED | UNSETTLED:
        raise RequestError(
            f"no verdict {verdict!r}",
            "one of " + ", ".join(sorted(SETTLED | UNSETTLED)),
            "Take the verdict as the evidence room gives it",
        )
    if verdict in UNSETTLED or effect is None or low is None or high is None:
        return _prior(key, verdict)
    per_side = P90 / P975  # from the 95 % interval to P10 and P90
    return EffectUsed(
        key=key,
        value=effect,
        low=effect - (effect - low) * per_side,
        high=effect + (high - effect) * per_side,
        tag="measured",
        pilot_is_first=False,
        sentence=f"Measured: {effect:+.1%} ({low:+.1%} to {high:+.1%}), verdict {verdict}.",
    )


@dataclass(frozen=True)
class Redeployed:
    """Freed hours of a year, and those of which somebody told where they went.

    share  of the freed hours; None: nothing is freed
    """

    freed_hours: float
    told_hours: float
    share: float | None
    is_backed: bool
    sentence: str


def redeployed(values: Values, told_hours: float, option: Option = "redesign") -> Redeployed:
    """Whether the capture is backed by what the firm told about saved time (hours a year).

    Counts: the full effect on the touched work of everybody; capture does not make hours.
    """
    key = "effect_training" if option == "training" else "effect_redesign"
    parts = ("people", "hours_a_year", "touched", key)
    freed = 1.0
    for part in parts:
        freed *= float(figure(values, part))
    if freed <= 0:
        return Redeployed(freed, told_hours, None, False, "This frees no hours.")
    capture, share = values["capture"], told_hours / freed
    is_backed = capture is not None and share >= capture
    return Redeployed(freed, told_hours, share, is_backed, _where(freed, share, capture))


@dataclass(frozen=True)
class Roi:
    """Present value of what comes back for each unit of money spent, with the tags of its inputs.

    share  (benefits - costs) / costs, both as present values; a loss is negative
    tags   how many inputs are measured, quoted and assumed
    """

    share: float
    tags: Mapping[Tag, int]
    sentence: str


def roi(values: Values, option: Option, tags: Mapping[str, str]) -> Roi:
    """The return of an option: never without the tags of every input behind it.

    Raises RequestError where an input has no tag, NotEnoughData where nothing is spent.
    """
    untagged = [key for key in inputs() if tags.get(key) not in TAGS and values[key] is not None]
    if untagged:
        raise RequestError(
            "no tag for " + ", ".join(untagged),
            "measured, quoted or assumed for every input",
            "Tag them; a return without its tags is not shown",
        )
    discount, lines = figure(values, "discount"), option_lines(values, option)
    spent = -sum(
        float(line_value(line, discount)) for name, line in lines.items() if name in COST_LINES
    )
    if spent <= 0:
        raise NotEnoughData("nothing is spent", "an option that costs something", "Enter its cost")
    counted = Counter(tags[key] for key in inputs() if values[key] is not None)
    count = {tag: counted[tag] for tag in TAGS}
    share = float(present_value(lines, discount)) / spent
    told = ", ".join(f"{n} {tag}" for tag, n in count.items())
    return Roi(share, count, f"{share:+.0%} on what is spent; inputs: {told}.")


def _prior(key: EffectKey, verdict: str) -> EffectUsed:
    each = inputs()[key]
    value, low, high = (float(part or 0) for part in (each.preset, each.low, each.high))
    return EffectUsed(
        key=key,
        value=value,
        low=low,
        high=high,
        tag="assumed",
        pilot_is_first=True,
        sentence=(
            f"Not measured: the verdict is {verdict}, so this is the prior range {low:+.1%} to"
            f" {high:+.1%}. What a pilot may cost comes first."
        ),
    )


def _where(freed: float, share: float, capture: float | None) -> str:
    told = f"{freed:,.0f} hours are freed a year; of {share:.0%} somebody told where they went"
    if capture is None:
        return f"{told}. No capture is entered."
    if share >= capture:
        return f"{told}, which backs a capture of {capture:.0%}."
    return f"{told}. A capture of {capture:.0%} is not backed yet: it counts as assumed."
