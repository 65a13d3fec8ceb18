"""Between the form and the planner: what is asked, and what is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from evidence.results import Outcome
from exports.evidence.told import PlanFound


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


def drawn(request: PlanRequest) -> PlanFound:
    """The plan with its list, and what it would find."""
    raise NotImplementedError


def keep(found: PlanFound) -> None:
    """Put a plan into the register, with its seed and its list."""
    raise NotImplementedError
