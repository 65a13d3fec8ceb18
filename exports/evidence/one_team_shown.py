"""When the page of one team would tell of single people, and why it then stays closed."""

from collections.abc import Iterable
from datetime import date
from typing import Final

import polars as pl

from evidence.history import History
from evidence.judged import judged
from evidence.of_record import of_record
from evidence.outcomes import OUTCOMES
from evidence.rollouts import Rollout
from evidence.shown import LEAVERS
from evidence.team_months import team_months

ABOUT_NOVICES: Final = frozenset({"novice_participation"})
FEW_NOVICES: Final = (
    "Fewer than three novices, or three others, were in this team at some time. Month by month the "
    "figure would tell of single people, so it is not shown."
)
LEAVERS_BY_MONTH: Final = (
    "Month by month the figure would tell who left this team, so it is not shown."
)
TOLD_ELSEWHERE: Final = (
    "An earlier study of this team counts one to four other people for it. Beside it, this one "
    "would tell of these few, so it is not shown."
)


def why_not_shown(
    history: History, rollout: Rollout, others: Iterable[Rollout], outcome: str
) -> str:
    """Why the months of the one team that has it may not be shown; empty where they may."""
    if outcome == LEAVERS:
        return LEAVERS_BY_MONTH
    if outcome in ABOUT_NOVICES and novices_are_few(history, rollout):
        return FEW_NOVICES
    return TOLD_ELSEWHERE if is_told_elsewhere(history, rollout, others, outcome) else ""


def novices_are_few(history: History, rollout: Rollout) -> bool:
    """Whether the team alone would tell of fewer novices, or others, than may be shown (R10)."""
    team = of_record(history.belonging, rollout).join(rollout.started, on="team_id", how="semi")
    known = history.measured("status").join(team, on="person_id")
    is_novice = pl.col("status") == "novice"
    quarters = known.group_by("period").agg(novices=is_novice.sum(), others=(~is_novice).sum())
    fewest = quarters.select(pl.min_horizontal("novices", "others").min()).item()
    return fewest is None or bool(fewest < judged()["novices_shown"])


def is_told_elsewhere(
    history: History, rollout: Rollout, others: Iterable[Rollout], outcome: str
) -> bool:
    """Whether an earlier study of the same single team differs by one to four people of record.

    The difference of the two would be these people's own (METHODS R10).
    """
    own = _treated(history, rollout, outcome)
    if len(own) != 1:
        return False
    (team,) = own
    people, begins = _people(history, rollout, team), _begins(rollout, team)
    for other in others:
        if other.key == rollout.key or team not in other.started["team_id"].to_list():
            continue
        apart = len(people ^ _people(history, other, team))
        would_tell = _begins(other, team) < begins and 0 < apart < judged()["cell_people"]
        if would_tell and _treated(history, other, outcome) == own:
            return True
    return False


def _treated(history: History, rollout: Rollout, outcome: str) -> set[str]:
    rows = team_months(history, rollout, OUTCOMES[outcome]).rows
    return set(rows.drop_nulls("first_month")["team_id"])


def _people(history: History, rollout: Rollout, team: str) -> set[str]:
    return set(of_record(history.belonging, rollout).filter(team_id=team)["person_id"])


def _begins(rollout: Rollout, team: str) -> tuple[date, str]:
    return rollout.started.filter(team_id=team)["first_month"].item(), rollout.key
