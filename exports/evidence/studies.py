"""Studies of a workspace: the register, the plans, and what computing one of them takes.

The only place where page, command and workbook meet the register: all of them read the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from evidence.results import Outcome
from exports.evidence.told import OneTeam, PlanFound, PlanTold, StudyTold
from store.errors import NotEnoughData
from store.workspace import Workspace

Progress: TypeAlias = Callable[[int, int, str], None]  # steps done, of how many, what is done now


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


def studies_told(workspace: Workspace) -> tuple[StudyTold, ...]:
    """All rollouts with their newest findings, corrected for each other within a rollout."""
    return ()


def plans_told(workspace: Workspace) -> tuple[PlanTold, ...]:
    """Lists that were drawn and kept."""
    return ()


def compute(workspace: Workspace, study: str, progress: Progress) -> None:
    """Compute a study on every outcome and keep what was found; nothing is answered."""
    raise _not_yet("computed")


def one_team_told(workspace: Workspace, study: str, outcome: str) -> OneTeam | None:
    """What others make of the one treated team; None where they make nothing of it."""
    return None


def drawn(workspace: Workspace, request: PlanRequest) -> PlanFound:
    """A plan with its list, and what it would find. Nothing is kept."""
    raise _not_yet("drawn")


def keep_plan(workspace: Workspace, found: PlanFound, by: str) -> None:
    """Put a plan into the register, with its seed and its list."""
    raise _not_yet("kept")


def _not_yet(what: str) -> NotEnoughData:
    return NotEnoughData(
        f"no study can be {what} in this version",
        "the register of studies",
        "Take a version that has it",
    )
