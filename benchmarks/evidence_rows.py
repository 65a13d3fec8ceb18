"""The rows of the error-rate study: what is planted, how often, and what is asked of it."""

from dataclasses import dataclass, replace
from typing import Literal

from sample_data.team_months import TeamMonths


@dataclass(frozen=True)
class Row:
    """One planted situation.

    asks   estimate: how far the headline is off, and how often its interval holds the truth;
           few: how often intervals leave out 0 where nothing happened; verdict: what is said
    runs   made firms of the whole study;  short  of the short form, 0: not in it
    most   'worked' may be said in at most this share of runs;  least  in at least that share
    """

    table: Literal["A3", "A4", "A6"]
    name: str
    plan: TeamMonths
    asks: Literal["estimate", "few", "verdict"]
    runs: int
    short: int = 0
    most: float | None = None
    least: float | None = None

    @property
    def key(self) -> str:
        """The name of its runs in the file that a study is resumed from."""
        return f"{self.table}: {self.name}"


FIRM = TeamMonths()
SMALL = TeamMonths(teams=120)


def _few(name: str, teams: int, never: float) -> Row:
    # One wave after a year, as a firm of few teams would do it.
    plan = TeamMonths(teams=teams, never=never, waves=(13,), months=24)
    return Row("A4", name, plan, "few", runs=1000, short=4 if teams == 12 else 0)


def _nothing(name: str, short: int = 0, **planted: float) -> Row:
    return Row("A6", name, replace(FIRM, **planted), "verdict", 1000, short, most=0.05)


ROWS = (
    Row("A3", "-6 % at once", replace(SMALL, effect=-0.06), "estimate", 1000, short=4),
    Row("A3", "-6 % after half a year", replace(SMALL, effect=-0.06, ramp=6), "estimate", 1000),
    Row(
        "A3", "-9, -6 and -3 % by wave", replace(SMALL, effect=-0.06, spread=0.5), "estimate", 1000
    ),
    Row("A3", "practice faster by half", replace(SMALL, boost=0.5), "estimate", 1000),
    Row(
        "A3", "-6 %, novice teams first", replace(SMALL, effect=-0.06, choice=0.8), "estimate", 1000
    ),
    Row(
        "A3",
        "-6 %, sites of six",
        replace(SMALL, effect=-0.06, teams_a_site=6, site=0.05),
        "estimate",
        1000,
    ),
    _few("6 of 12 teams", 12, 0.5),
    _few("3 of 24 teams", 24, 0.875),
    _few("12 of 24 teams", 24, 0.5),
    _few("20 of 40 teams", 40, 0.5),
    _few("60 of 120 teams", 120, 0.5),
    _nothing("nothing, by lot", short=3),
    _nothing("nothing, drift of .2 % a month", drift=0.002),
    _nothing("nothing, drift of .5 % a month", short=3, drift=0.005),
    _nothing("nothing, a quarter worse by 5 % before", dip=0.05),
    _nothing("nothing, novice teams first", choice=0.8),
    Row("A6", "-6 %", replace(FIRM, effect=-0.06), "verdict", 1000, short=3, least=0.75),
    Row("A6", "-3 %", replace(FIRM, effect=-0.03), "verdict", 1000),
    Row(
        "A6",
        "-6 %, drift of .5 % a month",
        replace(FIRM, effect=-0.06, drift=0.005),
        "verdict",
        1000,
    ),
    Row("A6", "+6 %", replace(FIRM, effect=0.06), "verdict", 1000),
    Row("A6", "nothing, 120 teams", SMALL, "verdict", 1000, most=0.05),
    Row("A6", "-6 %, 120 teams", replace(SMALL, effect=-0.06), "verdict", 1000),
)
