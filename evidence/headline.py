"""The headline effect: in total, at equal practice, and how its interval is made (A1 to A4)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from evidence.aggregate import mean_of
from evidence.doubly_robust import Adjust
from evidence.etwfe import etwfe_counts
from evidence.few_teams import leave_one_out, shuffle_dates
from evidence.group_time import GroupTime, group_time
from evidence.imputation import Imputed, impute
from evidence.influence import estimate, standard_errors
from evidence.judged import judged
from evidence.panel import Panel
from evidence.practice import at_equal_practice, at_own_pace, practice_adjusted
from evidence.results import Estimate
from store.errors import RequestError

CLUSTERED: Final = "clustered"
LEAVE_ONE_OUT: Final = "leave one team out"


@dataclass(frozen=True)
class Headline:
    """What the verdict is about.

    imputed         the world without the rollout, with practice at the pace before it where told
    cells           of Callaway and Sant'Anna on the universal base, without practice where told
    total           clustered;  equal_practice  None: practice is not told
    """

    imputed: Imputed
    cells: GroupTime
    total: Estimate
    equal_practice: Estimate | None


def headline_of_counts(counts: Panel, rates: Panel, adjust: Adjust = "reg") -> Headline:
    """The headline of counts: logs of a Poisson regression; the rest on relative rates.

    counts, rates  the same panel, as counts and as `relative_rates` has them
    """
    head = headline(rates, adjust)
    equal = at_equal_practice(counts)
    return replace(
        head,
        total=total_of_counts(counts),
        equal_practice=None if equal is None else etwfe_counts(counts, terms=equal).log,
    )


def total_of_counts(counts: Panel) -> Estimate:
    """Log of the count with it over the count without it, all treated unit-periods together."""
    return etwfe_counts(counts, terms=at_own_pace(counts)).log


def headline(panel: Panel, adjust: Adjust = "reg") -> Headline:
    """The effect by imputation, and the cells of the second opinion.

    With practice: against practice at the pace before the rollout. With covariates and without
    practice imputation has no place for them, so that the second opinion is the headline.
    raises  NotAnswerable (NO_POST_CELL)
    """
    if panel.practice is not None:
        bare = replace(panel, covariates=panel.covariates[:, :, :0])
        imputed = impute(bare, at_own_pace(bare))
        equal = imputed.at(at_equal_practice(bare)).effect
        cells = practice_adjusted(imputed, base="universal")
        return Headline(imputed, cells, imputed.effect, equal)
    imputed = impute(panel)
    cells = group_time(panel, adjust=adjust, base="universal")
    total = second_opinion(cells) if panel.covariates.shape[2] else imputed.effect
    return Headline(imputed, cells, total, None)


def total_effect(panel: Panel, adjust: Adjust = "reg") -> Estimate:
    """The headline alone, clustered: quick enough to be asked a thousand times."""
    if panel.practice is None and panel.covariates.shape[2]:
        return second_opinion(group_time(panel, adjust=adjust))
    return impute(panel, at_own_pace(panel)).effect


def second_opinion(cells: GroupTime) -> Estimate:
    """Mean over all cells after the rollout."""
    mean = mean_of(cells, np.flatnonzero(cells.event >= 0))
    error = standard_errors(mean.influence[:, None], cells.panel.clusters)[0]
    return estimate(mean.value, float(error), cells.panel.n_clusters)


def with_few_teams(
    panel: Panel, total: Estimate, estimator: Callable[[Panel], Estimate]
) -> Estimate | None:
    """The interval that leaves one cluster out at a time, where it is the wider one.

    None where the effect hangs on one cluster: without it there is no effect to be told.
    """
    alone = leave_one_out(panel, lambda part: estimator(part).estimate)
    if np.isnan(alone.se):
        return None
    is_wider = alone.high - alone.low > total.high - total.low
    return replace(alone, estimate=total.estimate) if is_wider else total


def shuffle_chance(panel: Panel) -> float | None:
    """Share of shuffled rollout dates with as large an effect; None where dates cannot be shuffled.

    They cannot where units that decided together started apart.
    """
    try:
        p = shuffle_dates(panel).p
    except RequestError:
        return None
    return None if np.isnan(p) else p


def is_few(treated: int, comparison: int, clusters: int) -> bool:
    """Whether the usual interval would reject too often (EVIDENCE A4)."""
    limits = judged()
    is_thin = min(treated, comparison) < limits["small_arm"]
    return is_thin or bool(clusters < limits["few_clusters"])
