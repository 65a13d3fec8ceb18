"""When people were in the firm, and keys that one person took over when another had left."""

from typing import Final

import polars as pl

from store import decided
from store.identity import Identity

# Accounts are made before the first day and closed after the last one.
SLACK_DAYS: Final = 31
TAKEN_OVER: Final = 0.9  # two people of a roster claim it, and were never in the firm together


def employment(person: pl.DataFrame, membership: pl.DataFrame) -> pl.DataFrame:
    """One row per person whose days are known: person_id, begins, ends (first day after; empty).

    Counts: hire and termination as the person row tells them, else the first and last day in teams.
    """
    is_open = pl.col("valid_to").is_null().any()
    posts = membership.group_by("person_id").agg(
        joined=pl.col("valid_from").min(), left=pl.when(~is_open).then(pl.col("valid_to").max())
    )
    day_after = pl.col("termination_date") + pl.duration(days=1)
    return (
        person.select("person_id", "hire_date", "termination_date")
        .join(posts, on="person_id", how="full", coalesce=True)
        .select(
            "person_id",
            begins=pl.coalesce("hire_date", "joined"),
            ends=pl.coalesce(day_after, "left"),
        )
        .filter(pl.col("begins").is_not_null())
    )


def takeovers(
    who: Identity, worked: pl.DataFrame, person: pl.DataFrame, membership: pl.DataFrame
) -> pl.DataFrame:
    """Keys of one person that a later one took over, as suggestions of dated ties.

    returns  the columns of `store.suggestions.SUGGESTIONS`; a row per owner who has not got the
             key by strict keys, with the days on which it is theirs

    Counts: only where the people have different employee numbers and were never in the firm on the
    same day. The key is the later one's from their first day on.
    """
    owner = who.strict.rename({"account": "person"})
    settled = decided.in_force(who.decided).join(owner, on="person").select("account", "person_id")
    days = employment(person, membership)
    owners = (
        who.contested.group_by("account", "person_id", maintain_order=True)
        .agg(pl.col("source").unique().sort().str.join(", "))
        .join(days, on="person_id")
        .filter(pl.len().over("account") == pl.col("person_id").n_unique().over("account"))
        .sort("account", "begins")
    )
    complete = owners.join(
        who.contested.group_by("account").agg(claimers=pl.col("person_id").n_unique()), on="account"
    ).with_columns(
        next=pl.col("begins").shift(-1).over("account"),
        before=pl.col("begins").shift(1).over("account"),
    )
    apart = (pl.col("ends") <= pl.col("next")) | pl.col("next").is_null()
    clean = complete.filter(
        (pl.len().over("account") == pl.col("claimers"))
        & apart.fill_null(value=False).all().over("account")
    )
    strict = who.strict.rename({"person_id": "owner"})
    rows = (
        clean.with_columns(
            valid_from=pl.when(pl.col("before").is_not_null()).then("begins"), valid_to="next"
        )
        .join(strict, on="account", how="left")
        .filter(pl.col("person_id").ne_missing(pl.col("owner")))
        .join(settled, on=["account", "person_id"], how="anti")
    )
    work = worked.group_by("account").agg(
        pl.col("rows").sum(), pl.col("first_day").min(), pl.col("last_day").max()
    )
    kinds = who.aliases.select("account", "kind").unique("account")
    why = "Two people with different employee numbers have it in turn, and were never here together"
    return (
        rows.join(kinds, on="account")
        .join(work, on="account", how="left")
        .with_columns(
            pl.col("rows").fill_null(0),
            score=pl.lit(TAKEN_OVER),
            reasons=pl.concat_list(pl.lit(why)),
            candidates=pl.len().over("account").cast(pl.Int64),
        )
        .select(
            *("account", "kind", "source", "rows", "first_day", "last_day", "person_id"),
            *("score", "reasons", "candidates", "valid_from", "valid_to"),
        )
        .sort("rows", "account", descending=[True, False])
    )
