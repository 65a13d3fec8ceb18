"""What the usual regression would have said; shown for comparison, never as an answer."""

import numpy as np

from evidence.influence import estimate
from evidence.panel import Floats, Panel
from evidence.results import Estimate

ROUNDS = 200  # of alternating projections; a balanced panel needs two
CONVERGED = 1e-12
ZERO = 1e-12  # of the mean square of what is left of 'treated'


def usual_regression(panel: Panel) -> Estimate:
    """Outcome on unit effects, period effects and 'treated': two-way fixed effects, clustered.

    Counts: its coefficient mixes comparisons of early with late units, whose weights may be
    negative (Goodman-Bacon 2021). NaN where 'treated' follows from units and periods.
    """
    seen = np.isfinite(panel.outcome)
    weights = np.where(seen, panel.weights, 0.0)
    outcome = _without_effects(np.nan_to_num(panel.outcome), weights)
    treated = _without_effects(panel.treated.astype(float), weights)
    spread = float((weights * treated**2).sum())
    if spread < ZERO * float(weights.sum()):
        return Estimate(float("nan"), float("nan"), float("nan"), float("nan"))
    slope = float((weights * treated * outcome).sum()) / spread
    scores = (weights * treated * (outcome - slope * treated)).sum(axis=1)
    summed = np.bincount(panel.clusters, scores)
    return estimate(slope, float(np.sqrt((summed**2).sum())) / spread, len(summed))


def _without_effects(values: Floats, weights: Floats) -> Floats:
    """Values minus their unit and period means, by alternating projections."""
    units, periods = weights.sum(axis=1), weights.sum(axis=0)
    units, periods = np.where(units > 0, units, 1.0), np.where(periods > 0, periods, 1.0)
    left = values
    for _ in range(ROUNDS):
        of_units = (weights * left).sum(axis=1) / units
        left = left - of_units[:, None]
        of_periods = (weights * left).sum(axis=0) / periods
        left = left - of_periods[None, :]
        if max(np.abs(of_units).max(), np.abs(of_periods).max()) < CONVERGED:
            break
    return left
