"""Time until people leave: Cox with Efron's ties, Kaplan-Meier and the log-rank test (EVIDENCE A8).

For what a rollout did to leaving use `evidence.person_months`: a person who is counted as 'had it'
from the first day on could not have left before it came, so that it seems to keep people.
"""

from dataclasses import dataclass

import numpy as np

from evidence.influence import estimate
from evidence.panel import Flags, Floats, Ints
from evidence.results import Estimate
from store.errors import NotEnoughData


@dataclass(frozen=True)
class Cox:
    """Log hazard ratios.

    effects         one per covariate, as log hazard; intervals of t(G-1) over clusters or people
    log_likelihood  partial, with Efron's ties
    """

    effects: tuple[Estimate, ...]
    log_likelihood: float


@dataclass(frozen=True)
class Staying:
    """Kaplan-Meier: share that stays beyond each time at which somebody left, with its error."""

    times: Floats
    share: Floats
    se: Floats
    at_risk: Floats


@dataclass(frozen=True)
class Spans:
    """People's time, split where their team got it: nobody is 'with it' before it came.

    person, on  whose span it is, and whether it is with it
    start, end  since joining;  left: whether the person left at its end
    """

    person: Ints
    start: Floats
    end: Floats
    left: Flags
    on: Flags


def spans(duration: Floats, left: Flags, comes: Floats) -> Spans:
    """Split each person's time by the status of the team at risk.

    duration, comes  (people,) since joining: until the end, and until the team gets it; `comes`
                     may be below 0 (had it already) or infinite (never)
    """
    switch = np.clip(comes, 0.0, duration)
    n = np.arange(len(duration))
    before, after = switch > 0, switch < duration
    return Spans(
        person=np.concatenate([n[before], n[after]]),
        start=np.concatenate([np.zeros(int(before.sum())), switch[after]]),
        end=np.concatenate([switch[before], duration[after]]),
        left=np.concatenate([(left & ~after)[before], left[after]]),
        on=np.concatenate([np.zeros(int(before.sum()), bool), np.ones(int(after.sum()), bool)]),
    )


def cox(
    duration: Floats,
    left: Flags,
    covariates: Floats,
    start: Floats | None = None,
    clusters: Ints | None = None,
) -> Cox:
    """Cox regression with Efron's ties.

    duration    (spans,) time of leaving or of the end;  left (spans,)
    covariates  (spans, k);  start: time from which a span is watched;  clusters: for robust errors
    raises  NotEnoughData: nobody left
    """
    from statsmodels.duration.hazard_regression import PHReg  # noqa: PLC0415  heavy

    _must_have_leavers(left)
    model = PHReg(duration, covariates, left.astype(float), ties="efron", entry=start)
    fit = model.fit(groups=clusters) if clusters is not None else model.fit()
    n_groups = len(np.unique(clusters)) if clusters is not None else len(duration)
    effects = tuple(
        estimate(float(value), float(se), n_groups)
        for value, se in zip(fit.params, fit.bse, strict=True)
    )
    return Cox(effects, float(fit.llf))


def kaplan_meier(duration: Floats, left: Flags, start: Floats | None = None) -> Staying:
    """Share that stays, by Greenwood's error; `start` for spans that are watched from later on."""
    from statsmodels.duration.survfunc import SurvfuncRight  # noqa: PLC0415  heavy

    _must_have_leavers(left)
    found = SurvfuncRight(duration, left.astype(float), entry=start)
    return Staying(
        times=np.asarray(found.surv_times, dtype=float),
        share=np.asarray(found.surv_prob, dtype=float),
        se=np.asarray(found.surv_prob_se, dtype=float),
        at_risk=np.asarray(found.n_risk, dtype=float),
    )


def log_rank(duration: Floats, left: Flags, group: Ints) -> tuple[float, float]:
    """Chi-square and p of the test that all groups leave alike; groups are fixed at the start."""
    from statsmodels.duration.survfunc import survdiff  # noqa: PLC0415  heavy

    _must_have_leavers(left)
    stat, p = survdiff(duration, left.astype(float), group)
    return float(stat), float(p)


def _must_have_leavers(left: Flags) -> None:
    if not left.any():
        raise NotEnoughData(
            "nobody left in these months",
            "at least one person who left",
            "Wait for more months, or read it as it is: nobody left",
        )
