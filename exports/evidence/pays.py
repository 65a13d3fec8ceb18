"""From money to evidence and back: the gain that pays, and a measured effect for the money model.

`economics` and `evidence` do not know each other; the rooms to their right put them together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from economics.break_even import IMPLAUSIBLE, pays_redesign, pays_training, plausibility
from economics.guards import EffectKey, EffectUsed, effect_used
from economics.inputs import Values
from economics.scenario_inputs import filled
from evidence.results import Finding, Outcome
from exports.evidence.told import StudyTold
from exports.evidence.wording import gain, plainly, verdict_mark
from store.scenario import YOURS
from store.scenarios import scenario
from store.workspace import Workspace

# The money model speaks of output. Of the same work a shorter time and more of it are one thing.
OF_OUTPUT: Final = ("throughput", "cycle_time")
KINDS: Final[dict[EffectKey, tuple[str, ...]]] = {
    "effect_training": ("training",),
    "effect_redesign": ("redesign", "planned"),
}
UNKNOWN: Final = "CANNOT-TELL"


@dataclass(frozen=True)
class Measured:
    """What the studies say about the effect that the money model takes.

    study, finding  the study that it stands on; None: nobody has compared
    used            the effect for the model: measured, or the range before anybody measured
    """

    study: StudyTold | None
    finding: Finding | None
    used: EffectUsed


def own_values(workspace: Workspace) -> Values:
    """What the firm assumes about money."""
    return filled(scenario(workspace, YOURS))


def pays_from(kind: str, outcome: Outcome, values: Values) -> float:
    """The gain from which on it pays, in the scale of the outcome's model; 0: not asked.

    Counts: outcomes of output only, and only once the capture is entered. An effect that no study
    has ever shown (+100 % of output) stands for all larger ones.
    """
    if outcome.key not in OF_OUTPUT or values["capture"] is None:
        return 0.0
    share = pays_training(values) if kind == "training" else pays_redesign(values)
    return math.log1p(min(max(share, 0.0), IMPLAUSIBLE))


def pays_words(kind: str, outcome: Outcome, values: Values) -> str:
    """Why a study asks what pays, or why it does not."""
    if outcome.key not in OF_OUTPUT:
        return "Money is reckoned in output, so nobody asks here from which change on it pays."
    if values["capture"] is None:
        return (
            "From which change on it pays cannot be told before somebody enters on Spend which "
            "part of freed time becomes money."
        )
    share = pays_training(values) if kind == "training" else pays_redesign(values)
    return plausibility(share) or f"With the numbers on Spend it pays from {share:+.1%} of output."


def output_effect(finding: Finding) -> tuple[float, float, float] | None:
    """A finding as a share of output, gains positive, with its interval; None: it tells none."""
    if finding.outcome.key not in OF_OUTPUT or finding.total is None:
        return None
    total = finding.total
    ends = [math.expm1(gain(finding.outcome, end)) for end in (total.low, total.high)]
    return math.expm1(gain(finding.outcome, total.estimate)), min(ends), max(ends)


def measured(key: EffectKey, studies: Sequence[StudyTold]) -> Measured:
    """The effect of training or of redesign: of the study with the most teams that tells output.

    Counts: one study, never a mean of several, so that nobody picks the kindest one by averaging.
    """
    found = [
        (study, each)
        for study in studies
        if study.kind in KINDS[key]
        for name in OF_OUTPUT
        if (each := study.of(name)) is not None
    ]
    if not found:
        return Measured(None, None, effect_used(key, UNKNOWN))
    study, finding = max(found, key=_size)
    effect = output_effect(finding)
    if effect is None:
        return Measured(study, finding, effect_used(key, finding.verdict.code))
    return Measured(study, finding, effect_used(key, finding.verdict.code, *effect))


def did_words(studies: Sequence[StudyTold]) -> tuple[str, str]:
    """What is known of the effect of training: a word, and the sentence behind it."""
    told = measured("effect_training", studies)
    if told.study is None or told.finding is None:
        return (
            "Cannot tell",
            "Nobody has compared teams with and without training here. All effects below are "
            "assumed.",
        )
    word = verdict_mark(told.finding).word
    below = f"**{told.study.name}**: {plainly(told.finding.verdict.sentence)}"
    return f"{word[:1].upper()}{word[1:]}", below


def _size(pair: tuple[StudyTold, Finding]) -> tuple[bool, int, int, str]:
    """Answers go before refusals, then the most teams; throughput before cycle time."""
    study, finding = pair
    is_told = finding.verdict.code != "NOT-ANSWERABLE"
    return is_told, study.teams, -OF_OUTPUT.index(finding.outcome.key), study.key
