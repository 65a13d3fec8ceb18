"""What is always printed of a finding, in this order, so that no doubt is left out (A6)."""

import math
from collections.abc import Callable
from typing import Final, TypeAlias

from evidence.change_words import either_way, moved, size
from evidence.codes import percent
from evidence.judged import judged
from evidence.results import Finding
from evidence.sentences import gain_verb, one_decimal
from evidence.steps import block_word, step_word
from evidence.verdict import leaves_out_zero

Line: TypeAlias = tuple[str, str]
ONE_DOUBT: Final = "None."


def lines(finding: Finding) -> list[Line]:
    """Label and text of everything that stands beside a verdict, the verdict first.

    A finding that is NOT-ANSWERABLE has its verdict and its codes, and no number.
    """
    first = [("Verdict", finding.verdict.sentence)]
    if finding.total is None or finding.verdict.code == "NOT-ANSWERABLE":
        return [*first, ("Warnings", _codes(finding))]
    return first + [(label, tell(finding)) for label, tell in TOLD if tell(finding)]


def _effect(finding: Finding) -> str:
    if finding.total is None:
        return ""
    how = "" if finding.interval == "clustered" else ", one team left out at a time"
    words = f"{finding.outcome.label} {moved(finding.outcome, finding.total)}, 95 % interval{how}."
    if leaves_out_zero(finding.total):
        return words
    return f"{words} The effect lies {either_way(finding.outcome, finding.total)}."


def _money(finding: Finding) -> str:
    """The effect against the one from which on it pays; empty where that was not asked."""
    if finding.pays <= 0 or finding.total is None:
        return ""
    good = finding.total.estimate * (-1 if finding.outcome.better == "lower" else 1)
    line = size(finding.outcome, finding.pays)
    times = good / finding.pays
    if times <= 0:
        return f"It pays from {line} on; the effect goes the other way."
    return f"It pays from {line} on; the effect is {times:.1f} times that."


def _smallest(finding: Finding) -> str:
    if finding.mde is None or not math.isfinite(finding.mde):
        return "Cannot be told."
    words = f"{size(finding.outcome, finding.mde)} would be found four times out of five"
    if finding.pays <= 0:
        return f"{words}."
    return f"{words}; it must {gain_verb(finding)} {size(finding.outcome, finding.pays)}."


def _practice(finding: Finding) -> str:
    """Total against equal practice; their gap is learning by doing the work."""
    if finding.equal_practice is None or finding.total is None:
        return "Practice is not separated."
    outcome = finding.outcome
    return (
        f"In total it {moved(outcome, finding.total)}; at equal practice it "
        f"{moved(outcome, finding.equal_practice)}. The gap is learning by doing the work."
    )


def _second(finding: Finding) -> str:
    if finding.second is None:
        return "Callaway and Sant'Anna have no answer here."
    return f"Callaway and Sant'Anna: {moved(finding.outcome, finding.second)}."


def _breakdown(finding: Finding) -> str:
    drift = finding.sensitivity
    if drift is None or math.isnan(drift.breakdown):
        before = f"{block_word(finding.counts)}s before the rollout"
        return f"Cannot be told: too few {'teams' if finding.blocks else before}."
    if drift.breakdown == 0:
        blocks = f"The {block_word(finding.counts)}s after the rollout"
        return f"{blocks} hold no effect even without any hidden drift."
    word = "Robust: a" if drift.breakdown >= judged()["breakdown_robust"] else "A"
    times = f"{one_decimal(drift.breakdown):.1f} times"
    return f"{word} hidden drift up to {times} the worst seen before is borne."


def _before(finding: Finding) -> str:
    test = finding.pretest
    if test is None or math.isnan(test.p):
        return f"Cannot be tested: fewer than two {block_word(finding.counts)}s before the rollout."
    return (
        f"So much drift before the rollout happens by accident with a chance of {percent(test.p)}. "
        "A large chance is no proof that there was none."
    )


def _stands_on(finding: Finding) -> str:
    n = finding.counts
    if n is None:
        return ""
    lot = "dates drawn by lot" if finding.by_lot else "dates not drawn by lot"
    return (
        f"Teams: {n.units:,}, with it {n.treated:,}, to compare with {n.comparison:,} (never or "
        f"not yet). Starts: {n.waves:,}, {lot}. {step_word(n).capitalize()}s: {n.periods:,}."
    )


def _used(finding: Finding) -> str:
    if finding.counts is None:
        return ""
    used, step = percent(finding.counts.share_used), step_word(finding.counts)
    return f"{used} of the treated team-{step}s have a comparison."


def _codes(finding: Finding) -> str:
    told_so = [f"{each.code}: {each.sentence.rstrip('.')}." for each in finding.codes]
    return " ".join(told_so) or ONE_DOUBT


def _shuffles(finding: Finding) -> str:
    if finding.shuffle_p is None:
        return ""
    name = "As the dates were drawn by lot, exactly" if finding.by_lot else "A shuffle test: in"
    return f"{name} {percent(finding.shuffle_p)} of shuffled dates show a gap as large."


def _false_alarms(finding: Finding) -> str:
    told_so = finding.false_alarms
    if told_so is None:
        return ""
    return (
        f"{percent(told_so.share)} of {told_so.runs:,} invented rollouts in the "
        f"{step_word(finding.counts)}s before 'showed something'."
    )


def _usual(finding: Finding) -> str:
    if finding.usual is None:
        return "Cannot be told."
    return f"It would have said: {moved(finding.outcome, finding.usual)}."


def _tested(finding: Finding) -> str:
    if finding.holm_p is None:
        return f"Outcomes looked at together: {finding.tested:,}."
    return (
        f"Outcomes looked at together: {finding.tested:,}; corrected for that (Holm), the chance "
        f"of such an effect by accident is {percent(finding.holm_p)}."
    )


# The order is EVIDENCE A6's and part of the promise: a reader finds the doubt where it was.
TOLD: Final[tuple[tuple[str, Callable[[Finding], str]], ...]] = (
    ("Effect", _effect),
    ("What it must save", _money),
    ("Smallest effect it could show", _smallest),
    ("Total and equal practice", _practice),
    ("Second method", _second),
    ("Hidden drift", _breakdown),
    ("Before the rollout", _before),
    ("Stands on", _stands_on),
    ("Share used", _used),
    ("Shuffled dates", _shuffles),
    ("False alarms of this firm", _false_alarms),
    ("Warnings", _codes),
    ("What the usual regression would have said", _usual),
    ("Outcomes tested", _tested),
)
