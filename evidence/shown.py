"""What of a finding may leave: no point of one or two teams, no month of leavers (METHODS R10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from evidence.at_risk import at_risk
from evidence.history import History
from evidence.judged import judged
from evidence.results import Effects, Finding

LEAVERS: Final = "retention"  # whose months would say who left, where a quarter does not


def shown(finding: Finding) -> Finding:
    """The finding without the points of the event study that few teams with it stand behind.

    Counts: a block where one of its periods is such a point. Verdict, tests and intervals stand on
    all of them. Of people who leave no single month is told.
    """
    if finding.effects is None:
        return finding
    teams = teams_behind(finding.effects)
    fewest = judged()["teams_shown"]
    enough = {event for event, n in teams.items() if n >= fewest}
    single = set() if finding.outcome.key == LEAVERS else enough
    return replace(
        finding,
        effects=None,  # by cohort, of which one may be a single team
        by_event={event: each for event, each in finding.by_event.items() if event in single},
        blocks=tuple(
            block
            for block in finding.blocks
            if enough.issuperset(range(block.months[0], block.months[1] + 1))
        ),
    )


def teams_behind(effects: Effects) -> Mapping[int, int]:
    """Event time -> how many teams with it stand behind its effect."""
    found: dict[int, int] = {}
    for cell in effects.cells:
        found[cell.time - cell.group] = found.get(cell.time - cell.group, 0) + cell.n_units
    return found


def at_risk_of(history: History, rows: pl.DataFrame) -> pl.DataFrame:
    """Who could leave in the team-months of a study: the columns of `at_risk`, period, first_month.

    rows  as `evidence.team_months` answers them: what is left out there is left out here
    on    whether the team has it in this month
    """
    cells = rows.select("team_id", "month", "period", "first_month")
    on = (pl.col("period") >= pl.col("first_month")).fill_null(value=False)
    return at_risk(history).join(cells, on=["team_id", "month"]).with_columns(on=on)


def leavers_are_few(history: History, rows: pl.DataFrame) -> bool:
    """Whether fewer people left with it, or without it, than may be told."""
    left = at_risk_of(history, rows).filter("left")["on"]
    return bool(min(left.sum(), len(left) - left.sum()) < judged()["cell_people"])
