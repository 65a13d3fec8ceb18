"""Deciding whose an account is: what may be accepted, rejected or taken back, and what it does."""

from datetime import date
from typing import Final

import polars as pl
from sqlmodel import Session

from store import decided
from store.errors import RequestError
from store.identity import Identity
from store.state import Tie

EVER, FOR_GOOD = date.min, date.max
LISTED: Final = "Choose one of `atelier identity suggestions`, or of the list on the page Data"


def keep(session: Session, who: Identity, tie: Tie) -> None:
    """Keep a decision, or tell why it cannot be."""
    for one, what in ((tie.account, "account"), (tie.person, "person")):
        if not who.aliases["account"].is_in([one]).any():
            raise RequestError(f"There is no {what} {one}", f"a known {what}", LISTED)
    if tie.choice == decided.ACCEPT:
        _check(who, tie)
    session.add(tie)


def _check(who: Identity, tie: Tie) -> None:
    """A tie must have days in order, tell something new, and stand beside those before it."""
    if tie.valid_from and tie.valid_to and tie.valid_from >= tie.valid_to:
        raise RequestError(
            f"The tie would begin on {tie.valid_from} and end on {tie.valid_to}",
            "a first day before the last one",
            "Correct the days",
        )
    is_dated = bool(tie.valid_from or tie.valid_to)
    if not is_dated and person_of(who, tie.account) == person_of(who, tie.person):
        raise RequestError(
            "The account belongs to this person already", "an account of nobody known", LISTED
        )
    if earlier := _in_the_way(who, tie, is_dated=is_dated):
        raise RequestError(
            f"The account is tied by decision {earlier} already, on some of these days",
            "an account that nobody has tied on these days",
            f"Take back decision {earlier} first",
        )


def undone(who: Identity, number: int) -> dict[str, object]:
    """The decision of that number, as it stands; a RequestError when it does not."""
    rows = decided.in_force(who.decided).filter(id=number)
    if rows.is_empty():
        numbers = [str(one) for one in decided.in_force(who.decided)["id"]]
        raise RequestError(
            f"There is no decision {number} that could be taken back",
            f"one of {', '.join(numbers)}" if numbers else "a decision; there is none yet",
            "Choose one of these",
        )
    return rows.row(0, named=True)


def person_of(who: Identity, account: str) -> str:
    """Whose an account is on days without a dated tie; itself when nobody's."""
    found: str = who.of(pl.DataFrame({"account": [account]}))["person_id"].item()
    return found


def _in_the_way(who: Identity, tie: Tie, *, is_dated: bool) -> int | None:
    """Number of an accepted tie that would not stand beside the new one."""
    ties = decided.dated(who.decided) if is_dated else decided.always(who.decided)
    mine = ties.filter(account=tie.account)
    if is_dated:
        begins = pl.col("valid_from").fill_null(EVER) < (tie.valid_to or FOR_GOOD)
        ends = pl.col("valid_to").fill_null(FOR_GOOD) > (tie.valid_from or EVER)
        mine = mine.filter(begins & ends)
    numbers: list[int] = mine["id"].to_list()
    return numbers[0] if numbers else None
