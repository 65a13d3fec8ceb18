"""Managers of a roster: told by a key, an address or a name, found among the rows themselves."""

import re
import unicodedata
from typing import Final

import polars as pl

# Where a person's own keys stand, with the kind that a key is written with.
KEYS: Final = {"employee_id": "employee_id:", "login": "login:", "email": "email:"}


def plain_name(name: str) -> str:
    """A person's name as it is compared: `Ruiz, Ána` and `Ana  Ruiz` are the same."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma else name
    letters = unicodedata.normalize("NFKD", turned.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", bare))


def managers(rows: pl.DataFrame, notes: list[str]) -> pl.Series:
    """Key of each row's manager, the person_id of the manager's own row where the file has it.

    rows   person_id, person_key, employee_id, email, login, name, other_names; manager_key,
           manager_email, manager_name
    notes  sentences for the reader; grows

    Counts: a key or an address that the file lacks stays, for another file may have it. A name
    counts only when one person of the file bears it. Whoever is his own manager has none.
    """
    by_email = pl.select(pl.lit("email:") + rows["manager_email"]).to_series()
    known = _keys(rows)
    found = [
        _within(rows.get_column("manager_key"), known),
        _within(by_email, known),
        _named(rows, notes),
    ]
    manager = pl.select(pl.coalesce(found)).to_series()
    whose = dict(rows.select("person_id", "person_key").drop_nulls().iter_rows())
    is_other = manager.replace(whose) != rows.get_column("person_key")
    return pl.select(pl.when(is_other).then(manager)).to_series()


def _keys(rows: pl.DataFrame) -> dict[str, str]:
    """Every key of a person in lower case -> the person_id of their last row."""
    columns = [rows.get_column("person_key"), rows.get_column("person_id")]
    for column, kind in KEYS.items():
        columns.append(pl.select(pl.lit(kind) + rows.get_column(column)).to_series())
    known: dict[str, str] = {}
    for keys in columns:
        for key, person in zip(keys, rows.get_column("person_id"), strict=True):
            if key and person:
                known[key.lower()] = person
    return known


def _within(told: pl.Series, known: dict[str, str]) -> pl.Series:
    found = [known.get(key.lower(), key) if key else None for key in told]
    return pl.Series(found, dtype=pl.String)


def _named(rows: pl.DataFrame, notes: list[str]) -> pl.Series:
    """Managers told by name alone."""
    untold = rows["manager_key"].is_null() & rows["manager_email"].is_null()
    told = pl.select(pl.when(untold).then(rows["manager_name"])).to_series()
    bearers = _bearers(rows) if told.is_not_null().any() else {}
    found = [bearers.get(plain_name(name)) if name else None for name in told]
    lost = sum(name is not None and who is None for name, who in zip(told, found, strict=True))
    if lost:
        notes.append(
            f"{lost} rows name a manager whom no single name in the file fits; they have none."
        )
    return pl.Series(found, dtype=pl.String)


def _bearers(rows: pl.DataFrame) -> dict[str, str]:
    """Name as it is compared -> person_id, of the people whose name nobody else bears."""
    bearers: dict[str, dict[str, str]] = {}
    columns = (rows["name"], rows["other_names"], rows["person_key"], rows["person_id"])
    for name, others, key, person in zip(*columns, strict=True):
        for each in (name, *(others if others is not None else ())):
            if each and person:
                bearers.setdefault(plain_name(each), {})[key] = person
    return {name: next(iter(who.values())) for name, who in bearers.items() if len(who) == 1}
