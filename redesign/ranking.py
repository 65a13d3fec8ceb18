"""From readings to proposals: at most three a team, ranked within the firm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from redesign.contract import Move, Proposal, Reading
from redesign.thresholds import number, word
from redesign.triggers import expert_hours_cap, unheard

PROPOSALS: Final = pl.Schema(
    {
        "team_id": pl.String(),
        "period": pl.Date(),
        "move": pl.String(),
        "section": pl.String(),
        "title": pl.String(),
        "rank": pl.Int64(),
        "strength": pl.String(),
        "aims_at": pl.String(),
        "value": pl.Float64(),
        "low": pl.Float64(),
        "high": pl.Float64(),
        "score": pl.Float64(),
        "what": pl.String(),
        "because": pl.String(),
        "cost_hours": pl.Float64(),
        "cost_words": pl.String(),
        "prior_low": pl.Float64(),
        "prior": pl.Float64(),
        "prior_high": pl.Float64(),
        "productivity": pl.String(),
        "grade": pl.String(),
        "guardrail": pl.String(),
        "stop_rule": pl.String(),
        "weeks_from": pl.Int64(),
        "weeks_to": pl.Int64(),
        "expires_on": pl.Date(),
        "novices_reached": pl.Int64(),
        "expert_hours": pl.Float64(),
        "worth": pl.Float64(),
    }
)

NOT_EVALUATED: Final = pl.Schema(
    {
        "team_id": pl.String(),
        "period": pl.Date(),
        "move": pl.String(),
        "section": pl.String(),
        "needs": pl.String(),
        "reason": pl.String(),
    }
)

MONTHS_A_QUARTER: Final = 3
MONTHS_A_YEAR: Final = 12
CHEAPEST_HOURS: Final = (
    1.0  # so that a change that costs nearly nothing is not worth infinitely much
)


@dataclass(frozen=True)
class Offer:
    """One proposal of one move to one team, with what it is worth."""

    reading: Reading
    move: Move
    proposal: Proposal

    @property
    def worth(self) -> float:
        """Gap in score points x novices reached x prior share of the gap / hours of cost."""
        figure = self.reading.figures.get(self.move.aims_at)
        if figure is None or figure.score is None:
            return 0.0
        gap = max(0.0, number("score_aimed_at") - figure.score)
        middle = self.move.prior[1]
        cost = max(self.proposal.cost_hours, CHEAPEST_HOURS)
        return gap * self.proposal.novices_reached * middle / cost

    @property
    def order(self) -> tuple[bool, float, float, str, str]:
        """Key of the ranking: STRONG first, then worth, then the cheaper one, then names."""
        return (
            self.proposal.strength != "STRONG",
            -self.worth,
            self.proposal.cost_hours,
            self.reading.team_id,
            self.move.section,
        )


def proposals(readings: Iterable[Reading], moves: Sequence[Move]) -> pl.DataFrame:
    """Proposals for all teams, one row per team and move, by rank.

    Counts: at most three a team, of different mechanisms, STRONG before WATCH; experts' hours of
    all moves of a team stay under one cap. The rank stands on the proposal within the firm.
    Does not tell: which team is better. Teams are not ranked.
    """
    offers = [offer for reading in readings for offer in _of_one_team(reading, moves)]
    rows = [_row(offer, rank) for rank, offer in enumerate(sorted(offers, key=_order), start=1)]
    return pl.DataFrame(rows, schema=PROPOSALS)


def not_evaluated(readings: Iterable[Reading], moves: Sequence[Move]) -> pl.DataFrame:
    """What a move needed and did not have, one row per team, move and missing word or quantity."""
    rows = [
        {
            "team_id": reading.team_id,
            "period": reading.period,
            "move": move.key,
            "section": move.section,
            "needs": needs,
            "reason": reason,
        }
        for reading in readings
        for move in moves
        for needs, reason in _missing(reading, move)
    ]
    return pl.DataFrame(rows, schema=NOT_EVALUATED)


def expires_on(period: date) -> date:
    """The day on which a proposal from one quarter ends: one quarter after that quarter's end."""
    month = period.month - 1 + 2 * MONTHS_A_QUARTER
    return date(period.year + month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, 1)


def _order(offer: Offer) -> tuple[bool, float, float, str, str]:
    return offer.order


def _of_one_team(reading: Reading, moves: Sequence[Move]) -> list[Offer]:
    offers = [
        Offer(reading, move, proposal)
        for move in moves
        if (proposal := move.propose(reading)) is not None
    ]
    chosen: list[Offer] = []
    expert_hours, cap = 0.0, expert_hours_cap(reading)
    for offer in sorted(offers, key=_order):
        asked = expert_hours + offer.proposal.expert_hours
        is_new = offer.move.mechanism not in {other.move.mechanism for other in chosen}
        if len(chosen) < number("moves_a_team") and is_new and asked <= cap:
            chosen.append(offer)
            expert_hours = asked
    return chosen


def _missing(reading: Reading, move: Move) -> list[tuple[str, str]]:
    silent = [(name, unheard(reading, name)) for name in move.words]
    missing = [
        (f"{name} ({word(name).indicator})", reason)
        for name, reason in silent
        if reason is not None
    ]
    return missing + [
        (name, "not known for this quarter")
        for name in move.quantities
        if name not in reading.hours
    ]


def _row(offer: Offer, rank: int) -> dict[str, object]:
    reading, move, proposal = offer.reading, offer.move, offer.proposal
    figure = reading.figures.get(move.aims_at)
    return {
        "team_id": reading.team_id,
        "period": reading.period,
        "move": move.key,
        "section": move.section,
        "title": move.title,
        "rank": rank,
        "strength": proposal.strength,
        "aims_at": move.aims_at,
        "value": figure and figure.value,
        "low": figure and figure.low,
        "high": figure and figure.high,
        "score": figure and figure.score,
        "what": proposal.what,
        "because": proposal.because,
        "cost_hours": proposal.cost_hours,
        "cost_words": proposal.cost_words,
        "prior_low": move.prior[0],
        "prior": move.prior[1],
        "prior_high": move.prior[2],
        "productivity": proposal.productivity,
        "grade": move.grade,
        "guardrail": move.guardrail,
        "stop_rule": move.stop_rule,
        "weeks_from": move.weeks_to_effect[0],
        "weeks_to": move.weeks_to_effect[1],
        "expires_on": expires_on(reading.period),
        "novices_reached": proposal.novices_reached,
        "expert_hours": proposal.expert_hours,
        "worth": offer.worth,
    }
