"""The study of one treated team as page and workbook tell it."""

import numpy as np
import polars as pl

from evidence.history import History
from evidence.one_team import OneTeamFinding, one_team
from evidence.outcomes import OUTCOMES
from evidence.panel import Floats, Panel
from evidence.team_months import team_months
from exports.evidence.studies import one_of, registered
from exports.evidence.told import OneTeam
from store.errors import AtelierError
from store.workspace import Workspace


def one_team_told(workspace: Workspace, study: str, outcome: str) -> OneTeam | None:
    """What others make of the one treated team; None where they make nothing of it."""
    history = History.of(workspace)
    try:
        rollout = one_of(registered(workspace, history), study).rollout
        rows = team_months(history, rollout, OUTCOMES[outcome]).rows
        return as_told(one_team(panel_of_one(rows)))
    except AtelierError:
        return None


def as_told(found: OneTeamFinding) -> OneTeam:
    """The finding by months since the start; ratios without names, the treated team's last."""
    return OneTeam(
        months=tuple(time - found.start for time in found.times),
        gaps=tuple(found.gap.tolist()),
        ratios=tuple(found.ratios.tolist()),
        effect=found.control,
        second=found.estimate,
        rank=found.rank,
        of=len(found.ratios),
    )


def panel_of_one(rows: pl.DataFrame) -> Panel:
    """The panel of team-months in which one team is treated; months that it does not tell are out.

    rows  as `evidence.team_months` answers them
    """
    own = rows.drop_nulls("first_month").drop_nulls("outcome")
    told = rows.filter(pl.col("period").is_in(own["period"].unique().to_list()))
    wide = told.pivot("period", index="team_id", values="outcome", sort_columns=True)
    wide = wide.sort("team_id")
    outcome: Floats = np.asarray(
        wide.drop("team_id").cast(pl.Float64).fill_null(float("nan")).to_numpy(), dtype=np.float64
    )
    times = np.array([int(name) for name in wide.columns[1:]], dtype=np.int64)
    began = dict(told.select("team_id", "first_month").unique().drop_nulls().iter_rows())
    first = np.array(
        [
            np.searchsorted(times, began[team]) if team in began else len(times)
            for team in wide["team_id"]
        ],
        dtype=np.int64,
    )
    return Panel(
        outcome=outcome,
        first=first,
        times=times,
        units=np.array(wide["team_id"].to_list(), dtype=object),
        weights=np.ones_like(outcome),
        clusters=np.arange(len(first), dtype=np.int64),
        covariates=np.zeros((*outcome.shape, 0)),
    )
