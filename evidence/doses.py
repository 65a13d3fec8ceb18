"""Training hours and challenging work in one model: what ten hours more of each go with."""

import numpy as np

from evidence.influence import estimate, standard_errors
from evidence.judged import judged
from evidence.panel import Flags, Floats, Panel
from evidence.results import Doses
from evidence.two_way import residuals
from store.errors import NotEnoughData, RequestError

PER_HOURS = 10.0
STILL = 1e-6  # of its own spread: a dose that moves less is the same in all units, or each month


def doses(panel: Panel, training: Floats, challenging: Floats) -> Doses:
    """Two doses in one regression with unit and period effects, errors clustered.

    training, challenging  (units, periods) hours a head up to each period; NaN: not told

    The outcome's own unit, per 10 hours. Dates of hours are chosen, not drawn: an effect read here
    is what goes together once lasting differences of units and common months are taken out.
    raises  NotEnoughData: one dose never moves.  RequestError: the two move together
    """
    told = np.isfinite(panel.outcome) & np.isfinite(training) & np.isfinite(challenging)
    if not told.any():
        raise NotEnoughData(
            "no team-month with the outcome and both doses",
            "team-months in which all three are told",
            "Load training and tasks for the months of the outcome",
        )
    weights = np.where(told, panel.weights, 0.0)[None]
    columns = np.nan_to_num(np.stack([training / PER_HOURS, challenging / PER_HOURS]))
    outcome = np.nan_to_num(panel.outcome)
    left = residuals(np.concatenate([columns, outcome[None]]), weights)
    moving, answer = left[:2], left[2]
    _must_be_apart(columns, moving, weights[0], told)
    products = np.einsum("iut,jut,ut->ij", moving, moving, weights[0])
    inverse = np.linalg.inv(products)
    found = inverse @ np.einsum("iut,ut->i", moving, weights[0] * answer)
    rest = weights[0] * (answer - np.einsum("i,iut->ut", found, moving))
    influence = len(panel.units) * np.einsum("iut,ut->ui", moving, rest) @ inverse
    errors = standard_errors(influence, panel.clusters)
    one, other = (
        estimate(float(value), float(error), panel.n_clusters)
        for value, error in zip(found, errors, strict=True)
    )
    return Doses(training=one, challenging=other, rows=int(told.sum()))


def _must_be_apart(columns: Floats, moving: Floats, weights: Floats, told: Flags) -> None:
    spread = np.sqrt((moving**2 * weights).sum(axis=(1, 2)))
    for name, own, column in zip(("training", "challenging work"), spread, columns, strict=True):
        if own <= STILL * (np.linalg.norm(column[told]) or 1.0):
            raise NotEnoughData(
                f"hours of {name} that differ only by team or only by month",
                "teams whose hours change at different times",
                f"Leave {name} out, or bring a longer window",
            )
    together = float((moving[0] * moving[1] * weights).sum() / (spread[0] * spread[1]))
    if abs(together) > judged()["doses_apart"]:
        raise RequestError(
            f"training and challenging work that move together (correlation {together:.2f})",
            f"at most {judged()['doses_apart']:.2f}, or their effects cannot be told apart",
            "Ask about one of them, or plan months in which only one changes",
        )
