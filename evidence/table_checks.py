"""What a table must hold before a panel is made of it, each refusal with its code (A11)."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from evidence.errors import NotAnswerable
from evidence.panel import Panel


@dataclass(frozen=True)
class Columns:
    """What the columns of a table mean; names as the table has them."""

    unit: str
    time: str
    first: str
    outcome: str
    covariates: tuple[str, ...] = ()
    weight: str | None = None
    cluster: str | None = None
    practice: str | None = None
    exposure: str | None = None

    def all(self) -> tuple[str, ...]:
        """Every column that was named, once."""
        more = (self.weight, self.cluster, self.practice, self.exposure)
        named = (self.unit, self.time, self.first, self.outcome, *self.covariates, *more)
        return tuple(dict.fromkeys(name for name in named if name is not None))

    def beside(self) -> tuple[str, ...]:
        """Numbers that stand beside the outcome and may be missing where it is told."""
        more = (*self.covariates, self.practice)
        return tuple(name for name in more if name is not None and name != self.outcome)

    def above_zero(self) -> tuple[str, ...]:
        """Practice, whose logarithm is taken; unless it is the outcome itself."""
        if self.practice is None or self.practice == self.outcome:
            return ()
        return (self.practice,)

    def numbers(self) -> tuple[str, ...]:
        """Those that must hold numbers, beside time and rollout date."""
        more = (*self.covariates, self.weight, self.practice, self.exposure)
        return (self.outcome, *(name for name in more if name is not None))


def _stop(code: str, found: str, expected: str, do: str) -> NotAnswerable:
    return NotAnswerable(code, found, expected, do)


def check_columns(rows: pl.DataFrame, columns: Columns) -> None:
    """Every column is there and of its kind; every row has a unit and a period."""
    missing = [name for name in columns.all() if name not in rows.columns]
    if missing:
        raise _stop(
            "MISSING_COLUMN",
            f"the table has no column {', '.join(missing)}",
            "one of " + ", ".join(rows.columns),
            "Name the columns as the table does",
        )
    for name in columns.numbers():
        if not rows.schema[name].is_numeric():
            raise _stop(
                "OUTCOME_NOT_NUMERIC",
                f"column {name} holds {rows.schema[name]}",
                "numbers",
                "Mend the cells that are no numbers",
            )
    for name in (columns.time, columns.first):
        whole = rows.schema[name].is_numeric() and _is_whole(rows[name])
        if not (whole or rows.schema[name] == pl.Null):
            raise _stop(
                "TIME_NOT_INTEGER",
                f"column {name} does not hold whole numbers",
                "periods counted in whole numbers, such as 1, 2, 3 or 2004, 2005",
                "Number the periods",
            )
    _check_keys(rows, columns)


def _check_keys(rows: pl.DataFrame, columns: Columns) -> None:
    without = rows[columns.unit].null_count()
    if without:
        raise _stop(
            "UNIT_MISSING",
            f"{without} rows do not tell their unit",
            "the unit of every row",
            "Fill in the unit, or leave these rows out",
        )
    time = rows[columns.time].cast(pl.Float64)
    without = rows.height - int(time.is_finite().sum())
    if without:
        raise _stop(
            "TIME_NOT_INTEGER",
            f"{without} rows have no period",
            "the period of every row",
            "Fill in the period, or leave these rows out",
        )


def _is_whole(cells: pl.Series) -> bool:
    if cells.dtype.is_integer():
        return True
    told = cells.cast(pl.Float64).drop_nulls().drop_nans()
    told = told.filter(told.is_finite())
    return bool((told == told.round()).all())


def check_rows(table: pl.DataFrame, columns: Columns) -> None:
    """A row per unit and period, one rollout date and cluster per unit, an outcome that varies.

    table  by unit and period
    """
    unit, time = pl.col(columns.unit), pl.col(columns.time)
    repeated = (unit == unit.shift()) & (time == time.shift())
    twice = int(table.select(repeated.sum()).item())
    if twice:
        raise _stop(
            "DUPLICATE_TEAM_MONTH",
            f"{twice} rows repeat a unit and period",
            "one row per unit and period",
            "Keep one of each",
        )
    dates = table.group_by(columns.unit).agg(pl.col(columns.first).n_unique())
    changed = dates.filter(pl.col(columns.first) > 1).height
    if changed:
        raise _stop(
            "ROLLOUT_DATE_CHANGES",
            f"{changed} units have more than one rollout date",
            "one date per unit: on, and staying on",
            "Take the date at which it really started",
        )
    _check_cluster(table, columns)
    _check_weight(table, columns)
    _check_outcome(table[columns.outcome])


def _check_cluster(table: pl.DataFrame, columns: Columns) -> None:
    """The level of decision is one per unit, or the clustered error would depend on chance."""
    if columns.cluster is None or columns.cluster == columns.unit:
        return
    each = table.group_by(columns.unit).agg(
        kinds=pl.col(columns.cluster).n_unique(), empty=pl.col(columns.cluster).null_count()
    )
    unclear = each.filter((pl.col("kinds") > 1) | (pl.col("empty") > 0)).height
    if unclear:
        raise _stop(
            "CLUSTER_CHANGES",
            f"{unclear} units have no cluster, or more than one",
            "one cluster per unit: the level at which the rollout was decided",
            "Take the cluster at the rollout for all rows of a unit",
        )


def _check_weight(table: pl.DataFrame, columns: Columns) -> None:
    if columns.weight is None:
        return
    weight = pl.col(columns.weight)
    told = table.filter(weight.is_not_nan())
    wrong = told.filter((weight <= 0) | weight.is_infinite()).height
    without = table[columns.unit].n_unique() - told[columns.unit].n_unique()
    if wrong or without:
        raise _stop(
            "WEIGHT_NOT_POSITIVE",
            f"{wrong} weights are not above zero, and {without} units have none",
            "weights above zero",
            "Leave out units without weight",
        )


def _check_outcome(outcome: pl.Series) -> None:
    if outcome.is_infinite().any():
        raise _stop(
            "OUTCOME_INFINITE",
            f"{int(outcome.is_infinite().sum())} outcomes are infinite",
            "finite numbers; the logarithm of zero is none",
            "Use counts as counts, or leave these rows empty",
        )
    seen = outcome.filter(outcome.is_finite())
    if seen.is_empty() or seen.min() == seen.max():
        raise _stop(
            "OUTCOME_CONSTANT",
            "no outcome is told" if seen.is_empty() else "the outcome never changes",
            "an outcome that varies",
            "Choose another outcome",
        )


def check_rollout(panel: Panel) -> None:
    """Somebody got it inside the window, had been without it, and can be compared."""
    inside = panel.first < panel.never
    if not inside.any():
        raise _stop(
            "NOBODY_TREATED",
            "no unit got it inside the window",
            "units with a first treated period inside the table",
            "Check the rollout dates, or load later periods",
        )
    if (panel.first[inside] == 0).all():
        raise _stop(
            "NO_BEFORE",
            "every unit that got it had it from the first period on",
            "periods before the rollout",
            "Load earlier periods",
        )
    if inside.all() and len(np.unique(panel.first)) == 1:
        raise _stop(
            "NO_COMPARISON",
            "all units got it in the same period",
            "units without it, or with it at another date",
            "Add units that do not have it, or roll the next one out in waves",
        )
