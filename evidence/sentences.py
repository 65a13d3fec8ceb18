"""The sentence of a verdict: what a CFO reads first, and often alone."""

import math
from typing import Final

from evidence.change_words import either_way, moved, size
from evidence.judged import judged
from evidence.results import Estimate, Finding, Verdict, VerdictCode
from evidence.steps import step_word

NOT_SEPARATED: Final = ("PRACTICE_NOT_SEPARATED",)
NOT_ALONE: Final = frozenset({"STARTED_AT_ONCE", "AI_APART"})  # what else may have done it
NOT_ITS_OWN: Final = (*NOT_SEPARATED, *NOT_ALONE)  # where an effect is claimed
ROUNDING: Final = 1e-9  # a last digit is no further team
MOST_TIMES: Final = 100  # beyond a hundred times the table nobody plans a study


def verdict(code: VerdictCode, finding: Finding) -> Verdict:
    """A verdict with its sentence on a finding whose numbers stand; its own verdict is not read.

    The sentence tells the effect, what it must save where that was asked, and how much hidden
    drift it bears. What is not separated is told here and not in a footnote.
    """
    return Verdict(
        code, " ".join(part for part in (_said(code, finding), _mixed(code, finding)) if part)
    )


def not_answerable(reason: str) -> Verdict:
    """The verdict on a table that cannot answer: why, and no effect."""
    return Verdict("NOT-ANSWERABLE", f"This table cannot answer. {reason.rstrip('.')}.")


def _said(code: VerdictCode, finding: Finding) -> str:
    total = finding.total
    if total is None or code == "CANNOT-TELL":
        return _cannot_tell(finding)
    if code == "NO-MEANINGFUL-EFFECT":
        return _too_small(finding, total)
    begin = f"{finding.outcome.label} {moved(finding.outcome, total)}."
    return " ".join(part for part in (begin, _weighed(code, finding), _bears(finding)) if part)


def _too_small(finding: Finding, total: Estimate) -> str:
    """An effect whose whole interval lies between losing and gaining what matters."""
    line = f"the {size(finding.outcome, finding.pays)} it must {gain_verb(finding)}"
    lies = either_way(finding.outcome, total)
    return f"Any effect is too small to matter: it lies {lies}, within {line}."


def _weighed(code: VerdictCode, finding: Finding) -> str:
    """The effect against what it must save; nothing where that was not asked."""
    if code == "HARMED":
        return "It made things worse."
    if finding.pays <= 0:
        return "It helped."
    line = f"the {size(finding.outcome, finding.pays)} it must {gain_verb(finding)}"
    if code == "WORKED":
        return f"That is more than {line}."
    if code == "WORKED-NOT-WORTH-IT":
        return f"It helped, by less than it costs: {line} lies beyond."
    return f"It helped. Whether it pays is not settled: {line} lies inside these bounds."


def gain_verb(finding: Finding) -> str:
    """What a gain does: less of a bad thing saves, more of a good one brings."""
    return "save" if finding.outcome.better == "lower" else "bring"


def _bears(finding: Finding) -> str:
    """How much hidden drift the effect bears."""
    drift = finding.sensitivity
    if drift is None or math.isnan(drift.breakdown):
        return ""
    robust = "This is robust: a" if drift.breakdown >= judged()["breakdown_robust"] else "A"
    return (
        f"{robust} hidden drift {one_decimal(drift.breakdown):.1f} times the worst one seen before "
        "would not erase it."
    )


def one_decimal(breakdown: float) -> float:
    """Rounded down: 0.99 is not 'once the worst', and 0.46 not the half that is needed."""
    return math.floor(10 * breakdown) / 10


def _cannot_tell(finding: Finding) -> str:
    """What stands in the way, the smallest effect that could be shown, and what would do."""
    told_so = "This table cannot tell."
    blockers = [f"{each.sentence}." for each in finding.codes if each.level == "blocks"]
    parts = [told_so, *blockers]
    if not blockers and finding.total is not None:
        parts.append(_interval_words(finding, finding.total))
    parts.extend((_smallest(finding), what_would_do(finding)))
    return " ".join(part for part in parts if part)


def _interval_words(finding: Finding, total: Estimate) -> str:
    return f"The effect lies {either_way(finding.outcome, total)}."


def _smallest(finding: Finding) -> str:
    """The smallest effect that could be shown, and what it must save."""
    if finding.mde is None or not math.isfinite(finding.mde):
        return ""
    smallest = f"The smallest effect it could show is {size(finding.outcome, finding.mde)}"
    if finding.pays <= 0:
        return f"{smallest}."
    return f"{smallest}; it must {gain_verb(finding)} {size(finding.outcome, finding.pays)}."


def what_would_do(finding: Finding) -> str:
    """How many more teams, or periods, would bring the smallest effect down to what pays.

    Teams needed are n (MDE / pays)^2 (EVIDENCE A10), as variance falls with their number; periods
    are counted the same way, which is too many where a team's periods are alike.
    Empty where nothing was asked, or the table is fine enough already.
    """
    if finding.pays <= 0 or finding.mde is None or finding.counts is None:
        return ""
    if not math.isfinite(finding.mde) or finding.mde <= finding.pays:
        return ""
    times = (finding.mde / finding.pays) ** 2
    if times > MOST_TIMES:
        return "No study of a size that can be had would do."
    told, n = finding.counts, times - 1
    teams, periods = (max(1, math.ceil(one * n - ROUNDING)) for one in (told.units, told.periods))
    return f"{teams:,} more teams, or {periods:,} more {step_word(told)}s, would do."


def _mixed(code: VerdictCode, finding: Finding) -> str:
    """Other causes that were not separated, in the headline and not in a footnote."""
    names = NOT_SEPARATED if code == "CANNOT-TELL" else NOT_ITS_OWN
    told = [each.sentence for each in finding.codes if each.code in names]
    return " ".join(f"{sentence}." for sentence in told)
