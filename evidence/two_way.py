"""Unit and period effects taken out of many columns at once, on any subset of a table."""

import numpy as np

from evidence.panel import Floats

RIDGE = 1e-11  # of the trace: keeps a period that is tied to no other from stopping the solver


def period_effects(columns: Floats, weights: Floats) -> Floats:
    """(k, periods) least-squares period effects beside unit effects; their mean is 0.

    columns  (k, units, periods), finite wherever the weight is above 0
    weights  (k or 1, units, periods), 0 where a cell is not used. NaN where a period has none.

    The unit effects are eliminated first (Schur complement), so that one system of the size of the
    periods is solved for each column.
    """
    of_unit = weights.sum(axis=2)
    share = weights / np.where(of_unit > 0, of_unit, 1.0)[:, :, None]
    seen = weights.sum(axis=1)
    system = -np.swapaxes(weights, 1, 2) @ share
    diagonal = np.arange(weights.shape[2])
    system[:, diagonal, diagonal] += seen
    known = (seen > 0).astype(float)
    system += known[:, :, None] * known[:, None, :]
    ridge = RIDGE * np.trace(system, axis1=1, axis2=2)[:, None] + (1 - known)
    system[:, diagonal, diagonal] += ridge
    weighted = weights * columns
    right = weighted.sum(axis=1) - np.einsum("kut,ku->kt", share, weighted.sum(axis=2))
    found: Floats = np.linalg.solve(system, right[:, :, None])[:, :, 0]
    return np.where(known > 0, found, np.nan)


def unit_effects(columns: Floats, weights: Floats, periods: Floats) -> Floats:
    """(k, units) what is left of each unit after the period effects; NaN where it has no cell."""
    of_unit = weights.sum(axis=2)
    left = np.where(weights > 0, columns - np.nan_to_num(periods)[:, None, :], 0.0)
    found = (weights * left).sum(axis=2) / np.where(of_unit > 0, of_unit, 1.0)
    return np.where(of_unit > 0, found, np.nan)


def residuals(columns: Floats, weights: Floats) -> Floats:
    """(k, units, periods) columns less their unit and period effects; 0 where the weight is 0."""
    periods = period_effects(columns, weights)
    units = unit_effects(columns, weights, periods)
    left = columns - np.nan_to_num(units)[:, :, None] - np.nan_to_num(periods)[:, None, :]
    return np.where(weights > 0, left, 0.0)
