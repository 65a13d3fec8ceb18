"""The made firm's facts, figures and planted truth, read once for all recovery tests."""

import json
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from evidence.imputation import impute
from evidence.panel import Panel
from metrics.measure import figures
from store.tables import TABLES
from store.workspace import Workspace

ROUNDING = 1e-10  # of the largest eigenvalue: periods are told up to a constant


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
def effect():
    """The effect that the engine finds in a table, after a formula of the tests' own found it too.

    outcome (units, periods) with NaN where it is missing, first (units,) treated period -> Estimate
    """

    def of_panel(outcome, first):
        units, periods = outcome.shape
        table = Panel(
            outcome=outcome,
            first=np.minimum(first, periods),
            times=np.arange(periods),
            units=np.arange(units).astype(str).astype(object),
            weights=np.ones(outcome.shape),
            clusters=np.arange(units),
            covariates=np.zeros((*outcome.shape, 0)),
        )
        told = impute(table).effect
        assert told.estimate == pytest.approx(by_least_squares(outcome, first), abs=1e-9)
        return told

    return of_panel


def by_least_squares(outcome, first):
    """Mean over treated cells of the outcome less what units and periods without it foretell.

    Least squares on units and periods, the units solved for first.
    """
    told = ~np.isnan(outcome)
    treated = np.arange(outcome.shape[1]) >= first[:, None]
    known = (told & ~treated).astype(float)
    seen = np.where(known > 0, outcome, 0.0)
    months = np.maximum(known.sum(axis=1), 1)
    design = np.diag(known.sum(axis=0)) - known.T @ (known / months[:, None])
    right = seen.sum(axis=0) - known.T @ (seen.sum(axis=1) / months)
    of_period = np.linalg.pinv(design, rcond=ROUNDING, hermitian=True) @ right
    of_unit = (seen.sum(axis=1) - known @ of_period) / months
    gaps = outcome - of_unit[:, None] - of_period
    compared = known.any(axis=1)[:, None] & known.any(axis=0)
    return gaps[told & treated & compared].mean()
