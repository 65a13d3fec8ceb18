"""Words of a study that page and workbook share: verdicts, kinds, changes in readers' units."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from evidence.change_words import RELATIVE, in_units
from evidence.results import Estimate, Finding, Level, Outcome, VerdictCode
from evidence.sentences import NOT_ALONE

PERCENT: Final = 100.0
OPEN: Final = frozenset({"CANNOT-TELL", "NOT-ANSWERABLE"})  # verdicts that answer nothing
OR_ELSE: Final = "(or what came with it)"
MINUS: Final = "−"
HYPHEN_MINUS: Final = re.compile(r"(?<![\w-])-(?=\d)")


@dataclass(frozen=True)
class Mark:
    """A verdict in two words, with a shape and a colour that say the same.

    colour  of a badge on the screen; fill: of a cell of the workbook
    """

    word: str
    shape: str
    colour: str
    fill: str


VERDICTS: Final[dict[VerdictCode, Mark]] = {
    "WORKED": Mark("worked", "▲", "green", "DDF0E3"),
    "WORKED-MAY-NOT-PAY": Mark("worked, may not pay", "△", "blue", "DFECF7"),
    "WORKED-NOT-WORTH-IT": Mark("worked, not worth it", "▽", "yellow", "FBF1CF"),
    "NO-MEANINGFUL-EFFECT": Mark("no meaningful effect", "■", "violet", "F0E4F5"),
    "HARMED": Mark("harmed", "▼", "orange", "FBE3DD"),
    "CANNOT-TELL": Mark("cannot tell", "◆", "gray", "E8E8E8"),
    "NOT-ANSWERABLE": Mark("not answerable", "○", "gray", "E8E8E8"),
}
KINDS: Final = {"training": "Training", "redesign": "Redesign", "planned": "Planned study"}
LEVELS: Final[dict[Level, str]] = {
    "stop": "no number is given",
    "blocks": "no 'worked' and no 'harmed'",
    "warns": "to be known",
}


def verdict_mark(finding: Finding) -> Mark:
    """How the verdict of a finding looks."""
    return VERDICTS[finding.verdict.code]


def verdicts_line(findings: Sequence[Finding]) -> str:
    """What was found on one line: each verdict with its outcomes, what says most first."""
    by_code = {
        code: [outcome_name(each) for each in findings if each.verdict.code == code]
        for code in VERDICTS
    }
    return "; ".join(
        f"{VERDICTS[code].word}: {', '.join(labels)}" for code, labels in by_code.items() if labels
    )


def outcome_name(finding: Finding) -> str:
    """The outcome in a line; where something else came with the rollout, that it may be the cause.

    Counts: verdicts that answer something; of the others nobody asks for a cause.
    """
    name = finding.outcome.label[:1].lower() + finding.outcome.label[1:]
    is_alone = NOT_ALONE.isdisjoint(one.code for one in finding.codes)
    return name if is_alone or finding.verdict.code in OPEN else f"{name} {OR_ELSE}"


def change_unit(outcome: Outcome) -> str:
    """The unit of a change."""
    if outcome.form in RELATIVE:
        return "%"
    if outcome.form == "share":
        return "points"
    return "standard deviations" if outcome.form == "sd" else outcome.unit


def axis_words(outcome: Outcome) -> str:
    """The axis of a picture: what changed, its unit, and which way is good."""
    return f"{outcome.label}, change in {change_unit(outcome)} ({outcome.better} is better)"


def figures(outcome: Outcome, value: float) -> str:
    """A change with its sign and as many decimals as it deserves, without its unit."""
    return signed(outcome, in_units(outcome, value))


def signed(outcome: Outcome, size: float) -> str:
    """A number in the readers' unit with its sign and as many decimals as it deserves."""
    text = f"{abs(size):,.{_decimals(outcome)}f}"
    return f"{MINUS}{text}" if size < 0 and float(text.replace(",", "")) else text


def _decimals(outcome: Outcome) -> int:
    if outcome.form == "number":
        return 3
    return 2 if outcome.form == "sd" else 1


def change(outcome: Outcome, value: float) -> str:
    """A change with its unit: `−5.1%`, `1.2 points`."""
    return with_unit(outcome, figures(outcome, value))


def with_unit(outcome: Outcome, figure: str) -> str:
    """A figure with the unit of a change; the screen sets no space before a percent sign."""
    unit = change_unit(outcome)
    return f"{figure}{unit}" if unit == "%" else f"{figure} {unit}"


def plainly(text: str) -> str:
    """A sentence of the evidence room as screens write it: `20%`, and a real minus."""
    return HYPHEN_MINUS.sub(MINUS, text.replace(" %", "%"))


def spread(outcome: Outcome, estimate: Estimate) -> str:
    """The interval of an estimate, without its unit: `−7.0 to −3.3`."""
    if not (math.isfinite(estimate.low) and math.isfinite(estimate.high)):
        return "no interval"
    return f"{figures(outcome, estimate.low)} to {figures(outcome, estimate.high)}"


def gain(outcome: Outcome, value: float) -> float:
    """The same change with gains positive."""
    return -value if outcome.better == "lower" else value


def loss_of(outcome: Outcome, gained: float) -> float:
    """A gain in the sign of the outcome: the line that a gain has to reach in a picture."""
    return -gained if outcome.better == "lower" else gained


def learned_by_doing(finding: Finding) -> float | None:
    """What more practice explains, in readers' units: in all less at equal practice.

    Counts: the difference of the two figures as they are read, so that a reader can check it.
    """
    if finding.total is None or finding.equal_practice is None:
        return None
    outcome, decimals = finding.outcome, _decimals(finding.outcome)
    total, equal = (
        round(in_units(outcome, each.estimate), decimals)
        for each in (finding.total, finding.equal_practice)
    )
    return total - equal


def waves(span: Sequence[int], period: str = "month") -> str:
    """Event times of a block in words; a single one for itself."""
    first, last = span
    if first == last:
        return month_words(first, period)
    if last < 0:
        return f"{-last} to {-first} {period}s before"
    return f"{period} {first + 1} to {last + 1} after"


def month_words(step: int, period: str = "month") -> str:
    """An event time in words."""
    if step < 0:
        return f"1 {period} before" if step == -1 else f"{-step} {period}s before"
    return f"{period} {step + 1} after"
