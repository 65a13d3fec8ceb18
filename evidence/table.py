"""From a table of any names to a panel, or the reason why it cannot answer (EVIDENCE A11)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from evidence.errors import NotAnswerable
from evidence.panel import Floats, Ints, Panel
from evidence.results import Code
from evidence.table_doubts import doubts


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

    def numbers(self) -> tuple[str, ...]:
        """Those that must hold numbers, beside time and rollout date."""
        more = (*self.covariates, self.weight, self.practice, self.exposure)
        return (self.outcome, *(name for name in more if name is not None))


def read_panel(
    rows: pl.DataFrame,
    unit: str,
    time: str,
    first: str,
    outcome: str,
    *,
    covariates: Sequence[str] = (),
    weight: str | None = None,
    cluster: str | None = None,
    practice: str | None = None,
    exposure: str | None = None,
) -> tuple[Panel, tuple[Code, ...]]:
    """The panel of a table with one row per unit and period, and what to warn of.

    first    first treated period; null, NaN, 0 or after the last period: not treated in it
    cluster  the level at which the rollout was decided; without it each unit is its own

    Leaves out: units that had it from the first period on, which have no 'before'.
    raises   NotAnswerable with the code of EVIDENCE A11
    """
    columns = Columns(
        unit, time, first, outcome, tuple(covariates), weight, cluster, practice, exposure
    )
    _check_columns(rows, columns)
    table = _cleaned(rows, columns)
    _check_rows(table, columns)
    panel = _panel(table, columns)
    _check_rollout(panel)
    warnings = doubts(panel)
    return _without_always_treated(panel), warnings


def treated_since(rows: pl.DataFrame, unit: str, time: str, flag: str) -> pl.DataFrame:
    """One row per unit of a table with a treated flag: unit, first_treated (null: never).

    raises  NotAnswerable (TREATMENT_REVERSAL) where the flag goes back to no
    """
    on = pl.col(flag).cast(pl.Boolean)
    ordered = rows.select(unit, time, on=on).sort(unit, time)
    back = ordered.filter((pl.col("on").cum_max().over(unit)) & ~pl.col("on"))[unit].n_unique()
    if back:
        raise NotAnswerable(
            "TREATMENT_REVERSAL",
            f"{back} units had it and then had it no more",
            "a rollout that stays on once it is on",
            "End the table where it was taken back, or leave these units out",
        )
    return ordered.group_by(unit, maintain_order=True).agg(
        first_treated=pl.col(time).filter(pl.col("on")).min()
    )


def _stop(code: str, found: str, expected: str, do: str) -> NotAnswerable:
    return NotAnswerable(code, found, expected, do)


def _check_columns(rows: pl.DataFrame, columns: Columns) -> None:
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


def _is_whole(cells: pl.Series) -> bool:
    told = cells.cast(pl.Float64).drop_nulls().drop_nans()
    told = told.filter(told.is_finite())
    return bool((told == told.round()).all())


def _cleaned(rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The named columns, numbers as floats, 'never' as null, by unit and period."""
    never = pl.col(columns.first).cast(pl.Float64)
    is_told = never.is_finite() & (never != 0)
    return (
        rows.select(columns.all())
        .with_columns(
            pl.col(columns.time).cast(pl.Int64),
            pl.when(is_told).then(never).cast(pl.Int64).alias(columns.first),
            *(pl.col(name).cast(pl.Float64).fill_null(float("nan")) for name in columns.numbers()),
        )
        .sort(columns.unit, columns.time)
    )


def _check_rows(table: pl.DataFrame, columns: Columns) -> None:
    twice = table.height - table.select(columns.unit, columns.time).n_unique()
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
    outcome = table[columns.outcome]
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
            "the outcome never changes",
            "an outcome that varies",
            "Choose another outcome",
        )


def _panel(table: pl.DataFrame, columns: Columns) -> Panel:
    units = table[columns.unit].unique().sort()
    times = np.sort(table[columns.time].unique().to_numpy())
    row = table[columns.unit].rank("dense").to_numpy().astype(np.int64) - 1
    column = np.searchsorted(times, table[columns.time].to_numpy())
    shape = (len(units), len(times))

    def grid(name: str) -> Floats:
        cells = np.full(shape, np.nan)
        cells[row, column] = table[name].to_numpy()
        return cells

    one = table.unique(columns.unit, keep="first").sort(columns.unit)
    return Panel(
        outcome=grid(columns.outcome),
        first=_positions(one[columns.first], times),
        times=times,
        units=units.to_numpy().astype(object),
        weights=_weights(grid(columns.weight) if columns.weight else np.ones(shape)),
        clusters=_codes(one[columns.cluster or columns.unit]),
        covariates=_filled(np.stack([grid(name) for name in columns.covariates], axis=2))
        if columns.covariates
        else np.zeros((*shape, 0)),
        practice=grid(columns.practice) if columns.practice else None,
        exposure=grid(columns.exposure) if columns.exposure else None,
    )


def _positions(first: pl.Series, times: Ints) -> Ints:
    """Position of the first treated period; a date between two periods means the later one."""
    told = first.fill_null(int(times[-1]) + 1).to_numpy()
    found: Ints = np.searchsorted(times, told).astype(np.int64)
    return found


def _codes(cells: pl.Series) -> Ints:
    found: Ints = cells.rank("dense").to_numpy().astype(np.int64) - 1
    return found


def _weights(told: Floats) -> Floats:
    """Weights with mean 1; a row that is missing has its unit's mean, so that it cannot matter."""
    if (told[np.isfinite(told)] <= 0).any():
        raise _stop(
            "WEIGHT_NOT_POSITIVE",
            "a weight is zero or below",
            "weights above zero",
            "Leave out units without weight",
        )
    filled = _filled(told[:, :, None])[:, :, 0]
    mean_one: Floats = filled / filled.mean()
    return mean_one


def _filled(told: Floats) -> Floats:
    """Missing cells with the mean of their unit, for rows whose outcome is not observed."""
    counts = np.isfinite(told).sum(axis=1, keepdims=True)
    sums = np.nansum(told, axis=1, keepdims=True)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    return np.where(np.isfinite(told), told, means)


def _check_rollout(panel: Panel) -> None:
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


def _without_always_treated(panel: Panel) -> Panel:
    keep = panel.first > 0
    if keep.all():
        return panel
    return Panel(
        outcome=panel.outcome[keep],
        first=panel.first[keep],
        times=panel.times,
        units=panel.units[keep],
        weights=panel.weights[keep] / panel.weights[keep].mean(),
        clusters=np.unique(panel.clusters[keep], return_inverse=True)[1].astype(np.int64),
        covariates=panel.covariates[keep],
        practice=None if panel.practice is None else panel.practice[keep],
        exposure=None if panel.exposure is None else panel.exposure[keep],
    )
