"""What stands beside a verdict, in sentences: page and workbook say the same."""

import math
from typing import Final

from evidence.judged import judged
from evidence.results import Block, Finding
from evidence.sentences import one_decimal
from evidence.steps import block_word, step_word
from exports.evidence.wording import (
    MINUS,
    PERCENT,
    change,
    change_unit,
    figures,
    learned_by_doing,
    loss_of,
    signed,
    spread,
)

APART: Final = 0.05  # chance below which teams are said to have drifted apart


def stands_on(finding: Finding) -> str:
    """Teams, waves and months behind the answer."""
    told, step = finding.counts, step_word(finding.counts)
    if told is None:
        return ""
    return (
        f"{told.treated:,} of {told.units:,} teams had it, {told.comparison:,} had it later or not "
        f"at all; {told.waves} {'wave' if told.waves == 1 else 'waves'}, {told.periods} {step}s. "
        f"{_percent(told.share_used)} of the {step}s with it have a comparison."
    )


def drift_before(finding: Finding) -> str:
    """Whether teams with and without it moved alike before the rollout."""
    told = finding.pretest
    if told is None or not math.isfinite(told.p):
        step = step_word(finding.counts)
        return f"Too few {step}s before the rollout to see whether the teams moved alike."
    chance = f"the chance of so much difference by accident is {_close(told.p)}"
    if told.p < APART:
        return f"Before the rollout the teams drifted apart: {chance}."
    return (
        f"Before the rollout no drift is seen: {chance}. That does not prove that nothing drifted."
    )


def practice(finding: Finding) -> str:
    """What the change did, and what people learned by doing the work more often."""
    learned = learned_by_doing(finding)
    if finding.total is None:
        return ""
    if learned is None or finding.equal_practice is None:
        return "How much people practised is not known here, so the two cannot be told apart."
    outcome = finding.outcome
    total, equal = finding.total.estimate, finding.equal_practice.estimate
    if finding.verdict.code == "CANNOT-TELL":
        return (
            f"In all {change(outcome, total)}, and {change(outcome, equal)} at equal practice: as "
            "the change itself cannot be told, its parts cannot be told either."
        )
    if not round(learned, 1):
        return f"In all {change(outcome, total)}, and as much at equal practice: the change itself."
    rest = f"{signed(outcome, learned)} {_points(finding)}"
    if (learned > 0) != (outcome.better == "higher"):
        return (
            f"In all {change(outcome, total)}, and {change(outcome, equal)} at equal practice: the "
            f"gap, {rest}, goes with how much of the work people did."
        )
    return (
        f"In all {change(outcome, total)}. Of that {figures(outcome, equal)} would be there at "
        f"equal practice; the rest, {rest}, is learning by doing: people did more of the work and "
        "became better at it."
    )


def second_method(finding: Finding) -> str:
    """Whether another method says the same."""
    if finding.second is None or finding.total is None:
        return "The second method gives no answer here."
    outcome, second = finding.outcome, finding.second
    alike = (second.estimate > 0) == (finding.total.estimate > 0)
    says = "points the same way" if alike else "points the other way"
    step = step_word(finding.counts)
    return (
        f"The second method, group by group and {step} by {step} (Callaway and Sant'Anna), {says}: "
        f"{change(outcome, second.estimate)} ({spread(outcome, second)})."
    )


def hidden_drift(finding: Finding) -> str:
    """How much hidden drift it takes to erase the effect."""
    told = finding.sensitivity
    if told is None or not math.isfinite(told.breakdown):
        return "How much hidden drift the answer bears cannot be told here."
    needed, robust = judged()["breakdown_needed"], judged()["breakdown_robust"]
    if told.breakdown <= 0:
        return "The interval holds 0 even without any hidden drift, so there is nothing to erase."
    words = (
        f"The answer holds as long as hidden drift after the rollout is at most "
        f"{one_decimal(told.breakdown):.1f} times the worst that was seen before it"
    )
    if told.breakdown >= robust:
        return f"{words}: robust."
    if told.breakdown >= needed:
        return f"{words}: it bears some."
    return f"{words}: too little to say that something worked or harmed ({needed:g} is needed)."


def false_alarms(finding: Finding) -> str:
    """How often this firm's months before the rollout say that something happened."""
    told = finding.false_alarms
    if told is None:
        return (
            "How often this firm's own months before the rollout say by accident that something "
            "happened was not tried out here."
        )
    return (
        f"With rollouts that never were, {told.runs} times, in this firm's own months before the "
        f"rollout, this method said in {_percent(told.share)} that something had happened. "
        f"{_percent(judged()['alpha'])} are expected."
    )


def doses(finding: Finding) -> str:
    """What more hours of training, and of challenging work, go with; both in one model."""
    told, outcome = finding.doses, finding.outcome
    if told is None:
        return (
            "Hours of training and hours of challenging work cannot be told apart here: one of the "
            "two is not known, does not move, or moves with the other."
        )
    one, other = told.training, told.challenging
    return (
        f"Ten hours more of **training** a head go with {change(outcome, one.estimate)} "
        f"({spread(outcome, one)}), ten hours more of **challenging work** with "
        f"{change(outcome, other.estimate)} ({spread(outcome, other)}), each with the other held "
        "as it is. Nobody drew these hours by lot: it is what goes together, not what caused what."
    )


def shuffles(finding: Finding) -> str:
    """What shuffled rollout dates say, where there are few teams."""
    if finding.shuffle_p is None:
        return ""
    how = "exact, as the dates were drawn by lot" if finding.by_lot else "as if drawn by lot"
    return (
        f"Few teams: with shuffled rollout dates an effect as large shows up in "
        f"{_percent(finding.shuffle_p)} ({how}); the interval leaves one team out at a time."
    )


def outcomes_tested(finding: Finding) -> str:
    """How many outcomes were looked at, and what that does to the chance by accident."""
    if finding.tested <= 1:
        return "One outcome was looked at, so nothing has to be corrected."
    words = f"{finding.tested} outcomes were looked at. Among so many one may move by accident; "
    if finding.holm_p is None:
        return f"{words}no correction was possible for this one."
    return (
        f"{words}corrected for that (Holm), the chance that this one moved so far by accident is "
        f"{_percent(finding.holm_p)}."
    )


def usual(finding: Finding) -> str:
    """What the usual regression would have said."""
    if finding.usual is None:
        return "The usual regression gives no answer here."
    outcome = finding.outcome
    return (
        f"The usual two-way regression would have said {change(outcome, finding.usual.estimate)} "
        f"({spread(outcome, finding.usual)}). Where teams start at different times and effects "
        "grow, it uses early teams as the comparison of late ones; nothing here stands on it."
    )


def money(finding: Finding) -> str:
    """The effect against the one from which on it pays."""
    if finding.total is None or finding.pays <= 0:
        return ""
    outcome, pays = finding.outcome, loss_of(finding.outcome, finding.pays)
    low, high = finding.total.low, finding.total.high
    worst, best = (low, high) if outcome.better == "higher" else (-high, -low)
    words = f"It pays from a change of {change(outcome, pays)}."
    if worst >= finding.pays:
        return f"{words} The whole interval lies beyond that."
    if best <= finding.pays:
        return f"{words} The whole interval falls short of that."
    return f"{words} The interval reaches to both sides of that, so it cannot be told."


def could_find(finding: Finding) -> str:
    """The smallest change that this table would find, and whether that is fine enough."""
    if finding.mde is None or not math.isfinite(finding.mde):
        return ""
    words = f"A change of {smallest(finding)} would be found four times out of five"
    if finding.pays <= 0:
        return f"{words}."
    fine = "fine enough" if finding.mde <= finding.pays else "not fine enough"
    return f"{words}: {fine} for what pays."


def smallest(finding: Finding) -> str:
    """The smallest change for the better that would be found, without its sign."""
    outcome = finding.outcome
    return change(outcome, loss_of(outcome, abs(finding.mde or 0.0))).lstrip(MINUS)


def blocks_words(blocks: tuple[Block, ...], finding: Finding) -> str:
    """The event study in words, for those who do not see the picture."""
    outcome = finding.outcome
    word = block_word(finding.counts)
    before = [each for each in blocks if each.block < 0]
    after = [each for each in blocks if each.block >= 0]
    parts = [
        f"{name}: " + ", ".join(change(outcome, each.effect.estimate) for each in part)
        for name, part in (
            (f"{word.capitalize()}s before rollout", before),
            (f"{word.capitalize()}s after", after),
        )
        if part
    ]
    return f"{outcome.label} against the {word} just before rollout. " + "; ".join(parts)


def _points(finding: Finding) -> str:
    unit = change_unit(finding.outcome)
    return "percentage points" if unit == "%" else unit


def _close(share: float) -> str:
    """A share near the line between drift and none, told so closely that its side is seen."""
    return f"{PERCENT * share:.1f}%" if APART / 2 < share < 2 * APART else _percent(share)


def _percent(share: float) -> str:
    """A share in percent; below one a decimal more."""
    shown = PERCENT * share
    if 0 < shown < 0.1:  # noqa: PLR2004 -- less than one in a thousand is not told closer
        return "less than 0.1%"
    return f"{shown:.1f}%" if shown < 1 else f"{shown:.0f}%"
