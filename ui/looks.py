"""Which teams need a look, and why: by name, with reasons, never as a rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from metrics.contract import Indicator
from ui.units import Units
from ui.words import direction, number


@dataclass(frozen=True)
class Look:
    """One team that needs a look: its reasons, in sentences."""

    team_id: str
    name: str
    reasons: list[str] = field(default_factory=list)


def looks(
    teams: Sequence[str],
    units: Units,
    changed: Mapping[str, pl.DataFrame],
    proposed: pl.DataFrame,
    definitions: Mapping[str, Indicator],
) -> list[Look]:
    """Teams with a strong proposal, or a headline that worsened by more than chance, by name.

    changed   against what, in words -> changes that withstand looking at all of them
    proposed  redesigns (redesign.recommend): team_id, strength, rank, because
    """
    reasons: dict[str, list[str]] = {team: [] for team in teams}
    for row in of_strength(proposed, "STRONG").iter_rows(named=True):
        for part in str(row["because"]).rstrip(".").split("; "):
            _add(reasons, row["team_id"], part)
    for against, table in changed.items():
        for row in table.iter_rows(named=True):
            told = definitions[row["indicator"]]
            if direction(told, row["change"]) == "worse":
                way = "rose" if row["change"] > 0 else "fell"
                values = f"from {number(told, row['before'])} to {number(told, row['value'])}"
                _add(reasons, row["team_id"], f"{told.label} {way} {values} {against}")
    found = [Look(team, units.label(team), why) for team, why in reasons.items() if why]
    return sorted(found, key=lambda look: look.name.casefold())


def of_strength(proposed: pl.DataFrame, wanted: str) -> pl.DataFrame:
    """Proposals of one strength, by team and rank."""
    if proposed.is_empty():
        return proposed
    return proposed.filter(pl.col("strength") == wanted).sort("team_id", "rank")


def talks(
    teams: Sequence[str], units: Units, proposed: pl.DataFrame, looked: Sequence[Look]
) -> list[str]:
    """Names of teams whose figures lead to a conversation only, without those that need a look."""
    watched = {row["team_id"] for row in of_strength(proposed, "WATCH").iter_rows(named=True)}
    found = (watched & set(teams)) - {look.team_id for look in looked}
    return sorted((units.label(team) for team in found), key=str.casefold)


def _add(reasons: dict[str, list[str]], team: str, reason: str) -> None:
    told = reason[:1].upper() + reason[1:]
    if team in reasons and told not in reasons[team]:
        reasons[team].append(told)
