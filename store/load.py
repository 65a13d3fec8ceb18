"""What a parcel would change: checked, under accounts, and compared with what the store knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from store import accounts, facts
from store.difference import check, difference
from store.identity import Identity
from store.ledger import Changes
from store.outdated import newest_stay
from store.same_ids import apart
from store.snapshots import followed
from store.spans import AI_USAGE, Days
from store.tables import STORED


@dataclass(frozen=True)
class Plan:
    """What a load will write.

    rows     fact table -> rows that are new or changed, as stored
    changes  fact table -> how many
    claims   what the file tells about keys of people, and its source has not told before
    notes    sentences for the reader
    """

    rows: Mapping[str, pl.DataFrame]
    changes: Mapping[str, Changes]
    claims: pl.DataFrame
    notes: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        """The load changes facts, or who is who."""
        return any(changes.is_new for changes in self.changes.values())


def plan(
    parcel: Mapping[str, pl.DataFrame],
    folder: Path,
    heads: Mapping[str, int],
    who: Identity,
    secret: bytes,
    source: str,
    listed_on: date | None = None,
    newer: Sequence[Days] = (),
) -> Plan:
    """What loading a parcel of `source` into the fact tables of `folder` will write.

    listed_on  day of a list of staff, which keeps no history: its memberships follow what is known
    newer      days of reports of AI use by the same source that reach further than this one
    """
    for name, frame in parcel.items():
        check(name, frame)
    parcel, same_ids = apart(parcel, facts.scan(folder, "task", heads))
    book = accounts.account_book(parcel, secret)
    claims = who.news(accounts.claims(parcel, book), source)
    rows, changes = {}, {}
    notes = [*same_ids]
    for name, frame in parcel.items():
        told = accounts.pseudonymised(name, frame, book)
        head = facts.scan(folder, name, heads)
        if listed_on and name == "membership":
            told, more = followed(told, head, who.accounts_of(source), listed_on)
            notes.extend(more)
        if newer and name == AI_USAGE:
            told, more = newest_stay(told, head, newer)
            notes.extend(more)
        rows[name], changes[name], twice = difference(STORED[name], told, head)
        if name == "ledger":
            notes.extend(_retold(told, changes[name]))
        if twice:
            notes.append(f"{twice} of {told.height} rows of {name} have the key of a later row")
    if "person" in changes:
        changes["person"] = _with_ties(changes["person"], rows["person"], claims)
    return Plan(rows, changes, claims, tuple(notes))


def _retold(told: pl.DataFrame, changes: Changes) -> list[str]:
    """A sentence when lines of a ledger take the place of others."""
    if not changes.changed:
        return []
    lines = f"{changes.changed} ledger lines take the place of lines of an earlier file that have"
    note = f"{lines} the same day, reference, account and cost centre: the later file counts."
    bare = told.filter(pl.col("reference").is_null() | pl.col("reference").str.starts_with("#"))
    if bare.is_empty():
        return [note]
    return [f"{note} Lines without a reference belong into one file a day, or they replace others."]


def _with_ties(changes: Changes, written: pl.DataFrame, claims: pl.DataFrame) -> Changes:
    """A person row with nothing new but a name or an address has changed as well."""
    told = claims["root"].drop_nulls().unique()
    count = told.filter(~told.is_in(written["person_id"].implode())).len()
    return replace(changes, changed=changes.changed + count, same=changes.same - count)
