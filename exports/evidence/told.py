"""What page and workbook tell of a study: plain values, wherever they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from evidence.results import Finding


@dataclass(frozen=True)
class StudyTold:
    """A rollout with what is known of it.

    kind      training, redesign or planned
    teams     how many teams it reached, or will reach
    first, last  first days of the months in which the first and the last team started
    by_lot    whether the dates were drawn by lot
    findings  the newest, one an outcome; empty as long as nobody has computed the study
    reason    why no study is possible, in a sentence; empty when one is
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
