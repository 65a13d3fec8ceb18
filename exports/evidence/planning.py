"""Planning a study of a workspace: from what its own months tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from evidence.history import History
from evidence.panel import Floats
from evidence.planner import firm_covariance, plan_study
from evidence.results import Outcome
from evidence.rollouts import STARTS, Rollout
from evidence.team_months import MONTHS_OF, TeamMonths, team_months
from exports.evidence.pays import own_values, pays_from
from exports.evidence.told import PlanFound, Start
from store import studies as kept
from store.errors import NotEnoughData
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

    Counts: where these teams' months cannot tell how much they vary, a usual firm stands in, for
    logs of a duration only: it says nothing of other outcomes.
    """
    history = History.of(workspace)
    table = _table(history, request)
    outcome, practice = _grid(table, request), _practice(table)
    covariance, is_assumed = firm_covariance(outcome)
    plan = plan_study(
        request.teams,
        request.first_month,
        waves=request.waves,
        months_between=request.months_between,
        months_before=_months_before(history, request.first_month),
        seed=request.seed,
        pays=pays_from(request.kind, request.outcome, own_values(workspace)),
        covariance=None if is_assumed else covariance,
        practice=practice,
        months_a_period=MONTHS_OF[table.grain] if table else 1,
    )
    return PlanFound(
        name=request.name,
        kind=request.kind,
        outcome=request.outcome,
        seed=request.seed,
        starts=tuple(
            Start(each.team_id, request.names[each.team_id], each.wave, each.first_month)
            for each in plan.drawn
        ),
        mde=None if is_assumed and request.outcome.form != "log" else plan.mde,
        pays=plan.pays,
        teams_needed=plan.teams_needed,
        months_needed=plan.months_needed,
        periods=plan.months_after,
        notes=plan.notes,
    )


def keep(workspace: Workspace, found: PlanFound, by: str) -> None:
    """Put a plan into the register, with its seed and its list."""
    kept.keep_plan(
        workspace,
        found.name,
        [kept.PlanStart(s.team_id, s.wave, s.first_month) for s in found.starts],
        kind=found.kind,
        outcome=found.outcome.key,
        seed=found.seed,
        by=by,
    )


def _table(history: History, request: PlanRequest) -> TeamMonths | None:
    """Team-months of the teams that are asked, before anything starts; None where none tells it."""
    starts = pl.DataFrame(
        [(team, request.first_month, None, True) for team in request.teams],
        schema=STARTS,
        orient="row",
    )
    try:
        return team_months(
            history, Rollout("plan", request.name, "planned", starts), request.outcome
        )
    except NotEnoughData:
        return None


def _grid(table: TeamMonths | None, request: PlanRequest) -> Floats | None:
    """(teams, periods) outcome of the teams that are asked, NaN where missing.

    Counts: a count as a part of its mean, as what pays is told so.
    """
    rows = None if table is None else table.rows.filter(pl.col("team_id").is_in(request.teams))
    if rows is None or rows["outcome"].drop_nulls().is_empty():
        return None
    wide = rows.pivot("period", index="team_id", values="outcome", sort_columns=True)
    told = wide.drop("team_id").cast(pl.Float64).fill_null(float("nan")).to_numpy()
    values = np.asarray(told, dtype=np.float64)
    middle = float(np.nanmean(values)) if request.outcome.form == "count" else 1.0
    return values / (middle or 1.0)


def _practice(table: TeamMonths | None) -> dict[str, float] | None:
    """Newest practice of each team; None where it is not told."""
    if table is None:
        return None
    newest = table.rows.drop_nulls("practice").sort("team_id", "period")
    rows = newest.unique("team_id", keep="last", maintain_order=True)
    return dict(rows.select("team_id", "practice").iter_rows()) if rows.height else None


def _months_before(history: History, first: date) -> int:
    """Months from the first whole one with facts until the first start."""
    months = history.months["period"]
    if months.is_empty():
        return 0
    start: date = months.sort()[0]
    return max((first.year - start.year) * 12 + first.month - start.month, 0)
