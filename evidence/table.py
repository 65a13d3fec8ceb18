"""From a table of any names to a panel, or the reason why it cannot answer (EVIDENCE A11)."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from evidence.errors import NotAnswerable
from evidence.panel import Floats, Ints, Panel
from evidence.results import Code
from evidence.table_checks import Columns, check_columns, check_rollout, check_rows
from evidence.table_doubts import doubts


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
    rows = _dates_as_numbers(rows, first)
    check_columns(rows, columns)
    table = _cleaned(rows, columns)
    check_rows(table, columns)
    panel = _panel(table, columns)
    check_rollout(panel)
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


def _dates_as_numbers(rows: pl.DataFrame, first: str) -> pl.DataFrame:
    """Rollout dates told as text, as of a file in which nobody or a few have one, as numbers."""
    if first not in rows.columns or rows.schema[first] != pl.String:
        return rows
    text = pl.col(first).str.strip_chars()
    told = rows.with_columns(text.cast(pl.Float64, strict=False).alias(first))
    is_number = (
        told[first].null_count() == rows.select((text.is_null()) | (text == "")).sum().item()
    )
    return told if is_number else rows


def _cleaned(rows: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """The named columns, numbers as floats, 'never' as null, by unit and period.

    Counts: an infinite covariate or practice is one that is not told, and so is practice that is
    not above 0, of which there is no logarithm.
    """
    never = pl.col(columns.first).cast(pl.Float64)
    is_told = never.is_finite() & (never != 0)
    return (
        rows.select(columns.all())
        .with_columns(
            pl.col(columns.time).cast(pl.Int64),
            pl.when(is_told).then(never).cast(pl.Int64).alias(columns.first),
            *(pl.col(name).cast(pl.Float64).fill_null(float("nan")) for name in columns.numbers()),
        )
        .with_columns(
            pl.when(pl.col(name).is_infinite())
            .then(float("nan"))
            .otherwise(pl.col(name))
            .alias(name)
            for name in columns.beside()
        )
        .with_columns(
            pl.when(pl.col(name) > 0).then(pl.col(name)).otherwise(float("nan")).alias(name)
            for name in columns.above_zero()
        )
        .sort(columns.unit, columns.time)
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
    filled = _filled(told[:, :, None])[:, :, 0]
    mean_one: Floats = filled / filled.mean()
    return mean_one


def _filled(told: Floats) -> Floats:
    """Missing cells with the mean of their unit, for rows whose outcome is not observed."""
    counts = np.isfinite(told).sum(axis=1, keepdims=True)
    sums = np.nansum(told, axis=1, keepdims=True)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    return np.where(np.isfinite(told), told, means)


def _without_always_treated(panel: Panel) -> Panel:
    keep = panel.first > 0
    if keep.all():
        return panel
    return replace(
        panel,
        outcome=panel.outcome[keep],
        first=panel.first[keep],
        units=panel.units[keep],
        weights=panel.weights[keep] / panel.weights[keep].mean(),
        clusters=np.unique(panel.clusters[keep], return_inverse=True)[1].astype(np.int64),
        covariates=panel.covariates[keep],
        practice=None if panel.practice is None else panel.practice[keep],
        exposure=None if panel.exposure is None else panel.exposure[keep],
    )
