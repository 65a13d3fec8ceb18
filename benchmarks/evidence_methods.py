"""What other methods would have said of the same made firms (EVIDENCE A3 and A4)."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl
from scipy import stats

from benchmarks.evidence_asks import ALPHA, panel_of
from benchmarks.evidence_rows import Row
from benchmarks.evidence_runs import Told
from evidence.aggregate import effects
from evidence.doubly_robust import Adjust
from evidence.etwfe import etwfe
from evidence.group_time import group_time
from evidence.imputation import impute
from evidence.influence import estimate
from evidence.panel import Floats, Panel
from evidence.practice import at_equal_practice, at_own_pace, practice_adjusted
from evidence.results import Estimate
from evidence.twfe import usual_regression
from evidence.wild_bootstrap import wild_p
from sample_data.team_months import team_months

DRAWS: Final = 399  # of the wild bootstrap, as EVIDENCE A4 has them
EQUAL: Final = "imputation with the curve, at equal practice"  # the others answer for the total


def ask(row: Row, seed: int) -> Told:
    """The answer to run `seed` of a row that compares methods."""
    rows = team_months(row.plan, seed)
    return _methods(row, rows) if row.asks == "methods" else _few(row, rows)


def _methods(row: Row, rows: pl.DataFrame) -> Told:
    """Every method's estimate and interval, against what was planted in the treated cells."""
    panel = panel_of(row, rows)
    told: Told = {"planted": _planted(panel, rows, "effect")}
    told[f"planted {EQUAL}"] = _planted(panel, rows, "direct")
    for name, method in METHODS.items():
        found = method(panel)
        told |= {f"found {name}": found.estimate, f"low {name}": found.low}
        told[f"high {name}"] = found.high
    return told


def _planted(panel: Panel, rows: pl.DataFrame, name: str) -> float:
    cells = rows.sort("team", "month")[name].to_numpy().reshape(panel.outcome.shape)
    return float(cells[panel.treated].mean())


def _before_after(panel: Panel) -> Estimate:
    """Mean after less mean before of each treated team, and the mean of that over teams."""
    ever = (panel.first > 0) & (panel.first < panel.never)
    after = panel.treated[ever]
    outcome = panel.outcome[ever]
    mean_after = np.where(after, outcome, 0.0).sum(axis=1) / after.sum(axis=1)
    mean_before = np.where(after, 0.0, outcome).sum(axis=1) / (~after).sum(axis=1)
    change, n = mean_after - mean_before, len(outcome)
    return estimate(float(change.mean()), float(change.std()) / math.sqrt(n), n)


def _by_cohort(panel: Panel, adjust: Adjust, *covariates: Floats) -> Estimate:
    """Callaway and Sant'Anna, with these (units, periods) covariates and no others."""
    empty = np.zeros((*panel.outcome.shape, 0))
    told = np.stack(covariates, axis=2) if covariates else empty
    return effects(group_time(replace(panel, covariates=told), adjust=adjust)).simple


def _log_practice(panel: Panel) -> Floats:
    if panel.practice is None:
        raise ValueError("methods are compared where practice is told")
    return np.asarray(np.log(panel.practice))


def _start_and_pace(panel: Panel) -> tuple[Floats, Floats]:
    """Logs of practice before the table begins and of the first month's, the same in each period.

    Counts: no team starts in the first two months, so neither is a result of the rollout.
    """
    practice = np.exp(_log_practice(panel))
    pace = practice[:, 1] - practice[:, 0]
    once = np.ones((1, panel.never))
    return np.log(practice[:, 0] - pace)[:, None] * once, np.log(pace)[:, None] * once


METHODS: Final[dict[str, Callable[[Panel], Estimate]]] = {
    "before and after, treated teams": _before_after,
    "two-way fixed effects, clustered": usual_regression,
    "Callaway and Sant'Anna, no covariates": lambda panel: _by_cohort(panel, "reg"),
    "the same, doubly robust, practice and pace at the start": lambda panel: _by_cohort(
        panel, "dr", *_start_and_pace(panel)
    ),
    "the same, regression, practice and pace at the start": lambda panel: _by_cohort(
        panel, "reg", *_start_and_pace(panel)
    ),
    "the same, regression, practice at the base period": lambda panel: _by_cohort(
        panel, "reg", _log_practice(panel)
    ),
    "the same, outcome without the curve (our second opinion)": lambda panel: (
        effects(practice_adjusted(impute(panel, at_own_pace(panel)))).simple
    ),
    "imputation without the curve": lambda panel: impute(panel).effect,
    "imputation with the curve (our headline)": lambda panel: (
        impute(panel, at_own_pace(panel)).effect
    ),
    EQUAL: lambda panel: impute(panel, at_equal_practice(panel)).effect,
}


def _few(row: Row, rows: pl.DataFrame) -> Told:
    """Whether usual ways of telling an error see something in few teams, where nothing is."""
    panel = panel_of(row, rows)
    usual = effects(group_time(panel)).simple
    extended = etwfe(panel).simple
    # The mean effect is a weighted sum of outcomes, and its weights are what is left of a regressor
    # beside unit and period effects: so its coefficient is the mean effect, but for scale. Imposed
    # is that nothing happened in any cell.
    whole = impute(panel)
    weights = whole.over(whole.imputable).weights
    wild = wild_p(panel, weights / np.abs(weights).max(), draws=DRAWS)
    normal = float(stats.norm.ppf(1 - ALPHA / 2))
    return {
        "cs_normal": abs(usual.estimate) > normal * usual.se,
        "cs_t": not usual.low <= 0 <= usual.high,
        "etwfe_t": not extended.low <= 0 <= extended.high,
        "etwfe_wild": wild.p <= ALPHA,
    }
