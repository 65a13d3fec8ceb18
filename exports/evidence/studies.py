"""Studies of a workspace: the register with its findings, and computing one of them.

The only place where page, command and workbook meet the register: all of them read the same.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Final, TypeAlias

import polars as pl

from evidence.finding_json import from_json, to_json
from evidence.history import History
from evidence.holm import holm
from evidence.judged import judged_version
from evidence.outcomes import OUTCOMES
from evidence.register import ACCEPTED, PLANNED, Registered, register
from evidence.results import Finding, Outcome
from evidence.rollouts import Rollout
from exports.evidence.pays import own_values, pays_from
from exports.evidence.told import PlanTold, Start, StudyTold
from redesign.accepted import accepted
from store.errors import NotEnoughData, RequestError
from store.studies import Plan, findings, keep_findings, plans
from store.workspace import Workspace

Progress: TypeAlias = Callable[[int, int, str], None]  # steps done, of how many, what is done now
Study: TypeAlias = Callable[[History, Rollout, Outcome, float], Finding]
COMPLETED: Final = ("person_id", "course", "completed_on")
ORDER: Final = {key: place for place, key in enumerate(OUTCOMES)}
NOTHING_MOVED: Final = pl.DataFrame(
    schema={"team_id": pl.String, "move": pl.String, "decided_on": pl.Date}
)


@dataclass(frozen=True)
class _Kept:
    """Findings of one study, and whether the facts or the judged numbers have changed since."""

    findings: tuple[Finding, ...]
    is_old: bool


def studies_told(workspace: Workspace) -> tuple[StudyTold, ...]:
    """All rollouts with their newest findings, corrected for each other within a rollout."""
    if not workspace.facts_version:
        return ()
    kept = _kept(workspace)
    return tuple(
        _told(each, kept.get(each.rollout.key))
        for each in registered(workspace, History.of(workspace))
    )


def registered(workspace: Workspace, history: History) -> tuple[Registered, ...]:
    """The register: courses, accepted redesigns and drawn plans, each with its teams."""
    months = history.months
    last = months["period"].max() if months.height else None
    if not isinstance(last, date):
        return ()
    return register(
        training=workspace.facts("training")
        .select("person_id", "course", "completed_on")
        .collect(),
        belonging=history.belonging,
        accepted=_accepted(workspace),
        planned=_planned(plans(workspace)),
        last_month=last,
    )


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
        for plan in plans(workspace)
    )


def team_names(workspace: Workspace) -> Mapping[str, str]:
    """Names of teams by key; a team without a name goes by its key."""
    rows = workspace.facts("team").select("team_id", "name").collect().iter_rows()
    return {key: name or key for key, name in rows}


def compute(workspace: Workspace, study: str, progress: Progress, by: str) -> None:
    """Compute a study on every outcome and keep what was found, all of it or nothing.

    Errors: RequestError when the register has no such study.
    """
    history, values = History.of(workspace), own_values(workspace)
    rollout = rollout_of(workspace, history, study)
    kind = {plan.key: plan.kind for plan in plans(workspace)}.get(study, rollout.kind)
    run, found, version = _study(), {}, workspace.facts_version
    for place, (key, outcome) in enumerate(OUTCOMES.items()):
        progress(place, len(OUTCOMES), f"Studying {outcome.label.lower()}")
        found[key] = to_json(run(history, rollout, outcome, pays_from(kind, outcome, values)))
    progress(len(OUTCOMES), len(OUTCOMES), "Keeping what was found")
    keep_findings(
        workspace, study, found, by=by, facts_version=version, judged_version=judged_version()
    )


def rollout_of(workspace: Workspace, history: History, study: str) -> Rollout:
    """A rollout by its key."""
    known = {each.rollout.key: each.rollout for each in registered(workspace, history)}
    if study not in known:
        raise RequestError(
            f"the register has no study '{study}'",
            ", ".join(known) or "a programme, an accepted redesign or a plan",
            "Choose one of these",
        )
    return known[study]


def _study() -> Study:
    """`evidence.study.study`; looked up when a study is computed, as it brings the estimators."""
    if find_spec("evidence.study") is None:
        raise NotEnoughData(
            "this version estimates no study", "the room of evidence as a whole", "Take a newer one"
        )
    run: Study = import_module("evidence.study").study
    return run


def _told(each: Registered, kept: _Kept | None) -> StudyTold:
    rollout, started = each.rollout, each.rollout.started
    months = started["first_month"].to_list()
    return StudyTold(
        key=rollout.key,
        name=rollout.name,
        kind=rollout.kind,
        teams=started.height,
        first=min(months, default=None),
        last=max(months, default=None),
        by_lot=rollout.by_lot,
        findings=kept.findings if kept else (),
        reason=each.reason,
        is_old=kept.is_old if kept else False,
    )


def _kept(workspace: Workspace) -> dict[str, _Kept]:
    """Study -> its findings in the order of the outcomes, corrected for each other."""
    rows, here = defaultdict(list), (workspace.facts_version, judged_version())
    for each in findings(workspace):
        if each.outcome in ORDER:
            rows[each.study].append(each)
    told = {}
    for study, mine in rows.items():
        ordered = sorted(mine, key=lambda each: ORDER[each.outcome])
        old = any((each.facts_version, each.judged_version) != here for each in ordered)
        told[study] = _Kept(holm([from_json(each.body) for each in ordered]), old)
    return told


def _accepted(workspace: Workspace) -> pl.DataFrame:
    """Accepted redesigns; without figures none was proposed."""
    if workspace.measurement is None:
        return NOTHING_MOVED
    return accepted(workspace).select(ACCEPTED)


def _planned(drawn: tuple[Plan, ...]) -> pl.DataFrame:
    rows = [(p.key, p.name, s.team_id, s.first_month) for p in drawn for s in p.starts]
    schema = dict(zip(PLANNED, (pl.String, pl.String, pl.String, pl.Date), strict=True))
    return pl.DataFrame(rows, schema=schema, orient="row")
