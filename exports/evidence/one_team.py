"""The study of one treated team as the page tells it."""

from typing import Final

import numpy as np
import polars as pl

from evidence.history import History
from evidence.judged import judged
from evidence.of_record import of_record
from evidence.one_team import OneTeamFinding, one_team
from evidence.outcomes import OUTCOMES
from evidence.panel import Floats, Panel
from evidence.rollouts import Rollout
from evidence.team_months import team_months
from exports.evidence.studies import one_of, registered
from exports.evidence.told import OneTeam
from store.errors import AtelierError
from store.workspace import Workspace

ABOUT_NOVICES: Final = frozenset({"novice_participation"})
FEW_NOVICES: Final = (
    "Fewer than three novices, or three others, were in this team at some time. Month by month the "
    "figure would tell of single people, so it is not shown."
)
NO_STAND_IN: Final = "The other teams have too few months in common with it to stand in for it."


def one_team_told(workspace: Workspace, study: str, outcome: str) -> OneTeam | str:
    """What others make of the one treated team, or why nothing can be made of it."""
    history = History.of(workspace)
    try:
        rollout = one_of(registered(workspace, history), study).rollout
        if outcome in ABOUT_NOVICES and novices_are_few(history, rollout):
            return FEW_NOVICES
        rows = team_months(history, rollout, OUTCOMES[outcome]).rows
        return as_told(one_team(panel_of_one(rows)))
    except AtelierError:
        return NO_STAND_IN


def novices_are_few(history: History, rollout: Rollout) -> bool:
    """Whether the team alone would tell of fewer novices, or others, than may be shown (R10)."""
    team = of_record(history.belonging, rollout).join(rollout.started, on="team_id", how="semi")
    known = history.measured("status").join(team, on="person_id")
    is_novice = pl.col("status") == "novice"
    quarters = known.group_by("period").agg(novices=is_novice.sum(), others=(~is_novice).sum())
    fewest = quarters.select(pl.min_horizontal("novices", "others").min()).item()
    return fewest is None or bool(fewest < judged()["novices_shown"])


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
