"""Which option pays, at a capture of 0, .4 and 1 and at the one that was entered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from economics.break_even import pays_redesign, pays_training, plausibility
from economics.inputs import Values
from economics.value import OPTIONS, Option, npv

CAPTURES: Final = (0.0, 0.4, 1.0)  # nobody redeploys, the illustrative case of C2, everybody does
NAMES: Final[Mapping[Option, str]] = {
    "training": "All training",
    "half": "Half moved to redesign",
    "redesign": "Redesign for everybody",
    "yours": "Your split",
}


@dataclass(frozen=True)
class Verdict:
    """What the money model says at one capture.

    npv        present value by option; losses are negative
    pays       smallest effect that pays, of training and of redesign; infinite where none does
    best       the option with the highest present value, also when all lose
    is_entered whether this is the capture that somebody entered
    """

    capture: float
    npv: Mapping[Option, float]
    pays: Mapping[Option, float]
    best: Option
    is_entered: bool
    sentence: str

    @property
    def does_any_pay(self) -> bool:
        """Whether at least one option has a present value above 0."""
        return max(self.npv.values()) > 0


def verdicts(values: Values) -> tuple[Verdict, ...]:
    """The verdict at capture 0, .4 and 1, and at the entered one; the lowest capture first.

    Counts: without an entered capture the three are shown, and none of them is the firm's. This
    is a what-if over the capture, so it stands beside a missing one; nothing else does.
    """
    entered = values["capture"]
    asked = sorted({*CAPTURES} if entered is None else {*CAPTURES, entered})
    return tuple(_at(values, capture, capture == entered) for capture in asked)


def verdict(values: Values, capture: float) -> Verdict:
    """The verdict at one capture."""
    return _at(values, capture, capture == values["capture"])


def _at(values: Values, capture: float, is_entered: bool) -> Verdict:
    there = {**values, "capture": capture}
    worth = {option: float(npv(there, option)) for option in OPTIONS}
    best = max(OPTIONS, key=lambda option: worth[option])
    pays: dict[Option, float] = {
        "training": pays_training(there),
        "redesign": pays_redesign(there),
    }
    return Verdict(capture, worth, pays, best, is_entered, _said(capture, best, worth, pays))


def _said(
    capture: float,
    best: Option,
    worth: Mapping[Option, float],
    pays: Mapping[Option, float],
) -> str:
    start = (
        "If no freed hour goes anywhere"
        if capture == 0
        else f"If {capture:.0%} of the freed time becomes money"
    )
    money = f"{in_millions(worth[best])} over the horizon"
    if worth[best] > 0:
        return f"{start}, {_named(best)} pays: {money}."
    if all(plausibility(each) and each > 0 for each in pays.values()):
        return f"{start}, no plausible effect pays for either; {_named(best)} loses least: {money}."
    return f"{start}, nothing pays; {_named(best)} loses least: {money}."


def in_millions(money: float) -> str:
    """Money in words of millions, its sign always shown: a loss reads as a loss."""
    return f"{money / 1e6:+,.1f} M"


def _named(option: Option) -> str:
    name = NAMES[option]
    return name[0].lower() + name[1:]
