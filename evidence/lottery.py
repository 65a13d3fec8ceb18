"""Start dates by lot: then nobody chose, and shuffling them later is an exact test."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from store.errors import RequestError

MOST_WAVES: Final = 12


@dataclass(frozen=True)
class Drawn:
    """One team of a draw: its wave, from 1 on; first_month None: it stays without it."""

    team_id: str
    wave: int
    first_month: date | None


def draw(
    teams: Sequence[str],
    first_month: date,
    waves: int,
    months_between: int,
    seed: int,
    *,
    keeps_last: bool = True,
    practice: Mapping[str, float] | None = None,
) -> tuple[Drawn, ...]:
    """The teams with their waves, by wave and team; the same seed and teams give the same list.

    keeps_last  the last wave stays without it, as the comparison of all before it
    practice    of each team; teams are then dealt within its lower and its upper half, so that
                novices are in every wave alike (EVIDENCE A4)

    Counts: waves differ by one team at most; the order in which teams are named is of no meaning.
    raises  RequestError
    """
    names = sorted(set(teams))
    if not 2 <= waves <= MOST_WAVES or waves > len(names) or months_between < 1:  # noqa: PLR2004
        raise RequestError(
            f"{waves} waves, {months_between} months apart, of {len(names)} teams",
            f"2 to {MOST_WAVES} waves, at least a month apart, and a team for each",
            "Take fewer waves or more teams",
        )
    order = _dealt(names, practice, np.random.default_rng(seed))
    found = [
        Drawn(team, place % waves + 1, _month(first_month, place % waves, months_between))
        for place, team in enumerate(order)
    ]
    if keeps_last:
        found = [Drawn(d.team_id, d.wave, None) if d.wave == waves else d for d in found]
    return tuple(sorted(found, key=lambda each: (each.wave, each.team_id)))


def _dealt(
    names: Sequence[str], practice: Mapping[str, float] | None, rng: np.random.Generator
) -> list[str]:
    """The teams in a random order; with practice one half after the other."""
    if practice is None:
        return [names[i] for i in rng.permutation(len(names))]
    by_practice = sorted(names, key=lambda team: (practice.get(team, 0.0), team))
    middle = len(names) // 2
    halves = (by_practice[:middle], by_practice[middle:])
    return [half[i] for half in halves for i in rng.permutation(len(half))]


def _month(first: date, wave: int, between: int) -> date:
    months = first.month - 1 + wave * between
    return date(first.year + months // 12, months % 12 + 1, 1)
