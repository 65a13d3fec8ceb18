"""The answer of `atelier effect`: every key that a program may rely on, in one place."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from evidence.results import Effects, Estimate, Finding, PreTest
from evidence.steps import block_word

PeriodWords: TypeAlias = Callable[[int], str]
Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What one method says, beside the finding that the verdict stands on.

    effects  of the method asked for; None where the table cannot answer
    pretest  over all periods; None: that of the finding, over its blocks
    """

    finding: Finding
    effects: Effects | None
    pretest: PreTest | None = None


def effect_answer(asked: Asked, period: PeriodWords = str) -> Answer:
    """One JSON object; the same keys whatever the table is, null where there is no number.

    period  how a period is written as a key of `by_group` and `by_calendar`
    """
    finding = asked.finding
    return {
        "outcome": finding.outcome.key,
        "method": None if asked.effects is None else asked.effects.method,
        "control": None if asked.effects is None else asked.effects.control,
        "verdict": {"code": finding.verdict.code, "sentence": finding.verdict.sentence},
        "codes": [each.code for each in finding.codes],
        "doubts": [
            {"code": each.code, "level": each.level, "sentence": each.sentence}
            for each in finding.codes
        ],
        "att": _att(asked.effects, period),
        "blocks": [
            {"block": each.block, "months": list(each.months), **_estimate(each.effect)}
            for each in finding.blocks
        ],
        "pretest": _pretest(asked),
        "sensitivity": _sensitivity(finding),
        "mde": _number(finding.mde),
        "pays": finding.pays,
        "headline": {
            "total": _estimate(finding.total),
            "equal_practice": _estimate(finding.equal_practice),
            "second": _estimate(finding.second),
            "usual": _estimate(finding.usual),
            "interval": None if finding.total is None else finding.interval,
            "shuffle_p": _number(finding.shuffle_p),
        },
        "n": _counts(finding),
    }


def _att(effects: Effects | None, period: PeriodWords) -> Answer:
    if effects is None:
        none = dict.fromkeys(("simple", "group", "calendar", "dynamic"), _estimate(None))
        return {**none, "by_group": {}, "by_calendar": {}, "event": {}, "cells": []}
    return {
        "simple": _estimate(effects.simple),
        "group": _estimate(effects.group),
        "calendar": _estimate(effects.calendar),
        "dynamic": _estimate(effects.dynamic),
        "by_group": _table(effects.by_group, period),
        "by_calendar": _table(effects.by_calendar, period),
        "event": _table(effects.by_event, str),
        "cells": [
            {
                "group": _period(each.group, period),
                "time": _period(each.time, period),
                "n_units": each.n_units,
                **_estimate(each.effect),
            }
            for each in effects.cells
        ],
    }


def _period(value: int, words: PeriodWords) -> int | str:
    """A period as a value: whole numbers stay numbers, calendar months are words."""
    told = words(value)
    return value if told == str(value) else told


def _table(told: Mapping[int, Estimate], words: PeriodWords) -> Answer:
    return {words(key): _estimate(told[key]) for key in sorted(told)}


def _estimate(told: Estimate | None) -> Answer:
    names = ("estimate", "se", "low", "high")
    return {name: None if told is None else _number(getattr(told, name)) for name in names}


def _pretest(asked: Asked) -> Answer:
    told = asked.pretest or asked.finding.pretest
    if told is None:
        return {"stat": None, "df": None, "p": None, "over": None}
    over = "periods" if asked.pretest else f"{block_word(asked.finding.counts)}s"
    return {"stat": _number(told.stat), "df": told.df, "p": _number(told.p), "over": over}


def _sensitivity(finding: Finding) -> Answer:
    told = finding.sensitivity
    if told is None:
        return {"breakdown": None, "rows": []}
    rows = [
        {"multiple": _number(multiple), "low": _number(low), "high": _number(high)}
        for multiple, low, high in told.rows
    ]
    return {"breakdown": _number(told.breakdown), "rows": rows}


def _counts(finding: Finding) -> Answer:
    names = ("units", "treated", "comparison", "waves", "periods", "rows", "clusters", "share_used")
    return {name: getattr(finding.counts, name, None) for name in names}


def _number(value: float | None) -> float | None:
    """JSON has no NaN and no infinity: null."""
    return value if value is not None and math.isfinite(value) else None
