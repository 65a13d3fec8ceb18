"""Work of accounts that nobody is known to own, and the share of work whose people are known."""

from collections.abc import Iterable, Mapping
from typing import Final

import polars as pl

from store.accounts import is_concealed
from store.identity import Identity
from store.on_the_day import DAYS, OWNER

# Fact tables that tell of somebody's work, and the day on which it happened.
WORK: Final = {name: day for name, day in DAYS.items() if name != "membership"}
ASKS: Final = "reporter"  # does no work: a part of weight 0, and at a help desk mostly a customer
NOT_PEOPLE: Final = ("bot", "agent")


def of_work(table: str, rows: pl.LazyFrame) -> pl.LazyFrame:
    """The rows of a fact table that tell of somebody's work; to report a task is none."""
    return rows.filter(pl.col("role") != ASKS) if table == "participation" else rows


def known_people(who: Identity, person: pl.DataFrame, membership: pl.DataFrame) -> pl.Series:
    """person_id of everybody known: listed by a roster or member of a team, and no machine."""
    listed = pl.concat([who.roster, membership["person_id"]]).unique().sort()
    return listed.filter(~listed.is_in(machines(person).implode())).rename("person_id")


def machines(person: pl.DataFrame) -> pl.Series:
    """person_id of bots and agents."""
    return person.filter(pl.col("worker_type").is_in(NOT_PEOPLE))["person_id"]


def work(
    who: Identity, facts: Mapping[str, pl.LazyFrame], filled: pl.DataFrame, people: pl.Series
) -> pl.DataFrame:
    """One row per account and fact table of work.

    facts    fact table of work, and `task` -> rows under accounts
    filled   source, table: which source has filled which fact table
    people   person_id of those who count as matched
    returns  account, person_id, kind, source (the first to tell the account in that table), table,
             rows, first_day, last_day, is_matched
    """
    counts = [
        who.owned(table, facts[table].filter(pl.col("person_id").is_not_null()), facts["task"])
        .group_by(OWNER, account="person_id")
        .agg(
            rows=pl.len().cast(pl.Int64),
            first_day=pl.from_epoch(pl.col(day).min(), "d"),
            last_day=pl.from_epoch(pl.col(day).max(), "d"),
        )
        .with_columns(table=pl.lit(table))
        for table, day in WORK.items()
    ]
    seen = who.aliases.filter(pl.col("root").is_null()).join(filled, on="source").sort("id")
    told = seen.unique(["account", "table"], keep="first").select(
        "account", "table", "kind", "source"
    )
    rows = who.of(pl.concat(pl.collect_all(counts))).join(told, on=["account", "table"], how="left")
    owned = rows.with_columns(person_id=pl.coalesce(OWNER, "person_id")).drop(OWNER)
    return owned.with_columns(is_matched=pl.col("person_id").is_in(people.implode()))


def unmatched(worked: pl.DataFrame) -> pl.DataFrame:
    """One row per account that is tied to nobody known, with the most work first.

    returns  account, kind, source, rows, one column of rows per fact table, first_day, last_day
    """
    per_table = [
        pl.col("rows").filter(pl.col("table") == table).sum().alias(table) for table in WORK
    ]
    return (
        worked.filter(~pl.col("is_matched"))
        .group_by("account", "kind")
        .agg(
            pl.col("source").unique().sort().str.join(", "),
            pl.col("rows").sum(),
            *per_table,
            pl.col("first_day").min(),
            pl.col("last_day").max(),
        )
        .sort("rows", "account", descending=[True, False])
    )


def unjoinable(worked: pl.DataFrame, keys: pl.DataFrame, anonymous: Iterable[str]) -> pl.DataFrame:
    """One row per source that hides who its people are: source, accounts, rows.

    keys       account, kind, key: every key
    anonymous  sources all of whose people are hidden

    Counts: keys that the source has hashed or concealed; no other file can ever name them.
    """
    concealed = keys.filter(is_concealed())["account"].unique().implode()
    is_hidden = pl.col("account").is_in(concealed) | pl.col("source").is_in(list(anonymous))
    return (
        worked.filter(~pl.col("is_matched"), is_hidden)
        .group_by("source")
        .agg(accounts=pl.col("account").n_unique().cast(pl.Int64), rows=pl.col("rows").sum())
        .sort("rows", "source", descending=[True, False])
    )


def match_share(worked: pl.DataFrame) -> pl.DataFrame:
    """One row per fact table and source: rows, matched (of known people and machines), share."""
    matched = pl.col("rows").filter(pl.col("is_matched")).sum()
    return (
        worked.group_by("table", "source")
        .agg(pl.col("rows").sum(), matched=matched)
        .with_columns(share=pl.col("matched") / pl.col("rows"))
        .sort("table", "source")
    )
