"""Accounts: the pseudonyms under which facts hold people, made of the keys that a file brings."""

import hmac
from collections.abc import Mapping
from typing import Final

import polars as pl

from store.errors import ContractError
from store.tables import STORED, Kind

# In the order in which a key may stand for its person.
KINDS: Final = ("employee_id", "id", "email", "login", "name")
# Systems whose users choose their own logins: `gitlab:ana` need not be the `ana` of another system.
OF_SYSTEM: Final = r"^(?:gitlab):"
FOLDED: Final = ("email", "login")  # systems write these in any case
BOOK: Final = ("told", "account", "kind", "key")
HEX_DIGITS: Final = 16  # 64 bits: among a million accounts two fall together once in 10^7 firms


def person_columns(table: str) -> list[str]:
    """Columns of a fact table that hold a person."""
    return [column.name for column in STORED[table].columns if column.kind is Kind.PERSON]


def is_concealed() -> pl.Expr:
    """Whether a key is one that its source has hashed or concealed."""
    return (pl.col("kind") == "id") & pl.col("key").str.starts_with("concealed:")


def account_book(facts: Mapping[str, pl.DataFrame], secret: bytes) -> pl.DataFrame:
    """One row per distinct person key of a file.

    facts    fact table -> rows as the loader hands them over
    secret   of the workspace; without it nobody can tell whose account it is
    returns  told (the key as written), account, kind, key (trimmed; e-mail and login without case)
    """
    columns = [frame[c] for name, frame in facts.items() for c in person_columns(name)]
    told = [column.drop_nulls().unique() for column in columns]
    if "person" in facts:
        told.append(_claims_as_told(facts["person"])["told"])
    keys = pl.concat(told).unique().sort() if told else pl.Series(dtype=pl.String)
    rows = [(one, *_account(one, secret)) for one in keys]
    return pl.DataFrame(rows, schema=dict.fromkeys(BOOK, pl.String()), orient="row")


def pseudonymised(table: str, frame: pl.DataFrame, book: pl.DataFrame) -> pl.DataFrame:
    """Rows of a fact table with accounts in place of person keys."""
    return frame.with_columns(
        pl.col(name).replace_strict(book["told"], book["account"], default=None)
        for name in person_columns(table)
    )


def claims(facts: Mapping[str, pl.DataFrame], book: pl.DataFrame) -> pl.DataFrame:
    """What a file tells about keys: one row per claim of a person row and per key seen in facts.

    returns  account, kind, key, root (account of the person row that claims the key; null: seen)
    """
    rows = [
        frame.select(told=pl.col(c).unique()).with_columns(root=pl.lit(None, pl.String()))
        for name, frame in facts.items()
        for c in person_columns(name)
        if name != "person"
    ]
    if "person" in facts:
        rows.append(_claims_as_told(facts["person"]))
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(("account", "kind", "key", "root"), pl.String()))
    return (
        pl.concat(rows, how="diagonal")
        .join(book, on="told", maintain_order="left")
        .join(
            book.select(root="told", owner="account"), on="root", how="left", maintain_order="left"
        )
        .select("account", "kind", "key", root="owner")
        .unique(maintain_order=True)
    )


def _claims_as_told(person: pl.DataFrame) -> pl.DataFrame:
    """Keys that person rows claim: root and told, both as written; the row's own key first."""
    root = pl.col("person_id").alias("root")
    own = person.select(root, told="person_id")
    single = [
        person.select(root, told=pl.lit(f"{kind}:") + pl.col(kind).str.strip_chars())
        for kind in ("employee_id", "email", "name")
    ]
    logins = person.select(root, login="logins").explode("login")
    many = logins.select("root", told=pl.lit("login:") + pl.col("login").str.strip_chars())
    return pl.concat([own, *single, many]).filter(pl.col("told").str.contains(r"(?s):."))


def _account(told: str, secret: bytes) -> tuple[str, str, str]:
    kind, _, value = told.partition(":")
    key = value.strip().casefold() if kind in FOLDED else value.strip()
    if kind not in KINDS or not key:
        raise ContractError(
            "A loader handed over a person key without a kind or without a value",
            f"kind:value with one of the kinds {', '.join(KINDS)}",
            "Correct the loader",
        )
    digest = hmac.digest(secret, f"{kind}:{key}".encode(), "sha256").hex()
    return f"p{digest[:HEX_DIGITS]}", kind, key
