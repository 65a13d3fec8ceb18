"""Plans of a workspace: drawn against how much this firm's teams vary, and kept in the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from evidence.history import History
from evidence.panel import Floats
from evidence.planner import plan_study
from evidence.power import TeamCovariance, team_covariance
from evidence.results import Outcome
from evidence.rollouts import STARTS, Rollout
from evidence.team_months import team_months
from exports.evidence.pays import own_values, pays_from
from exports.evidence.told import PlanFound, Start
from store.errors import AtelierError, NotEnoughData
from store.studies import PlanStart, keep_plan
from store.workspace import Workspace


@dataclass(frozen=True)
class PlanRequest:
    """What somebody wants to try.

    kind         training or redesign
    teams, names keys of the teams that the lot is drawn among, and their names
    first_month  first day of the month in which the first wave starts
    """

    name: str
    kind: str
    outcome: Outcome
    teams: tuple[str, ...]
    names: Mapping[str, str]
    first_month: date
    waves: int
    months_between: int
    seed: int


def drawn(workspace: Workspace, request: PlanRequest) -> PlanFound:
    """A plan with its list, and what it would find. Nothing is kept.

    Counts: where these teams' months cannot tell how much they vary, the planner's usual firm
    stands in for cycle time only: it is told in logs of it, and says nothing of other outcomes.
    """
    months, covariance = _history(workspace, request)
    found = plan_study(
        request.teams,
        request.first_month,
        waves=request.waves,
        months_between=request.months_between,
        months_before=months,
        seed=request.seed,
        pays=pays_from(request.kind, request.outcome, own_values(workspace)),
        covariance=covariance,
    )
    return PlanFound(
        name=request.name,
        kind=request.kind,
        outcome=request.outcome,
        seed=request.seed,
        starts=tuple(
            Start(each.team_id, request.names[each.team_id], each.wave, each.first_month)
            for each in found.drawn
        ),
        mde=None if found.is_assumed and request.outcome.form != "log" else found.mde,
        pays=found.pays,
        teams_needed=found.teams_needed,
        months_needed=found.months_needed,
        periods=found.months_after,
        notes=found.notes,
    )


def keep(workspace: Workspace, found: PlanFound, by: str) -> None:
    """Put a plan into the register, with its seed and its list."""
    keep_plan(
        workspace,
        found.name,
        [PlanStart(each.team_id, each.wave, each.first_month) for each in found.starts],
        kind=found.kind,
        outcome=found.outcome.key,
        seed=found.seed,
        by=by,
    )


def _history(workspace: Workspace, request: PlanRequest) -> tuple[int, TeamCovariance | None]:
    """Months with facts, and how these teams' months vary; None where that cannot be told."""
    history = History.of(workspace)
    last = history.months["period"].max() if history.months.height else None
    if not isinstance(last, date):
        raise NotEnoughData("no whole month is loaded", "months with tasks", "Load them on Data")
    months = history.months.height
    try:
        return months, team_covariance(_months(history, request, last))
    except AtelierError:
        return months, None


def _months(history: History, request: PlanRequest, last: date) -> Floats:
    """(teams, periods) the outcome of the teams before the plan, in the scale of its model.

    Counts: a count as a part of its mean, as what pays is told so; periods as the outcome has them.
    """
    rows = [(team, last, None, False) for team in request.teams]
    starts = pl.DataFrame(rows, schema=STARTS, orient="row")
    as_if = Rollout("plan", request.name, "planned", starts)  # teams of record: those of today
    found = team_months(history, as_if, request.outcome)
    if found.grain != "month":
        raise NotEnoughData(
            f"an outcome by the {found.grain}", "one by the month", "Plan with another outcome"
        )
    mine = found.rows.filter(pl.col("team_id").is_in(request.teams))
    wide = mine.pivot("period", index="team_id", values="outcome", sort_columns=True)
    told = wide.drop("team_id").cast(pl.Float64).fill_null(float("nan")).to_numpy()
    values = np.asarray(told, dtype=np.float64)
    if request.outcome.form == "count":
        middle = float(np.nanmean(values)) if np.isfinite(values).any() else 1.0
        values = values / (middle or 1.0)
    return values
