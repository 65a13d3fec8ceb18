"""The design of the extended two-way regression (Wooldridge 2021, 2023), cell by cell.

Cohort effects, period effects and one effect per treated cohort-period; covariates about their
cohort's mean and interacted with all of them. A row uses four columns per covariate, so that no
table of zeros is built.
"""

from dataclasses import dataclass

import numpy as np

from evidence.panel import Flags, Floats, Ints, Panel
from evidence.results import Control


@dataclass(frozen=True)
class Cell:
    """The rows of one cohort in one period.

    group, time  positions in `Panel.times`; group `Panel.never`: never treated
    units        (rows,) positions of the units that were seen
    columns      (m,) which coefficients its rows use;  rows (rows, m) the regressors
    is_effect    (m,) which of them are effects of the rollout; none where nothing is estimated
    """

    group: int
    time: int
    units: Ints
    columns: Ints
    rows: Floats
    is_effect: Flags


@dataclass(frozen=True)
class Design:
    """All cells, and the columns of the effects.

    effect  (group, time) -> column of its effect at the cohort's mean covariates
    width   number of columns
    """

    cells: tuple[Cell, ...]
    effect: dict[tuple[int, int], int]
    width: int


def design_of(panel: Panel, control: Control, terms: Floats | None = None) -> Design:
    """The design of a panel.

    control  not-yet: effects from the rollout on; never: those before it as well, but for the
             period just before, so that only never treated units are compared with
    terms    (units, periods, q) more regressors with one coefficient each, such as the curve

    Counts: without never treated units the last cohort is compared with, and periods from its
    rollout on are left out.
    """
    cohorts = [int(g) for g in np.unique(panel.first)]
    last = cohorts[-1]
    periods = range(panel.never if last == panel.never else last)
    k, q = panel.covariates.shape[2], 0 if terms is None else terms.shape[2]
    plain = _Columns(cohorts[:-1], list(periods), panel.never, control)
    width = plain.width * (1 + k)
    found = []
    for g in cohorts:
        members = np.flatnonzero(panel.first == g)
        middle = _middle(panel, members, periods)
        for t in periods:
            units = members[np.isfinite(panel.outcome[members, t])]
            if terms is not None:
                units = units[np.isfinite(terms[units, t]).all(axis=1)]
            if len(units):
                cell = _cell(panel, plain, g, t, units, middle)
                found.append(cell if terms is None else _with_terms(cell, terms, width))
    used = {(c.group, c.time) for c in found}
    effect = {pair: column for pair, column in plain.effect.items() if pair in used}
    return Design(tuple(found), effect, width + q)


class _Columns:
    """Places of the plain columns: constant, cohorts, periods, effects."""

    def __init__(self, groups: list[int], periods: list[int], never: int, control: Control) -> None:
        self.group = {g: 1 + j for j, g in enumerate(groups)}
        self.period = {t: len(self.group) + t for t in periods[1:]}
        start = 1 + len(self.group) + len(self.period)
        pairs = [
            (g, t)
            for g in groups
            for t in periods
            if g < never and (t >= g or (control == "never" and t != g - 1))
        ]
        self.effect = {pair: start + j for j, pair in enumerate(pairs)}
        self.width = start + len(pairs)


def _middle(panel: Panel, members: Ints, periods: range) -> Floats:
    """(k,) mean of each covariate over the rows of a cohort."""
    until = len(periods)
    seen = np.isfinite(panel.outcome[members, :until])
    rows = panel.covariates[members, :until][seen]
    if not len(rows):
        return np.zeros(panel.covariates.shape[2])
    found: Floats = rows.mean(axis=0)
    return found


def _cell(panel: Panel, plain: _Columns, g: int, t: int, units: Ints, middle: Floats) -> Cell:
    base = [0]
    base += [plain.group[g]] if g in plain.group else []
    base += [plain.period[t]] if t in plain.period else []
    effect = [plain.effect[g, t]] if (g, t) in plain.effect else []
    own = np.array([*base, *effect])
    flags = np.array([False] * len(base) + [True] * len(effect))
    blocks, columns = [np.ones((len(units), len(own)))], [own]
    for j in range(panel.covariates.shape[2]):
        value = panel.covariates[units, t, j][:, None]
        blocks.append(np.where(flags[None, :], value - middle[j], value))
        columns.append(own + plain.width * (1 + j))
    return Cell(
        group=g,
        time=t,
        units=units,
        columns=np.concatenate(columns),
        rows=np.hstack(blocks),
        is_effect=np.tile(flags, len(blocks)),
    )


def _with_terms(cell: Cell, terms: Floats, width: int) -> Cell:
    more = terms[cell.units, cell.time]
    return Cell(
        group=cell.group,
        time=cell.time,
        units=cell.units,
        columns=np.concatenate([cell.columns, width + np.arange(more.shape[1])]),
        rows=np.hstack([cell.rows, more]),
        is_effect=np.concatenate([cell.is_effect, np.zeros(more.shape[1], bool)]),
    )
