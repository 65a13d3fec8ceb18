"""A last look over every parcel: what must hold whoever made it."""

from dataclasses import replace
from typing import Final

import polars as pl

from loaders.ai_tools import with_one_name
from loaders.contract import REFUSED_SCHEMA, Parcel, person_columns
from loaders.ledger_lines import numbered
from loaders.managers import circle_note, circled, without_managers
from loaders.parsed import NOTHING
from loaders.rules import rules

# A key of a person whose value is no longer than a word for nothing can be.
SHORT_KEY: Final = r"(?s)^[a-z_]+:(.{0,6})$"
# Blanks, control characters and joiners of no width, at either end.
UNSEEN: Final = r"^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$"


def last_look(parcel: Parcel) -> Parcel:
    """The parcel without rows that break a rule, circles of managers, and people named in events.

    AI products get the one name that all sources share; lines of one document in a ledger numbers.

    Counts: a loader that refuses such rows itself names their row; here the row is not known any
    more, and what is refused stands in the list without one.
    """
    facts, refused, notes = dict(parcel.facts), [parcel.refused], list(parcel.notes)
    for table, rows in parcel.facts.items():
        kept, broken = _held_to_rules(table, _without_nobodies(table, rows))
        facts[table] = kept
        refused.append(broken)
    if "task_event" in facts:
        facts["task_event"] = _without_accounts(facts["task_event"])
    if "ai_usage" in facts:
        facts["ai_usage"] = with_one_name(facts["ai_usage"])
    if "ledger" in facts:
        facts["ledger"] = numbered(facts["ledger"])
    membership = facts.get("membership")
    if membership is not None and (where := circled(membership)).any():
        facts["membership"] = without_managers(membership, where)
        notes.append(circle_note(membership, where))
    if all(part.is_empty() for part in refused[1:]) and len(notes) == len(parcel.notes):
        return replace(parcel, facts=facts)
    return replace(parcel, facts=facts, refused=pl.concat(refused), notes=tuple(notes))


def _held_to_rules(table: str, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that hold to all rules of their table, and those that do not as refused rows."""
    refused = [pl.DataFrame(schema=REFUSED_SCHEMA)]
    broken = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
    for rule in rules(table):
        where = rows.select(rule.is_broken.fill_null(value=False)).to_series()
        if not where.any():
            continue
        broken |= where
        cells = {"row": None, "column": f"{table}.{rule.column}", "reason": rule.reason}
        refused.append(pl.DataFrame([cells] * int(where.sum()), schema=REFUSED_SCHEMA))
    kept = rows.filter(~broken) if broken.any() else rows
    return kept, pl.concat(refused)


def _without_nobodies(table: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without keys that hold a word for nothing: `email:NA` would be one person for all."""
    for name in person_columns(table):
        words = pl.col(name).str.extract(SHORT_KEY).str.replace_all(UNSEEN, "").str.to_lowercase()
        keys = rows.select(pl.col(name).unique())  # a person has many rows
        if keys.select(words.is_in(NOTHING).any()).item():
            rows = rows.with_columns(pl.when(~words.is_in(NOTHING).fill_null(False)).then(name))
    return rows


def _without_accounts(events: pl.DataFrame) -> pl.DataFrame:
    """Events without the account that a task was assigned to: a person's key is no value."""
    is_named = pl.col("kind") == "assign"
    return events.with_columns(pl.when(~is_named).then(pl.col("value")).alias("value"))
