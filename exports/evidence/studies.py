"""Studies of a workspace: the register with what was found, and the plans that were drawn.

The only place where page, command and workbook meet the register: all of them read the same.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from evidence.finding_json import from_json
from evidence.history import History
from evidence.holm import holm
from evidence.judged import judged_version
from evidence.outcomes import OUTCOMES
from evidence.register import PLANNED, Registered, register
from evidence.results import Finding
from exports.evidence.told import PlanTold, Start, StudyTold
from redesign import moves
from redesign.accepted import taken
from store import studies as kept
from store.errors import RequestError
from store.workspace import Workspace

PLAN_TYPES: Final = dict(
    zip(PLANNED, (pl.String(), pl.String(), pl.String(), pl.Date()), strict=True)
)


def studies_told(workspace: Workspace) -> tuple[StudyTold, ...]:
    """All rollouts with their newest findings, corrected for each other within a rollout."""
    if not workspace.facts_version:
        return ()
    found = findings(workspace)
    fresh = _fresh(workspace)
    return tuple(
        _told(each, found.get(each.rollout.key, ()), each.rollout.key in fresh)
        for each in registered(workspace, History.of(workspace))
    )


def registered(workspace: Workspace, history: History) -> tuple[Registered, ...]:
    """Every rollout of a workspace; none before there are whole months of facts."""
    months = history.months["period"]
    if months.is_empty():
        return ()
    training = history.facts["training"].select("person_id", "course", "completed_on").collect()
    last: date = months.sort()[-1]
    return register(
        training.cast({"completed_on": pl.Date()}),
        history.belonging,
        _accepted(workspace),
        _planned(workspace),
        last,
    )


def one_of(every: Sequence[Registered], study: str) -> Registered:
    """The rollout of a key; a RequestError lists what there is."""
    known = {each.rollout.key: each for each in every}
    if study not in known:
        raise RequestError(
            "there is no study of this key",
            "one of " + ", ".join(known) if known else "a training, an accepted redesign or a plan",
            "Take a key from the register",
        )
    return known[study]


def findings(workspace: Workspace) -> dict[str, tuple[Finding, ...]]:
    """Study -> its newest findings in the order of the documents, corrected for each other."""
    found: dict[str, dict[str, Finding]] = {}
    for row in kept.findings(workspace):
        if row.outcome in OUTCOMES:
            found.setdefault(row.study, {})[row.outcome] = from_json(row.body)
    return {
        study: holm([told[key] for key in OUTCOMES if key in told]) for study, told in found.items()
    }


def plans_told(workspace: Workspace) -> tuple[PlanTold, ...]:
    """Lists that were drawn and kept."""
    names = team_names(workspace)
    return tuple(
        PlanTold(
            key=plan.key,
            name=plan.name,
            seed=plan.seed,
            starts=tuple(
                Start(s.team_id, names.get(s.team_id, s.team_id), s.wave, s.first_month)
                for s in plan.starts
            ),
            at=plan.at,
            by=plan.by,
        )
        for plan in kept.plans(workspace)
    )


def team_names(workspace: Workspace) -> dict[str, str]:
    """Key -> name of each team; the key where no name is told."""
    rows = workspace.facts("team").select("team_id", "name").collect()
    return {team: name or team for team, name in rows.iter_rows()}


def _told(each: Registered, found: tuple[Finding, ...], is_fresh: bool) -> StudyTold:
    started = each.rollout.started
    months = started["first_month"]
    return StudyTold(
        key=each.rollout.key,
        name=each.rollout.name,
        kind=each.rollout.kind,
        teams=started.height,
        first=months[0] if started.height else None,
        last=months[-1] if started.height else None,
        by_lot=each.rollout.by_lot,
        findings=found,
        reason=each.reason,
        is_old=bool(found) and not is_fresh,
    )


def _fresh(workspace: Workspace) -> set[str]:
    """Studies whose findings all stand on the newest facts and judged numbers."""
    now = (workspace.facts_version, judged_version())
    rows = kept.findings(workspace)
    old = {row.study for row in rows if (row.facts_version, row.judged_version) != now}
    return {row.study for row in rows} - old


def _accepted(workspace: Workspace) -> pl.DataFrame:
    """Accepted redesigns with the names of their moves."""
    names = {move.key: move.title for move in moves()}
    rows = taken(workspace)
    return rows.with_columns(name=pl.col("move").replace(names)).select(
        "team_id", "move", "name", "decided_on"
    )


def _planned(workspace: Workspace) -> pl.DataFrame:
    rows = [
        (plan.key, plan.name, start.team_id, start.first_month)
        for plan in kept.plans(workspace)
        for start in plan.starts
    ]
    return pl.DataFrame(rows, schema=PLAN_TYPES, orient="row")
