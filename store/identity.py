"""Identity: which accounts are one person. The only reader of names, addresses and account names.

A person row of a source claims keys for one person. Claims are kept as they were told and are put
together at every read, so that a tie that comes late, or is taken back, never rewrites a fact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import polars as pl
from sqlmodel import Session, col, insert, select

from store.accounts import KINDS, person_columns
from store.state import Alias
from store.tables import TABLES
from store.ties import Ties, put_together

CLAIM: Final = ["account", "root"]
COLUMNS: Final = ("id", "account", "kind", "key", "root", "source")
ALIASES: Final = pl.Schema({name: pl.String() for name in COLUMNS} | {"id": pl.Int64()})
# A roster lists the people of the firm; other sources only tell which accounts belong together.
ROSTER_KINDS: Final = ("employee_id", "id")
# In these tables a second account of a person tells the same again, and must not count twice.
# Elsewhere two accounts are two pieces of work; the rules of the metrics tell how they add up.
ONE_ROW_A_KEY: Final = ("membership", "training", "survey")

IS_ROW: Final = pl.col("account") == pl.col("root")  # the claim of a person row on its own key
STRENGTH: Final = pl.col("kind").replace_strict(KINDS, range(len(KINDS)), return_dtype=pl.Int64)


@dataclass(frozen=True)
class Identity:
    """Who is who, as known now.

    aliases  one row per key and source that told it, in the order in which they were told: id,
             account, kind, key, root (account of the person row that claims the key; null: seen in
             facts), source
    """

    aliases: pl.DataFrame

    @cached_property
    def _ties(self) -> Ties:
        return put_together(self.aliases)

    @cached_property
    def _keys(self) -> pl.DataFrame:
        return self.aliases.select("account", "kind", "key").unique("account").sort("account")

    @cached_property
    def persons(self) -> pl.DataFrame:
        """One row per account that is tied to a person row: account, person_id.

        A person's id is the account of their strongest key: employee number, a file's own id,
        e-mail, login. It does not depend on the order of loads.
        """
        tied = self._ties.owned.join(self._keys, on="account").sort(STRENGTH, "account")
        strongest = pl.col("account").first().over("group").alias("person_id")
        claimed = tied.with_columns(strongest)
        found = [claimed.select("account", "person_id"), self._by_bare_id(claimed)]
        return pl.concat(found).sort("account")

    def _by_bare_id(self, claimed: pl.DataFrame) -> pl.DataFrame:
        """Ids of unknown kind that equal a key of exactly one person."""
        free = self._keys.filter(pl.col("kind") == "id").join(claimed, on="account", how="anti")
        folded = free.with_columns(pl.col("key").str.to_lowercase())
        number = claimed.filter(pl.col("kind") == "employee_id")
        address = claimed.filter(pl.col("kind").is_in(["email", "login"]))
        met = [free.join(number, on="key"), folded.join(address, on="key")]
        found = pl.concat(pair.select("account", "person_id") for pair in met).unique()
        return found.filter(pl.len().over("account") == 1)

    @cached_property
    def conflicts(self) -> pl.DataFrame:
        """One row per person row that claims keys of people with different employee numbers.

        returns  account (of the row), kind, source; the contested keys stay with who had them first
        """
        contested = IS_ROW & pl.col("account").is_in(self._ties.conflicts)
        return self.aliases.filter(contested).select("account", "kind", "source")

    @cached_property
    def roster(self) -> pl.Series:
        """person_id of everybody on a roster: rows with an employee number or a file's own id."""
        listed = (pl.col("kind") == "employee_id") | (IS_ROW & pl.col("kind").is_in(ROSTER_KINDS))
        rows = self.aliases.filter(pl.col("root").is_not_null() & listed).select(account="root")
        return self.of(rows.unique())["person_id"].unique().sort()

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with an account, and beside it person_id: the account when nobody claims it."""
        found = rows.join(self.persons, on="account", how="left", maintain_order="left")
        return found.with_columns(pl.coalesce("person_id", "account"))

    def read(self, table: str, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Rows of a fact table with persons in place of accounts; one row per person and key."""
        if table == "person":
            rows = self._best_first(rows)
        tied = self.persons.filter(pl.col("account") != pl.col("person_id"))
        persons = [
            pl.col(name).replace(tied["account"], tied["person_id"])
            for name in person_columns(table)
        ]
        found = rows.with_columns(persons)
        if table != "person" and table not in ONE_ROW_A_KEY:
            return found
        key, schema = TABLES[table].key, TABLES[table].stored_schema
        rest = [pl.col(name).drop_nulls().first() for name in schema if name not in key]
        return found.group_by(key, maintain_order=True).agg(rest).select(list(schema))

    def _best_first(self, person: pl.LazyFrame) -> pl.LazyFrame:
        """Person rows in the order in which they are believed: rosters, then who told last."""
        told = self.of(self.aliases.filter(IS_ROW)).with_columns(
            is_listed=pl.col("kind").is_in(ROSTER_KINDS)
        )
        belief = told.group_by("account").agg(pl.col("is_listed").any(), pl.col("id").max())
        order = belief.lazy().rename({"account": "person_id"})
        return (
            person.join(order, on="person_id", how="left")
            .sort("is_listed", "id", "person_id", descending=[True, True, False], nulls_last=True)
            .select(list(TABLES["person"].stored_schema))
        )

    def accounts_of(self, source: str) -> pl.Series:
        """Accounts of people whom a source has told of."""
        return self.aliases.filter(pl.col("source") == source)["account"].unique().sort()

    def names(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> name, of those whose name is known; for viewers who may see names."""
        told = self.aliases.filter(pl.col("root").is_not_null(), pl.col("kind") == "name")
        rows = self.of(told.select("id", name="key", account="root"))
        listed = rows.with_columns(is_listed=pl.col("person_id").is_in(self.roster.implode()))
        latest = listed.sort("is_listed", "id").select("person_id", "name")
        return self._told_about(people, dict(latest.iter_rows()))  # later rows win in a dict

    def source_ids(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> id in the customer's files; for viewers who may see who it is.

        The id that a person row gave them or that facts use for them, else the strongest key.
        """
        is_row = pl.col("account").is_in(self.aliases["root"].drop_nulls().unique().implode())
        is_id = pl.col("kind") == "id"
        best = (is_id & is_row, is_id, -STRENGTH, pl.col("key"))
        rows = self.of(self._keys).sort(best).select("person_id", "key")
        return self._told_about(people, dict(rows.iter_rows()))  # later rows win in a dict

    def _told_about(self, people: Iterable[str], known: dict[str, str]) -> dict[str, str]:
        """What is known of these people; ids from before a tie was found are understood as well."""
        asked = self.of(pl.DataFrame({"account": list(people)}, schema={"account": pl.String()}))
        return {one: known[person] for one, person in asked.iter_rows() if person in known}

    def news(self, told: pl.DataFrame, source: str) -> pl.DataFrame:
        """Claims of a file that its source has not told before; of names, the last told counts.

        told  account, kind, key, root; as `store.accounts.claims` makes them
        """
        is_name = (pl.col("kind") == "name") & pl.col("root").is_not_null()
        known = self.aliases.filter(pl.col("source") == source)
        keys = told.filter(~is_name).join(known, on=CLAIM, how="anti", nulls_equal=True)
        last, now = (rows.filter(is_name).unique("root", keep="last") for rows in (known, told))
        return pl.concat([keys, now.join(last, on=CLAIM, how="anti", nulls_equal=True)])


def identity(session: Session, known: Identity | None = None) -> Identity:
    """Who is who now; reads only what was told since `known`."""
    before = known.aliases if known else pl.DataFrame(schema=ALIASES)
    last = before["id"].max() or 0
    columns = [col(getattr(Alias, name)) for name in COLUMNS]
    rows = session.exec(select(*columns).where(col(Alias.id) > last).order_by(col(Alias.id))).all()
    if known and not rows:
        return known
    return Identity(pl.concat([before, pl.DataFrame(rows, schema=ALIASES, orient="row")]))


def remember(session: Session, news: pl.DataFrame, source: str, import_id: int) -> None:
    """Keep what a file told about keys."""
    if news.height:
        rows = news.with_columns(source=pl.lit(source), import_id=pl.lit(import_id)).to_dicts()
        session.connection().execute(insert(Alias), rows)  # past the ORM: 3 times as fast
