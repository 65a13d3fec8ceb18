"""The study of one treated team as the page tells it."""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from evidence.ai_arrival import ai_arrival
from evidence.alike import alike
from evidence.history import History
from evidence.one_team import OneTeamFinding, one_team
from evidence.outcomes import OUTCOMES
from evidence.panel import Floats, Panel
from evidence.relative_rates import log_of_part
from evidence.results import Outcome
from evidence.team_months import team_months
from exports.evidence.one_team_shown import why_not_shown
from exports.evidence.studies import one_of, registered
from exports.evidence.told import OneTeam
from store.errors import AtelierError
from store.workspace import Workspace

NONE_BEFORE: Final = "Nothing was counted in this team before the start, so no share can be told."
NO_STAND_IN: Final = "The other teams have too few months in common with it to stand in for it."


def one_team_told(workspace: Workspace, study: str, outcome: str) -> OneTeam | str:
    """What others make of the one treated team, or why nothing can be made of it."""
    history = History.of(workspace)
    every = registered(workspace, history)
    try:
        rollout, _ = alike(
            one_of(every, study).rollout, ai_arrival(history), history.belonging["team_id"]
        )
        closed = why_not_shown(history, rollout, [each.rollout for each in every], outcome)
        return closed or _told(
            team_months(history, rollout, OUTCOMES[outcome]).rows, OUTCOMES[outcome]
        )
    except AtelierError:
        return NO_STAND_IN


def _told(rows: pl.DataFrame, outcome: Outcome) -> OneTeam | str:
    if outcome.form != "count":
        return as_told(one_team(panel_of_one(rows)))
    parts = parts_of_before(rows)
    return NONE_BEFORE if parts is None else in_logs(as_told(one_team(panel_of_one(parts))))


def parts_of_before(rows: pl.DataFrame) -> pl.DataFrame | None:
    """Counts for a day of people, as parts of the treated team's own before; None: it had none."""
    rate = pl.col("outcome") / pl.col("exposure")
    before = rows.filter(pl.col("period") < pl.col("first_month")).drop_nulls("outcome")
    own = before.select(pl.col("outcome").sum() / pl.col("exposure").sum()).item()
    return rows.with_columns(outcome=rate / own) if own and own > 0 else None


def in_logs(told: OneTeam) -> OneTeam:
    """Gaps that are parts of a rate as logarithms, as outcomes of the form 'count' are told."""
    second = None if told.second is None else log_of_part(told.second)
    gaps = tuple(log_of_part(gap) for gap in told.gaps)
    return replace(told, gaps=gaps, effect=log_of_part(told.effect), second=second)


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
