"""Panels with a planted effect, for tests that need more than a few rows."""

import numpy as np

from evidence.panel import Panel


def made_panel(seed=0, units=40, periods=8, effect=1.0, missing=0.0):
    """Units by periods of noise, a third each starting in 4 and 6, the others never."""
    rng = np.random.default_rng(seed)
    first = np.array([4, 6, periods])[np.arange(units) % 3]
    treated = np.arange(periods)[None, :] >= first[:, None]
    outcome = rng.normal(size=(units, 1)) + rng.normal(size=(1, periods)) + effect * treated
    outcome = outcome + rng.normal(0, 0.3, (units, periods))
    outcome[rng.random((units, periods)) < missing] = np.nan
    return Panel(
        outcome=outcome,
        first=first,
        times=np.arange(1, periods + 1),
        units=np.arange(units).astype(object),
        weights=np.ones((units, periods)),
        clusters=np.arange(units),
        covariates=np.zeros((units, periods, 0)),
    )


def learning_panel(seed=0, units=300, effect=-0.06, more_practice=0.0, months=36):
    """Novices learn by doing, .25 per log of practice, and get the rollout first (EVIDENCE A3)."""
    rng = np.random.default_rng(seed)
    start, pace = np.exp(rng.normal(4.5, 1.0, units)), np.exp(rng.normal(2.0, 0.35, units))
    order = np.argsort(np.log(start) + rng.normal(0, 1, units))
    first = np.full(units, months)
    for wave, teams in enumerate(np.array_split(order[: units * 3 // 4], 7)):
        first[teams] = 11 + 3 * wave
    month = np.arange(months)[None, :]
    treated = month >= first[:, None]
    grown = pace[:, None] * (1 + more_practice * treated)
    practice = start[:, None] + np.cumsum(grown, axis=1)
    noise = rng.normal(0, 0.15, (units, months))
    level = rng.normal(3.0, 0.3, (units, 1)) + 0.05 * np.sin(2 * np.pi * month / 12)
    return Panel(
        outcome=level - 0.25 * np.log(practice) + effect * treated + noise,
        first=first,
        times=np.arange(1, months + 1),
        units=np.arange(units).astype(object),
        weights=np.ones((units, months)),
        clusters=np.arange(units),
        covariates=np.zeros((units, months, 0)),
        practice=practice,
    )
