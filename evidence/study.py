"""One question from facts to answer: what this rollout did to this outcome."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.codes import code
from evidence.cohorts import cohort_codes
from evidence.errors import NotAnswerable
from evidence.false_alarms import false_alarms
from evidence.headline import total_effect, total_of_counts
from evidence.history import History
from evidence.judge import judge, refused
from evidence.panel import Panel
from evidence.results import Code, FalseAlarms, Finding, Outcome
from evidence.rollouts import Rollout
from evidence.shown import LEAVERS, leavers_are_few, shown
from evidence.table import read_panel
from evidence.team_months import ITS_OWN_PRACTICE, TeamMonths, team_months
from store.errors import NotEnoughData

if TYPE_CHECKING:
    from store.workspace import Workspace


def study(
    facts: "History | Workspace",
    rollout: Rollout,
    outcome: Outcome,
    pays: float = 0.0,
    known: Sequence[Code] = (),
) -> Finding:
    """What a rollout did to an outcome.

    facts  a workspace, or its history: several studies share what one history has read
    pays   the gain from which on it pays, in the scale of the model, above 0; 0: not asked
    known  what a reader must know of the rollout itself: whom it is compared with (`alike`), what
           else began in the same teams at once (`started_at_once`)

    A question that these facts cannot answer is a finding NOT-ANSWERABLE, with the reason and
    without a number, not an error.
    """
    history = facts if isinstance(facts, History) else History.of(facts)
    told: tuple[Code, ...] = ()
    try:
        table = _table(history, rollout, outcome)
        told = (*_told(history, rollout, outcome, table), *known)
        _stop_at(told)
        panel, warnings = panel_of(table)
    except NotAnswerable as stop:
        rest = tuple(one for one in told if one.level != "stop")
        return refused(stop, outcome, pays, rest)
    finding = judge(panel, outcome, pays, rollout.by_lot, (*told, *warnings))
    if finding.total is None:
        return finding
    return replace(shown(finding), false_alarms=_alarms(panel, outcome))


def panel_of(table: TeamMonths) -> tuple[Panel, tuple[Code, ...]]:
    """The panel of a table of team-months, and what to warn of.

    raises  NotAnswerable, see `evidence.table.read_panel`
    """
    has_practice = table.rows["practice"].null_count() < table.rows.height
    panel, warnings = read_panel(
        table.rows,
        "team_id",
        "period",
        "first_month",
        "outcome",
        weight="weight",
        cluster="cluster",
        practice="practice" if has_practice else None,
        exposure="exposure",
    )
    return replace(panel, grain=table.grain), warnings


def _table(history: History, rollout: Rollout, outcome: Outcome) -> TeamMonths:
    if rollout.started.is_empty():
        raise _stop(code("NOBODY_TREATED"), "Wait until a team has it")
    try:
        table = team_months(history, rollout, outcome)
    except NotEnoughData as missing:
        raise NotAnswerable("NO_OUTCOME", missing.found, missing.expected, missing.do) from missing
    if table.rows.is_empty() and not table.small_cells:
        raise _stop(code("NO_OUTCOME"), "Load exports that tell of it")
    return table


def _told(
    history: History, rollout: Rollout, outcome: Outcome, table: TeamMonths
) -> tuple[Code, ...]:
    found = cohort_codes(history, rollout, table)
    if outcome.key == LEAVERS and leavers_are_few(history, table.rows):
        found = (code("FEW_EXITS"), *found)
    if outcome.key in ITS_OWN_PRACTICE:
        return (*found, code("PRACTICE_IS_THE_OUTCOME"))
    return found


def _stop_at(told: tuple[Code, ...]) -> None:
    for one in told:
        if one.level == "stop":
            raise _stop(one, "Choose another outcome or rollout, or load what is missing")


def _stop(found: Code, do: str) -> NotAnswerable:
    expected = "teams with it and without it, with the outcome before and after"
    return NotAnswerable(found.code, found.sentence, expected, do)


def _alarms(panel: Panel, outcome: Outcome) -> FalseAlarms | None:
    """How often invented rollouts before the real one show an effect, by the clustered interval."""
    estimate = total_of_counts if outcome.form == "count" else total_effect
    try:
        return false_alarms(panel, estimate)
    except NotAnswerable:
        return None
