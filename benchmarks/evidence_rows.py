"""The rows of the error-rate study: what is planted, how often, and what is asked of it."""

from dataclasses import dataclass, replace
from typing import Literal

from sample_data.team_months import TeamMonths


@dataclass(frozen=True)
class Row:
    """One planted situation.

    asks   estimate: how far the headline is off, and how often its interval holds the truth;
           few: how often intervals leave out 0 where nothing happened; verdict: what is said;
           methods, regressions: what other methods would have said of the same firms
    runs   made firms of the whole study;  short  of the short form, 0: not in it
    most   any 'worked' may be said in at most this share of runs;  least  WORKED in at least that
    pays   gain in log outcome from which on it pays
    """

    table: Literal["A3", "A3 methods", "A4", "A4 methods", "A6"]
    name: str
    plan: TeamMonths
    asks: Literal["estimate", "methods", "few", "regressions", "verdict"]
    runs: int
    short: int = 0
    most: float | None = None
    least: float | None = None
    pays: float = 0.0

    @property
    def key(self) -> str:
        """The name of its runs in the file that a study is resumed from."""
        return f"{self.table}: {self.name}"


YEARS_3 = TeamMonths()  # 36 months, seven waves, novice teams first
YEARS_2 = TeamMonths(months=24, waves=(13, 16, 19, 22), choice=0.0)  # by lot, a year before


def _estimate(name: str, short: int = 0, **planted: float | str) -> Row:
    return Row("A3", name, replace(YEARS_3, **planted), "estimate", 1000, short)


def _few(teams: int, treated: int, waves: tuple[int, ...], short: int = 0) -> Row:
    never = 1 - treated / teams
    plan = replace(YEARS_2, teams=teams, never=never, waves=waves, learning=0.0)
    name = f"{teams} teams, {treated} treated, waves: {len(waves)}"
    return Row("A4", name, plan, "few", 1000, short)


def _says(
    name: str, plan: TeamMonths, short: int = 0, pays: float = 0.01, **how: float | None
) -> Row:
    return Row("A6", name, plan, "verdict", _runs(plan), short, pays=pays, **how)


def _runs(plan: TeamMonths) -> int:
    """Of a verdict: as many as a bound needs, in about half an hour for the whole study."""
    if plan.teams > 400:
        return 500
    return 2000 if plan.drift == -0.005 else 1000  # there the bound of .05 is near


def _nothing(teams: int) -> tuple[Row, ...]:
    """No effect at all, in the situations in which one is most easily seen."""
    plan, short = replace(YEARS_2, teams=teams), 40 * (teams == 400)
    told = {
        "by lot": plan,
        "novices first": replace(plan, choice=1.0),
        "drift of -.2 % a month": replace(plan, drift=-0.002),
        "drift of -.5 % a month": replace(plan, drift=-0.005),
    }
    rows = (
        _says(
            f"{teams} teams, nothing, {name}",
            each,
            short * ("lot" in name or ".5" in name),
            most=0.05,
        )
        for name, each in told.items()
    )
    return tuple(rows)


def _something(teams: int) -> tuple[Row, ...]:
    plan = replace(YEARS_2, teams=teams)
    least = {0.06: 0.75} if teams == 400 else {}
    rows = (
        _says(
            f"{teams} teams, -{100 * gain:.0f} %",
            replace(plan, effect=-gain),
            short=40 * (gain in least),
            least=least.get(gain),
        )
        for gain in (0.02, 0.06, 0.12)
    )
    return tuple(rows)


A3 = (
    _estimate("-6 %", short=60, effect=-0.06),
    _estimate("nothing"),
    _estimate("nothing but 40 % more practice", boost=0.4),
    _estimate("-6 %, by lot", effect=-0.06, choice=0.0),
    _estimate("-6 %, learning ends at a plateau", effect=-0.06, curve="plateau"),
    _estimate("-6 %, each team learns at its own rate", effect=-0.06, curve="own"),
)
A4 = (
    _few(8, 4, (13,)),
    _few(12, 6, (13,), short=60),
    _few(20, 15, (13, 16, 19)),
    _few(40, 30, (13, 16, 19)),
    _few(24, 3, (13,)),
)
ROWS = (
    *A3,
    *(replace(row, table="A3 methods", asks="methods", short=0) for row in A3[:3]),
    *A4,
    *(replace(row, table="A4 methods", asks="regressions", short=0) for row in A4),
    *_nothing(400),
    *_something(400),
    _says(
        "400 teams, -6 %, 36 months, novices first, pays 2 %",
        replace(YEARS_3, effect=-0.06),
        pays=0.02,
        least=0.75,
    ),
    _says("400 teams, +6 %", replace(YEARS_2, effect=0.06)),
    *_nothing(40),
    *_something(40),
    *_nothing(1500),
    *_something(1500),
)
