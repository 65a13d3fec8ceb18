"""Rows of the evidence workbook: findings as numbers in readers' units, with their keys."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from evidence.change_words import in_units
from evidence.judged import FILE
from evidence.results import Estimate, Finding, Outcome
from evidence.steps import block_word, step_word
from evidence.words import lines
from exports.evidence.told import EvidenceBook, PlanTold, StudyTold
from exports.evidence.wording import (
    KINDS,
    LEVELS,
    change_unit,
    loss_of,
    plainly,
    verdict_mark,
    waves,
)
from exports.sheet import Row
from metrics.anchors import anchors


def register_row(study: StudyTold) -> Row:
    """One study of the register."""
    told = [f"{each.outcome.label}: {verdict_mark(each).word}" for each in study.findings]
    return {
        "study": study.key,
        "name": study.name,
        "kind": KINDS.get(study.kind, study.kind),
        "teams": study.teams,
        "first": study.first,
        "last": study.last,
        "by_lot": "yes" if study.by_lot else "no",
        "studied": len(study.findings),
        "verdicts": "\n".join(told),
        "reason": study.reason,
    }


def findings(book: EvidenceBook) -> Iterator[tuple[StudyTold, Finding]]:
    """Every finding with its study; that which the reader looked at comes first."""
    every = [(study, each) for study in book.studies for each in study.findings]
    return iter(sorted(every, key=lambda pair: (pair[0].key, pair[1].outcome.key) != book.chosen))


def verdict_row(study: StudyTold, told: Finding) -> Row:
    """One finding: without any number where it is not answerable."""
    row = {
        **_head(study, told),
        "verdict": verdict_mark(told).word,
        "sentence": plainly(told.verdict.sentence),
        "unit": change_unit(told.outcome),
        "better": told.outcome.better,
        "tested": told.tested,
    }
    if told.verdict.code == "NOT-ANSWERABLE":
        return row
    return {**row, **_estimates(told), **_doubts(told), **_counts(told)}


def line_rows(study: StudyTold, told: Finding) -> list[dict[str, Any]]:
    """Everything that is always printed beside a verdict, in its order."""
    return [
        {**_head(study, told), "what": what, "words": plainly(words)} for what, words in lines(told)
    ]


def event_rows(study: StudyTold, told: Finding) -> list[dict[str, Any]]:
    """The event study: blocks first, which are quarters as a rule, then single months."""
    if told.verdict.code == "NOT-ANSWERABLE":
        return []
    block, step = block_word(told.counts), step_word(told.counts)
    before = f"the {block} just before rollout"
    blocks = [(block, before, each.months, each.effect) for each in told.blocks]
    steps = [(step, "", (time, time), told.by_event[time]) for time in sorted(told.by_event)]
    return [
        {
            **_head(study, told),
            "grain": grain,
            "against": against,
            "when": waves(span, step),
            "first": span[0],
            "last": span[1],
            **_of(told.outcome, effect, "effect", "low", "high"),
            "unit": change_unit(told.outcome),
        }
        for grain, against, span, effect in (*blocks, *steps)
    ]


def sensitivity_rows(study: StudyTold, told: Finding) -> list[dict[str, Any]]:
    """The interval by how much worse the drift may have become."""
    if told.sensitivity is None or told.verdict.code == "NOT-ANSWERABLE":
        return []
    return [
        {
            **_head(study, told),
            "multiple": multiple,
            "low": _number(told.outcome, low),
            "high": _number(told.outcome, high),
            "unit": change_unit(told.outcome),
            "holds": "yes" if low > 0 or high < 0 else "no",
        }
        for multiple, low, high in told.sensitivity.rows
    ]


def doubt_rows(study: StudyTold, told: Finding) -> list[dict[str, Any]]:
    """Every code of a finding in words."""
    return [
        {**_head(study, told), "code": each.code, "level": LEVELS[each.level],
         "sentence": plainly(each.sentence)}
        for each in told.codes
    ]  # fmt: skip


def plan_rows(plans: Iterable[PlanTold]) -> list[dict[str, Any]]:
    """Every team of every list that was drawn."""
    return [
        {**asdict(start), "study": plan.key, "name": plan.name, "seed": plan.seed, "at": plan.at,
         "by": plan.by}
        for plan in plans
        for start in plan.starts
    ]  # fmt: skip


def method_rows(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """What each outcome counts, and every judged number with its reason."""
    told = [
        {"what": "outcome", "key": each.key, "label": each.label, "unit": each.unit,
         "better": each.better, "counts": each.counts, "limits": each.does_not_tell}
        for each in outcomes
    ]  # fmt: skip
    numbers = [
        {"what": "judged number", "key": key, "label": key.replace("_", " "),
         "value": _cell(each.value), "unit": each.unit, "counts": each.reason}
        for key, each in anchors(FILE).items()
    ]  # fmt: skip
    return [*told, *numbers]


def _head(study: StudyTold, told: Finding) -> dict[str, Any]:
    return {
        "study": study.key,
        "name": study.name,
        "outcome": told.outcome.key,
        "label": told.outcome.label,
    }


def _estimates(told: Finding) -> dict[str, Any]:
    outcome = told.outcome
    parts = (
        ("total", told.total),
        ("equal", told.equal_practice),
        ("second", told.second),
        ("usual", told.usual),
        ("training", told.doses and told.doses.training),
        ("challenging", told.doses and told.doses.challenging),
    )
    found: dict[str, Any] = {}
    for name, each in parts:
        found |= _of(outcome, each, name, f"{name}_low", f"{name}_high") if each else {}
    if told.pays > 0:
        found["pays"] = in_units(outcome, loss_of(outcome, told.pays))
    if told.mde is not None and math.isfinite(told.mde):
        found["mde"] = abs(in_units(outcome, loss_of(outcome, abs(told.mde))))
    return found


def _doubts(told: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {
        "interval": told.interval,
        "shuffle_p": told.shuffle_p,
        "holm_p": told.holm_p,
    }
    if told.pretest is not None:
        found["drift_p"] = _finite(told.pretest.p)
    if told.sensitivity is not None:
        found["breakdown"] = _finite(told.sensitivity.breakdown)
    if told.false_alarms is not None:
        found |= {"alarms": told.false_alarms.share, "runs": told.false_alarms.runs}
    return found


def _counts(told: Finding) -> dict[str, Any]:
    return asdict(told.counts) if told.counts else {}


def _of(outcome: Outcome, each: Estimate, *names: str) -> dict[str, float | None]:
    values = (each.estimate, each.low, each.high)
    return {name: _number(outcome, value) for name, value in zip(names, values, strict=True)}


def _number(outcome: Outcome, value: float) -> float | None:
    return in_units(outcome, value) if math.isfinite(value) else None


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _cell(value: object) -> object:
    """A judged number; several at once as text."""
    return ", ".join(map(str, value)) if isinstance(value, list) else value
