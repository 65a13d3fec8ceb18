"""Computing a study: done once, kept, and read from then on."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from evidence.ai_arrival import ai_arrival, ai_rollout
from evidence.alike import alike
from evidence.at_once import started_at_once
from evidence.dose_view import dose_view
from evidence.finding_json import to_json
from evidence.history import History
from evidence.judged import judged_version
from evidence.leaving_view import leaving_view
from evidence.outcomes import OUTCOMES
from evidence.register import Registered
from evidence.results import Code, Finding
from evidence.rollouts import Rollout
from evidence.study import study as study_of
from exports.evidence.pays import own_values, pays_from
from exports.evidence.studies import one_of, registered
from store.errors import AtelierError, NotEnoughData
from store.studies import keep_findings, plans
from store.workspace import Workspace

Progress: TypeAlias = Callable[[int, int, str], None]  # steps done, of how many, what is done now


def compute(workspace: Workspace, study: str, progress: Progress, by: str) -> None:
    """Compute a study on every outcome and keep what was found; nothing is answered.

    raises  RequestError: no such study;  NotEnoughData: why it cannot be studied yet
    """
    version = workspace.facts_version
    history = History.of(workspace)
    everything = registered(workspace, history)
    found = one_of(everything, study)
    if found.reason:
        raise NotEnoughData(
            found.reason.rstrip("."),
            "a rollout that can be compared",
            "Look at another one, or plan the next one by lot",
        )
    rollout, known = _whom_to_compare(history, found.rollout, everything)
    values, bodies = own_values(workspace), {}
    kind = {plan.key: plan.kind for plan in plans(workspace)}.get(study, found.rollout.kind)
    for done, (key, outcome) in enumerate(OUTCOMES.items()):
        progress(done, len(OUTCOMES), f"Looking at {outcome.label.lower()}")
        pays = pays_from(kind, outcome, values)
        told = study_of(history, rollout, outcome, pays, known)
        told = _with_leaving(history, rollout, _with_doses(history, rollout, told))
        bodies[key] = to_json(told)
    progress(len(OUTCOMES), len(OUTCOMES), "Keeping what was found")
    keep_findings(
        workspace, study, bodies, by=by, facts_version=version, judged_version=judged_version()
    )


def _whom_to_compare(
    history: History, rollout: Rollout, everything: Sequence[Registered]
) -> tuple[Rollout, tuple[Code, ...]]:
    """The rollout among the teams that are compared, and what is known of it beforehand."""
    arrival, teams = ai_arrival(history), history.belonging["team_id"]
    chosen, told = alike(rollout, arrival, teams)
    others = (*(each.rollout for each in everything), ai_rollout(arrival))
    return chosen, (*told, *started_at_once(chosen, others, teams))


def _with_doses(history: History, rollout: Rollout, found: Finding) -> Finding:
    """The finding with both doses in one model, where the facts tell them apart."""
    if found.total is None:
        return found
    try:
        return replace(found, doses=dose_view(history, rollout, found.outcome))
    except AtelierError:
        return found


def _with_leaving(history: History, rollout: Rollout, found: Finding) -> Finding:
    """A finding of retention with its detail by person and month, where it has an answer."""
    if found.total is None or found.outcome.key != "retention":
        return found
    return replace(found, leaving=leaving_view(history, rollout))
