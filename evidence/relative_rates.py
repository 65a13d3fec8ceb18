"""Counts as rates against each cohort's own rate before the first rollout.

Counts move together in percent and not in pieces: a busy team loses more tickets to a bad month
than a quiet one. Logs of team-months would say so, and cannot be taken of zero; log(x + 1) answers
another question. So a count is divided by the people-days behind it and by the rate that its
cohort had before anybody started, which is estimated from many teams, so that no team's quiet
months are divided by. The linear estimators, their quarters and their sensitivity to drift then
speak of parts of that rate, and zeros stay zeros.
"""

import math
from dataclasses import replace

import numpy as np

from evidence.codes import code
from evidence.errors import NotAnswerable
from evidence.panel import Floats, Panel
from evidence.results import Block, Effects, Estimate, Finding, Sensitivity


def relative_rates(panel: Panel) -> Panel:
    """The panel with counts as parts of the cohort's rate before the first rollout; 1 is as before.

    Exposure becomes the weight, so that a cohort's mean is its count by its exposure.
    Counts: a cohort without any count before has the rate of all.
    raises  NotAnswerable (OUTCOME_CONSTANT) where nobody had any before
    """
    exposure = np.ones(panel.outcome.shape) if panel.exposure is None else panel.exposure
    seen = np.isfinite(panel.outcome) & (exposure > 0)
    count, days = np.where(seen, panel.outcome, 0.0), np.where(seen, exposure, 0.0)
    before = int(panel.first[panel.first > 0].min())
    base = _base(count[:, :before].sum(axis=1), days[:, :before].sum(axis=1), panel)
    safe = np.where(seen, days, 1.0) * base[:, None]
    weights = np.where(seen, panel.weights * days, panel.weights * days[seen].mean())
    return replace(
        panel,
        outcome=np.where(seen, count / safe, np.nan),
        weights=weights / weights.mean(),
    )


def _base(counts: Floats, days: Floats, panel: Panel) -> Floats:
    """(units,) rate of each unit's cohort before the first rollout."""
    if counts.sum() <= 0:
        stop = code("OUTCOME_CONSTANT")
        raise NotAnswerable(
            stop.code, stop.sentence, "counts above zero before the rollout", "Choose another"
        )
    cohorts, place = np.unique(panel.first, return_inverse=True)
    by_cohort = np.bincount(place, counts, len(cohorts))
    exposed = np.bincount(place, days, len(cohorts))
    whole = counts.sum() / days.sum()
    has_any = by_cohort > 0
    rates = np.where(has_any, by_cohort / np.where(exposed > 0, exposed, 1.0), whole)
    return np.asarray(rates[place], dtype=np.float64)


def in_logs(finding: Finding) -> Finding:
    """The finding with parts of a rate told as logs, as outcomes of the form 'count' are.

    Counts: total and equal practice are of the Poisson regression and are logs already.
    """
    return replace(
        finding,
        second=_log(finding.second),
        usual=_log(finding.usual),
        effects=None if finding.effects is None else effects_in_logs(finding.effects),
        by_event={event: as_log(each) for event, each in finding.by_event.items()},
        blocks=tuple(Block(b.block, b.months, as_log(b.effect)) for b in finding.blocks),
        sensitivity=_rows(finding.sensitivity),
    )


def as_log(part: Estimate) -> Estimate:
    """A change as a part of the rate -> its log; the error by the delta method."""
    whole = 1 + part.estimate
    return Estimate(
        log_of_part(part.estimate),
        part.se / whole if whole > 0 else math.nan,
        log_of_part(part.low),
        log_of_part(part.high),
    )


def effects_in_logs(told: Effects) -> Effects:
    """All effects of a method as logs."""
    return replace(
        told,
        simple=as_log(told.simple),
        group=as_log(told.group),
        calendar=as_log(told.calendar),
        dynamic=as_log(told.dynamic),
        by_group={key: as_log(each) for key, each in told.by_group.items()},
        by_calendar={key: as_log(each) for key, each in told.by_calendar.items()},
        by_event={key: as_log(each) for key, each in told.by_event.items()},
        cells=tuple(replace(cell, effect=as_log(cell.effect)) for cell in told.cells),
    )


def _rows(told: Sensitivity | None) -> Sensitivity | None:
    if told is None:
        return None
    return replace(
        told, rows=tuple((m, log_of_part(low), log_of_part(high)) for m, low, high in told.rows)
    )


def _log(part: Estimate | None) -> Estimate | None:
    return None if part is None else as_log(part)


def log_of_part(part: float) -> float:
    """Log of what is left of a rate; nothing is left of one that falls by all of it."""
    return math.log1p(part) if part > -1 or math.isnan(part) else -math.inf
