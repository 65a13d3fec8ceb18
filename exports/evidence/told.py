"""What page and workbook tell of a study: plain values, wherever they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from evidence.results import Finding, Outcome


@dataclass(frozen=True)
class StudyTold:
    """A rollout with what is known of it.

    kind      training, redesign or planned
    teams     how many teams it reached, or will reach
    first, last  first days of the months in which the first and the last team started
    by_lot    whether the dates were drawn by lot
    findings  the newest, one an outcome; empty as long as nobody has computed the study
    reason    why no study is possible, in a sentence; empty when one is
    is_old    the facts or the judged numbers have changed since it was computed
    """

    key: str
    name: str
    kind: str
    teams: int
    first: date | None
    last: date | None
    by_lot: bool = False
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    is_old: bool = False

    def of(self, outcome: str) -> Finding | None:
        """The newest finding on an outcome."""
        return next((each for each in self.findings if each.outcome.key == outcome), None)


@dataclass(frozen=True)
class Start:
    """One team of a list that was drawn: its wave, from 1 on, and the month in which it starts.

    first_month  None: the team stays without it until the study has ended
    """

    team_id: str
    team: str
    wave: int
    first_month: date | None


@dataclass(frozen=True)
class PlanTold:
    """A plan that was drawn and kept: seed and list repeat the draw."""

    key: str
    name: str
    seed: int
    starts: tuple[Start, ...]
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True)
class PlanFound:
    """A plan as the planner answers it, before or after it is kept.

    mde           smallest effect that it would find four times out of five, in the scale of the
                  outcome's model; None: the months before cannot tell
    pays          the gain from which on it pays, in the same scale; 0: not asked
    teams_needed, months_needed  what would do to find what pays; None: not asked, or not in reach
    periods       months of the study after the first start
    notes         what else the planner says, in sentences
    """

    name: str
    kind: str
    outcome: Outcome
    seed: int
    starts: tuple[Start, ...]
    mde: float | None
    pays: float
    teams_needed: int | None = None
    months_needed: int | None = None
    periods: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class OneTeam:
    """The one treated team against what others make of it.

    months    event times: 0 is the first month with it
    gaps      outcome less that of the weighted others, in the scale of the model, by month
    ratios    how much larger the gap is after than before, for every team in the place of the one,
              the real one last; without names, as nobody is ranked
    effect    mean gap after the start; second: by synthetic difference in differences
    rank      of the real one among all, 1 is the largest; of how many in all
    """

    months: tuple[int, ...]
    gaps: tuple[float, ...]
    ratios: tuple[float, ...]
    effect: float
    second: float | None
    rank: int
    of: int

    @property
    def chance(self) -> float:
        """How often the rank would come about by accident."""
        return self.rank / self.of

    @property
    def smallest(self) -> float:
        """The smallest chance that is possible here, however large the change."""
        return 1 / self.of


@dataclass(frozen=True)
class EvidenceBook:
    """What an evidence workbook tells.

    studies   in the order of the register
    plans     lists that were drawn
    versions  what -> version of the facts and judged numbers that the findings were made with
    chosen    study and outcome that the reader looked at; its picture comes first
    """

    studies: Sequence[StudyTold]
    plans: Sequence[PlanTold] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    chosen: tuple[str, str] = ("", "")
