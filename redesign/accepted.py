"""Redesigns that somebody accepted, with the hours that they are proposed at."""

from datetime import date
from typing import Final

import polars as pl

from redesign.ranking import PROPOSALS
from redesign.recommend import recommend
from store.workspace import Workspace

KIND: Final = "redesign"  # of the decisions on proposals
TAKEN: Final = ("accept", "edit")
SUBJECT: Final = ("team_id", "move", "period")
PROPOSED: Final = (*SUBJECT, "cost_hours")


def accepted(workspace: Workspace) -> pl.DataFrame:
    """One row per accepted redesign: team_id, move, period, decided_on, cost_hours [h a quarter].

    Counts: the newest decision on a proposal; one that was accepted first and rejected later is
    none. cost_hours is what the move costs by the figures as measured now; null where they do not
    propose it any more.
    Does not tell: how many hours it took, which nobody is asked to write down.
    """
    told = taken(workspace)
    return (
        told.join(_proposed(workspace, told["period"]), on=list(SUBJECT), how="left")
        .select(*SUBJECT, "decided_on", "cost_hours")
        .sort("decided_on", *SUBJECT)
    )


def taken(workspace: Workspace) -> pl.DataFrame:
    """One row per accepted redesign: team_id, move, period, decided_on; without what it costs."""
    newest = workspace.decisions(KIND).unique("subject", keep="last", maintain_order=True)
    chosen = newest.filter(pl.col("choice").is_in(TAKEN)).select("subject", "at")
    rows = [(*_read(subject), at.date()) for subject, at in chosen.iter_rows()]
    schema = {name: PROPOSALS[name] for name in SUBJECT} | {"decided_on": pl.Date()}
    told = pl.DataFrame(rows, schema=schema, orient="row")
    return told.sort("decided_on", *SUBJECT)


def _read(subject: str) -> tuple[str, str, date]:
    """Team, move and period of a decision; the key of a team may hold the mark between them."""
    team, move, period = subject.rsplit("|", 2)
    return team, move, date.fromisoformat(period)


def _proposed(workspace: Workspace, periods: pl.Series) -> pl.DataFrame:
    """What is proposed in some quarters; of those that are measured."""
    none = pl.DataFrame(schema={name: PROPOSALS[name] for name in PROPOSED})
    if periods.is_empty() or workspace.measurement is None:
        return none
    measured = set(workspace.cube("quarter")["period"])
    asked = sorted(set(periods) & measured)
    return pl.concat([none, *(recommend(workspace, one).select(PROPOSED) for one in asked)])
