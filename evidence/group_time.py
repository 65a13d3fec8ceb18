"""Effects by cohort and period (Callaway and Sant'Anna 2021), with their influence functions.

ATT(g, t) = [mean change of cohort g] - [mean change of the comparison], from the base period to t.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from evidence.doubly_robust import Adjust, OverlapError, check_covariates, two_by_two
from evidence.errors import NotAnswerable
from evidence.mean_changes import Pairs, mean_changes, mean_effects, without_it
from evidence.panel import Flags, Floats, Ints, Panel
from evidence.results import Control

Base: TypeAlias = Literal["varying", "universal"]


@dataclass(frozen=True)
class GroupTime:
    """One entry per cohort and period that can be told, by cohort and period.

    group, time  (cells,) positions in `Panel.times`
    effect       (cells,) in the unit of the outcome
    influence    (units, cells) mean 0; 0 for units that a cell does not use
    n_units      (cells,) treated units behind it
    no_overlap   (group, time) of cells that fell back to regression
    """

    panel: Panel
    control: Control
    base: Base
    anticipation: int
    group: Ints
    time: Ints
    effect: Floats
    influence: Floats
    n_units: Ints
    no_overlap: tuple[tuple[int, int], ...] = ()

    def of(self, which: Ints) -> Floats:
        """(units, k) influence functions of some cells."""
        return self.influence.T[which].T  # which lie cell after cell in memory

    @cached_property
    def unit_weights(self) -> Floats:
        """(units,) weights of the first period, with mean 1."""
        weights = self.panel.weights[:, 0]
        mean_one: Floats = weights / weights.mean()
        return mean_one

    @cached_property
    def cohort_shares(self) -> Floats:
        """(periods + 1,) share of all units, by weight, whose first period is at that position."""
        panel = self.panel
        summed = np.bincount(panel.first, self.unit_weights, minlength=panel.never + 1)
        return summed / len(panel.units)

    @cached_property
    def event(self) -> Ints:
        """(cells,) periods since the rollout, counted in periods of the table."""
        found: Ints = self.panel.times[self.time] - self.panel.times[self.group]
        return found


@dataclass(frozen=True)
class _Cohort:
    """The cells of one cohort but for their influence functions; NaN: a cell cannot be told."""

    effect: Floats
    n_units: Ints
    no_overlap: frozenset[tuple[int, int]] = frozenset()


def group_time(
    panel: Panel,
    control: Control = "not-yet",
    adjust: Adjust = "reg",
    base: Base = "varying",
    anticipation: int = 0,
) -> GroupTime:
    """Effects of all cohorts in all periods.

    control       not-yet: whoever is not treated at the later of the two dates; never: only units
                  that never are
    adjust        how covariates are taken out (Sant'Anna and Zhao 2020); of no meaning without them
    base          varying: before the rollout, against the period before; universal: always against
                  the last period before the rollout, whose own effect is 0
    anticipation  how long before the rollout it may have worked already, as `times` counts

    Counts: units seen at both dates, with all covariates at the earlier one. A cell with as few
    units in a group as covariates is left out.
    raises  NotAnswerable (NO_NEVER_TREATED, NO_POST_CELL, COVARIATES_COLLINEAR)
    """
    if control == "never" and not (panel.first == panel.never).any():
        raise NotAnswerable(
            "NO_NEVER_TREATED",
            "every unit gets it in the end, so nobody never had it",
            "some units that never had it",
            "Compare with those that do not have it yet (control not-yet)",
        )
    cohorts = np.unique(panel.first[(panel.first > 0) & (panel.first < panel.never)])
    every = [_pairs(panel, int(cohort), base, anticipation) for cohort in cohorts]
    every = [pairs for pairs in every if len(pairs.time)]
    if not every:
        raise _no_post_cell(panel)
    ends = np.cumsum([0, *(len(pairs.time) for pairs in every)])
    influence = np.empty((ends[-1], len(panel.units)))
    found = [
        _cohort(panel, control, adjust, pairs, influence[begin:end])
        for pairs, begin, end in zip(every, ends[:-1], ends[1:], strict=True)
    ]
    group = np.repeat([pairs.group for pairs in every], np.diff(ends))
    time = np.concatenate([pairs.time for pairs in every])
    effect = np.concatenate([each.effect for each in found])
    told = np.isfinite(effect)
    if not (told & (time >= group)).any():
        raise _no_post_cell(panel)
    no_overlap = frozenset[tuple[int, int]]().union(*(each.no_overlap for each in found))
    return GroupTime(
        panel=panel,
        control=control,
        base=base,
        anticipation=anticipation,
        group=group[told],
        time=time[told],
        effect=effect[told],
        influence=(influence if told.all() else influence[told]).T,
        n_units=np.concatenate([each.n_units for each in found])[told],
        no_overlap=tuple(
            (int(g), int(t))
            for g, t in zip(group[told], time[told], strict=True)
            if (int(g), int(t)) in no_overlap
        ),
    )


def _no_post_cell(panel: Panel) -> NotAnswerable:
    check_covariates(panel)  # which may be the reason
    return NotAnswerable(
        "NO_POST_CELL",
        "no period after a rollout has both units with it and comparable ones without it",
        "units that do not have it yet, in some period after the first rollout",
        "Add units without it, or a longer window",
    )


def effect_on(cells: GroupTime, values: Floats) -> Floats:
    """(k, cells) what the same comparisons, without covariates, find in other values.

    values  (k, units, periods), seen or missing together
    """
    groups = np.unique(cells.group)
    cohorts = [_pairs(cells.panel, int(g), cells.base, cells.anticipation) for g in groups]
    every = mean_effects(cells.panel, values, cells.control, cohorts)
    found = np.full((len(values), len(cells.group)), np.nan)
    for group, pairs, effects in zip(groups, cohorts, every, strict=True):
        own = np.flatnonzero(cells.group == group)
        found[:, own] = effects[:, np.searchsorted(pairs.time, cells.time[own])]
    return found


def _pairs(panel: Panel, group: int, base: Base, anticipation: int) -> Pairs:
    """All periods of a cohort that have one to be compared with."""
    time, start = np.arange(panel.never), panel.times[group] - anticipation
    last_before = int(np.searchsorted(panel.times, start)) - 1
    is_long = (panel.times >= start) | (base == "universal")
    before = np.where(is_long, last_before, time - 1)
    kept = before >= 0
    return Pairs(group, time[kept], before[kept], anticipation)


def _cohort(
    panel: Panel, control: Control, adjust: Adjust, pairs: Pairs, influence: Floats
) -> _Cohort:
    """The cells of a cohort; the base period of the universal base is 0 where it was seen.

    influence  (cells, units) is filled in here: one table for all cohorts, as copies take longest
    """
    if panel.covariates.shape[2]:
        return _adjusted_cohort(panel, control, adjust, pairs, influence)
    found = mean_changes(panel, panel.outcome, control, pairs, influence)
    is_base = (pairs.time == pairs.before) & np.isfinite(found.effect)
    return _Cohort(np.where(is_base, 0.0, found.effect), found.n_units)


def _adjusted_cohort(
    panel: Panel, control: Control, adjust: Adjust, pairs: Pairs, influence: Floats
) -> _Cohort:
    influence[:] = 0.0
    effect, n_units = np.full(len(influence), np.nan), np.zeros(len(influence), dtype=np.int64)
    treated, without = panel.first == pairs.group, without_it(panel, control, pairs)
    no_overlap = set()
    for j, (time, before) in enumerate(zip(pairs.time, pairs.before, strict=True)):
        change = panel.outcome[:, time] - panel.outcome[:, before]
        has_covariates = np.isfinite(panel.covariates[:, min(before, time)]).all(axis=1)
        seen = np.isfinite(change) & has_covariates
        rows = np.flatnonzero((treated | without[j]) & seen)
        n_units[j] = int(treated[rows].sum())
        if time == before:
            effect[j] = 0.0
            continue
        values = _adjusted(panel, rows, change, treated, min(before, time), adjust)
        if values is None:
            continue
        effect[j], influence[j, rows], fell_back = values
        if fell_back:
            no_overlap.add((pairs.group, int(time)))
    return _Cohort(effect, n_units, frozenset(no_overlap))


def _adjusted(
    panel: Panel, rows: Ints, change: Floats, treated: Flags, at: int, adjust: Adjust
) -> tuple[float, Floats, bool] | None:
    """Effect, influence of its units, whether regression stood in; None of too thin a cell."""
    with_it = treated[rows]
    covariates = np.column_stack([np.ones(len(rows)), panel.covariates[rows, at]])
    if min(int(with_it.sum()), int((~with_it).sum())) <= covariates.shape[1]:
        return None
    weights, scale = panel.weights[rows, at], len(panel.units) / len(rows)
    try:
        effect, own = two_by_two(change[rows], with_it, covariates, weights, adjust)
    except OverlapError:
        effect, own = two_by_two(change[rows], with_it, covariates, weights, "reg")
        return effect, own * scale, True
    except np.linalg.LinAlgError:
        return None
    return effect, own * scale, False
