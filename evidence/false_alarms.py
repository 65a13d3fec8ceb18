"""How often this firm's own months before the rollout say 'something happened' by accident."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np

from evidence.judged import judged
from evidence.panel import Flags, Floats, Ints, Panel
from evidence.results import Estimate, FalseAlarms

Estimator: TypeAlias = Callable[[Panel], Estimate]
FEWEST_PERIODS: Final = 6  # two quarters: one before the invented rollout, one after
SEED: Final = 7  # the same table tells the same share each time that it is opened


def false_alarms(panel: Panel, estimate: Estimator, runs: int | None = None) -> FalseAlarms | None:
    """Share of invented rollouts whose interval leaves out 0; about .05 where it can be trusted.

    estimate  the estimator with the interval that the reader is shown
    runs      how many rollouts are invented; None: the judged number
    None where there are too few months or units before the rollout to invent one.
    Does not tell: about drift. Who starts is drawn by lot here, so that invented rollouts are as
    good as a lottery; whether the real one was is for the blocks before it and the sensitivity.
    """
    outside = [
        _leaves_out_zero(estimate(placebo))
        for placebo in placebos(panel, judged()["placebo_runs"] if runs is None else runs)
    ]
    return FalseAlarms(float(np.mean(outside)), len(outside)) if outside else None


def false_verdicts(
    panel: Panel, says_something: Callable[[Panel], bool], runs: int
) -> FalseAlarms | None:
    """Share of invented rollouts of which the whole verdict says 'worked' or 'harmed'.

    says_something  whether the verdict on a panel is one of these two
    Slower than `false_alarms` by as much as a verdict is slower than its headline.
    """
    said = [says_something(placebo) for placebo in placebos(panel, runs)]
    return FalseAlarms(float(np.mean(said)), len(said)) if said else None


def placebos(panel: Panel, runs: int) -> Iterator[Panel]:
    """The months before the first wave, with as many clusters drawn to start as really did.

    Dates are drawn from the middle third of those months, so that there is a before and an after.
    Yields nothing where months or clusters are too few.
    """
    before = _before(panel)
    if before is None:
        return
    treated = _treated_clusters(panel)
    lot, periods = np.random.default_rng(SEED), len(before.times)
    dates = np.arange(-(-periods // 3), 2 * periods // 3 + 1)
    limits = judged()
    most = before.n_clusters - limits["fewest_comparison"]
    n = min(max(treated, limits["fewest_treated"]), most)
    if n < limits["fewest_treated"]:
        return
    for _ in range(runs):
        start = np.full(before.n_clusters, periods)
        start[lot.permutation(before.n_clusters)[:n]] = lot.choice(dates, n)
        yield replace(before, first=start[before.clusters])


def _before(panel: Panel) -> Panel | None:
    """Months before anybody started; units that started with the table are left out."""
    units = (panel.first > 0) & ~np.isnan(panel.outcome[:, : _wave(panel)]).all(axis=1)
    end = _wave(panel)
    if end < FEWEST_PERIODS or not units.any():
        return None
    weights = panel.weights[units, :end]
    return Panel(
        outcome=panel.outcome[units, :end],
        first=np.full(int(units.sum()), end),
        times=panel.times[:end],
        units=panel.units[units],
        weights=weights / weights.mean(),
        clusters=np.unique(panel.clusters[units], return_inverse=True)[1].astype(np.int64),
        covariates=panel.covariates[units, :end],
        practice=_cut(panel.practice, units, end),
        exposure=_cut(panel.exposure, units, end),
    )


def _wave(panel: Panel) -> int:
    """Position of the first wave: of units that started inside the window."""
    later: Ints = panel.first[panel.first > 0]
    return int(later.min()) if later.size else 0


def _treated_clusters(panel: Panel) -> int:
    started = (panel.first > 0) & (panel.first < panel.never)
    return len(np.unique(panel.clusters[started]))


def _cut(told: Floats | None, units: Flags, end: int) -> Floats | None:
    return None if told is None else told[units, :end]


def _leaves_out_zero(estimate: Estimate) -> bool:
    return estimate.low > 0 or estimate.high < 0
