"""Which teams need a look, and why: by name, with reasons, never as a rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from metrics.contract import Indicator
from ui.units import Units
from ui.words import HEADLINES, direction, number


@dataclass(frozen=True)
class Look:
    """One team that needs a look: its reasons, in sentences."""

    team_id: str
    name: str
    reasons: list[str] = field(default_factory=list)


def looks(
    teams: Sequence[str],
    units: Units,
    changed: pl.DataFrame,
    proposed: pl.DataFrame,
    definitions: Mapping[str, Indicator],
    since: str,
) -> list[Look]:
    """Teams with a strong proposal, or a headline that worsened by more than chance, by name.

    changed   changes that withstand looking at all of them (ui.changes)
    proposed  redesigns (redesign.recommend): team_id, strength, because
    since     name of the earlier period
    """
    reasons: dict[str, list[str]] = {team: [] for team in teams}
    strong = (
        proposed.filter(pl.col("strength") == "STRONG") if not proposed.is_empty() else proposed
    )
    for row in strong.sort("rank").iter_rows(named=True) if not strong.is_empty() else ():
        for part in str(row["because"]).rstrip(".").split("; "):
            _add(reasons, row["team_id"], part)
    for row in changed.iter_rows(named=True):
        told = definitions.get(row["indicator"])
        if told and told.key in HEADLINES and direction(told, row["change"]) == "worse":
            way = "rose" if row["change"] > 0 else "fell"
            values = f"from {number(told, row['before'])} to {number(told, row['value'])}"
            _add(reasons, row["team_id"], f"{told.label} {way} {values} since {since}")
    found = [Look(team, units.label(team), why) for team, why in reasons.items() if why]
    return sorted(found, key=lambda look: look.name.casefold())


def _add(reasons: dict[str, list[str]], team: str, reason: str) -> None:
    told = reason[:1].upper() + reason[1:]
    if team in reasons and told not in reasons[team]:
        reasons[team].append(told)
