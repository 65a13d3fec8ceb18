"""Ties between accounts: rows that share a key are one person, unless employee numbers differ."""

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from store.accounts import OF_SYSTEM


@dataclass(frozen=True)
class Ties:
    """Accounts put together.

    owned      one row per claimed account: account, group (one name per person)
    conflicts  roots whose keys belong to people with different employee numbers
    """

    owned: pl.DataFrame
    conflicts: list[str]


def put_together(aliases: pl.DataFrame) -> Ties:
    """Groups of accounts, one group per person.

    aliases  account, kind, root in the order in which they were told

    Counts: rows with an employee number come first, then what was told first. A row whose keys
    belong to people with different employee numbers ties nobody and keeps the keys that nobody has.
    A name ties nobody: a row that is known by a name only may be any namesake's.
    """
    told = aliases.filter(pl.col("root").is_not_null())
    is_name = pl.col("kind") == "name"
    namesakes = told.filter(is_name, pl.col("account") == pl.col("root"))["root"].unique()
    claimed = told.filter(~is_name, ~pl.col("root").is_in(namesakes.implode()))
    groups = _Groups()
    keys: dict[str, list[str]] = defaultdict(list)
    for root, account, kind in claimed.select("root", "account", "kind").iter_rows():
        if kind == "employee_id" and groups.number.setdefault(root, account) != account:
            groups.conflicts.append(root)  # a second number of one row, and another person's
        else:
            keys[root].append(account)
    for root in sorted(keys, key=lambda root: root not in groups.number):
        groups.claim(root, keys[root])
    owned = [(account, groups.find(root)) for account, root in groups.owner.items()]
    schema = {"account": pl.String(), "group": pl.String()}
    return Ties(pl.DataFrame(owned, schema=schema, orient="row"), groups.conflicts)


def with_logins_of_systems(aliases: pl.DataFrame, listed: pl.Series) -> pl.DataFrame:
    """Claims, and those that rosters make on logins of systems: `ana` of a roster is `gitlab:ana`.

    aliases  account, kind, key, root in the order in which they were told
    listed   roots of rosters

    Counts: what the firm itself tells of a login holds in every system. Without that, equal logins
    of a system whose users choose them may be two people.
    """
    is_login = pl.col("kind") == "login"
    told = aliases.filter(is_login, pl.col("root").is_in(listed.implode()))
    in_system = aliases.filter(is_login, pl.col("key").str.contains(OF_SYSTEM))
    bare = pl.col("key").str.replace(OF_SYSTEM, "")
    owned = in_system.select(bare, own="account").unique(maintain_order=True)
    claims = told.join(owned, on="key", maintain_order="left_right").with_columns(account="own")
    return pl.concat([aliases, claims.select(aliases.columns)])


class _Groups:
    """Roots in groups; each group has at most one employee number."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}
        self.owner: dict[str, str] = {}  # account -> a root of its group
        self.number: dict[str, str] = {}  # root -> employee number of its group
        self.conflicts: list[str] = []

    def find(self, root: str) -> str:
        """The root that stands for the group."""
        while (above := self.parent.get(root, root)) != root:
            self.parent[root] = self.parent.get(above, above)
            root = above
        return root

    def claim(self, root: str, accounts: list[str]) -> None:
        """Put a root together with the groups that hold its accounts, or list it as a conflict."""
        met = {self.find(self.owner[account]) for account in accounts if account in self.owner}
        numbers = {self.number[one] for one in {root, *met} if one in self.number}
        if len(numbers) > 1:
            self.conflicts.append(root)
        else:
            self.parent.update(dict.fromkeys(met - {root}, root))
            if numbers:
                self.number[root] = numbers.pop()
        for account in accounts:
            self.owner.setdefault(account, root)
