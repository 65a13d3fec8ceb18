"""Effects by cohort and period (Callaway and Sant'Anna 2021), with their influence functions.

ATT(g, t) = [mean change of cohort g] - [mean change of the comparison], from the base period to t.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from evidence.doubly_robust import Adjust, OverlapError, two_by_two
from evidence.errors import NotAnswerable
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

    @property
    def event(self) -> Ints:
        """(cells,) periods since the rollout, counted in periods of the table."""
        found: Ints = self.panel.times[self.time] - self.panel.times[self.group]
        return found


@dataclass(frozen=True)
class _Cell:
    group: int
    time: int
    effect: float
    influence: Floats
    n_units: int
    no_overlap: bool = False


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
    anticipation  periods before the rollout in which it may have worked already

    Counts: units seen at both dates. A cell with as few units in a group as covariates is left out.
    raises  NotAnswerable (NO_NEVER_TREATED, NO_POST_CELL)
    """
    if control == "never" and not (panel.first == panel.never).any():
        raise NotAnswerable(
            "NO_NEVER_TREATED",
            "every unit gets it in the end, so nobody never had it",
            "some units that never had it",
            "Compare with those that do not have it yet (control not-yet)",
        )
    cells = list(_cells(panel, control, adjust, base, anticipation))
    if not any(cell.time >= cell.group for cell in cells):
        raise NotAnswerable(
            "NO_POST_CELL",
            "no period after a rollout has both units with it and comparable ones without it",
            "units that do not have it yet, in some period after the first rollout",
            "Add units without it, or a longer window",
        )
    return GroupTime(
        panel=panel,
        control=control,
        base=base,
        anticipation=anticipation,
        group=np.array([cell.group for cell in cells]),
        time=np.array([cell.time for cell in cells]),
        effect=np.array([cell.effect for cell in cells]),
        influence=np.column_stack([cell.influence for cell in cells]),
        n_units=np.array([cell.n_units for cell in cells]),
        no_overlap=tuple((cell.group, cell.time) for cell in cells if cell.no_overlap),
    )


def _cells(
    panel: Panel, control: Control, adjust: Adjust, base: Base, anticipation: int
) -> Iterator[_Cell]:
    cohorts = np.unique(panel.first[(panel.first > 0) & (panel.first < panel.never)])
    seen = np.isfinite(panel.outcome)
    for g in (int(cohort) for cohort in cohorts):
        treated = panel.first == g
        for t in range(0 if base == "universal" else 1, panel.never):
            is_after = t >= g - anticipation
            before = g - 1 - anticipation if is_after or base == "universal" else t - 1
            if before < 0:
                continue
            if before == t:
                none = np.zeros(len(panel.units))
                yield _Cell(g, t, 0.0, none, int(treated.sum()))
                continue
            without = _comparison(panel, control, max(t, before) + anticipation) & ~treated
            used = (treated | without) & seen[:, t] & seen[:, before]
            cell = _cell(panel, g, t, before, used, treated, adjust)
            if cell is not None:
                yield cell


def _comparison(panel: Panel, control: Control, until: int) -> Flags:
    """(units,) who is without it up to a period."""
    found: Flags = panel.first == panel.never if control == "never" else panel.first > until
    return found


def _cell(
    panel: Panel, g: int, t: int, before: int, used: Flags, treated: Flags, adjust: Adjust
) -> _Cell | None:
    rows = np.flatnonzero(used)
    with_it = treated[rows]
    weights = panel.weights[rows, min(before, t)]
    change = panel.outcome[rows, t] - panel.outcome[rows, before]
    covariates = np.column_stack([np.ones(len(rows)), panel.covariates[rows, min(before, t)]])
    smaller = min(int(with_it.sum()), int((~with_it).sum()))
    if smaller == 0 or (covariates.shape[1] > 1 and smaller <= covariates.shape[1]):
        return None
    no_overlap = False
    try:
        effect, own = two_by_two(change, with_it, covariates, weights, adjust)
    except OverlapError:
        no_overlap = True
        effect, own = two_by_two(change, with_it, covariates, weights, "reg")
    except np.linalg.LinAlgError:
        return None
    influence = np.zeros(len(panel.units))
    influence[rows] = own * len(panel.units) / len(rows)
    return _Cell(g, t, effect, influence, int(with_it.sum()), no_overlap)
