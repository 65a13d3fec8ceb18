"""Outcomes and findings by hand, for the tests of verdicts, words and Holm."""

from dataclasses import replace

from evidence.results import (
    Counts,
    Estimate,
    Finding,
    Outcome,
    PreTest,
    Sensitivity,
    Verdict,
)
from evidence.verdict import Grounds

CYCLE_TIME = Outcome("cycle_time", "Cycle time", "days", "lower", "log", "-", "-")
SHARE = Outcome("rework_rate", "Rework rate", "share", "lower", "share", "-", "-")
THROUGHPUT = Outcome("throughput", "Throughput", "tasks", "higher", "count", "-", "-")
CLIMATE = Outcome("climate", "Climate", "standard deviations", "higher", "sd", "-", "-")
EARNED = Outcome("earned", "Earned", "EUR", "higher", "number", "-", "-")
OUTCOMES = (CYCLE_TIME, SHARE, THROUGHPUT, CLIMATE, EARNED)

COUNTS = Counts(
    units=219, treated=160, comparison=120, waves=4, periods=36, rows=7884, clusters=219,
    share_used=0.97,
)  # fmt: skip
QUIET = PreTest(1.0, 3, 0.4)
FIRM = Sensitivity(0.93, ())


def estimate(middle, low, high):
    return Estimate(middle, (high - low) / 3.92, low, high)


FELL = estimate(-0.0523, -0.0725, -0.0336)  # 5.1 % (3.3 to 7.0)

GROUNDS = Grounds(
    total=FELL, second=FELL, pretest=QUIET, sensitivity=FIRM, shuffle_p=None, treated=160,
    comparison=120, share_used=0.97,
)  # fmt: skip
FINDING = Finding(
    outcome=CYCLE_TIME, verdict=Verdict("WORKED", "It fell."), codes=(), pays=0.0202,
    counts=COUNTS, mde=0.02737, total=FELL, equal_practice=estimate(-0.04, -0.06, -0.02),
    second=estimate(-0.055, -0.08, -0.03), usual=estimate(-0.09, -0.11, -0.07), pretest=QUIET,
    sensitivity=FIRM,
)  # fmt: skip


def grounds(**changed):
    return replace(GROUNDS, **changed)


def finding(**changed):
    return replace(FINDING, **changed)
