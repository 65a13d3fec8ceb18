"""Identity: which accounts are one person. The only reader of names, addresses and account names.

A person row of a source claims keys for one person. Claims are kept as they were told and are put
together at every read, so that a tie that comes late, or is taken back, never rewrites a fact.
Ties that somebody decided on stand above those of strict keys, some of them for some days only.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl
from sqlmodel import Session, col, insert, select

from store import decided as decisions
from store import on_the_day
from store.accounts import KINDS, OF_SYSTEM, is_concealed, person_columns
from store.state import Alias
from store.tables import TABLES
from store.ties import Ties, put_together, with_logins_of_systems

CLAIM: Final = ["account", "root"]
COLUMNS: Final = ("id", "account", "kind", "key", "root", "source")
ALIASES: Final = pl.Schema({name: pl.String() for name in COLUMNS} | {"id": pl.Int64()})
# A roster lists the people of the firm; other sources only tell which accounts belong together.
ROSTER_KINDS: Final = ("employee_id", "id")
# In these tables a second account of a person tells the same again, and must not count twice.
# Elsewhere two accounts are two pieces of work; the rules of the metrics tell how they add up.
ONE_ROW_A_KEY: Final = ("membership", "training", "survey")

IS_ROW: Final = pl.col("account") == pl.col("root")  # the claim of a person row on its own key
# The claim makes its row one of a roster: a number of the firm, or a file's own id.
IS_LISTED: Final = (pl.col("kind") == "employee_id") | (IS_ROW & pl.col("kind").is_in(ROSTER_KINDS))
STRENGTH: Final = pl.col("kind").replace_strict(KINDS, range(len(KINDS)), return_dtype=pl.Int64)


@dataclass(frozen=True)
class Identity:
    """Who is who, as known now.

    aliases  one row per key and source that told it, in the order in which they were told: id,
             account, kind, key, root (account of the person row that claims the key; null: seen in
             facts), source
    decided  decisions on ties, one row each (`store.decided.DECIDED`)
    """

    aliases: pl.DataFrame
    decided: pl.DataFrame = field(default_factory=lambda: decisions.NOTHING)

    @cached_property
    def _ties(self) -> Ties:
        listed = self.aliases.filter(pl.col("root").is_not_null() & IS_LISTED)["root"].unique()
        return put_together(with_logins_of_systems(self.aliases, listed))

    @cached_property
    def _keys(self) -> pl.DataFrame:
        return self.aliases.select("account", "kind", "key").unique("account").sort("account")

    @cached_property
    def persons(self) -> pl.DataFrame:
        """One row per account that is tied to a person row: account, person_id.

        A person's id is the account of their strongest key: employee number, a file's own id,
        e-mail, login. It does not depend on the order of loads. An account that somebody has tied
        to a person has the id of that person.
        """
        if decisions.always(self.decided).is_empty():
            return self.strict
        strict = dict(self.strict.iter_rows())
        above, alone = decisions.moves(self.decided, strict, set(self._listed(self.strict)))
        rows = self.strict.with_columns(pl.col("person_id").replace(above))
        loose = {account: who for account, who in above.items() if account not in strict}
        more = pl.DataFrame(list(loose.items()), schema=rows.schema, orient="row")
        settled = pl.col("account").replace_strict(alone, default=pl.col("person_id"))
        return pl.concat([rows, more]).sort("account").with_columns(person_id=settled)

    @cached_property
    def strict(self) -> pl.DataFrame:
        """The same by strict keys alone, before any decision: account, person_id."""
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
        address = claimed.filter(pl.col("kind").is_in(["email", "login"])).with_columns(
            pl.col("key").str.replace(OF_SYSTEM, "")
        )
        met = [free.join(number, on="key"), folded.join(address, on="key")]
        found = pl.concat(pair.select("account", "person_id") for pair in met).unique()
        return found.filter(pl.len().over("account") == 1)

    @cached_property
    def contested(self) -> pl.DataFrame:
        """Keys that rows of several people claim: account, root, person_id (of the row), source.

        By strict keys: these people have different employee numbers, or they would be one.
        """
        claimed = self.aliases.filter(pl.col("root").is_not_null(), pl.col("kind") != "name")
        rows = claimed.select("account", "root", "source").unique(maintain_order=True)
        owners = rows.join(self.strict, left_on="root", right_on="account", maintain_order="left")
        return owners.filter(pl.col("person_id").n_unique().over("account") > 1)

    @cached_property
    def conflicts(self) -> pl.DataFrame:
        """One row per person row that claims keys of people with different employee numbers.

        returns  account (of the row), kind, source; the contested keys stay with who had them first

        Counts: not a row whose contested keys have been settled by a decision.
        """
        contested = IS_ROW & pl.col("account").is_in(self._ties.conflicts)
        accepted = decisions.in_force(self.decided).filter(choice=decisions.ACCEPT)["account"]
        is_settled = pl.col("account").is_in(accepted.implode())
        settled = self.contested.group_by("root").agg(is_settled.all().alias("is_settled"))
        done = settled.filter("is_settled")["root"]
        rows = self.aliases.filter(contested, ~pl.col("account").is_in(done.implode()))
        return rows.select("account", "kind", "source")

    @cached_property
    def roster(self) -> pl.Series:
        """person_id of everybody on a roster: rows with an employee number or a file's own id."""
        return self._listed(self.persons)

    def _listed(self, persons: pl.DataFrame) -> pl.Series:
        told = self.aliases.filter(pl.col("root").is_not_null() & IS_LISTED, ~is_concealed())
        rows = told.select(account="root")
        found = rows.unique().join(persons, on="account", how="left")
        return found.select(pl.coalesce("person_id", "account"))["person_id"].unique().sort()

    @cached_property
    def settled(self) -> pl.DataFrame:
        """Decisions with the people whom their accounts belong to now, in place of accounts."""
        persons = {
            name: self.of(self.decided.select(account=name))["person_id"]
            for name in ("account", "person")
        }
        return self.decided.with_columns(**persons)

    @cached_property
    def timeline(self) -> pl.DataFrame:
        """Accounts that belonged to several people: account, since, until, owner (person_id)."""
        rows = decisions.timeline(self.decided)
        owners = self.of(rows.select(account="owner"))["person_id"]
        return rows.with_columns(owner=owners)

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with an account, and beside it person_id: the account when nobody claims it."""
        found = rows.join(self.persons, on="account", how="left", maintain_order="left")
        return found.with_columns(pl.coalesce("person_id", "account"))

    def read(
        self, table: str, rows: pl.LazyFrame, task: pl.LazyFrame | None = None
    ) -> pl.LazyFrame:
        """Rows of a fact table with persons in place of accounts; one row per person and key.

        task  the table of tasks; their days stand in for those of participations without one
        """
        if table == "person":
            rows = self._best_first(rows)
        found = self._under_persons(table, rows, task)
        if table != "person" and table not in ONE_ROW_A_KEY:
            return found
        key, schema = TABLES[table].key, TABLES[table].stored_schema
        rest = [pl.col(name).drop_nulls().first() for name in schema if name not in key]
        return found.group_by(key, maintain_order=True).agg(rest).select(list(schema))

    def _under_persons(
        self, table: str, rows: pl.LazyFrame, task: pl.LazyFrame | None
    ) -> pl.LazyFrame:
        tied = self.persons.filter(pl.col("account") != pl.col("person_id"))
        names = person_columns(table)
        persons = {name: pl.col(name).replace(tied["account"], tied["person_id"]) for name in names}
        if self.timeline.is_empty() or table not in on_the_day.DAYS:
            return rows.with_columns(**persons)
        rows = on_the_day.with_day(table, rows, task)
        for name, person in persons.items():
            owner = pl.coalesce(on_the_day.OWNER, person).alias(name)
            rows = on_the_day.owned(rows, name, self.timeline.lazy()).with_columns(owner)
        return rows.select(list(TABLES[table].stored_schema))

    def owned(self, table: str, rows: pl.LazyFrame, task: pl.LazyFrame | None) -> pl.LazyFrame:
        """Rows under accounts, and who owned theirs on the day: null where no dated tie tells."""
        if self.timeline.is_empty():
            return rows.with_columns(pl.lit(None, pl.String()).alias(on_the_day.OWNER))
        dated = on_the_day.with_day(table, rows, task)
        return on_the_day.owned(dated, "person_id", self.timeline.lazy())

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
        is_listed = pl.col("person_id").is_in(self.roster.implode())
        listed = self._own(rows).with_columns(is_listed=is_listed)
        latest = listed.sort("is_own", "is_listed", "id").select("person_id", "name")
        return self._told_about(people, dict(latest.iter_rows()))  # later rows win in a dict

    def _own(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with account and person_id, and is_own: not theirs by a decision alone."""
        own = self.strict.rename({"person_id": "own"})
        found = rows.join(own, on="account", how="left", maintain_order="left")
        return found.with_columns(
            is_own=(pl.col("own") == pl.col("person_id")).fill_null(value=True)
        )

    def source_ids(self, people: Iterable[str]) -> dict[str, str]:
        """Person id -> id in the customer's files; for viewers who may see who it is.

        The id that a person row gave them or that facts use for them, else the strongest key.
        """
        is_row = pl.col("account").is_in(self.aliases["root"].drop_nulls().unique().implode())
        is_id = pl.col("kind") == "id"
        best = ("is_own", is_id & is_row, is_id, -STRENGTH, pl.col("key"))
        rows = self._own(self.of(self._keys)).sort(best).select("person_id", "key")
        return self._told_about(people, dict(rows.iter_rows()))  # later rows win in a dict

    def keys(self) -> pl.DataFrame:
        """Every key and name with the person it belongs to: account, kind, key, person_id.

        Only for `store/suggestions.py`, and for administrators who decide on its suggestions.
        """
        rows = self.aliases.select("account", "kind", "key", "root").unique(maintain_order=True)
        is_name_of_row = (pl.col("kind") == "name") & pl.col("root").is_not_null()
        owner = pl.when(is_name_of_row).then("root").otherwise("account")
        owned = self.of(rows.select(account=owner))["person_id"]
        return rows.select("account", "kind", "key", owned).unique(maintain_order=True)

    def told_keys(self, accounts: Iterable[str]) -> dict[str, str]:
        """Account -> its key; for administrators who decide who is who."""
        asked = pl.Series("account", list(accounts), pl.String())
        rows = self._keys.filter(pl.col("account").is_in(asked.implode()))
        return dict(rows.select("account", "key").iter_rows())

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
    """Who is who now; reads only what was told and decided since `known`."""
    before = known or Identity(pl.DataFrame(schema=ALIASES))
    last = before.aliases["id"].max() or 0
    columns = [col(getattr(Alias, name)) for name in COLUMNS]
    rows = session.exec(select(*columns).where(col(Alias.id) > last).order_by(col(Alias.id))).all()
    news = decisions.read(session, before.decided["id"].max() or 0)  # type: ignore[arg-type]
    if known and not rows and news.is_empty():
        return known
    told = pl.DataFrame(rows, schema=ALIASES, orient="row")
    return Identity(pl.concat([before.aliases, told]), pl.concat([before.decided, news]))


def remember(session: Session, news: pl.DataFrame, source: str, import_id: int) -> None:
    """Keep what a file told about keys."""
    if news.height:
        rows = news.with_columns(source=pl.lit(source), import_id=pl.lit(import_id)).to_dicts()
        session.connection().execute(insert(Alias), rows)  # past the ORM: 3 times as fast
