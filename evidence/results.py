"""What the estimators and the verdict answer: frozen, each number with its unit and shape."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Method: TypeAlias = Literal["imputation", "cs", "etwfe", "twfe"]
Grain: TypeAlias = Literal["month", "quarter", "survey", "period"]
Control: TypeAlias = Literal["not-yet", "never"]
VerdictCode: TypeAlias = Literal[
    "WORKED",
    "WORKED-MAY-NOT-PAY",
    "WORKED-NOT-WORTH-IT",
    "NO-MEANINGFUL-EFFECT",
    "HARMED",
    "CANNOT-TELL",
    "NOT-ANSWERABLE",
]
Level: TypeAlias = Literal["stop", "blocks", "warns"]


@dataclass(frozen=True)
class Estimate:
    """An effect with its uncertainty, all in the unit of the outcome as the model has it.

    se         clustered, without a factor for few clusters; NaN where it cannot be told
    low, high  95 % interval: estimate +- t(G-1) x se x sqrt(G/(G-1)), or by the rule for few teams
    """

    estimate: float
    se: float
    low: float
    high: float


@dataclass(frozen=True)
class CellEffect:
    """Effect on one cohort in one period.

    group, time  values of `Panel.times`: first treated period of the cohort, and the period
    n_units      treated units behind it
    """

    group: int
    time: int
    n_units: int
    effect: Estimate


@dataclass(frozen=True)
class Effects:
    """All effects of one method on one panel.

    cells    one per cohort and period that can be told, by cohort and period; periods before the
             rollout included where the method gives them
    simple   mean over treated unit-periods
    group    mean over cohorts of their mean over periods; `by_group`: first period -> effect
    calendar mean over periods; `by_calendar`: period -> effect
    dynamic  mean over event times from 0 on; `by_event`: event time -> effect, negative ones before
    notes    codes of what happened on the way (`OVERLAP` and how many cells)
    """

    method: Method
    control: Control
    simple: Estimate
    group: Estimate
    calendar: Estimate
    dynamic: Estimate
    by_group: dict[int, Estimate]
    by_calendar: dict[int, Estimate]
    by_event: dict[int, Estimate]
    cells: tuple[CellEffect, ...]
    notes: tuple["Code", ...] = ()


@dataclass(frozen=True)
class Block:
    """One block of the event study, against the block just before rollout.

    A block is three periods, or a single one of a table that has few (`evidence.steps`).

    block    -1 is the block just before rollout and the reference (not listed); 0 the first after
    months   event times in it: first and last
    """

    block: int
    months: tuple[int, int]
    effect: Estimate


@dataclass(frozen=True)
class PreTest:
    """Whether treated and comparison units drifted apart before the rollout.

    stat, p  of Hotelling's F over the blocks before, or of the chi-square over all cells before
             (R's `did`); NaN where it cannot be told
    """

    stat: float
    df: int
    p: float


@dataclass(frozen=True)
class Sensitivity:
    """How much hidden drift it takes to erase the effect (Rambachan and Roth 2023).

    breakdown  the largest multiple of the worst drift seen before rollout at which the interval
               still leaves out 0; 0 where even the plain interval holds it
    rows       (multiple, low, high)
    """

    breakdown: float
    rows: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True)
class Code:
    """Something about the table or the estimate that a reader must know.

    level  stop: no number is given; blocks: no 'worked' or 'harmed'; warns: printed beside it
    """

    code: str
    sentence: str
    level: Level


@dataclass(frozen=True)
class Counts:
    """What the answer stands on.

    units, treated, comparison  units with and (not yet) without it
    waves         months in which units started
    periods, rows periods of the table, and unit-periods with an outcome
    grain         what a period is
    clusters      units of decision
    share_used    of the treated unit-periods, those with a comparison
    """

    units: int
    treated: int
    comparison: int
    waves: int
    periods: int
    rows: int
    clusters: int
    share_used: float
    grain: Grain = "month"


@dataclass(frozen=True)
class FalseAlarms:
    """How often this firm's own months before the rollout say 'something happened' by accident.

    share  of the placebo rollouts whose interval leaves out 0; runs  how many were tried
    """

    share: float
    runs: int


@dataclass(frozen=True)
class Doses:
    """Change of the outcome with ten hours more of one dose a head, the other held as it is.

    rows  unit-periods behind both
    """

    training: Estimate
    challenging: Estimate
    rows: int


@dataclass(frozen=True)
class Leaving:
    """How likely leaving is with it against without it, in months of people (EVIDENCE A8).

    log_ratio  log of the hazard ratio, below 0: fewer leave; None: it is not told
    reason     why it is not told; then there are no counts either
    people_*   people with at least one month with it, without it: one person may be both
    exits_*    how many of them left in such a month
    clusters   units of decision that the interval stands on
    """

    log_ratio: Estimate | None = None
    reason: str = ""
    people_with: int = 0
    people_without: int = 0
    exits_with: int = 0
    exits_without: int = 0
    person_months: int = 0
    clusters: int = 0


@dataclass(frozen=True)
class Verdict:
    """One of seven answers, and the sentence that a CFO reads."""

    code: VerdictCode
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """What may have changed.

    key     stable name; `label` and `unit` as users read them
    better  which way is good
    form    log: of a duration, told as percent; count: told as percent, by a Poisson model;
            share: told as points; number: told in its unit; sd: told in standard deviations
    method  section of docs/evidence.md
    """

    key: str
    label: str
    unit: str
    better: Literal["lower", "higher"]
    form: Literal["log", "count", "share", "number", "sd"]
    counts: str
    does_not_tell: str


@dataclass(frozen=True)
class Finding:
    """The answer to one question: what this rollout did to this outcome.

    Estimates are as the model has them, in its sign; `evidence.words` tells them. All numbers are
    None with the verdict NOT-ANSWERABLE.

    pays        the gain from which on it pays, in the scale of the model, above 0; 0: not asked
    mde         smallest effect that this table would find four times out of five
    total       the headline: imputation against practice at the pace before rollout
    equal_practice  against the practice that there really was; None: practice is not told
    second      Callaway and Sant'Anna;  usual  the usual two-way regression
    shuffle_p   of the shuffles of rollout dates; None: enough teams, not needed
    by_lot      the dates were drawn by lot, so that the shuffles are exact
    interval    how the interval was made: 'clustered' or 'leave one team out'
    holm_p      p after the correction for all outcomes that one page shows; None: one outcome
    tested      how many those are
    doses       hours of training and of challenging work in one model; None: they cannot be told
    leaving     of retention, the detail by person and month; None: another outcome, or kept before
                there was one. No verdict stands on it
    """

    outcome: Outcome
    verdict: Verdict
    codes: tuple[Code, ...]
    pays: float
    counts: Counts | None = None
    mde: float | None = None
    total: Estimate | None = None
    equal_practice: Estimate | None = None
    second: Estimate | None = None
    usual: Estimate | None = None
    effects: Effects | None = None
    by_event: dict[int, Estimate] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    pretest: PreTest | None = None
    sensitivity: Sensitivity | None = None
    shuffle_p: float | None = None
    by_lot: bool = False
    interval: str = "clustered"
    false_alarms: FalseAlarms | None = None
    holm_p: float | None = None
    tested: int = 1
    doses: Doses | None = None
    leaving: Leaving | None = None
