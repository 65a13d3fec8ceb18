"""What a move is: a function from one team's figures to a change of the work, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Grade = Literal["A", "B", "C", "D"]
Strength = Literal["STRONG", "WATCH"]


@dataclass(frozen=True)
class Figure:
    """One cell of the cube, with its shrunk value: what a trigger may look at.

    trigger_units  smallest `n_units` that may trigger a redesign, as the indicator says
    reason         why `value` is null, in a sentence
    quarters       over how many quarters it was measured: 2 where one held too few units
    """

    value: float | None
    low: float | None
    high: float | None
    shrunk: float | None
    score: float | None
    n_units: int
    coverage: float | None
    state: str
    trigger_units: int = 0
    reason: str = ""
    quarters: int = 1


@dataclass(frozen=True)
class Reading:
    """One team in one period, as a move sees it.

    figures       indicator key -> figure; a key that was not computed is absent
    people, novices, experts   people of the team in the period
    hours         quantities that costs are made of, a quarter; one that is not known is absent:
                  `capacity_hours`, `novice_hours`, `expert_hours`: capacity of all, of novices,
                  of experts; `challenging_tasks`, `challenging_hours`; `expert_solo_tasks`,
                  `expert_solo_hours`: challenging tasks with an expert and no novice, and the
                  experts' hours on them; `zone_tasks_in_backlog`: open tasks in the learning
                  zone of a novice of the team
    """

    team_id: str
    period: date
    figures: Mapping[str, Figure]
    people: int
    novices: int
    experts: int
    hours: Mapping[str, float]


@dataclass(frozen=True)
class Proposal:
    """A change of the work, never of a person.

    what       the change, as a sentence that begins with a verb and names no person
    because    which figures led to it, with their numbers, in a sentence
    strength   STRONG: interval and shrunk value both beyond the threshold; WATCH: only the point
    cost_hours hours a quarter
    cost_words how the cost comes about
    productivity   what output is expected to do
    expert_hours   those of the hours that experts give; all moves of a team share one cap
    novices_reached   how many novices of the team the change reaches
    """

    what: str
    because: str
    strength: Strength
    cost_hours: float
    cost_words: str
    productivity: str
    expert_hours: float = 0.0
    novices_reached: int = 0


@dataclass(frozen=True)
class Move:
    """One move as the walk over `redesign/moves` finds it.

    key, section   name of its file; number in docs/methods.md (M1 ...)
    title          noun phrase
    aims_at        indicator that it is meant to move
    mechanism      moves of one mechanism are not proposed together
    grade          A workplace trial, B trial in education or lab, C observational, D case or theory
    prior            share of the gap closed in two quarters: low, middle, high (judgement, until
                     this firm has used the move six times)
    weeks_to_effect   from, to
    guardrail, stop_rule   what must not get worse, and when to stop
    words          trigger words that it listens to (`thresholds.toml`)
    quantities     keys of `Reading.hours` that it cannot do without
    """

    key: str
    section: str
    title: str
    aims_at: str
    mechanism: str
    grade: Grade
    prior: tuple[float, float, float]
    weeks_to_effect: tuple[int, int]
    guardrail: str
    stop_rule: str
    words: tuple[str, ...]
    quantities: tuple[str, ...]
    propose: Callable[[Reading], Proposal | None]

    @property
    def about(self) -> str:
        """The docstring of the proposing function."""
        return self.propose.__doc__ or ""


def move(
    *,
    section: str,
    title: str,
    aims_at: str,
    mechanism: str,
    grade: Grade,
    prior: tuple[float, float, float],
    weeks_to_effect: tuple[int, int],
    guardrail: str,
    stop_rule: str,
    words: tuple[str, ...],
    quantities: tuple[str, ...] = (),
) -> Callable[[Callable[[Reading], Proposal | None]], Move]:
    """Make a move of a proposing function. The walk over the folder finds it by its type."""

    def make(propose: Callable[[Reading], Proposal | None]) -> Move:
        return Move(
            key=propose.__module__.rpartition(".")[2],
            section=section,
            title=title,
            aims_at=aims_at,
            mechanism=mechanism,
            grade=grade,
            prior=prior,
            weeks_to_effect=weeks_to_effect,
            guardrail=guardrail,
            stop_rule=stop_rule,
            words=words,
            quantities=quantities,
            propose=propose,
        )

    return make
