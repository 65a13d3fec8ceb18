"""Which change of the work to propose to which team, from what the workspace has measured."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from metrics.measure import indicators
from redesign import moves, ranking
from redesign.backlog import zone_tasks
from redesign.contract import Reading
from redesign.readings import readings, team_quantities
from store.errors import NotEnoughData, RequestError
from store.workspace import Workspace


@dataclass(frozen=True)
class Recommendations:
    """Proposals of one quarter, and what could not be looked at.

    period         first day of the quarter
    proposals      one row per team and proposed move, by rank (`redesign.ranking.PROPOSALS`)
    not_evaluated  one row per team, move and missing word or quantity, with the reason
    """

    period: date
    proposals: pl.DataFrame
    not_evaluated: pl.DataFrame


def recommend(workspace: Workspace, period: date | None = None) -> pl.DataFrame:
    """Proposals for every team in one quarter, by rank; the newest complete quarter by default."""
    return recommendations(workspace, period).proposals


def recommendations(workspace: Workspace, period: date | None = None) -> Recommendations:
    """Proposals for every team in one quarter, with what could not be evaluated and why."""
    quarter = _quarter(workspace, period)
    known = team_readings(workspace, quarter)
    return Recommendations(
        period=quarter,
        proposals=ranking.proposals(known, moves()),
        not_evaluated=ranking.not_evaluated(known, moves()),
    )


def team_readings(workspace: Workspace, quarter: date) -> tuple[Reading, ...]:
    """What the moves look at, one reading per team with capacity in the quarter."""
    quantities = team_quantities(
        **{
            name: workspace.measured(name)
            for name in (
                *("capacity", "status", "participation_hours", "challenging"),
                *("actor", "task_hours"),
            )
        },
        period=quarter,
    )
    if quarter == _newest(workspace):
        # The backlog of an earlier day is not kept: for older quarters it is not known.
        waiting = zone_tasks(workspace)
        quantities = quantities.join(waiting, on="team_id", how="left").with_columns(
            pl.col("zone_tasks_in_backlog").fill_null(0.0)
        )
    units = {key: indicator.trigger_units for key, indicator in indicators().items()}
    return readings(workspace.measured("cube"), quantities, units, quarter)


def _complete(workspace: Workspace) -> list[date]:
    periods = workspace.measured("periods").filter(pl.col("is_complete"))
    return sorted(periods["period"].to_list())


def _newest(workspace: Workspace) -> date:
    complete = _complete(workspace)
    if not complete:
        raise NotEnoughData(
            "no quarter is complete yet",
            "at least one quarter with facts from its first to its last day",
            "Load more history, or wait for the end of the quarter",
        )
    return complete[-1]


def _quarter(workspace: Workspace, period: date | None) -> date:
    if period is None:
        return _newest(workspace)
    known = sorted(workspace.cube("quarter")["period"].unique().to_list())
    if period not in known:
        raise RequestError(
            f"no figures for the quarter {period}",
            "one of " + ", ".join(map(str, known)) if known else "a measured quarter",
            "Choose a quarter that exists, or run `atelier measure`",
        )
    return period
