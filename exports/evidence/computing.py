"""Computing a study: done once, kept, and read from then on."""

from collections.abc import Callable
from typing import TypeAlias

from evidence.errors import NotAnswerable
from evidence.finding_json import to_json
from evidence.history import History
from evidence.judged import judged_version
from evidence.one_team import one_team
from evidence.outcomes import OUTCOMES, outcome_named
from evidence.study import panel_of
from evidence.study import study as study_of
from evidence.team_months import team_months
from exports.evidence.pays import own_values, pays_from
from exports.evidence.studies import one_registered
from exports.evidence.told import OneTeam
from store.errors import NotEnoughData
from store.studies import keep_findings
from store.workspace import Workspace

Progress: TypeAlias = Callable[[int, int, str], None]  # steps done, of how many, what is done now


def compute(workspace: Workspace, study: str, progress: Progress, by: str) -> None:
    """Compute a study on every outcome and keep what was found; nothing is answered.

    raises  RequestError: no such study;  NotEnoughData: why it cannot be studied yet
    """
    version = workspace.facts_version
    history = History.of(workspace)
    found = one_registered(workspace, history, study)
    if found.reason:
        raise NotEnoughData(
            found.reason.rstrip("."),
            "a rollout that can be compared",
            "Look at another one, or plan the next one by lot",
        )
    values, bodies = own_values(workspace), {}
    for done, (key, outcome) in enumerate(OUTCOMES.items()):
        progress(done, len(OUTCOMES), f"Looking at {outcome.label.lower()}")
        pays = pays_from(found.rollout.kind, outcome, values)
        bodies[key] = to_json(study_of(history, found.rollout, outcome, pays))
    progress(len(OUTCOMES), len(OUTCOMES), "Keeping what was found")
    keep_findings(
        workspace, study, bodies, by=by, facts_version=version, judged_version=judged_version()
    )


def one_team_told(workspace: Workspace, study: str, outcome: str) -> OneTeam | None:
    """What others make of the one treated team; None where they make nothing of it."""
    history = History.of(workspace)
    rollout = one_registered(workspace, history, study).rollout
    try:
        panel, _ = panel_of(team_months(history, rollout, outcome_named(outcome)))
        found = one_team(panel)
    except (NotAnswerable, NotEnoughData):
        return None
    return OneTeam(
        months=tuple(time - found.start for time in found.times),
        gaps=tuple(found.gap.tolist()),
        ratios=tuple(found.ratios.tolist()),
        effect=found.control,
        second=found.estimate,
        rank=found.rank,
        of=len(found.ratios),
    )
