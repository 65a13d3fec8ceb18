"""Ties that somebody decided on: accepted, rejected or taken back. None is ever erased."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl
from sqlmodel import Session, col, select

from store.state import Tie

ACCEPT: Final = "accept"
REJECT: Final = "reject"
UNDO: Final = "undo"
DECIDED: Final = pl.Schema(
    {
        "id": pl.Int64(),
        "at": pl.Datetime("us", "UTC"),
        **dict.fromkeys(("by", "choice", "account", "person"), pl.String()),
        "valid_from": pl.Date(),
        "valid_to": pl.Date(),
        "reason": pl.String(),
        "undoes": pl.Int64(),
    }
)
NOTHING: Final = pl.DataFrame(schema=DECIDED)
# Days since 1970-01-01 before and after which no export tells of work: the ends of all time.
FIRST, LAST = -(10**6), 10**6
TIMELINE: Final = pl.Schema(
    {"account": pl.String(), "since": pl.Int64(), "until": pl.Int64(), "owner": pl.String()}
)

Strict = Mapping[str, str]  # account -> person, by strict keys


def read(session: Session, after: int) -> pl.DataFrame:
    """Decisions that were made after the one with that number."""
    rows = session.exec(select(Tie).where(col(Tie.id) > after).order_by(col(Tie.id))).all()
    return pl.DataFrame([row.model_dump() for row in rows], schema=DECIDED)


def in_force(decided: pl.DataFrame) -> pl.DataFrame:
    """Accepted and rejected ties that nobody has taken back."""
    undone = decided["undoes"].drop_nulls().implode()
    return decided.filter(pl.col("choice") != UNDO, ~pl.col("id").is_in(undone))


def always(decided: pl.DataFrame) -> pl.DataFrame:
    """Accepted ties in force that hold on every day."""
    return _accepted(decided).filter(pl.col("valid_from").is_null(), pl.col("valid_to").is_null())


def dated(decided: pl.DataFrame) -> pl.DataFrame:
    """Accepted ties in force that hold on some days."""
    some = pl.col("valid_from").is_not_null() | pl.col("valid_to").is_not_null()
    return _accepted(decided).filter(some)


def moves(decided: pl.DataFrame, strict: Strict, listed: set[str]) -> tuple[Strict, Strict]:
    """Who goes to whom by the ties that always hold: person -> person, and account -> person.

    strict  account -> person, by strict keys
    listed  people on a roster, by strict keys

    Counts: a tie takes all accounts along that strict keys put together with its own, except from
    somebody on the roster: of them another account goes alone. The first tie of a person counts;
    a second one, which only later files can cause, must not make two people one.
    """
    ties = list(always(decided).select("account", "person").iter_rows())
    alone: dict[str, str] = {}
    for account, person in ties:
        if account != strict.get(account, account) in listed:
            alone.setdefault(account, person)
    above: dict[str, str] = {}

    def top(account: str) -> str:
        person = strict.get(account, account)
        while person in above:
            person = above[person]
        return person

    for account, person in ties:
        source, target = strict.get(account, account), alone.get(person, person)
        if account not in alone and source not in above and top(target) != source:
            above[source] = strict.get(target, target)
    return {one: top(one) for one in above}, {one: top(who) for one, who in alone.items()}


def timeline(decided: pl.DataFrame) -> pl.DataFrame:
    """Whose a dated account is on every day: account, since, until, owner; days since 1970-01-01.

    since <= day < until; owner null: whoever owns it on days without a dated tie.
    """
    rows = []
    for (account,), ties in dated(decided).group_by("account", maintain_order=True):
        spans = [
            (FIRST if since is None else _day(since), LAST if until is None else _day(until), who)
            for since, until, who in ties.select("valid_from", "valid_to", "person").iter_rows()
        ]
        edges = sorted(
            {FIRST, LAST, *(edge for since, until, _ in spans for edge in (since, until))}
        )
        for since, until in pairwise(edges):
            owner = next((who for begin, end, who in spans if begin <= since < end), None)
            rows.append((account, since, until, owner))
    return pl.DataFrame(rows, schema=TIMELINE, orient="row")


def _accepted(decided: pl.DataFrame) -> pl.DataFrame:
    return in_force(decided).filter(pl.col("choice") == ACCEPT)


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days
