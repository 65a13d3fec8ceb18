"""What a run of the error-rate study asks of the evidence room, and what it keeps of the answer."""

from typing import Final

import polars as pl

from benchmarks.evidence_rows import Row
from benchmarks.evidence_runs import Told
from evidence.few_teams import leave_one_out, shuffle_dates
from evidence.imputation import impute
from evidence.panel import Panel
from evidence.practice import at_equal_practice, at_own_pace
from evidence.results import Outcome
from evidence.table import read_panel
from sample_data.team_months import team_months

ALPHA: Final = 0.05
CYCLE_TIME: Final = Outcome(
    key="made_cycle_time",
    label="cycle time",
    unit="%",
    better="lower",
    form="log",
    counts="made team-months",
    does_not_tell="anything about a firm",
)


def ask(row: Row, seed: int) -> Told:
    """The answer to run `seed` of a row."""
    rows = team_months(row.plan, seed)
    if row.asks == "estimate":
        return _estimate(row, rows)
    return _few(row, rows) if row.asks == "few" else _verdict(row, rows)


def panel_of(row: Row, rows: pl.DataFrame) -> Panel:
    """The table as an analyst would hand it in: practice is told where people learn by it."""
    practice = "practice" if row.plan.learning else None
    sites = "site" if row.plan.teams_a_site > 1 else None
    told = ("team", "month", "first", "outcome")
    return read_panel(rows, *told, practice=practice, cluster=sites)[0]


def _estimate(row: Row, rows: pl.DataFrame) -> Told:
    """The headline and the effect at equal practice, against what was planted in the same cells."""
    panel = panel_of(row, rows)
    total, equal = impute(panel, at_own_pace(panel)), impute(panel, at_equal_practice(panel))

    def planted(name: str) -> float:
        cells = rows.sort("team", "month")[name].to_numpy().reshape(panel.outcome.shape)
        return float(cells[total.imputable].mean())

    at, truth = total.effect, planted("effect")
    return {
        "planted": truth,
        "found": at.estimate,
        "se": at.se,
        "holds": at.low <= truth <= at.high,
        "outside": not at.low <= 0 <= at.high,
        "planted_equal": planted("direct"),
        "found_equal": equal.effect.estimate,
    }


def _few(row: Row, rows: pl.DataFrame) -> Told:
    """Whether each of the three answers for few teams sees something, where nothing is."""
    panel = panel_of(row, rows)
    usual = impute(panel).effect
    own = leave_one_out(panel, lambda each: impute(each).effect.estimate)
    reach = max(own.high - own.low, usual.high - usual.low) / 2  # never narrower than the usual one
    shuffled = shuffle_dates(panel).p <= ALPHA
    return {
        "usual": not usual.low <= 0 <= usual.high,
        "shown": abs(usual.estimate) > reach,
        "shuffled": shuffled,
        "both": shuffled and abs(usual.estimate) > reach,
    }


def _verdict(row: Row, rows: pl.DataFrame) -> Told:
    """What a reader would be told, and what the interval alone would have said."""
    from evidence.judge import judge  # noqa: PLC0415 -- rows of other tables need less of the room

    finding = judge(panel_of(row, rows), CYCLE_TIME, pays=row.pays)
    total = finding.total
    return {
        "verdict": finding.verdict.code,
        "outside": total is not None and not total.low <= 0 <= total.high,
        "found": None if total is None else total.estimate,
        "breakdown": None if finding.sensitivity is None else finding.sensitivity.breakdown,
        "mde": finding.mde,
    }
