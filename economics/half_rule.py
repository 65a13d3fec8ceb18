"""The half rule: move a share of the training money to redesign, and see what each half reaches."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from economics.break_even import pays_training, pays_training_in_mix
from economics.inputs import Values, figure
from economics.treadmill import redesign_set_up, treadmill
from economics.value import coverage, launch_money, moved_share, yearly_money


@dataclass(frozen=True)
class HalfRule:
    """Both budgets after the move, whom they reach, and what training must still do.

    asked, moved              share of the money: as entered, and after the ring-fence
    ring_fenced_*             compliance: training that cannot move; money
    redesign_*, training_*    budgets; money at launch and a year
    redesign_people, _teams   whom the moved launch money reaches
    upkeep_yearly             what their redesigned work takes a year
    launch_left, yearly_left  moved money that buys nothing here and stays with the firm; below 0:
                              the upkeep needs so much more than what moved
    trained_people            whom the remaining training reaches as before
    training_left_*           money a person of the whole programme
    instructors               whom the remaining yearly sessions need
    compliance_share          how much of the remaining training is compliance
    training_break_even       effect at which the remaining training pays for itself
    mix_break_even            effect of training at which both together pay; both None: no capture
    sentences                 what the training half must still do, for the page and the workbook
    """

    asked: float
    moved: float
    ring_fenced_launch: float
    ring_fenced_yearly: float
    redesign_launch: float
    redesign_yearly: float
    training_launch: float
    training_yearly: float
    redesign_coverage: float
    redesign_people: float
    redesign_teams: float
    upkeep_yearly: float
    launch_left: float
    yearly_left: float
    trained_people: float
    training_left_launch_per_person: float
    training_left_yearly_per_person: float
    instructors: int
    compliance_share: float
    training_break_even: float | None
    mix_break_even: float | None
    sentences: tuple[str, ...]


def half_rule(values: Values) -> HalfRule:
    """The half rule of checked values, at the input `moved` (EVIDENCE C1, C2)."""
    share = float(moved_share(values))
    first, later = float(launch_money(values)), float(yearly_money(values))
    covered = float(coverage(values, share))
    set_up = float(redesign_set_up(values)) * covered
    people, fenced = _number(values, "people"), _number(values, "ring_fence")
    upkeep = set_up * _number(values, "upkeep")
    remaining = treadmill({**values, "people": people * (1 - share)}) if share < 1 else None
    entered = values["capture"] is not None
    rule = HalfRule(
        asked=_number(values, "moved"),
        moved=share,
        ring_fenced_launch=first * fenced,
        ring_fenced_yearly=later * fenced,
        redesign_launch=first * share,
        redesign_yearly=later * share,
        training_launch=first * (1 - share),
        training_yearly=later * (1 - share),
        redesign_coverage=covered,
        redesign_people=people * covered,
        redesign_teams=people * covered / _number(values, "team_size"),
        upkeep_yearly=upkeep,
        launch_left=first * share - set_up,
        yearly_left=later * share - upkeep,
        trained_people=people * (1 - share),
        training_left_launch_per_person=first * (1 - share) / people,
        training_left_yearly_per_person=later * (1 - share) / people,
        instructors=0 if remaining is None else remaining.instructors,
        compliance_share=fenced / (1 - share) if share < 1 else 0.0,
        training_break_even=pays_training(values) if entered and share < 1 else None,
        mix_break_even=pays_training_in_mix(values) if entered and share < 1 else None,
        sentences=(),
    )
    return replace(rule, sentences=tuple(_said(rule)))


def _said(rule: HalfRule) -> Iterator[str]:
    if rule.moved < rule.asked:
        yield (
            f"{rule.asked:.0%} was asked; {rule.moved:.0%} moves,"
            " because the rest is compliance and is ring-fenced."
        )
    yield (
        f"The remaining training reaches {rule.trained_people:,.0f} people as before, or everybody"
        f" with {1 - rule.moved:.0%} of the sessions; {rule.compliance_share:.0%} of it is"
        " compliance."
    )
    if rule.yearly_left < 0:
        yield "The upkeep takes more a year than what moved: the difference is new money."
    if rule.training_break_even is None or rule.mix_break_even is None:
        yield "What it must achieve cannot be told before somebody enters the capture."
        return
    yield (
        f"To pay for itself it must raise output by {_percent(rule.training_break_even)} on the"
        f" day after; for both together to pay, by {_percent(rule.mix_break_even)}."
    )


def _percent(effect: float) -> str:
    return f"{effect:.1%}" if math.isfinite(effect) else "more than anything can"


def _number(values: Values, key: str) -> float:
    return float(figure(values, key))
