"""The made firm's facts, figures and planted truth, read once for all recovery tests."""

import json
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from metrics.measure import figures
from store.tables import TABLES
from store.workspace import Workspace


@pytest.fixture(scope="session")
def truth(tmp_path_factory):
    """What was planted: team, team_quarter, skill and task, one frame each."""
    from sample_data import make_firm, write_truth

    folder = tmp_path_factory.mktemp("truth")
    write_truth(make_firm(), folder)
    names = ("team_quarter", "skill", "task")
    frames = {name: pl.read_parquet(folder / f"truth/{name}.parquet") for name in names}
    teams = json.loads((folder / "truth.json").read_text())["teams"]
    return SimpleNamespace(team=pl.DataFrame(teams), **frames)


@pytest.fixture(scope="session")
def firm(made_firm):
    """The workspace of the made firm with its facts in memory and its published tables."""
    workspace = Workspace.open(made_firm)
    facts = {name: workspace.facts(name).collect() for name in TABLES}
    cube = workspace.cube("quarter")
    return SimpleNamespace(workspace=workspace, facts=facts, cube=cube, table=workspace.measured)


@pytest.fixture(scope="session")
def measured():
    """Figures of changed facts: fact frames in, published tables out."""
    return lambda facts: figures({name: frame.lazy() for name, frame in facts.items()})


@pytest.fixture(scope="session")
def difference():
    """An effect and its standard error by a formula of its own, to hold the engine against.

    outcome (units, periods) with NaN where it is missing, first (units,) treated period ->
    mean over treated cells of the outcome less what units and periods without it foretell, and
    the standard error by leaving out one unit after the other.
    """

    def effect(outcome, first, keep):
        told = ~np.isnan(outcome) & keep[:, None]
        treated = np.arange(outcome.shape[1]) >= first[:, None]
        known = (told & ~treated).astype(float)
        seen = np.where(known > 0, outcome, 0.0)
        months = np.maximum(known.sum(axis=1), 1)
        # Least squares on units and periods, the units solved for first.
        design = np.diag(known.sum(axis=0)) - known.T @ (known / months[:, None])
        right = seen.sum(axis=0) - known.T @ (seen.sum(axis=1) / months)
        of_period = np.linalg.pinv(design) @ right
        of_unit = (seen.sum(axis=1) - known @ of_period) / months
        gaps = outcome - of_unit[:, None] - of_period
        return gaps[told & treated].mean()

    def of_panel(outcome, first):
        units = np.arange(len(first))
        without = [effect(outcome, first, units != unit) for unit in units]
        spread = np.var(without) * (len(units) - 1)
        return effect(outcome, first, units >= 0), float(np.sqrt(spread))

    return of_panel
