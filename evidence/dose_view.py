"""Two doses, two effects: hours of training and of challenging work beside one outcome."""

import numpy as np
import polars as pl

from evidence.doses import doses
from evidence.history import History
from evidence.panel import Floats, Panel
from evidence.results import Doses, Outcome
from evidence.rollouts import Rollout
from evidence.study import panel_of
from evidence.team_doses import team_doses
from evidence.team_months import team_months


def dose_view(history: History, rollout: Rollout, outcome: Outcome) -> Doses:
    """What ten hours more of training, and of challenging work, a head go with.

    raises  NotAnswerable, NotEnoughData, RequestError: see `team_months`, `read_panel`, `doses`
    """
    table = team_months(history, rollout, outcome)
    panel, _ = panel_of(table)
    rows = team_doses(history, rollout, table)
    return doses(
        panel, _grid(rows, panel, "training_hours"), _grid(rows, panel, "challenging_hours")
    )


def _grid(rows: pl.DataFrame, panel: Panel, name: str) -> Floats:
    """(units, periods) of a column; NaN where the table has no row."""
    places = {unit: place for place, unit in enumerate(panel.units)}
    kept = rows.filter(pl.col("team_id").is_in(list(places)))
    cells = np.full(panel.outcome.shape, np.nan)
    row = [places[unit] for unit in kept["team_id"]]
    cells[row, np.searchsorted(panel.times, kept["period"].to_numpy())] = kept[name].to_numpy()
    return cells
