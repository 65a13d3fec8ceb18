"""Findings by hand, one of each kind: what the page Evidence and its workbook are tested on."""

from dataclasses import replace
from datetime import date

import numpy as np

from evidence.results import (
    Block,
    CellEffect,
    Code,
    Counts,
    Effects,
    Estimate,
    FalseAlarms,
    Finding,
    Outcome,
    PreTest,
    Sensitivity,
    Verdict,
)

CYCLE_TIME = Outcome(
    "cycle_time", "Cycle time", "days from begin to close", "lower", "log",
    "Tasks that were closed; those still open count as long as they have been open.",
    "Whether the work was worth doing.",
)  # fmt: skip
RETENTION = Outcome(
    "retention", "Retention", "share of people who stay for the month", "higher", "share",
    "People of the team of record at rollout, a month each.",
    "Why somebody left.",
)  # fmt: skip
CLIMATE = Outcome(
    "climate", "Survey climate", "standard deviations of the answers", "higher", "sd",
    "Answers to the items of a construct, by team and month.",
    "What those who do not answer think.",
)  # fmt: skip
THROUGHPUT = Outcome(
    "throughput", "Throughput", "closed tasks a month", "higher", "count",
    "Closed tasks, against the days that people were there.",
    "How large the tasks were.",
)  # fmt: skip
PARTICIPATION = Outcome(
    "novice_participation", "Novice participation", "ratio, 1 is even", "higher", "number",
    "Hours of novices on challenging work against their share of capacity.",
    "Whether anybody learned.",
)  # fmt: skip
COUNTS = Counts(
    units=180, treated=120, comparison=60, waves=4, periods=36, rows=6300, clusters=60,
    share_used=0.94,
)  # fmt: skip
FEW = replace(COUNTS, units=24, treated=6, comparison=18, waves=1, rows=820, clusters=24)


def estimate(middle, half, ratio=1.98):
    return Estimate(middle, half / ratio, middle - half, middle + half)


def by_event(effect, half=0.04, before=12, after=12, drift=0.0):
    """Monthly effects: nothing before but a wave, then the effect as it grows over half a year."""
    told = {}
    for month in range(-before, after):
        wave = 0.006 * np.sin(2.1 * month)
        grown = effect * min(1.0, (month + 1) / 6) if month >= 0 else drift * (month + 1)
        told[month] = estimate(float(grown + wave), half)
    return told


def blocks(effect, half=0.022):
    parts = (
        (-4, (-12, -10), 0.004), (-3, (-9, -7), -0.006), (-2, (-6, -4), 0.005),
        (0, (0, 2), 0.45 * effect), (1, (3, 5), 1.05 * effect),
    )  # fmt: skip
    return tuple(Block(n, months, estimate(middle, half)) for n, months, middle in parts)


def effects(effect, half=0.02):
    each = estimate(effect, half)
    cells = tuple(
        CellEffect(group, group + later, 30, estimate(effect, 2 * half))
        for group in (24310, 24313)
        for later in range(3)
    )
    return Effects(
        "imputation", "not-yet", each, each, each, each,
        {24310: each, 24313: each}, {24313: each}, by_event(effect), cells,
    )  # fmt: skip


def finding(outcome, code, sentence, effect, half, **other):
    """A finding with every part filled, in the scale of the model."""
    told = Finding(
        outcome=outcome,
        verdict=Verdict(code, sentence),
        codes=(),
        pays=0.034,
        counts=COUNTS,
        mde=0.031,
        total=estimate(effect, half),
        equal_practice=estimate(0.8 * effect, half),
        second=estimate(1.04 * effect, 1.2 * half),
        usual=estimate(0.4 * effect, 0.7 * half),
        effects=effects(effect, half),
        by_event=by_event(effect),
        blocks=blocks(effect),
        pretest=PreTest(0.61, 3, 0.61),
        sensitivity=Sensitivity(
            1.2,
            tuple(
                (m / 4, effect - half * (1 + m / 5), effect + half * (1 + m / 5)) for m in range(9)
            ),
        ),
        false_alarms=FalseAlarms(0.055, 200),
        holm_p=0.004,
        tested=5,
    )
    return replace(told, **other)


THIN = Code("FEW_TEAMS", "24 teams: the interval leaves one team out at a time", "warns")
REORG = Code("TEAM_REORG", "3 teams changed by more than 20 % of their people; left out", "warns")
DRIFT = Code("PRE_TREND", "The teams were drifting apart before the rollout", "blocks")
STARTS = Code(
    "OUTCOME_STARTS_AFTER_ROLLOUT", "This outcome was first written down after the rollout", "stop"
)

WORKED = finding(
    CYCLE_TIME, "WORKED",
    "The redesign shortened cycle time by 5.1 % (3.5 to 6.7), beyond the 3.3 % from which it pays.",
    -0.0525, 0.017, by_lot=True, codes=(REORG,),
)  # fmt: skip
NOT_WORTH_IT = finding(
    CYCLE_TIME, "WORKED-NOT-WORTH-IT",
    "It shortened cycle time by 1.5 % (0.6 to 2.4), less than the 3.4 % from which it pays.",
    -0.015, 0.009,
)  # fmt: skip
MAY_NOT_PAY = finding(
    THROUGHPUT, "WORKED-MAY-NOT-PAY",
    "It raised throughput by 3.5 % (1.0 to 6.0); whether that pays cannot be told.",
    0.0344, 0.025,
)  # fmt: skip
HARMED = finding(
    RETENTION, "HARMED",
    "The programme lowered retention by 1.2 points (0.5 to 1.9) a month.",
    -0.012, 0.007, pays=0.0, mde=0.01,
)  # fmt: skip
CANNOT_TELL = finding(
    CLIMATE, "CANNOT-TELL",
    "Cannot tell: survey climate may have moved by −0.08 to 0.20 standard deviations.",
    0.06, 0.14, pays=0.0, mde=0.21, codes=(DRIFT, THIN), counts=FEW, equal_practice=None,
    shuffle_p=0.38, interval="leave one team out", false_alarms=None,
    sensitivity=Sensitivity(0.0, ((0.0, -0.08, 0.2), (0.5, -0.15, 0.27), (1.0, -0.24, 0.36))),
    pretest=PreTest(4.2, 3, 0.007), holm_p=0.61,
)  # fmt: skip
NO_MEANINGFUL_EFFECT = finding(
    PARTICIPATION, "NO-MEANINGFUL-EFFECT",
    "No meaningful effect: novice participation moved by −0.01 to 0.02, within what matters.",
    0.005, 0.015, pays=0.05, mde=0.024, holm_p=0.5,
)  # fmt: skip
NOT_ANSWERABLE = Finding(
    outcome=THROUGHPUT,
    verdict=Verdict(
        "NOT-ANSWERABLE", "Not answerable: throughput was first written down after the rollout."
    ),
    codes=(STARTS,),
    pays=0.034,
    tested=5,
)
ONE_TEAM = Finding(
    outcome=CYCLE_TIME,
    verdict=Verdict("NOT-ANSWERABLE", "Not answerable: only one team got it."),
    codes=(Code("ONE_TREATED_TEAM", "Only one team got it", "stop"),),
    pays=0.034,
)
GALLERY = {
    "worked": WORKED,
    "not worth it": NOT_WORTH_IT,
    "may not pay": MAY_NOT_PAY,
    "harmed": HARMED,
    "cannot tell": CANNOT_TELL,
    "no meaningful effect": NO_MEANINGFUL_EFFECT,
    "not answerable": NOT_ANSWERABLE,
    "one team": ONE_TEAM,
}
FIRST, LAST = date(2026, 1, 1), date(2026, 7, 1)
